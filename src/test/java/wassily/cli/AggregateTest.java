package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.io.text.Imports;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.TableInfo.OutputSource;
import wassily.testdata.RealTables;

/** {@code wassily aggregate}: against published tables, and maps that do not fit. */
class AggregateTest {
  /** Published cells carry 15 digits of input and were summed by somebody else's program. */
  private static final double PRINTED = 1e-12;

  @TempDir private Path folder;

  private Path map(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path stored(MrioTable table, String name) throws IOException {
    Path file = folder.resolve(name);
    try (table) {
      TableFile.write(table, file, new WriteOptions(true, 0, 2), Progress.NONE);
    }
    return file;
  }

  private static double[][] z(MrioTable table) throws IOException {
    int n = table.axes().n();
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var all = HostMatrix.allocate(arena, n, n);
      table.z().read(0, all);
      var rows = new double[n][];
      for (int i = 0; i < n; i++) {
        rows[i] = all.row(i);
      }
      return rows;
    }
  }

  /** Where the rows of one table stand in another that has the same labels in another order. */
  private static int[] rowsIn(TableAxes from, TableAxes to) {
    Map<String, Integer> at = new HashMap<>();
    for (int i = 0; i < to.n(); i++) {
      at.put(to.rowLabel(i), i);
    }
    assertEquals(at.size(), from.n());
    var rows = new int[from.n()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = at.get(from.rowLabel(i));
    }
    return rows;
  }

