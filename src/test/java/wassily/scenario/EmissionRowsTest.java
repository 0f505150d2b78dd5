package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.SmallSweep.lever;
import static wassily.scenario.SmallSweep.response;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Sums of rows that levers treat alike, by hand and against the plain formula. */
class EmissionRowsTest {
  private static final int REGIONS = 6;
  private static final int SECTORS = 40;

  /**
   * Relative to the largest value of a response, with n = 240, m = 18 and κ = cond₁(I−A) < 20: two
   * solutions of n·eps·κ each, and sums of n·m products: 2·n·eps·κ + n·m·eps = 3.1e-12.
   */
  private static final double CLOSE = 3.1e-12;

  private static MrioTable table;
  private static SatelliteAccount account;

  @BeforeAll
  static void generate() {
    table = Scenarios.generated(new GeneratorOptions(REGIONS, SECTORS, 3, 3, true, 2, 0.1, 2020));
    account = table.satellites().getFirst();
  }

  /** These sectors of all regions. */
  private static int[] rows(int from, int to) {
    return IntStream.range(0, REGIONS * SECTORS)
        .filter(i -> i % SECTORS >= from && i % SECTORS < to)
        .toArray();
  }

  private static ResolvedLever scale(String name, int from, int to) {
    return lever(
        name, new ResolvedAction.IntensityScale(rows(from, to), new Amount.Variable(name), true));
  }

  /** Three quarters of S in even rows, more than S in odd ones. */
  private static ResolvedLever benchmark(String name, int from, int to) {
    int[] rows = rows(from, to);
    var benchmark = new double[account.stressors().size()][rows.length];
    for (int k = 0; k < benchmark.length; k++) {
      for (int c = 0; c < rows.length; c++) {
        double x = table.x()[rows[c]];
        double s = x == 0 ? 0 : account.f().get(k, rows[c]) / x;
        benchmark[k][c] = rows[c] % 2 == 0 ? 0.75 * s : 1.25 * s;
      }
    }
    return lever(
        name,
        new ResolvedAction.IntensityBenchmark(rows, benchmark, new Amount.Variable(name), true));
  }

  /**
   * Of the sectors of a region: 0–3 scaled, 4–5 scaled and lowered, 6–15 lowered, 16–19 lowered and
   * scaled, 20–29 scaled twice, 30–39 left alone.
   */
  private static List<ResolvedLever> levers() {
    return List.of(
        scale("a", 0, 6),
        benchmark("b", 4, 20),
        scale("c", 16, 30),
        scale("d", 20, 30),
        lever(
            "e",
            new ResolvedAction.DemandShift(
                new int[] {0, 2, 4},
                new int[] {2},
                new int[] {0},
                new Amount.Variable("e"),
                Action.Remainder.REALLOCATE,
                false)));
  }

  private static Design design() {
    var random = new SplittableRandom(11);
    var rows = new double[40][];
    for (int s = 0; s < rows.length; s++) {
      rows[s] =
          new double[] {
            random.nextDouble(0, 2),
            random.nextDouble(),
            random.nextDouble(0, 2),
            random.nextDouble(0, 2),
            random.nextDouble(0.05, 0.5)
          };
      if (s % 4 == 1) {
        rows[s][s / 4 % 5] = Double.NaN; // a lever is left out
      }
    }
    return new Design(List.of("a", "b", "c", "d", "e"), rows);
  }

  private static List<Response> responses() {
    return List.of(
        response(Response.Quantity.TOTAL, false),
        response(Response.Quantity.D_CBA, false, "region"),
        response(Response.Quantity.D_CBA, true, "category"),
        response(Response.Quantity.D_PBA, false, "region"),
        response(Response.Quantity.FLOWS, false, "half", "half"),
        response(Response.Quantity.FLOWS, true, "region", "region"),
        response(Response.Quantity.VALUE_ADDED, false, "region"),
        response(Response.Quantity.OUTPUT, true, "producing-sector"));
  }

  private static SweepModel model(List<ResolvedLever> levers, List<Response> responses)
      throws IOException {
    return SmallSweep.model(table, levers, design(), responses);
  }

