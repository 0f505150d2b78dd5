package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
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
    List<String> region = axes.regions().texts();
    List<String> row =
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    axes.regions().get(i / sectors).name()
                        + "|"
                        + axes.sectors().get(i % sectors).name())
            .toList();
    Peer peer = new Peer(folder, account.f());
    peer.compare("D_pba_reg", region, f::pba);
    peer.compare("D_cba_reg", region, f::cba);
    peer.compare("M", row, (k, j) -> f.multipliers().get(k, j));
    peer.compare("D_cba", row, (k, j) -> f.cbaByProduct(k, j / sectors, j % sectors));
    double[] x = system.table().x();
    peer.compare("D_pba", row, (k, j) -> x[j] == 0 ? 0 : account.f().get(k, j));
    peer.compare("S", row, (k, j) -> x[j] == 0 ? 0 : account.f().get(k, j) / x[j]);
    peer.compare("D_imp_reg", region, f::imports);
    peer.compare("D_exp_reg", region, f::exports);
    peer.compare("D_exp", row, (k, j) -> f.exportsOf(k, j / sectors, j % sectors));
    double[][][] imports = ImportsByProduct.of(system, f, Progress.NONE);
    peer.compare("D_imp", row, (k, j) -> imports[k][j / sectors][j % sectors]);
    if (Files.exists(folder.resolve("M_down.csv"))) {
      HostMatrix down = Linkages.downstream(system, account.f());
      peer.compare("M_down", row, (k, j) -> down.get(k, j));
    }
  }

  /** The accounts of one extension as pymrio wrote them. */
  private record Peer(Path folder, HostMatrix f) {
    void compare(String name, List<String> columns, Expected.Cell found) throws IOException {
      double[][] expected = Expected.byLabel(folder.resolve(name + ".csv"), columns);
      assertEquals(f.rows(), expected.length, folder + "/" + name);
      for (int k = 0; k < expected.length; k++) {
        int row = k;
        // Imports by product are footprints less what a region emits itself, so their rounding is
        // that of a footprint, which is at most the stressor's total.
        double scale = 0;
        for (long j = 0; name.equals("D_imp") && j < f.columns(); j++) {
          scale += Math.abs(f.get(row, j));
        }
        Expected.assertClose(
            folder.getParent().getFileName() + "/" + folder.getFileName() + "/" + name + " " + k,
            expected[k],
            scale,
            j -> found.at(row, j));
      }
    }
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