  /** The labels of the tables have numbers in front ("001 Crop cultivation"), the map has none. */
  private static String numbered(Path map) throws IOException {
    Map<String, String> big = new HashMap<>();
    try (var table = RealTables.ceeio(153, Imports.LEAVE_OUT)) {
      table.axes().sectors().texts().forEach(s -> big.put(s.replaceFirst("^\\d+ ", ""), s));
    }
    Map<String, String> small = new HashMap<>();
    try (var table = RealTables.ceeio(49, Imports.LEAVE_OUT)) {
      table.axes().sectors().texts().forEach(s -> small.put(s.replaceFirst("^\\d+ ", ""), s));
    }
    var text = new StringBuilder("from\tto\n");
    List<String> lines = Files.readAllLines(map);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = cells(line);
      text.append("%s\t%s\n".formatted(big.get(cells[0]), small.get(cells[1])));
    }
    return text.toString();
  }

  /** The cells of a line of two, quoted where they hold a comma. */
  private static String[] cells(String line) {
    var m = java.util.regex.Pattern.compile("(?:^|,)(?:\"([^\"]*)\"|([^,]*))").matcher(line);
    var cells = new java.util.ArrayList<String>();
    while (m.find()) {
      cells.add(m.group(1) == null ? m.group(2) : m.group(1));
    }
    return cells.toArray(String[]::new);
  }

  @Test
  void chinaTo49SectorsIsWhatWasPublished() throws IOException {
    Path published49 = RealTables.folder("ceeio2018").resolve("csv/agg_153_to_49.csv");
    Path big = stored(RealTables.ceeio(153, Imports.LEAVE_OUT), "c153.h5");
    Path small = folder.resolve("c49.h5");
    Path map = map("agg_153_to_49.csv", numbered(published49));
    Cli.run("aggregate", big, "--sectors", map, "-o", small).ok();
    try (var found = TableFile.open(small, 2);
        var published = RealTables.ceeio(49, Imports.LEAVE_OUT)) {
      int[] at = rowsIn(found.axes(), published.axes());
      double[][] a = z(found);
      double[][] b = z(published);
      for (int i = 0; i < at.length; i++) {
        for (int j = 0; j < at.length; j++) {
          double expected = b[at[i]][at[j]];
          assertEquals(expected, a[i][j], PRINTED * Math.abs(expected));
        }
        double x = published.x()[at[i]];
        assertEquals(x, found.x()[i], PRINTED * Math.abs(x));
      }
      assertTrue(found.info().source().endsWith("aggregated by agg_153_to_49.csv"));
    }
  }

  @Test
  void theWorldTo7RegionsIsWhatWasPublished() throws IOException {
    Path csv = RealTables.folder("wiod2013").resolve("csv");
    Path big = stored(RealTables.wiodFull(1995, OutputSource.FILE), "w41.h5");
    Path small = folder.resolve("w7.h5");
    Cli.run("aggregate", big, "--regions", csv.resolve("country_to_region.csv"), "-o", small).ok();
    try (var found = TableFile.open(small, 2);
        var published = RealTables.wiodRegional(1995)) {
      int[] at = rowsIn(found.axes(), published.axes());
      double[][] a = z(found);
      double[][] b = z(published);
      double gap = 0;
      double all = 0;
      for (int i = 0; i < at.length; i++) {
        for (int j = 0; j < at.length; j++) {
          gap += Math.abs(a[i][j] - b[at[i]][at[j]]);
          all += b[at[i]][at[j]];
        }
      }
      // The source says Σ|ΔZ|/ΣZ = 0.0021 in 1995: the full table is rounded down to integers.
      assertEquals(0.0021, gap / all, 0.00005);
    }
  }

  @Test
  void pymriosConcordancesAreReadAndWhatTheyDropIsRefused() throws IOException {
    Path maps = RealTables.folder("pymrio-test").resolve("raw/test_mrio/concordance");
    Path table = stored(RealTables.pymrioTest(), "p.h5");
    Path out = folder.resolve("small.h5");
    Cli.run("aggregate", table, "--regions", maps.resolve("EU.txt"), "-o", out)
        .refused(Exit.BAD_DATA, "EU.txt:4:", "\"reg4\" goes to None", "cannot be dropped");
    String whole = Files.readString(maps.resolve("EU.txt")).replace("None", "Others");
    Cli.run("aggregate", table, "--regions", map("EU.txt", whole), "-o", out).ok();
    try (var small = TableFile.open(out, 1)) {
      assertEquals(List.of("EU", "Others"), small.axes().regions().texts());
      assertEquals(16, small.axes().n());
    }
  }

  @Test
  void headersDelimitersAndSeveralMapsAtOnce() throws IOException {
    Path table = TinyTable.write(folder.resolve("t.h5"), t -> {});
    Path sectors = map("s.csv", "sector;to;remark\n\"Farms\";All;x\nMills;All;\n");
    Path regions = map("r.tsv", "North\tWorld\nSouth\tWorld\n");
    Path categories = map("c.csv", "\uFEFFfrom,to\nConsumption,Use\n");
    Path out = folder.resolve("o.h5");
    Cli.Ran ran =
        Cli.run(
            "aggregate",
            table,
            "--sectors",
            sectors,
            "--regions",
            regions,
            "--categories",
            categories,
            "-o",
            out);
    ran.ok();
    assertTrue(ran.err().contains("2 regions × 2 sectors became 1 × 1"), ran.err());
    try (var small = TableFile.open(out, 1)) {
      assertEquals(List.of("Use"), small.axes().categories().texts());
      // 35 + 20 + 35 + 20 by rows of Z.
      assertEquals(110.0, z(small)[0][0]);
      assertEquals(400.0, small.x()[0]);
      assertEquals(85.0, small.satellites().getFirst().f().get(0, 0));
    }
  }

  @Test
  void mapsThatDoNotFit() throws IOException {
    Path table = TinyTable.write(folder.resolve("t.h5"), t -> {});
    Path out = folder.resolve("o.h5");
    var expected = new HashMap<String, List<String>>();
    expected.put("from,to\nFarms,A\nMils,A\n", List.of("s.csv:3:", "\"Mils\" is no sector"));
    expected.put("from,to\nFarms,A\n", List.of("s.csv", "1 of 2", "\"Mills\""));
    expected.put("Farms,A\nMills,B\nFarms,B\n", List.of("s.csv:3:", "stands on line 1 already"));
    expected.put("Farms,A\nMills,\n", List.of("s.csv:2:", "\"Mills\" goes to nothing"));
    expected.put("Farms,A\nMills\n", List.of("s.csv:2:", "one cell (\"Mills\")"));
    expected.put("from,to\n", List.of("s.csv", "no pairs", "sector"));
    expected.put("", List.of("s.csv", "no pairs"));
    for (var e : expected.entrySet()) {
      Path sectors = map("s.csv", e.getKey());
      Cli.run("aggregate", table, "--sectors", sectors, "-o", out)
          .refused(Exit.BAD_DATA, e.getValue().toArray());
      assertEquals(List.of("s.csv", "t.h5"), Cli.names(folder));
    }
    Path none = folder.resolve("none.csv");
    Cli.run("aggregate", table, "--sectors", none, "-o", out).refused(Exit.BAD_DATA, none);
  }
}
