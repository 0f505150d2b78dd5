package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.PanelSums;
import wassily.table.SatelliteAccount;
import wassily.table.TableInfo.OutputSource;
import wassily.testdata.RealTables;

/** Identities that hold for every table, generated and real, up to rounding. */
class AccountIdentitiesTest {
  /** Makes or imports a table. */
  private interface Maker {
    MrioTable make() throws IOException;
  }

  private record Case(String name, Maker maker) {}

  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (long seed : new long[] {1, 2, 3}) {
      cases.add(
          new Case(
              "generated 9 × 14, seed " + seed,
              () -> SmallTables.generated(new GeneratorOptions(9, 14, seed))));
    }
    cases.add(
        new Case(
            "generated 20 × 20, no export, 5 categories",
            () -> SmallTables.generated(new GeneratorOptions(20, 20, 5, 5, false, 2, 0.1, 2020))));
    cases.add(
        new Case(
            "generated 1 × 42",
            () -> SmallTables.generated(new GeneratorOptions(1, 42, 6, 4, true, 6, 0, 2020))));
    cases.add(
        new Case(
            "generated 40 × 3, 1 category",
            () -> SmallTables.generated(new GeneratorOptions(40, 3, 8, 1, true, 1, 0.2, 2020))));
    cases.add(new Case("leiden", RealTables::leiden));
    cases.add(new Case("pymrio test", RealTables::pymrioTest));
    cases.add(new Case("WIOD regional 2011", () -> RealTables.wiodRegional(2011)));
    cases.add(new Case("WIOD 2009, rows", () -> RealTables.wiodFull(2009, OutputSource.ROWS)));
    cases.add(new Case("WIOD 2009, file", () -> RealTables.wiodFull(2009, OutputSource.FILE)));
    cases.add(new Case("WIOD 2009 CO2", RealTables::wiod2009Co2));
    return cases;
  }

  @TestFactory
  Stream<DynamicTest> identities() {
    return cases().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name,
                    () -> {
                      try (MrioTable table = c.maker.make();
                          Backend backend = SmallTables.cpu();
                          var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
                        var sums = PanelSums.of(table.z(), 2, Progress.NONE);
                        var accounts = new ArrayList<>(table.satellites());
                        accounts.add(ValueAdded.residual(table, sums.columns()));
                        for (SatelliteAccount account : accounts) {
                          new Identities(system, account, sums).hold();
                        }
                      }
                    }));
  }

  /** One account of one table. */
  private static final class Identities {
    private final LeontiefSystem system;
    private final MrioTable table;
    private final TableAxes axes;
    private final SatelliteAccount account;
    private final PanelSums sums;
    private final FootprintRun run;
    private final Footprint f;

    Identities(LeontiefSystem system, SatelliteAccount account, PanelSums sums) throws IOException {
      this.system = system;
      this.table = system.table();
      this.axes = table.axes();
      this.account = account;
      this.sums = sums;
      this.run = FootprintRun.of(system, account, Progress.NONE);
      this.f = run.footprint();
    }

    void hold() {
      assertTrue(run.certificate().passed(), run.certificate().toString());
      for (int k = 0; k < account.stressors().size(); k++) {
        double tolerance = tolerance(k);
        consumptionIsProduction(k, tolerance);
        balanceOfTrade(k, tolerance);
        splitsAddUp(k, tolerance);
      }
    }

    /**
     * Both sides are sums of M·Y or S·W, whose errors are ω·2Σ|M||W| with ω ≤ 16·n·eps (see
     * CertificateFigures), and of F and F_Y, whose rounding is n·eps of their size.
     */
    private double tolerance(int k) {
      double size = 0;
      var x = table.x();
      for (int i = 0; i < axes.n(); i++) {
        double m = Math.abs(f.multipliers().get(k, i));
        size += m * (3 * Math.abs(x[i]) + Math.abs(sums.rows()[i]));
        size += Math.abs(account.f().get(k, i));
      }
      for (double direct : account.fY().row(k)) {
        size += Math.abs(direct);
      }
      return 16 * axes.n() * Math.ulp(1.0) * size;
    }

    private double withOutput(int k, int i) {
      return table.x()[i] == 0 ? 0 : account.f().get(k, i);
    }

    /** Σ D_cba + exogenous = Σ D_pba − F without output − M·(row gap); ΣT likewise. */
    private void consumptionIsProduction(int k, double tolerance) {
      double gap = 0;
      double without = 0;
      for (int i = 0; i < axes.n(); i++) {
        double rows = 0;
        var z = new double[axes.n()];
        rowOfZ(i, z);
        for (int j = 0; j < z.length; j++) {
          rows += table.x()[j] == 0 ? 0 : z[j];
        }
        double demand = Arrays.stream(table.y().row(i)).sum();
        gap += f.multipliers().get(k, i) * (table.x()[i] - rows - demand);
        without += account.f().get(k, i) - withOutput(k, i);
      }
      double cba = 0;
      double pba = 0;
      double flows = 0;
      for (int r = 0; r < axes.regions().size(); r++) {
        cba += f.cba(k, r);
        pba += f.pba(k, r);
        for (int s = 0; s < axes.consumers(); s++) {
          flows += f.flow(k, r, s);
        }
      }
      for (int e = 0; e < axes.exogenous().size(); e++) {
        cba += f.exogenous(k, e);
      }
      assertEquals(pba - without - gap, cba, tolerance, "world footprint, stressor " + k);
      double produced = IntStream.range(0, axes.n()).mapToDouble(i -> withOutput(k, i)).sum();
      assertEquals(produced - gap, flows, tolerance, "ΣT, stressor " + k);
    }

    private void rowOfZ(int i, double[] into) {
      try (var arena = Arena.ofConfined()) {
        var one = HostMatrix.allocate(arena, 1, into.length);
        table.z().read(i, one);
        one.getRow(0, into);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /** Row r: D_pba = own + exports + F_Y (+ gap); column s: D_cba = own + imports + F_Y. */
    private void balanceOfTrade(int k, double tolerance) {
      boolean balanced = table.info().output() == OutputSource.ROWS;
      for (int r = 0; r < axes.regions().size(); r++) {
        double lost = 0;
        for (int p = 0; p < axes.sectors().size(); p++) {
          int i = axes.row(r, p);
          lost += account.f().get(k, i) - withOutput(k, i);
        }
        assertEquals(
            f.cba(k, r), f.flow(k, r, r) + f.imports(k, r) + f.direct(k, r), tolerance, "D_cba");
        if (balanced && axes.n() == usedColumns()) {
          assertEquals(
              f.pba(k, r) - f.cba(k, r) - lost,
              f.exports(k, r) - f.imports(k, r),
              tolerance,
              "D_pba − D_cba = D_exp − D_imp, region " + r);
        }
      }
    }

    private long usedColumns() {
      return IntStream.range(0, axes.n())
          .filter(j -> table.x()[j] != 0 || sums.columns()[j] == 0)
          .count();
    }

    private void splitsAddUp(int k, double tolerance) {
      for (int s = 0; s < axes.consumers(); s++) {
        double product = 0;
        double producer = 0;
        double flows = 0;
        for (int p = 0; p < axes.sectors().size(); p++) {
          product += f.cbaByProduct(k, s, p);
          producer += f.cbaByProducer(k, s, p);
        }
        for (int r = 0; r < axes.regions().size(); r++) {
          flows += f.flow(k, r, s);
        }
        double whole =
            s < axes.regions().size()
                ? f.cba(k, s) - f.direct(k, s)
                : f.exogenous(k, s - axes.regions().size());
        assertEquals(whole, product, tolerance, "products of consumer " + s);
        assertEquals(whole, producer, tolerance, "producing sectors of consumer " + s);
        assertEquals(whole, flows, tolerance, "origins of consumer " + s);
      }
      for (int r = 0; r < axes.regions().size(); r++) {
        double sectors = 0;
        for (int p = 0; p < axes.sectors().size(); p++) {
          sectors += f.exportsOf(k, r, p);
        }
        assertEquals(f.exports(k, r), sectors, tolerance, "exports by sector");
      }
    }
  }

  /** With all of x − 1'Z as stressor every multiplier is 1: M = (1'(I−A))·L = 1'. */
  @TestFactory
  Stream<DynamicTest> everyUnitOfDemandIsPaidToSomebody() {
    return cases().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name,
                    () -> {
                      try (MrioTable table = c.maker.make();
                          Backend backend = SmallTables.cpu();
                          var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
                        var sums = PanelSums.of(table.z(), 2, Progress.NONE);
                        var all = ValueAdded.residual(table, sums.columns());
                        double[] m = system.multipliers(Arena.ofAuto(), all.f()).row(0);
                        double condition =
                            SmallTables.value(
                                FootprintRun.of(system, all, Progress.NONE), "condition_number_1");
                        // x − 1'Z is rounded to n·eps·x, a solve adds 16·n·eps: times cond₁(I−A).
                        double tolerance = 17 * m.length * Math.ulp(1.0) * condition;
                        for (int j = 0; j < m.length; j++) {
                          double expected = table.x()[j] == 0 ? 0 : 1;
                          assertEquals(expected, m[j], tolerance, table.axes().rowLabel(j));
                        }
                      }
                    }));
  }

  /** Ghosh: {@code v'·G = x'} with v' = x' − 1'Z, and L·(I−A) = I, M = S·L. */
  @TestFactory
  Stream<DynamicTest> inverses() {
    return cases().stream()
        .filter(c -> !c.name.contains("2009"))
        .map(c -> DynamicTest.dynamicTest(c.name, () -> inverse(c.maker)));
  }

  private static void inverse(Maker maker) throws IOException {
    try (MrioTable table = maker.make();
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      int n = table.axes().n();
      double[] x = table.x();
      var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
      table.z().read(0, z);
      var account = table.satellites().isEmpty() ? null : table.satellites().getFirst();
      HostMatrix m = account == null ? null : system.multipliers(Arena.ofAuto(), account.f());
      double[] columns = system.columnSumsOfL();
      double[] rowsOfL = system.rowSumsOfL();
      double[] rowsOfG = system.rowSumsOfG();
      double norm = system.normOfL();
      var l = new double[n][];
      try (var device = system.inverse()) {
        var host = HostMatrix.allocate(Arena.ofAuto(), n, n);
        device.download(host);
        for (int i = 0; i < n; i++) {
          l[i] = host.row(i);
        }
      }
      // |L − exact| ≤ 16·n·eps·|L||I−A||L| ≤ 16·n·eps·cond₁·max|L|: 2·‖L‖₁² is above that because
      // ‖I−A‖₁ ≤ 2 for columns of A that add up to 1 at most (WIOD's small regional ones to 1.0).
      double eps = 16.0 * n * Math.ulp(1.0) * 4 * norm * norm;
      for (int j = 0; j < n; j++) {
        double column = 0;
        double row = 0;
        double ghosh = 0;
        double forward = 0;
        for (int i = 0; i < n; i++) {
          column += l[i][j];
          row += l[j][i];
          double v = x[i] == 0 ? 0 : x[i] - columnSum(z, i);
          double dj = x[j] == 0 ? 1 : x[j];
          double di = x[i] == 0 ? 1 : x[i];
          ghosh += v * l[i][j] / di * dj; // G = x̂⁻¹·L·x̂
          forward += l[j][i] / dj * di;
        }
        assertEquals(column, columns[j], eps, "1'L");
        assertEquals(row, rowsOfL[j], eps * n, "L·1");
        double scale = Math.abs(x[j]);
        assertEquals(x[j] == 0 ? 0 : x[j], ghosh, eps * scale + 1e-300, "v'·G = x'");
        assertEquals(forward, rowsOfG[j], eps * Math.abs(forward) + eps, "G·1");
        for (int k = 0; m != null && k < m.rows(); k++) {
          double sum = 0;
          double size = 0;
          for (int i = 0; i < n; i++) {
            double s = x[i] == 0 ? 0 : account.f().get(k, i) / x[i];
            sum += s * l[i][j];
            size += Math.abs(s * l[i][j]);
          }
          assertEquals(sum, m.get(k, j), eps * size + 1e-300, "M = S·L");
        }
      }
      identity(z, x, l, eps);
    }
  }

  private static void identity(HostMatrix z, double[] x, double[][] l, double eps) {
    int n = x.length;
    for (int j = 0; j < n; j++) {
      double[] product = new double[n];
      for (int k = 0; k < n; k++) {
        double a = (k == j ? 1 : 0) - (x[j] == 0 ? 0 : z.get(k, j) / x[j]);
        for (int i = 0; a != 0 && i < n; i++) {
          product[i] += l[i][k] * a;
        }
      }
      for (int i = 0; i < n; i++) {
        // Each row by the size of its own terms: |L||I−A| ≤ 2·(largest of the row).
        double size = Arrays.stream(l[i]).map(Math::abs).max().orElse(1);
        assertEquals(i == j ? 1 : 0, product[i], eps * Math.max(1, size), "L·(I−A)");
      }
    }
  }

  private static double columnSum(HostMatrix z, int j) {
    double sum = 0;
    for (int i = 0; i < z.rows(); i++) {
      sum += z.get(i, j);
    }
    return sum;
  }
}
