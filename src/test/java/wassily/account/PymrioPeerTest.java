package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.Backends;
import wassily.linalg.BackendOptions;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.testdata.RealTables;

/** Accounts equal pymrio's on its mocks of six databases, its own test table, and WIOD 2009. */
class PymrioPeerTest {
  @TestFactory
  Stream<DynamicTest> mocks() {
    Path expected = RealTables.folder("pymrio-test").resolve("expected");
    return RealTables.mockNames().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> mock(name, expected.resolve(name))));
  }

  private static void mock(String name, Path expected) throws IOException {
    try (MrioTable table = RealTables.pymrioMock(name);
        Backend backend = cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      assertTrue(!table.satellites().isEmpty(), "the mock has accounts");
      for (SatelliteAccount account : table.satellites()) {
        compare(system, account, expected.resolve(account.name()));
      }
      inverse(table, expected.resolve("L.csv"));
    }
  }

  private static void compare(LeontiefSystem system, SatelliteAccount account, Path folder)
      throws IOException {
    var run = FootprintRun.of(system, account, Progress.NONE);
    assertTrue(run.certificate().passed(), run.certificate().toString());
    Footprint f = run.footprint();
    TableAxes axes = f.axes();
    int n = axes.n();
    int regions = axes.regions().size();
    int sectors = axes.sectors().size();
    table(folder, "D_pba_reg", account, regions, f::pba);
    table(folder, "D_cba_reg", account, regions, f::cba);
    table(folder, "D_imp_reg", account, regions, f::imports);
    table(folder, "D_exp_reg", account, regions, f::exports);
    table(folder, "M", account, n, (k, j) -> f.multipliers().get(k, j));
    table(
        folder, "D_cba", account, n, (k, j) -> f.cbaByProduct(k, j / sectors, j % sectors));
    table(folder, "D_exp", account, n, (k, j) -> f.exportsOf(k, j / sectors, j % sectors));
    double[][][] imports = ImportsByProduct.of(system, f, Progress.NONE);
    table(folder, "D_imp", account, n, (k, j) -> imports[k][j / sectors][j % sectors]);
    double[] x = system.table().x();
    table(folder, "D_pba", account, n, (k, j) -> x[j] == 0 ? 0 : account.f().get(k, j));
    table(folder, "S", account, n, (k, j) -> x[j] == 0 ? 0 : account.f().get(k, j) / x[j]);
    if (Files.exists(folder.resolve("M_down.csv"))) {
      HostMatrix down = Linkages.downstream(system, account.f());
      table(folder, "M_down", account, n, (k, j) -> down.get(k, j));
    }
  }

  private static void table(
      Path folder, String name, SatelliteAccount account, int columns, Expected.Cell found)
      throws IOException {
    double[][] expected = Expected.numbers(folder.resolve(name + ".csv"), columns);
    assertEquals(account.stressors().size(), expected.length, folder + "/" + name);
    Expected.assertClose(folder.getFileName() + "/" + name, expected, found);
  }

  private static void inverse(MrioTable table, Path file) throws IOException {
    int n = table.axes().n();
    double[][] expected = Expected.numbers(file, n);
    assertEquals(n, expected.length, file.toString());
    try (var arena = Arena.ofConfined();
        Backend backend = cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var l = system.inverse()) {
      var host = HostMatrix.allocate(arena, n, n);
      l.download(host);
      Expected.assertClose("L", expected, (i, j) -> host.get(i, j));
    }
  }

  @Test
  void wiod2009WithCo2() throws IOException {
    Path expected = RealTables.folder("wiod2013-co2").resolve("expected");
    try (MrioTable table = RealTables.wiod2009Co2();
        Backend backend = cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      assertTrue(run.certificate().passed(), run.certificate().toString());
      Footprint f = run.footprint();
      Path accounts = expected.resolve("pymrio_CO2_accounts_kt_2009.csv");
      Expected.assertClose("D_pba", Expected.column(accounts, "D_pba"), r -> f.pba(0, r));
      Expected.assertClose("D_cba", Expected.column(accounts, "D_cba"), r -> f.cba(0, r));
      Expected.assertClose("D_imp", Expected.column(accounts, "D_imp"), r -> f.imports(0, r));
      Expected.assertClose("D_exp", Expected.column(accounts, "D_exp"), r -> f.exports(0, r));
      Expected.assertClose(
          "M",
          Expected.column(expected.resolve("pymrio_M_2009.csv.gz"), "CO2"),
          j -> f.multipliers().get(0, j));
      int sectors = table.axes().sectors().size();
      Expected.assertClose(
          "D_cba by product",
          Expected.column(expected.resolve("pymrio_D_cba_detail_2009.csv.gz"), "CO2"),
          j -> f.cbaByProduct(0, j / sectors, j % sectors));
      double[][] flows =
          Expected.numbers(
              expected.resolve("CO2_source_region_by_final_consumer_kt_2009.csv"),
              table.axes().regions().size());
      assertEquals(table.axes().regions().size(), flows.length);
      Expected.assertClose("T", flows, (r, s) -> f.flow(0, r, s));
      assertTrue(
          run.warnings().stream().anyMatch(w -> w.contains("output is negative in 2")),
          "WIOD 2009 has two outputs of −1: " + run.warnings());
    }
  }

  static Backend cpu() {
    return Backends.open("cpu", new BackendOptions(2, java.util.Optional.empty())).backend();
  }
}
