package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.excel.CeadsWorkbook;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;

/** Tables of China: the preset of the city study, and the import of a CEADs workbook. */
class ChinaCitiesTest {
  @TempDir private Path folder;

  private Path generated(int regions, int sectors) {
    Path table = folder.resolve("%dx%d.h5".formatted(regions, sectors));
    Cli.run(
            "generate",
            "--preset",
            "china-like",
            "--regions",
            regions,
            "--sectors",
            sectors,
            "-o",
            table)
        .ok();
    return table;
  }

  /** The whole province among 80 regions stays in the model and is in no statistic. */
  @Test
  void wholeProvincesAreLeftOut() throws IOException {
    Path table = generated(80, 8);
    int province = -1;
    try (var t = TableFile.open(table, 1)) {
      for (int r = 0; r < 80; r++) {
        province =
            t.axes().regions().get(r).groups().get("level").equals("province") ? r : province;
      }
    }
    assertTrue(province >= 0);
    Path out = folder.resolve("s.h5");
    var ran = Cli.run("study", "city", table, "--preset", "china-cities", "-o", out).ok();
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      String name = cells.labels("city", 0).get(province);
      assertEquals(0, cells.at("city", name, "in_study"));
      assertFalse(cells.labels("structure_share", 0).contains(name));
      double inStudy =
          cells.labels("city", 0).stream().mapToDouble(r -> cells.at("city", r, "in_study")).sum();
      assertEquals(79, inStudy);
      // Everybody's production is in the total of the table.
      double all =
          cells.labels("city", 0).stream().mapToDouble(r -> cells.at("city", r, "D_pba")).sum();
      // 80 numbers of one sign, added in the same order.
      assertEquals(all, cells.at("total", "D_pba_table"), 80 * Math.ulp(all));
      assertEquals(List.of("Q4-Q5 to 3600", "Q3-Q5 to 5300"), cells.labels("deficit", 0));
      assertEquals(3600, cells.at("deficit", "Q4-Q5 to 3600", "target"));
      assertEquals(5300, cells.at("deficit", "Q3-Q5 to 5300", "target"));
      published(cells, ran.out());
      assertEquals("china-cities", open.result().provenance().get("preset"));
    }
    Path yaml = Files.write(folder.resolve("all.yaml"), List.of("wassily: 1", "exclude: none"));
    ran = Cli.run("study", "city", table, yaml, "--preset", "china-cities").ok();
    assertFalse(ran.out().contains("in the model only"), ran.out());
  }

  /** The table is in kt, the paper in Mt. */
  private static void published(ResultCells cells, String printed) {
    assertEquals(7324, cells.at("published", "footprint of the cities", "published"));
    assertEquals(
        cells.at("total", "D_cba_study") * 1e3 / 1e6,
        cells.at("published", "footprint of the cities", "this table"),
        2 * Math.ulp(cells.at("total", "D_cba_study") / 1e3));
    assertEquals(
        cells.at("super_emitters", "hybrid", "regions"),
        cells.at("published", "super-emitters: hybrid", "this table"));
    assertEquals(
        cells.at("deficit", "Q3-Q5 to 5300", "people") / 1e6,
        cells.at("published", "deficit, Q3-Q5 to 5300: people", "this table"));
    for (String figure : cells.labels("published", 0)) {
      assertFalse(Double.isNaN(cells.at("published", figure, "this table")), figure);
      assertTrue(printed.contains(figure), figure);
    }
  }

  /** 42 sectors: the names give the groups that the generator wrote, and six key sectors. */
  @Test
  void fortyTwoSectors() throws IOException {
    Path table = generated(12, 42);
    Path plain = folder.resolve("plain.h5");
    Path preset = folder.resolve("preset.h5");
    Cli.run("study", "city", table, "-o", plain).ok();
    Path yaml =
        Files.write(
            folder.resolve("s.yaml"),
            List.of("wassily: 1", "lifts: {mine: {quintiles: [5], target: Q4}}"));
    Cli.run("study", "city", table, yaml, "--preset", "china-cities", "-o", preset).ok();
    try (var a = ResultFile.open(plain);
        var b = ResultFile.open(preset)) {
      assertArrayEquals(
          a.result().array("structure_share").axes().get(1).labels().toArray(),
          b.result().array("structure_share").axes().get(1).labels().toArray());
      var one = new ResultCells(a.result());
      var other = new ResultCells(b.result());
      for (String region : one.labels("structure_share", 0)) {
        for (String group : one.labels("structure_share", 1)) {
          assertEquals(
              one.at("structure_share", region, group), other.at("structure_share", region, group));
        }
      }
      assertEquals(6, other.labels("benchmark", 1).size());
      // The file's lifts take the place of the preset's; its classes stay.
      assertEquals(List.of("mine"), other.labels("deficit", 0));
      assertEquals(3, other.labels("profile_by_affluence_class", 0).size());
      assertTrue(
          Double.isNaN(other.at("published", "deficit, Q4-Q5 to 3600", "this table")),
          "there is no such lift");
    }
  }

  @Test
  void otherSectorsAreListed() throws IOException {
    Path small = TinyTable.write(folder.resolve("tiny.h5"), t -> {});
    Path yaml =
        Files.write(
            folder.resolve("s.yaml"),
            List.of("wassily: 1", "value-added: residual", "population: p.csv"));
    Files.write(folder.resolve("p.csv"), List.of("region,population"));
    Cli.run("study", "city", small, yaml, "--preset", "china-cities")
        .refused(Exit.BAD_DATA, "sectors are none of China's 42:");
  }

  @Test
  void aWorkbookOfCeads() throws IOException {
    Path file = new CeadsWorkbook(true).write(folder.resolve("MRIO_2012.xlsx"));
    Path out = folder.resolve("provinces.h5");
    Files.write(folder.resolve("p.csv"), List.of("region,population", "Beijing,21e6"));
    var ran =
        Cli.run(
                "import",
                file,
                "--sheet",
                "MRIO 2012",
                "--population",
                folder.resolve("p.csv"),
                "-o",
                out)
            .ok();
    assertTrue(ran.err().contains("2 regions × 3 sectors, 1 stressors"), ran.err());
    Cli.run("footprint", out, "-s", "CO2").ok();
    Cli.run("import", file, "--format", "ceads", "--z", "Z", "-o", folder.resolve("no.h5"))
        .refused(Exit.USAGE, "a CEADs workbook holds all parts of the table");
    Cli.run("import", file, "-o", folder.resolve("no.h5"))
        .refused(Exit.BAD_DATA, "sheet notes, cell A2");
    Cli.run("import", folder, "--format", "pymrio", "--sheet", "x", "-o", folder.resolve("no.h5"))
        .refused(Exit.USAGE, "--sheet is for CEADs workbooks");
  }
}