  /**
   * By region, as D_pba asks, two stressors: scaled, scaled twice and left alone are a sum for each
   * stressor, 6 rows; lowered, and lowered and scaled, two sums for each, 8 rows; the two sectors
   * that are lowered when scaled stay themselves. Flows between two groups of regions ask for less.
   */
  @Test
  void rowsThatAreTreatedAlikeAreSummed() throws IOException {
    EmissionRows rows = model(levers(), responses()).emitting();
    assertFalse(rows.areOfTable());
    assertEquals(REGIONS * (6 + 8 + 2), rows.size());
    EmissionRows whole =
        model(levers(), List.of(response(Response.Quantity.D_CBA, false, "region"))).emitting();
    assertEquals(6 + 8 + 2 * REGIONS, whole.size(), "where it is emitted does not matter");
    SweepModel flows =
        model(levers(), List.of(response(Response.Quantity.FLOWS, false, "half", "half")));
    assertEquals(2 * (6 + 8) + 2 * REGIONS, flows.emitting().size());
  }

  @Test
  void manyRowsThatStayThemselvesAreTheTables() throws IOException {
    var levers = List.of(scale("a", 0, 30), benchmark("b", 0, 30));
    var rows = model(levers, responses()).emitting();
    assertTrue(rows.areOfTable());
    assertEquals(REGIONS * SECTORS, rows.size());
  }

  @Test
  void sectorsThatProduceAreNotSummed() throws IOException {
    var asked =
        List.of(
            response(Response.Quantity.D_CBA, false, "region", "producing-sector"),
            response(Response.Quantity.D_PBA, false, "region"));
    assertTrue(model(levers(), asked).emitting().areOfTable());
  }

  /** S = 4, 2, 3, 1 lowered to 2, 3, 2, 5 with strength 1/4, halved; W is the identity. */
  @Test
  void whatIsSummedIsWhatLeversMake() {
    int[] four = {0, 1, 2, 3};
    var benchmark = new double[][] {{2, 3, 2, 5}};
    List<ResolvedLever> levers =
        List.of(
            lever(
                "lower",
                new ResolvedAction.IntensityBenchmark(
                    four, benchmark, new Amount.Variable("t"), false)),
            lever(
                "halve", new ResolvedAction.IntensityScale(four, new Amount.Variable("f"), false)));
    EmissionRows rows = EmissionRows.of(4, 1, levers, List.of());
    assertEquals(2, rows.size());
    var s = HostMatrix.of(new double[] {4, 2, 3, 1});
    try (var arena = Arena.ofShared()) {
      var identity = HostMatrix.allocate(arena, 4, 4);
      IntStream.range(0, 4).forEach(i -> identity.set(i, i, 1));
      HostMatrix sums = rows.sums(Arena.ofAuto(), s, identity, 1);
      assertArrayEquals(new double[] {2, 2, 2, 1}, sums.row(0), "up to the benchmark");
      assertArrayEquals(new double[] {2, 0, 1, 0}, sums.row(1), "beyond it");
    }
    assertArrayEquals(new double[] {1, 1}, rows.intensities(Arena.ofAuto(), s).row(0));
    assertArrayEquals(new int[] {1}, rows.changed("lower"));
    assertArrayEquals(new double[] {0}, rows.benchmark("lower")[0]);
    assertArrayEquals(new int[] {0, 1}, rows.changed("halve"));
    // So S' = ½·(below + ¾·above) = 1.75, 1, 1.375, 0.5 = ½·(S − ¼·max(0, S − benchmark)).
  }

  @Test
  void sumsDoNotDependOnTheNumberOfThreads() throws IOException {
    EmissionRows rows = model(levers(), responses()).emitting();
    HostMatrix s = IntensityProgram.intensities(Arena.ofAuto(), table, account.f());
    try (var arena = Arena.ofShared()) {
      var z = (HostMatrix) table.z();
      var w = HostMatrix.allocate(arena, z.rows(), z.columns());
      z.read(0, w);
      HostMatrix alone = rows.sums(arena, s, w, 1);
      assertEquals(rows.size(), alone.rows());
      assertEquals(-1, alone.segment().mismatch(rows.sums(arena, s, w, 5).segment()));
    }
  }

