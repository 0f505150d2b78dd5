package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.linalg.cuda.CudaTestBackends;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Batches of the engine against the plain formula, which shares nothing with them. */
class SweepEngineTest {
  private static final Where HERE = new Where("test", 1);

  /**
   * Relative to the largest value of a response, with n = 30, m = 18 and κ = cond₁(I−A) < 6: two
   * solutions of n·eps·κ each, the update's small system once more κ, and sums of n·m products:
   * 2·n·eps·κ² + n·m·eps = 6e-13.
   */
  private static final double CLOSE = 6e-13;

  private static MrioTable table;
  private static SatelliteAccount account;

  @BeforeAll
  static void generate() {
    table = Scenarios.generated(new GeneratorOptions(6, 5, 3, 4, true, 2, 0.1, 2020));
    account = table.satellites().getFirst();
    assertTrue(Arrays.stream(table.x()).anyMatch(x -> x == 0), "a region-sector that is idle");
    assertTrue(Scenarios.condition(table) < 6, "as assumed above");
  }

  private static Amount variable(String name) {
    return new Amount.Variable(name);
  }

  private static ResolvedLever lever(String name, ResolvedAction action) {
    return new ResolvedLever(name, Amount.ONE, action, HERE);
  }

  private static int[] all() {
    return IntStream.range(0, table.axes().n()).toArray();
  }

  private static double[][] benchmark(int from, int count, double share) {
    var benchmark = new double[account.stressors().size()][count];
    for (int k = 0; k < benchmark.length; k++) {
      for (int c = 0; c < count; c++) {
        double x = table.x()[from + c];
        benchmark[k][c] = x == 0 ? 0 : share * account.f().get(k, from + c) / x;
      }
    }
    return benchmark;
  }

  private static final List<String> VARIABLES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  /** Every kind of lever that the device serves, overlapping on purpose. */
  private static List<ResolvedLever> levers() {
    return List.of(
        lever("scale", new ResolvedAction.IntensityScale(rows(0, 3, 7, 12), variable("a"), true)),
        lever(
            "benchmark",
            new ResolvedAction.IntensityBenchmark(
                rows(2, 3, 4, 5), benchmark(2, 4, 0.5), variable("b"), true)),
        lever(
            "some-products",
            new ResolvedAction.DemandScale(
                rows(0, 1, 5, 9), rows(1, 2, 3, 8, 9), variable("c"), false)),
        lever(
            "all-products",
            new ResolvedAction.DemandScale(rows(4, 5, 6), all(), variable("d"), false)),
        lever(
            "less-building",
            new ResolvedAction.DemandShift(
                rows(0, 2, 4),
                rows(2),
                rows(0),
                variable("e"),
                Action.Remainder.REALLOCATE,
                false)),
        lever(
            "cut",
            new ResolvedAction.DemandShift(
                rows(1, 3), rows(2), rows(), variable("e"), Action.Remainder.CUT, false)),
        lever(
            "set",
            new ResolvedAction.DemandCells(
                rows(1, 2, 4, 9),
                rows(0, 0, 3, 6),
                new double[] {50, 60, 5, 8},
                true,
                variable("f"),
                false)),
        lever(
            "add",
            new ResolvedAction.DemandCells(
                rows(2, 4), rows(0, 24), new double[] {10, 20}, false, variable("f"), false)),
        lever(
            "after",
            new ResolvedAction.DemandScale(rows(0, 3), rows(2, 4, 5), variable("c"), true)),
        lever(
            "efficiency",
            new ResolvedAction.CoefficientScale(
                rows(3, 8), rows(1, 2, 3, 14), variable("g"), true)),
        lever(
            "savings",
            new ResolvedAction.CoefficientScale(rows(5, 14), rows(0, 3), variable("g"), false)),
        lever(
            "electric",
            new ResolvedAction.InputSubstitution(
                rows(1), rows(3), rows(4, 9, 14), variable("h"), Amount.ONE)),
        lever(
            "sourcing",
            new ResolvedAction.TradeShift(
                rows(0, 2), rows(0, 1), rows(3, 4), rows(6, 11), rows(0, 1, 7), variable("h"))));
  }

