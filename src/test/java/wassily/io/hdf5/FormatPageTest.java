package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo;

/** The Python of docs/hdf5-format.md does what the page says. */
class FormatPageTest {
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- run: (\\w+) -->\\n```python\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  private static List<String> snippets(String kind) throws IOException {
    Path page = Path.of(System.getProperty("wassily.basedir", ".")).resolve("docs/hdf5-format.md");
    var found = new ArrayList<String>();
    var matcher = SNIPPET.matcher(Files.readString(page));
    while (matcher.find()) {
      if (matcher.group(1).equals(kind)) {
        found.add(matcher.group(2));
      }
    }
    return found;
  }

  private String run(String snippet) throws IOException {
    String modules = snippet.contains("xarray") ? "xarray, h5netcdf" : "h5py";
    return Tools.code(snippet, modules, folder);
  }

  @Test
  void aTableWrittenWithH5pyIsOpened() throws IOException {
    run(snippets("write").getFirst());
    try (MrioTable t = TableFile.open(folder.resolve("small.h5"), 1)) {
      assertEquals("South | goods", t.axes().rowLabel(2));
      assertEquals(TableInfo.OutputSource.ROWS, t.info().output());
      assertEquals("M EUR", t.info().unit());
      // Row sums of the numbers on the page.
      assertArrayEquals(new double[] {72, 90, 70, 110}, t.x());
      assertEquals(6, Matrices.all(t.z()).get(2, 3));
    }
  }

  @Test
  void aTableIsReadByItsLabels() throws IOException {
    var axes =
        new TableAxes(
            Axis.of("region", List.of(new Region("North"), new Region("South"))),
            Axis.of(
                "sector",
                List.of(new Sector("goods", "G", Map.of()), new Sector("services", "S", Map.of()))),
            Axis.of("category", List.of(new Category("households"))));
    var z = HostMatrix.allocate(Arena.ofAuto(), 4, 4);
    z.set(0, 3, 12.5);
    var f = HostMatrix.of(new double[] {1, 2, 3, 4}, new double[] {0, 0, 0, 7});
    var table =
        new MrioTable(
            new TableInfo("Demo", 2020, "M EUR", "", TableInfo.OutputSource.ROWS),
            axes,
            z,
            HostMatrix.allocate(Arena.ofAuto(), 4, 2),
            new double[] {1, 2, 3, 0},
            Axis.of("primary input", List.<PrimaryInput>of()),
            HostMatrix.allocate(Arena.ofAuto(), 0, 4),
            Optional.empty(),
            List.of(
                new SatelliteAccount(
                    "air",
                    Axis.of(
                        "stressor", List.of(new Stressor("CO2", "kt"), new Stressor("NOx", "t"))),
                    f,
                    HostMatrix.allocate(Arena.ofAuto(), 2, 2))),
            () -> {});
    TableFile.write(
        table, folder.resolve("table.h5"), new WriteOptions(false, 0, 1), Progress.NONE);
    List<String> snippets = snippets("table");
    assertEquals(2, snippets.size());
    assertEquals("Demo M EUR Z = 12.5\nair [('CO2', 'kt'), ('NOx', 't')]\n", run(snippets.get(0)));
    assertEquals("12.5\n10.0 kt\n", run(snippets.get(1)));
  }

  @Test
  void aResultIsReadByItsLabels() throws IOException {
    ResultFile.write(
        ResultFileTest.sample(),
        folder.resolve("result.h5"),
        new WriteOptions(false, 0, 1),
        Progress.NONE);
    List<String> snippets = snippets("result");
    assertEquals(2, snippets.size());
    assertEquals(
        "['/response/stressor', '/response/region', '/response/consumer'] (2, 3, 4) T[r,s] = Σ S·W\n"
            + "failed: failed\n",
        run(snippets.get(0)));
    String out = run(snippets.get(1));
    assertTrue(out.contains("石家庄") && out.endsWith("Intel® CPU\n"), out);
  }
}