  @Test
  void ofTheTableNothingIsCopied() {
    EmissionRows rows = EmissionRows.ofTable(3, 1, List.of());
    var s = HostMatrix.of(new double[] {1, 2, 3});
    assertSame(s, rows.intensities(Arena.ofAuto(), s));
    assertSame(s, rows.sums(Arena.ofAuto(), s, s, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void everyScenarioIsThePlainFormula(String name) throws IOException {
    SweepModel model = model(levers(), responses());
    assertFalse(model.emitting().areOfTable());
    assertTrue(model.paths().stream().noneMatch(model::consumersFirst));
    requirePlain(name, model);
  }

  /** What regions emit for themselves is in some responses and left out of others, by group. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void ownFlowsAreLeftOutOfSums(String name) throws IOException {
    SweepModel model =
        model(
            levers(),
            List.of(
                response(Response.Quantity.FLOWS, false, "half", "half"),
                response(Response.Quantity.FLOWS, true, "world", "world"),
                response(Response.Quantity.FLOWS, false, "world", "half"),
                response(Response.Quantity.D_CBA, false, "region"),
                response(Response.Quantity.D_CBA, true, "half")));
    assertFalse(model.emitting().areOfTable());
    assertEquals(3, model.paths().stream().filter(model::leavesOwnOut).count());
    assertTrue(model.paths().stream().noneMatch(model::consumersFirst));
    requirePlain(name, model);
  }

  @Test
  void theToleranceAssumesNoMoreThanIsTrue() {
    assertTrue(Scenarios.condition(table) < 20);
  }

  private static void requirePlain(String name, SweepModel model) throws IOException {
    try (Backend backend = SmallSweep.open(name);
        var runner = SmallSweep.runner(model, backend, 16)) {
      for (int d = 0; d < model.distinct(); d++) {
        double deviation = runner.verify(d);
        assertTrue(deviation <= CLOSE, "scenario %d: %g".formatted(d, deviation));
      }
      // Among others: nothing acts, at every place of a batch, to the last bit.
      assertTrue(runner.certificate().passed(), runner.certificate().toString());
    }
  }

  /**
   * One scale of all rows and ten of single products of Y, which cut it into more than 100 parts:
   * few rows, many parts.
   */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void consumersFirstIsThePlainFormulaToo(String name) throws IOException {
    var levers = new ArrayList<>(List.of(scale("a", 0, SECTORS)));
    int[] columns = IntStream.range(0, table.axes().m()).toArray();
    for (int p = 0; p < 10; p++) {
      levers.add(
          lever(
              "product " + p,
              new ResolvedAction.DemandScale(
                  columns,
                  rows(3 * p, 3 * p + 1),
                  new Amount.Variable(List.of("b", "c", "d").get(p % 3)),
                  false)));
    }
    SweepModel model =
        model(
            levers,
            List.of(
                response(Response.Quantity.D_CBA, false, "region"),
                response(Response.Quantity.D_CBA, true, "category"),
                response(Response.Quantity.FLOWS, false, "half", "half"),
                response(Response.Quantity.FLOWS, true, "region", "half")));
    assertTrue(model.basis().size() > 100);
    assertTrue(model.paths().stream().allMatch(model::consumersFirst));
    requirePlain(name, model);
  }

  /** The same numbers with and without sums, and not the same way: some last bits differ. */
  @Test
  void sumsChangeTheLastBitsAtMost() throws IOException {
    SweepModel model = model(levers(), responses());
    List<HostMatrix> summed = values(model);
    List<HostMatrix> each = values(withRowsOfTable(model));
    boolean different = false;
    for (int r = 0; r < summed.size(); r++) {
      for (int row = 0; row < summed.get(r).rows(); row++) {
        double[] a = summed.get(r).row(row);
        double[] b = each.get(r).row(row);
        double largest = Arrays.stream(b).map(Math::abs).max().orElseThrow();
        different |= !Arrays.equals(a, b);
        for (int c = 0; c < a.length; c++) {
          assertTrue(
              Math.abs(a[c] - b[c]) <= CLOSE * Math.max(largest, 1),
              model.paths().get(r).toString());
        }
      }
    }
    assertTrue(different);
  }

  /** The same sweep with no rows of the table summed beforehand. */
  private static SweepModel withRowsOfTable(SweepModel of) {
    return new SweepModel(
        of.table(),
        of.account(),
        of.levers(),
        of.design(),
        of.paths(),
        of.distinctOf(),
        of.representative(),
        of.changeOf(),
        of.changeExample(),
        of.mostRank(),
        of.changedRows(),
        of.columns(),
        of.basis(),
        EmissionRows.ofTable(table.axes().n(), account.stressors().size(), of.levers()));
  }

  private static List<HostMatrix> values(SweepModel model) throws IOException {
    try (Backend backend = SmallSweep.open("cpu");
        var runner = SmallSweep.runner(model, backend, 64)) {
      return runner.run(0, Arena.ofAuto()).values();
    }
  }
}