  private static int[] rows(int... rows) {
    return rows;
  }

  /** 40 scenarios; a quarter leave A alone, a quarter share one change of it. */
  private static Design design() {
    var random = new SplittableRandom(5);
    var rows = new double[40][];
    for (int s = 0; s < rows.length; s++) {
      rows[s] =
          new double[] {
            random.nextDouble(0, 2),
            random.nextDouble(),
            random.nextDouble(0.5, 1.5),
            random.nextDouble(0.5, 2),
            random.nextDouble(0.05, 0.5),
            random.nextDouble(),
            random.nextDouble(0.5, 1.2),
            random.nextDouble()
          };
      if (s % 4 == 1) {
        rows[s][6] = Double.NaN;
        rows[s][7] = Double.NaN;
      } else if (s % 4 == 2) {
        rows[s][6] = 0.9;
        rows[s][7] = 0.25;
      }
    }
    return new Design(VARIABLES, rows);
  }

  private static Response response(Response.Quantity quantity, boolean change, String... by) {
    return new Response(quantity, List.of(by), change, HERE);
  }

  private static List<Response> responses() {
    return List.of(
        response(Response.Quantity.TOTAL, false),
        response(Response.Quantity.D_CBA, false, "region"),
        response(Response.Quantity.D_CBA, false, "category", "region"),
        response(Response.Quantity.D_CBA, false, "region", "producing-sector"),
        response(Response.Quantity.D_CBA, true, "category"),
        response(Response.Quantity.D_PBA, false, "region"),
        response(Response.Quantity.D_PBA, false, "producing-sector", "half"),
        response(Response.Quantity.FLOWS, false, "half", "half"),
        response(Response.Quantity.FLOWS, true, "region", "region"),
        response(Response.Quantity.VALUE_ADDED, false, "region"),
        response(Response.Quantity.OUTPUT, true, "producing-sector"),
        response(Response.Quantity.VALUE_ADDED_GAP, false));
  }

  private static RegionGrouping grouping(String by, Where where) {
    return by.equals("region")
        ? new RegionGrouping(
            by,
            table.axes().regions().texts(),
            IntStream.range(0, table.axes().regions().size()).toArray())
        : new RegionGrouping(by, List.of("east", "west"), rows(0, 1, 1, 0, 1, 0));
  }

  private static SweepModel model(
      List<ResolvedLever> levers, Design design, List<Response> responses) throws IOException {
    var paths = new ArrayList<ResponsePath>();
    for (Response r : responses) {
      paths.add(ResponsePath.of(r, table, account, SweepEngineTest::grouping));
    }
    return SweepModel.of(table, account, levers, design, paths);
  }

  static SweepRunner runner(SweepModel model, Backend backend, int batchSize) throws IOException {
    var plan =
        new Plan(
            "test",
            "",
            "",
            model.design(),
            model.distinctOf(),
            model.distinct(),
            batchSize,
            1,
            model.account().stressors(),
            model.paths().stream().map(ResponsePath::shape).toList(),
            new SweepSpec.Keep(true, List.of()),
            List.of(),
            new Plan.Device("", "", "", 2, ""),
            List.of(),
            0);
    return new SweepRunner(
        model,
        plan,
        LeontiefSystem.factorize(model.table(), backend, Progress.NONE),
        backend,
        Progress.NONE);
  }

