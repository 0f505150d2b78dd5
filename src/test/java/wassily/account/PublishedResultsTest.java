package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo.OutputSource;
import wassily.testdata.RealTables;

/** Results that others published: Leiden's course, decompr on WIOD, a Brazilian textbook. */
class PublishedResultsTest {
  @Test
  void leidenCourse() throws IOException {
    Path folder = RealTables.folder("leiden-eeio-course").resolve("expected");
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    JsonNode printed = expected.get("printed_in_notebook");
    try (MrioTable table = RealTables.leiden();
        Backend backend = PymrioPeerTest.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var account = StressorSelection.select(table, java.util.List.of());
      var run = FootprintRun.of(system, account, Progress.NONE);
      assertTrue(run.certificate().passed(), run.certificate().toString());
      Footprint f = run.footprint();
      int regions = table.axes().regions().size();
      double total = 0;
      double direct = 0;
      for (int r = 0; r < regions; r++) {
        total += f.cba(0, r);
        direct += f.direct(0, r);
      }
      double published = printed.get("global CO2 footprint incl. households (t)").asDouble();
      assertEquals(published, Math.rint(total), 0, "to the last printed digit");
      assertEquals(
          printed.get("household direct share").asDouble(), direct / total, Math.ulp(1.0) * 16);
      JsonNode cells = printed.get("CO2 by region x final demand category (t, 7 digits printed)");
      int categories = table.axes().categories().size();
      assertEquals(regions * categories - 1, cells.size(), "the notebook prints all but the last");
      for (int i = 0; i < cells.size(); i++) {
        double cell = cells.get(i).asDouble();
        double found = f.cba(0, i / categories, i % categories);
        assertEquals(cell, found, 5e-7 * Math.abs(cell), "7 digits are printed; cell " + i);
      }
      int n = table.axes().n();
      int sectors = table.axes().sectors().size();
      Expected.assertClose(
          "D_cba_reg", Expected.numbers(folder.resolve("pymrio_D_cba_reg.csv"), regions), f::cba);
      Expected.assertClose(
          "D_pba_reg", Expected.numbers(folder.resolve("pymrio_D_pba_reg.csv"), regions), f::pba);
      Expected.assertClose(
          "D_imp_reg",
          Expected.numbers(folder.resolve("pymrio_D_imp_reg.csv"), regions),
          f::imports);
      Expected.assertClose(
          "D_exp_reg",
          Expected.numbers(folder.resolve("pymrio_D_exp_reg.csv"), regions),
          f::exports);
      Expected.assertClose(
          "M",
          Expected.numbers(folder.resolve("pymrio_M.csv"), n),
          (k, j) -> f.multipliers().get(k, j));
      Expected.assertClose(
          "D_cba",
          Expected.numbers(folder.resolve("pymrio_D_cba.csv"), n),
          (k, j) -> f.cbaByProduct(k, j / sectors, j % sectors));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1995, 2011})
  void decomprOnMacroRegions(int year) throws IOException {
    Path expected = RealTables.folder("wiod2013").resolve("expected");
    try (MrioTable table = RealTables.wiodRegional(year);
        Backend backend = PymrioPeerTest.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      int n = table.axes().n();
      int regions = table.axes().regions().size();
      SatelliteAccount va = residual(table);
      Path vectors = expected.resolve("regional_" + year + "_vectors.csv");
      Expected.assertClose("VA", Expected.column(vectors, "VA"), i -> va.f().get(0, i));
      Expected.assertClose(
          "Vc",
          Expected.column(vectors, "Vc"),
          i -> table.x()[i] == 0 ? 0 : va.f().get(0, i) / table.x()[i]);
      double[] outputMultipliers = system.columnSumsOfL();
      Expected.assertClose(
          "output multiplier",
          Expected.column(vectors, "output_multiplier"),
          i -> outputMultipliers[i]);
      GrossTrade trade = GrossTrade.of(table);
      Expected.assertClose("E", Expected.column(vectors, "E"), trade::exports);
      try (var arena = Arena.ofConfined()) {
        HostMatrix x = Footprint.demandByConsumer(arena, table);
        system.solve(x);
        Expected.assertClose(
            "value added in final demand",
            Expected.numbers(
                expected.resolve("regional_" + year + "_VA_in_final_demand.csv.gz"), regions),
            (i, s) -> va.f().get(0, i) * x.get(i, s));
      }
      Footprint f = FootprintRun.of(system, va, Progress.NONE).footprint();
      Expected.assertClose(
          "value added by region",
          Expected.numbers(
              expected.resolve("regional_" + year + "_VA_region_by_region.csv"), regions),
          (r, s) -> f.flow(0, r, s));
      try (var arena = Arena.ofConfined();
          var l = system.inverse()) {
        var host = HostMatrix.allocate(arena, n, n);
        l.download(host);
        Expected.assertClose(
            "L",
            Expected.numbers(expected.resolve("regional_" + year + "_Leontief_inverse.csv.gz"), n),
            (i, j) -> host.get(i, j));
      }
    }
  }

