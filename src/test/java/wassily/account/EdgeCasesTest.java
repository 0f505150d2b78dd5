package wassily.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.table.BadDataException;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Tables as real ones are: idle sectors, negative numbers, missing parts; and broken ones. */
class EdgeCasesTest {
  /** Numbers of order 1, n ≤ 4, cond₁ ≤ 10: forward error cond·16·n·eps. */
  private static final double ROUNDING = 10 * 16 * 4 * Math.ulp(1.0);

  /** Two regions of two sectors; the second sector of r2 sells and buys, but x = 0. */
  private static MrioTable idleButTrading() {
    double[][] z = {{10, 5, 0, 3}, {5, 20, 5, 4}, {5, 0, 10, 2}, {6, 0, 0, 1}};
    double[][] y = {{30, 20}, {40, 10}, {0, 60}, {-4, -3}};
    double[] x = {68, 84, 77, 0};
    return SmallTables.of(2, 0, z, y, new double[][] {{6.8, 8.4, 7.7, 9}}, x);
  }

  @Test
  void columnsWithoutOutputAreDroppedAndTheirEmissionsReported() throws IOException {
    var run = SmallTables.run(idleButTrading());
    assertTrue(run.certificate().passed(), run.certificate().toString());
    Footprint f = run.footprint();
    // By hand: rows 0 to 2 of I − A with the last column dropped; S = 0.1 each.
    double[][] a = {
      {10 / 68.0, 5 / 84.0, 0}, {5 / 68.0, 20 / 84.0, 5 / 77.0}, {5 / 68.0, 0, 10 / 77.0}
    };
    double[] m = {0.1, 0.1, 0.1};
    for (int step = 0; step < 200; step++) { // M = S + M·A: ρ(A) < 0.4, 200 steps are exact
      double[] next = {0.1, 0.1, 0.1};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          next[j] += m[i] * a[i][j];
        }
      }
      m = next;
    }
    for (int j = 0; j < 3; j++) {
      assertEquals(m[j], f.multipliers().get(0, j), ROUNDING);
    }
    assertEquals(0, f.multipliers().get(0, 3), "no output, no intensity, no inputs");
    assertEquals(7.7 + 9, f.pba(0, 1), ROUNDING, "F without output stays in D_pba");
    assertTrue(
        run.warnings().stream()
            .anyMatch(w -> w.contains("F without output in 1") && w.contains("r2 | s2")),
        run.warnings().toString());
  }

  @Test
  void negativeOutputIsAWarningAndTheIdentitiesHold() throws IOException {
    double[][] z = {{10, 0.5}, {5, 0.1}};
    double[][] y = {{40}, {-6.1}};
    var table = SmallTables.of(1, 0, z, y, new double[][] {{5, 2}}, new double[] {50.5, -1});
    var run = SmallTables.run(table);
    assertTrue(run.certificate().passed(), run.certificate().toString());
    assertTrue(run.warnings().stream().anyMatch(w -> w.contains("negative in 1")));
    assertEquals(7, run.footprint().cba(0, 0), ROUNDING);
  }

  @Test
  void publishedOutputLeavesItsGapInTheFootprint() throws IOException {
    double[][] z = {{10, 5}, {5, 20}};
    double[][] y = {{30}, {40}};
    double[] x = {50, 65}; // the rows give 45 and 65
    var run = SmallTables.run(SmallTables.of(1, 0, z, y, new double[][] {{5, 13}}, x));
    assertTrue(run.certificate().passed(), run.certificate().toString());
    assertEquals(5 / 65.0, SmallTables.value(run, "row_gap"), ROUNDING);
    double missing = run.footprint().multipliers().get(0, 0) * 5;
    assertEquals(18 - missing, run.footprint().cba(0, 0), ROUNDING * 18);
  }

  @Test
  void exogenousConsumersAreNoRegions() throws IOException {
    double[][] z = {{10, 5}, {5, 20}};
    double[][] y = {{20, 5, 8, 1}, {10, 25, 4, 2}};
    double[] x = {49, 66};
    var table = SmallTables.of(2, 2, z, y, new double[][] {{4.9, 13.2}}, x);
    Footprint f = SmallTables.run(table).footprint();
    assertEquals(
        18.1, f.cba(0, 0) + f.cba(0, 1) + f.exogenous(0, 0) + f.exogenous(0, 1), 18 * ROUNDING);
    assertEquals(f.exogenous(0, 1), f.flow(0, 0, 3) + f.flow(0, 1, 3), ROUNDING);
    assertEquals(f.exports(0, 0), f.flow(0, 0, 1) + f.flow(0, 0, 2) + f.flow(0, 0, 3), ROUNDING);
    assertEquals(f.pba(0, 0) - f.cba(0, 0), f.exports(0, 0) - f.imports(0, 0), 10 * ROUNDING);
  }

  @Test
  void nothingAnywhere() throws IOException {
    var run =
        SmallTables.run(
            SmallTables.of(
                1, 0, new double[2][2], new double[2][1], new double[1][2], new double[2]));
    assertTrue(run.certificate().passed(), "0/0 = 0: " + run.certificate());
    assertEquals(0, run.footprint().cba(0, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void badCellsAreNamed(double bad) {
    double[][] z = {{10, 5}, {bad, 20}};
    var table =
        SmallTables.of(1, 0, z, new double[][] {{1}, {1}}, new double[1][2], new double[] {50, 60});
    var e = assertThrows(BadDataException.class, () -> SmallTables.run(table));
    assertTrue(e.getMessage().contains("Z[r1 | s2, r1 | s1] is " + bad), e.getMessage());
    var output =
        SmallTables.of(
            1,
            0,
            new double[2][2],
            new double[][] {{1}, {1}},
            new double[1][2],
            new double[] {50, bad});
    e = assertThrows(BadDataException.class, () -> SmallTables.run(output));
    assertTrue(e.getMessage().contains("x[r1 | s2] is " + bad), e.getMessage());
  }

  @Test
  void nanInDemandOrEmissionsFailsTheCertificate() throws IOException {
    double[][] z = {{10, 5}, {5, 20}};
    double[] x = {50, 60};
    var demand =
        SmallTables.of(1, 0, z, new double[][] {{Double.NaN}, {1}}, new double[][] {{1, 1}}, x);
    assertFalse(SmallTables.run(demand).certificate().passed());
    var emissions =
        SmallTables.of(1, 0, z, new double[][] {{1}, {1}}, new double[][] {{1, Double.NaN}}, x);
    assertFalse(SmallTables.run(emissions).certificate().passed());
  }

  @Test
  void aTableLargerThanMemoryIsRefusedBeforeItIsRead() throws IOException {
    MrioTable small = idleButTrading();
    var unread =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return new Shape(4, 4);
          }

          @Override
          public void read(long firstRow, HostMatrix into) {
            throw new AssertionError("read although it does not fit");
          }
        };
    var table =
        new MrioTable(
            small.info(),
            small.axes(),
            unread,
            small.y(),
            small.x(),
            small.primaryInputs(),
            small.v(),
            small.population(),
            small.satellites(),
            () -> {});
    try (Backend backend = new FaultyBackend(m -> {}, m -> {}, bytes -> bytes > 100)) {
      var e =
          assertThrows(
              BackendException.OutOfMemory.class,
              () -> LeontiefSystem.factorize(table, backend, Progress.NONE));
      assertTrue(
          e.getMessage().contains("128") && e.getMessage().contains("4 × 4"), e.getMessage());
    }
  }

  /** Signs mixed in Z and in the solutions: |Z||X| is a product of its own, by panels. */
  @Test
  void residualsWithNegativeFlows() throws IOException {
    try (MrioTable t = SmallTables.generated(new GeneratorOptions(6, 10, 4))) {
      var z = HostMatrix.allocate(Arena.ofAuto(), 60, 60);
      t.z().read(0, z);
      for (int i = 0; i < 60; i += 7) {
        z.set(i, (i * 3) % 60, -0.5 * z.get(i, (i * 3) % 60));
      }
      SatelliteAccount account = t.satellites().getFirst();
      var signs = HostMatrix.allocate(Arena.ofAuto(), account.f().rows(), 60);
      for (int k = 0; k < signs.rows(); k++) {
        for (int i = 0; i < 60; i++) {
          signs.set(k, i, account.f().get(k, i) * (i % 3 == 0 ? -1 : 1));
        }
      }
      var mixed = new SatelliteAccount("mixed", account.stressors(), signs, account.fY());
      var table = SmallTables.with(t, z, t.y(), t.x(), List.of(mixed));
      try (Backend backend = SmallTables.cpu();
          var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
        var y = Footprint.demandByConsumer(Arena.ofAuto(), table);
        var x = HostMatrix.allocate(Arena.ofAuto(), 60, y.columns());
        y.read(0, x);
        system.solve(x);
        // Far from the solution, so that residuals are no rounding.
        x.set(5, 2, -1 * x.get(5, 2));
        x.set(17, 1, 1.5 * x.get(17, 1));
        var m = system.multipliers(Arena.ofAuto(), mixed.f());
        m.set(0, 9, 2 * m.get(0, 9));
        var f = system.withoutZeroOutputs(Arena.ofAuto(), mixed.f());
        var found = ResidualPass.run(system, m, f, x, y, Progress.NONE);
        double columns = 0;
        for (int c = 0; c < y.columns(); c++) {
          for (int i = 0; i < 60; i++) {
            double r = y.get(i, c);
            double size = Math.abs(r);
            for (int j = 0; j < 60; j++) {
              r -= m0(table, z, i, j) * x.get(j, c);
              size += Math.abs(m0(table, z, i, j) * x.get(j, c));
            }
            columns = Math.max(columns, Ratios.of(Math.abs(r), size));
          }
        }
        double rows = 0;
        for (int k = 0; k < m.rows(); k++) {
          for (int j = 0; j < 60; j++) {
            double r = f.get(k, j);
            double size = Math.abs(r);
            for (int i = 0; i < 60; i++) {
              r -= m.get(k, i) * m0(table, z, i, j);
              size += Math.abs(m.get(k, i) * m0(table, z, i, j));
            }
            rows = Math.max(rows, Ratios.of(Math.abs(r), size));
          }
        }
        // Quotients of sums of 60 terms, of order 1.
        assertEquals(columns, found.columns().componentwise(), 60 * Math.ulp(1.0));
        assertEquals(rows, found.rows().componentwise(), 60 * Math.ulp(1.0));
        assertTrue(columns > 0.01 && rows > 0.01, "the errors are not rounding");
        assertTrue(found.sums().hasNegative());
      }
    }
  }

  private static double m0(MrioTable table, HostMatrix z, int i, int j) {
    double d = table.x()[j];
    double flow = d == 0 ? 0 : z.get(i, j);
    return (i == j ? (d == 0 ? 1 : d) : 0) - flow;
  }

  @Test
  void unitsOfMultipliersSayPerMoney() throws IOException {
    var run = SmallTables.run(idleButTrading());
    var arrays = new FootprintArrays(run.footprint());
    assertEquals("kt/M EUR", arrays.multipliers().unit());
    Map<String, String> units =
        arrays.accounts(idleButTrading()).stream()
            .collect(Collectors.toMap(ResultArray::name, ResultArray::unit));
    assertEquals("kt", units.get("D_cba"));
    try (MrioTable t = SmallTables.generated(new GeneratorOptions(3, 5, 1))) {
      var generated = new FootprintArrays(SmallTables.run(t).footprint()).accounts(t);
      ResultArray perHead =
          generated.stream()
              .filter(a -> a.name().equals("D_cba_per_capita"))
              .findFirst()
              .orElseThrow();
      assertTrue(perHead.unit().endsWith("/person"), perHead.unit());
      var total =
          generated.stream().filter(a -> a.name().equals("D_cba")).findFirst().orElseThrow();
      double[] people = t.population().orElseThrow();
      for (int r = 0; r < 3; r++) {
        assertEquals(
            ((HostMatrix) total.values()).get(0, r) / people[r],
            ((HostMatrix) perHead.values()).get(0, r));
      }
      assertArrayEquals(
          new String[] {"stressor", "region"},
          perHead.axes().stream().map(a -> a.name()).toArray());
    }
  }
}