  static Backend open(String name) {
    return name.equals("cpu")
        ? Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend()
        : CudaTestBackends.emulated("AUTO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void everyScenarioIsThePlainFormula(String name) throws IOException {
    SweepModel model = model(levers(), design(), responses());
    assertEquals(40, model.distinct());
    assertTrue(model.changeExample().length > 20, "ten share a change of A");
    requirePlain(name, model);
  }

  private static List<ResolvedLever> withoutIntensities() {
    return levers().stream()
        .filter(l -> !(l.action() instanceof ResolvedAction.OfIntensity))
        .toList();
  }

  /** Where S is the baseline's and all is asked by consumer, A is changed by its multipliers. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void changesOfAByMultipliersAreThePlainFormula(String name) throws IOException {
    var asked =
        responses().stream()
            .filter(
                r ->
                    r.quantity() == Response.Quantity.D_CBA
                        || r.quantity() == Response.Quantity.VALUE_ADDED_GAP
                        || r.quantity() == Response.Quantity.FLOWS)
            .toList();
    SweepModel model = model(withoutIntensities(), design(), asked);
    assertTrue(MultiplierChanges.serves(model));
    requirePlain(name, model);
  }

  /** The baseline's S with output by producer: L·U is solved for. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void theBaselinesIntensitiesAreThePlainFormulaToo(String name) throws IOException {
    SweepModel model = model(withoutIntensities(), design(), responses());
    assertFalse(MultiplierChanges.serves(model));
    requirePlain(name, model);
  }

  private static void requirePlain(String name, SweepModel model) throws IOException {
    try (Backend backend = open(name);
        var runner = runner(model, backend, 16)) {
      for (int d = 0; d < model.distinct(); d++) {
        double deviation = runner.verify(d);
        assertTrue(deviation <= CLOSE, "scenario %d: %g".formatted(d, deviation));
      }
      assertTrue(runner.certificate().passed(), runner.certificate().toString());
    }
  }

  /** Nothing is taken for equal that differs: every response moves with the levers. */
  @Test
  void responsesDoMove() throws IOException {
    SweepModel model = model(levers(), design(), responses());
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 64);
        var arena = Arena.ofShared()) {
      BatchResult batch = runner.run(0, arena);
      assertTrue(batch.failures().isEmpty());
      for (HostMatrix values : batch.values()) {
        assertFalse(Arrays.equals(values.row(0), values.row(2)));
        assertFalse(Arrays.equals(values.row(0), values.row(1)));
      }
    }
  }

  /** On a card the batch after this one is made ahead, and thrown away when it is not wanted. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void theSameBatchHasTheSameBitsWhateverWasComputedBefore(String name) throws IOException {
    SweepModel model = model(levers(), design(), responses());
    try (Backend backend = open(name);
        var arena = Arena.ofShared()) {
      List<double[]> first;
      try (var runner = runner(model, backend, 16)) {
        first = bits(runner.run(2, arena));
      }
      try (var runner = runner(model, backend, 16)) {
        runner.run(0, arena);
        runner.run(1, arena);
        List<double[]> later = bits(runner.run(2, arena));
        for (int r = 0; r < first.size(); r++) {
          assertArrayEquals(first.get(r), later.get(r), 0);
        }
      }
    }
  }

  private static List<double[]> bits(BatchResult batch) {
    return batch.values().stream()
        .flatMap(m -> IntStream.range(0, (int) m.rows()).mapToObj(m::row))
        .toList();
  }

  @Test
  void whatCannotBeFailsAloneAndSaysWhy() throws IOException {
    var levers =
        List.of(
            lever(
                "hungry", new ResolvedAction.CoefficientScale(all(), all(), variable("a"), false)),
            lever(
                "owed",
                new ResolvedAction.DemandCells(
                    rows(3), rows(0), new double[] {-1e9}, false, variable("b"), true)));
    var few =
        List.of(
            lever(
                "hungry",
                new ResolvedAction.CoefficientScale(rows(0, 1, 2), all(), variable("a"), false)),
            levers.get(1));
    var design =
        new Design(
            List.of("a", "b"),
            new double[][] {
              {1, 0}, {50, 0}, {1, 1}, {0.9, 0}, {Double.NaN, Double.NaN},
            });
    var byConsumer = List.of(response(Response.Quantity.D_CBA, false, "region"));
    for (SweepModel model :
        List.of(
            model(levers, design, responses()),
            model(few, design, responses()),
            model(few, design, byConsumer))) {
      try (Backend backend = open("cpu");
          var runner = runner(model, backend, 32);
          var arena = Arena.ofShared()) {
        BatchResult batch = runner.run(0, arena);
        assertEquals(
            List.of(1, 2),
            batch.failures().stream().map(BatchResult.Failure::distinct).toList(),
            batch.failures().toString());
        assertTrue(batch.failures().get(0).reason().contains("productive"));
        assertEquals("owed", batch.failures().get(1).lever());
        for (HostMatrix values : batch.values()) {
          assertTrue(Double.isNaN(values.get(1, 0)) && Double.isNaN(values.get(2, 0)));
          for (int row : new int[] {0, 3, 4}) {
            assertTrue(Arrays.stream(values.row(row)).allMatch(Double::isFinite), "row " + row);
          }
        }
        for (int d = 0; d < 5; d++) {
          assertTrue(runner.verify(d) <= CLOSE, "scenario " + d);
        }
      }
    }
  }

  /** M·Y by final product: S and Y by products of matrices, A by the plain formula. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void byProductIsThePlainFormula(String name) throws IOException {
    var asked =
        List.of(
            response(Response.Quantity.D_CBA, false, "region", "product"),
            response(Response.Quantity.D_CBA, false, "product", "category"),
            response(Response.Quantity.D_CBA, true, "product"),
            response(Response.Quantity.D_CBA, false, "region"));
    SweepModel whole = model(levers(), design(), asked);
    assertTrue(whole.needsPlainFormula(0), "A changes");
    assertFalse(whole.needsPlainFormula(1), "S and Y change");
    requirePlain(name, whole);
    requirePlain(name, model(withoutIntensities(), design(), asked));
  }

  @Test
  void consumersBenchmarksTakeThePlainFormula() throws IOException {
    var intensity = new double[account.stressors().size()][table.axes().n()];
    for (int k = 0; k < intensity.length; k++) {
      for (int i = 0; i < intensity[k].length; i++) {
        double x = table.x()[i];
        intensity[k][i] = x == 0 ? Double.POSITIVE_INFINITY : account.f().get(k, i) / x;
      }
    }
    var levers =
        List.of(
            lever(
                "like-the-buyer",
                new ResolvedAction.ConsumerBenchmark(all(), intensity, variable("a"))));
    var design = new Design(List.of("a"), new double[][] {{0.5}, {Double.NaN}});
    for (List<Response> some :
        List.of(
            List.of(response(Response.Quantity.D_CBA, false, "region")),
            List.of(response(Response.Quantity.D_CBA, true, "region", "product")))) {
      SweepModel model = model(levers, design, some);
      try (Backend backend = open("cpu");
          var runner = runner(model, backend, 32)) {
        assertTrue(model.needsPlainFormula(0));
        assertTrue(runner.verify(0) <= CLOSE);
        assertTrue(runner.verify(1) <= CLOSE);
      }
    }
  }

  @Test
  void equalScenariosAreOne() throws IOException {
    var rows = new double[][] {{1, 2}, {1, 3}, {1, 2}, {Double.NaN, 2}, {Double.NaN, 5}};
    var levers =
        List.of(
            new ResolvedLever(
                "sometimes",
                variable("a"),
                new ResolvedAction.DemandScale(rows(0), all(), variable("b"), false),
                HERE));
    SweepModel model =
        model(levers, new Design(List.of("a", "b"), rows), List.of(responses().getFirst()));
    assertArrayEquals(new int[] {0, 1, 0, 2, 2}, model.distinctOf());
  }
}