  @Test
  void decomprOnFullWiod() throws IOException {
    Path expected = RealTables.folder("wiod2013").resolve("expected");
    try (MrioTable table = RealTables.wiodFull(2009, OutputSource.FILE);
        Backend backend = PymrioPeerTest.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      SatelliteAccount va = residual(table);
      var run = FootprintRun.of(system, va, Progress.NONE);
      // x is the published column here, which rounding down left 0.05 % above the row sums.
      assertTrue(run.certificate().passed(), run.certificate().toString());
      Path vectors = expected.resolve("full_2009_vectors.csv");
      double[] outputMultipliers = system.columnSumsOfL();
      Expected.assertClose(
          "output multiplier",
          Expected.column(vectors, "output_multiplier"),
          i -> outputMultipliers[i]);
      Expected.assertClose(
          "Vc",
          Expected.column(vectors, "Vc"),
          i -> table.x()[i] == 0 ? 0 : va.f().get(0, i) / table.x()[i]);
      double[] demand = new double[table.axes().n()];
      for (int i = 0; i < demand.length; i++) {
        for (double y : table.y().row(i)) {
          demand[i] += y;
        }
      }
      double[] output = system.applyL(demand);
      Expected.assertClose("L·y", Expected.column(vectors, "X_from_L"), i -> output[i]);
      GrossTrade trade = GrossTrade.of(table);
      Expected.assertClose("E", Expected.column(vectors, "E"), trade::exports);
      Expected.assertClose(
          "value added by country",
          Expected.numbers(
              expected.resolve("full_2009_VA_country_by_country.csv"),
              table.axes().regions().size()),
          (r, s) -> run.footprint().flow(0, r, s));
    }
  }

  private static SatelliteAccount residual(MrioTable table) throws IOException {
    return ValueAdded.residual(
        table, wassily.table.PanelSums.of(table.z(), 2, Progress.NONE).columns());
  }

  @Test
  void brazilianTextbook() throws IOException {
    Path expected = RealTables.folder("brazil-12s").resolve("expected");
    try (MrioTable table = RealTables.brazil(2015);
        Backend backend = PymrioPeerTest.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      Linkages linkages = Linkages.of(system);
      Path hr = expected.resolve("R_IndHR.csv");
      Expected.assertClose("BL", Expected.column(hr, "BL"), i -> linkages.backward()[i]);
      Expected.assertClose("FL", Expected.column(hr, "FL"), i -> linkages.forwardLeontief()[i]);
      Expected.assertClose("FLG", Expected.column(hr, "FLG"), i -> linkages.forwardGhosh()[i]);
      Path mp = expected.resolve("R_MP.csv");
      Expected.assertClose("MP", Expected.column(mp, "MP"), i -> linkages.outputMultipliers()[i]);
      double[] wages = table.satellite("wages").f().row(0);
      double[] consumption = table.satellite("consumption").f().row(0);
      ClosedModel closed = ClosedModel.of(system, wages, consumption);
      double[] ones = new double[wages.length];
      java.util.Arrays.fill(ones, 1);
      double[] truncated = closed.multipliers(ones, linkages.outputMultipliers());
      Expected.assertClose("MPTT", Expected.column(mp, "MPTT"), i -> truncated[i]);
      double[] income = closed.incomeOfHouseholds();
      Expected.assertClose("MPT", Expected.column(mp, "MPT"), i -> truncated[i] + income[i]);
      typeTwo(system, closed, "jobs", expected.resolve("R_ME.csv"), "ME", "MEI", "MET", "MEII");
      typeTwo(system, closed, "wages", expected.resolve("R_MR.csv"), "MR", "MRI", "MRT", "MRII");
    }
  }

  private static void typeTwo(
      LeontiefSystem system, ClosedModel closed, String account, Path file, String... names)
      throws IOException {
    MrioTable table = system.table();
    double[] f = table.satellite(account).f().row(0);
    double[] s = new double[f.length];
    for (int i = 0; i < s.length; i++) {
      s[i] = f[i] / table.x()[i];
    }
    double[] m = system.multipliers(Arena.ofAuto(), HostMatrix.of(f)).row(0);
    double[] total = closed.multipliers(s, m);
    Expected.assertClose(names[0], Expected.column(file, names[0]), i -> m[i]);
    Expected.assertClose(names[1], Expected.column(file, names[1]), i -> m[i] / s[i]);
    Expected.assertClose(names[2], Expected.column(file, names[2]), i -> total[i]);
    Expected.assertClose(names[3], Expected.column(file, names[3]), i -> total[i] / s[i]);
  }
}
