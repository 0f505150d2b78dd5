package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.EveryLeverSweep.design;
import static wassily.scenario.EveryLeverSweep.responses;
import static wassily.scenario.SmallSweep.HERE;
import static wassily.scenario.SmallSweep.all;
import static wassily.scenario.SmallSweep.lever;
import static wassily.scenario.SmallSweep.open;
import static wassily.scenario.SmallSweep.response;
import static wassily.scenario.SmallSweep.rows;
import static wassily.scenario.SmallSweep.runner;
import static wassily.scenario.SmallSweep.variable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Batches of the engine against the plain formula, which shares nothing with them. */
class SweepEngineTest {
  /**
   * Relative to the largest value of a response, with n = 30, m = 18 and κ = cond₁(I−A) < 6: two
   * solutions of n·eps·κ each, the update's small system once more κ, and sums of n·m products:
   * 2·n·eps·κ² + n·m·eps = 6e-13.
   */
  private static final double CLOSE = 6e-13;

  private static MrioTable table;
  private static SatelliteAccount account;
  private static EveryLeverSweep sweep;

  @BeforeAll
  static void generate() {
    table = SmallSweep.table();
    account = table.satellites().getFirst();
    sweep = new EveryLeverSweep(table);
    assertTrue(Scenarios.condition(table) < 6, "as assumed above");
  }

  private static SweepModel model(
      List<ResolvedLever> levers, Design design, List<Response> responses) throws IOException {
    return SmallSweep.model(table, levers, design, responses);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void everyScenarioIsThePlainFormula(String name) throws IOException {
    SweepModel model = model(sweep.levers(), design(), responses());
    assertEquals(40, model.distinct());
    assertTrue(model.changeExample().length > 20, "ten share a change of A");
    requirePlain(name, model);
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
    SweepModel model = model(sweep.withoutIntensities(), design(), asked);
    assertTrue(MultiplierChanges.serves(model));
    requirePlain(name, model);
  }

  /** The baseline's S with output by producer: L·U is solved for. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cuda"})
  void theBaselinesIntensitiesAreThePlainFormulaToo(String name) throws IOException {
    SweepModel model = model(sweep.withoutIntensities(), design(), responses());
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
    SweepModel model = model(sweep.levers(), design(), responses());
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
    SweepModel model = model(sweep.levers(), design(), responses());
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
                "hungry",
                new ResolvedAction.CoefficientScale(all(table), all(table), variable("a"), false)),
            lever(
                "owed",
                new ResolvedAction.DemandCells(
                    rows(3), rows(0), new double[] {-1e9}, false, variable("b"), true)));
    var few =
        List.of(
            lever(
                "hungry",
                new ResolvedAction.CoefficientScale(
                    rows(0, 1, 2), all(table), variable("a"), false)),
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
    SweepModel whole = model(sweep.levers(), design(), asked);
    assertTrue(whole.needsPlainFormula(0), "A changes");
    assertFalse(whole.needsPlainFormula(1), "S and Y change");
    requirePlain(name, whole);
    requirePlain(name, model(sweep.withoutIntensities(), design(), asked));
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
                new ResolvedAction.ConsumerBenchmark(all(table), intensity, variable("a"))));
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
                new ResolvedAction.DemandScale(rows(0), all(table), variable("b"), false),
                HERE));
    SweepModel model =
        model(levers, new Design(List.of("a", "b"), rows), List.of(responses().getFirst()));
    assertArrayEquals(new int[] {0, 1, 0, 2, 2}, model.distinctOf());
  }
}
