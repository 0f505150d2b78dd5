package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.label.Sector;
import wassily.label.TableAxes;
import wassily.progress.Progress;
import wassily.table.PanelSums;
import wassily.testdata.RealTables;

/**
 * Super-emitters and net positions of WIOD 2009 recomputed from the reference matrix of source
 * regions by final consumers (made by pymrio): D_pba and D_cba are its row and column sums and the
 * households' own emissions.
 */
class WiodCityTest {
  /** The bilateral flows agree with the reference to 1e-9 of a cell. */
  private static final double CLOSE = 1e-9;

  @TempDir private Path folder;

  private static double[][] matrix(Path csv) throws IOException {
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(l -> Arrays.stream(l.split(",")).skip(1).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  @Test
  void fromTheReferenceMatrix() throws IOException {
    Path data = RealTables.folder("wiod2013-co2");
    double[][] t = matrix(data.resolve("expected/CO2_source_region_by_final_consumer_kt_2009.csv"));
    double[][] households = matrix(data.resolve("csv/FY_household_CO2_kt_2009.csv"));
    Path table = folder.resolve("wiod.h5");
    List<String> regions;
    List<String> categories;
    try (var wiod = RealTables.wiod2009Co2()) {
      TableAxes axes = wiod.axes();
      regions = axes.regions().texts();
      categories = axes.categories().texts();
      TableFile.write(wiod, table, new WriteOptions(false, 0, 2), Progress.NONE);
    }
    var people = new ArrayList<>(List.of("region,population"));
    regions.forEach(r -> people.add(r + ",1000000"));
    Files.write(folder.resolve("people.csv"), people);
    Path study =
        Files.write(
            folder.resolve("study.yaml"),
            List.of(
                "wassily: 1",
                "value-added: residual",
                "population: people.csv",
                "key-sectors: ['*']",
                "structure: {groups: {all: '*'}, high-tech: all}",
                "demand: {from: %s, to: %s}"
                    .formatted(named(categories, "GFCF"), named(categories, "CONS_h"))));
    Path out = folder.resolve("study.h5");
    Cli.run("study", "city", table, study, "-o", out).ok();

    double[] pba = new double[regions.size()];
    double[] cba = new double[regions.size()];
    double total = 0;
    for (int r = 0; r < pba.length; r++) {
      pba[r] += households[r][0];
      cba[r] += households[r][0];
      for (int s = 0; s < pba.length; s++) {
        pba[r] += t[r][s];
        cba[s] += t[r][s];
        total += t[r][s];
      }
      total += households[r][0];
    }
    int[] types = new int[4];
    int producers = 0;
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      for (int r = 0; r < pba.length; r++) {
        String region = regions.get(r);
        // A reference cell near 0 is a difference of larger ones: relative to the total.
        double net = cells.at("city", region, "net_position");
        assertEquals(pba[r] - cba[r], net, CLOSE * total, region);
        assertEquals(pba[r], cells.at("city", region, "D_pba"), CLOSE * pba[r], region);
        assertEquals(cba[r], cells.at("city", region, "D_cba"), CLOSE * cba[r], region);
        int type = (cba[r] > 0.01 * total ? 1 : 0) + (pba[r] > 0.01 * total ? 2 : 0);
        assertEquals(type, (int) cells.at("city", region, "super_emitter"), region);
        types[type]++;
        producers += pba[r] > cba[r] ? 1 : 0;
      }
      assertTrue(types[1] > 0 && types[3] > 0, Arrays.toString(types));
      assertEquals(types[1], cells.at("super_emitters", "demand", "regions"));
      assertEquals(types[2], cells.at("super_emitters", "technology", "regions"));
      assertEquals(types[3], cells.at("super_emitters", "hybrid", "regions"));
      assertEquals(producers, cells.at("net_position", "all", "net_producers"));
    }
  }

  /** Luxembourg's refineries sell for less than they pay: a share below 0, and told. */
  @Test
  void aNegativeShareIsNamed() throws IOException {
    Path table = folder.resolve("wiod.h5");
    var others = new ArrayList<String>();
    double refining;
    double gdp = 0;
    double output = 0;
    try (var wiod = RealTables.wiod2009Co2()) {
      TableAxes axes = wiod.axes();
      TableFile.write(wiod, table, new WriteOptions(false, 0, 2), Progress.NONE);
      axes.sectors().labels().stream()
          .map(Sector::name)
          .filter(s -> !s.equals("c8"))
          .forEach(others::add);
      int country = axes.regions().texts().indexOf("LUX");
      int sectors = axes.sectors().size();
      double[] columns = PanelSums.of(wiod.z(), 2, Progress.NONE).columns();
      for (int p = 0; p < sectors; p++) {
        int j = axes.row(country, p);
        gdp += wiod.x()[j] - columns[j];
        output += Math.abs(wiod.x()[j]);
      }
      int j = axes.row(country, axes.sectors().texts().indexOf("c8"));
      refining = wiod.x()[j] - columns[j];
    }
    assertTrue(refining < 0, "a real negative value added");
    Path people =
        Path.of(System.getProperty("wassily.basedir", "."), "docs/examples/wiod-2009-people.csv");
    Path study =
        Files.write(
            folder.resolve("study.yaml"),
            List.of(
                "wassily: 1",
                "value-added: residual",
                "population: " + people.toAbsolutePath(),
                "key-sectors: [c17]",
                "structure: {groups: {refining: c8, rest: %s}, high-tech: rest}".formatted(others),
                "demand: {from: GFCF, to: CONS_h}"));
    Path out = folder.resolve("study.h5");
    var ran = Cli.run("study", "city", table, study, "-o", out).ok();
    try (var open = ResultFile.open(out)) {
      double found = new ResultCells(open.result()).at("structure_share", "LUX", "refining");
      // 1,435 subtractions from x, 35 of them added; each rounds a number up to the output.
      double close = (1435 + 35) * Math.ulp(1.0) * output / gdp;
      assertEquals(refining / gdp, found, close);
    }
    String said = "LUX (refining %s %%)".formatted(TextTable.number(100 * refining / gdp));
    assertTrue(ran.out().contains("negative shares of value added, "), ran.out());
    assertTrue(ran.out().contains(said), said + " is not in: " + ran.out());
  }

  private static String named(List<String> categories, String code) {
    return categories.stream().filter(c -> c.contains(code)).findFirst().orElseThrow();
  }

  /** The study file of the documentation is read and answers on the table that it is made for. */
  @Test
  void theExample() throws IOException {
    Path table = folder.resolve("wiod.h5");
    try (var wiod = RealTables.wiod2009Co2()) {
      TableFile.write(wiod, table, new WriteOptions(false, 0, 2), Progress.NONE);
    }
    Path study =
        Path.of(System.getProperty("wassily.basedir", "."), "docs/examples/wiod-2009.yaml");
    Path out = folder.resolve("study.h5");
    var ran = Cli.run("study", "city", table, study, "-o", out).ok();
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      // Facts of 2009 that no study is needed for: China emits most, India is in the poorest fifth.
      assertEquals(5, cells.at("city", "IND", "quintile"));
      for (String region : cells.labels("city", 0)) {
        assertTrue(cells.at("city", "CHN", "D_pba") >= cells.at("city", region, "D_pba"), region);
      }
      assertEquals(3600, cells.at("deficit", "below 3600", "target"));
      boolean negative =
          Arrays.stream(cells.rows("structure_share"))
              .flatMapToDouble(Arrays::stream)
              .anyMatch(v -> v < 0);
      assertEquals(negative, ran.out().contains("negative shares of value added"), ran.out());
    }
  }
}
