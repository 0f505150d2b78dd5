package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.SmallDrawnSweep.SEED;
import static wassily.scenario.SmallDrawnSweep.draws;
import static wassily.scenario.SmallSweep.lever;
import static wassily.scenario.SmallSweep.open;
import static wassily.scenario.SmallSweep.rows;
import static wassily.scenario.SmallSweep.runner;
import static wassily.scenario.SmallSweep.when;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/** Drawn tables against the plain formula, which shares only the draws with them. */
class DrawnScenariosTest {
  private static MrioTable table;
  private static SmallDrawnSweep sweep;

  @BeforeAll
  static void generate() {
    table = SmallSweep.table();
    sweep = new SmallDrawnSweep(table);
  }

  private static void requirePlain(SweepModel model, String name, DrawPath path)
      throws IOException, ScenarioFailure {
    try (Backend backend = open(name);
        var runner = runner(model, backend, 5, path)) {
      for (int d = 0; d < model.distinct(); d++) {
        assertTrue(model.isDrawn(d), "scenario " + d);
        double deviation = runner.verify(d);
        assertTrue(deviation <= sweep.close(model, d), "scenario %d: %g".formatted(d, deviation));
      }
      assertTrue(runner.certificate().passed());
    }
  }

  @ParameterizedTest
  @CsvSource({"cpu,ITERATE", "cpu,REFACTORIZE", "cuda,ITERATE", "cuda,REFACTORIZE"})
  void drawnFlowsAreThePlainFormula(String name, DrawPath path)
      throws IOException, ScenarioFailure {
    var levers = List.of(lever("z", sweep.cells(Action.What.Z, 0.1)));
    requirePlain(sweep.model(levers, draws(6)), name, path);
  }

  @ParameterizedTest
  @CsvSource({"cpu", "cuda"})
  void drawnEmissionsAndDemandAreThePlainFormula(String name) throws IOException, ScenarioFailure {
    var levers =
        List.of(
            lever("f", sweep.cells(Action.What.F, 0.3)),
            lever("y", sweep.cells(Action.What.Y, 0.2)));
    requirePlain(sweep.model(levers, draws(6)), name, DrawPath.NONE);
    requirePlain(sweep.model(levers.subList(0, 1), draws(6)), name, DrawPath.NONE);
  }

  /** Groups that change together, other distributions, sums that stay, parts of a matrix. */
  @ParameterizedTest
  @EnumSource(Action.Kept.class)
  void groupsAndKeptSumsAreThePlainFormula(Action.Kept keep) throws IOException, ScenarioFailure {
    CellDraws.By by =
        switch (keep) {
          case NONE -> CellDraws.By.BLOCK;
          case ROW_SUMS -> CellDraws.By.COLUMN;
          case COLUMN_SUMS -> CellDraws.By.ROW;
          case TOTAL -> CellDraws.By.CELL;
        };
    var levers =
        List.of(
            lever("z", sweep.perturb(Action.What.Z, by, Distribution.NORMAL, 0.1, keep, 2)),
            lever(
                "z2",
                sweep.perturb(
                    Action.What.Z, CellDraws.By.CELL, Distribution.UNIFORM, 0.2, keep, 1)),
            lever("y", sweep.perturb(Action.What.Y, by, Distribution.TRIANGULAR, 0.2, keep, 2)),
            lever("f", sweep.perturb(Action.What.F, by, Distribution.LOG_NORMAL, 0.2, keep, 2)));
    requirePlain(sweep.model(levers, draws(3)), "cpu", DrawPath.ITERATE);
  }

  /** The same draws for each scenario, beside levers on S and Y. */
  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void scenariosUnderDrawsAreThePlainFormula(DrawPath path) throws IOException, ScenarioFailure {
    var benchmark = new double[table.satellites().getFirst().stressors().size()][4];
    for (double[] of : benchmark) {
      Arrays.fill(of, 0.01);
    }
    var levers =
        List.of(
            when("w", "z", sweep.cells(Action.What.Z, 0.1)),
            lever(
                "scale",
                new ResolvedAction.IntensityScale(rows(0, 3, 7), new Amount.Variable("a"), true)),
            lever("f", sweep.cells(Action.What.F, 0.1)),
            lever(
                "benchmark",
                new ResolvedAction.IntensityBenchmark(
                    rows(2, 3, 4, 5), benchmark, new Amount.Variable("b"), true)),
            lever(
                "less-building",
                new ResolvedAction.DemandShift(
                    rows(0, 2, 4),
                    rows(2),
                    rows(0),
                    new Amount.Variable("c"),
                    Action.Remainder.REALLOCATE,
                    false)),
            lever(
                "add",
                new ResolvedAction.DemandCells(
                    rows(2, 4),
                    rows(0, 4),
                    new double[] {10, 20},
                    false,
                    new Amount.Variable("a"),
                    false)),
            lever(
                "y",
                sweep.perturb(
                    Action.What.Y,
                    CellDraws.By.CELL,
                    Distribution.LOG_NORMAL,
                    0.1,
                    Action.Kept.COLUMN_SUMS,
                    1)));
    var design =
        new Design(
            List.of(Action.Perturb.DRAW, "w", "a", "b", "c"),
            new double[][] {
              {0, 1, 0.5, 0.5, 0.1},
              {0, 1, 0.5, Double.NaN, 0.2},
              {0, 0, 2, 0.5, 0.1},
              {1, 1, Double.NaN, Double.NaN, Double.NaN},
              {1, 1, 0.5, 0.5, 0.1},
            });
    requirePlain(sweep.model(levers, design), "cpu", path);
  }

  /**
   * Where all states of S do not fit, they are solved for some at a time, and a drawn table is
   * drawn again for each.
   */
  @ParameterizedTest
  @EnumSource(DrawPath.class)
  void fewStatesAtATimeAreTheSame(DrawPath path) throws IOException, ScenarioFailure {
    var levers =
        new ArrayList<>(
            List.of(
                when(
                    "a",
                    "scale",
                    new ResolvedAction.IntensityScale(
                        rows(0, 3, 7), new Amount.Variable("a"), true)),
                lever("f", sweep.cells(Action.What.F, 0.1))));
    if (path != DrawPath.NONE) {
      levers.add(lever("z", sweep.cells(Action.What.Z, 0.1)));
    }
    var rows = new double[12][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i / 6, 0.5 + 0.1 * (i % 5)};
    }
    SweepModel model = sweep.model(levers, new Design(List.of(Action.Perturb.DRAW, "a"), rows));
    int[] all = IntStream.range(0, model.distinct()).toArray();
    long state = 8L * sweep.table().axes().n() * new DrawnRows(model).size();
    try (Backend backend = open("cpu");
        var arena = Arena.ofShared()) {
      List<HostMatrix> together = List.of();
      for (long most : new long[] {Long.MAX_VALUE, 2 * state, 1}) {
        var out = new ArrayList<HostMatrix>();
        for (ResponsePath p : model.paths()) {
          out.add(HostMatrix.allocate(arena, all.length, p.shape().cells()));
        }
        HostMatrix figures = DrawnFigures.none(arena, all.length);
        var failures = new ArrayList<BatchResult.Failure>();
        try (var system = LeontiefSystem.factorize(sweep.table(), backend, Progress.NONE);
            var drawn = new DrawnScenarios(model, system, backend, path, most, Progress.NONE)) {
          drawn.compute(
              all,
              all,
              out,
              path == DrawPath.NONE ? Optional.empty() : Optional.of(figures),
              failures);
        }
        assertEquals(List.of(), failures);
        for (int d : all) {
          assertEquals(path == DrawPath.NONE, Double.isNaN(figures.get(d, DrawnFigures.ERROR)));
        }
        for (int r = 0; r < together.size(); r++) {
          double scale =
              IntStream.of(all)
                  .mapToObj(out.get(r)::row)
                  .flatMapToDouble(Arrays::stream)
                  .map(Math::abs)
                  .max()
                  .orElseThrow();
          for (int d : all) {
            assertArrayEquals(
                together.get(r).row(d), out.get(r).row(d), 2 * sweep.close(model, d) * scale);
          }
        }
        together = out;
      }
    }
  }

  /** Levers of A and of what depends on drawn totals take the plain formula, and say so. */
  @Test
  void whatMultipliersDoNotServeTakesThePlainFormula() throws IOException, ScenarioFailure {
    var scale =
        lever(
            "efficiency",
            new ResolvedAction.CoefficientScale(
                rows(3, 8), rows(1, 2), new Amount.Fixed(0.9), false));
    var shift =
        lever(
            "shift",
            new ResolvedAction.DemandShift(
                rows(0),
                rows(2),
                rows(0),
                new Amount.Fixed(0.1),
                Action.Remainder.REALLOCATE,
                false));
    var z = lever("z", sweep.cells(Action.What.Z, 0.1));
    var y = lever("y", sweep.cells(Action.What.Y, 0.1));
    for (List<ResolvedLever> levers : List.of(List.of(z, scale), List.of(y, shift))) {
      SweepModel model = sweep.model(levers, draws(2));
      assertTrue(model.needsPlainFormula(0) && !model.drawsTable());
      try (Backend backend = open("cpu");
          var runner = runner(model, backend, 2, DrawPath.NONE)) {
        assertTrue(runner.verify(1) <= sweep.close(model, 1)); // a scaled A is smaller
      }
    }
    assertTrue(sweep.model(List.of(shift, y), draws(2)).isDrawn(0));
  }

  /** Nothing uncertain: one scenario, to the last bit the one in which nothing acts. */
  @Test
  void withoutUncertaintyItIsTheNullScenario() throws IOException {
    var none =
        new ResolvedAction.Perturb(
            Action.What.Z, List.of(), Action.Kept.NONE, SEED, 1, new Amount.Fixed(0));
    SweepModel model = sweep.model(List.of(lever("z", none)), draws(4));
    assertEquals(1, model.distinct());
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 24, DrawPath.NONE);
        var arena = Arena.ofShared()) {
      List<HostMatrix> values = runner.run(0, arena).values();
      for (int r = 0; r < values.size(); r++) {
        double[] baseline =
            runner.baseline(arena).get(r).values() instanceof HostMatrix m
                ? m.reshape(1, m.shape().elements()).row(0)
                : new double[0];
        double[] expected =
            model.paths().get(r).response().change() ? new double[baseline.length] : baseline;
        assertArrayEquals(expected, values.get(r).row(0));
      }
    }
  }

  /** Whatever the batch, a draw is the same table. */
  @Test
  void drawsDoNotDependOnBatches() throws IOException {
    SweepModel model = sweep.model(List.of(lever("z", sweep.cells(Action.What.Z, 0.1))), draws(7));
    try (Backend backend = open("cpu");
        var arena = Arena.ofShared()) {
      HostMatrix together;
      try (var runner = runner(model, backend, 7, DrawPath.ITERATE)) {
        together = runner.run(0, arena).values().get(1);
      }
      try (var runner = runner(model, backend, 2, DrawPath.ITERATE)) {
        for (int b = 3; b >= 0; b--) {
          HostMatrix some = runner.run(b, arena).values().get(1);
          for (int row = 0; row < some.rows(); row++) {
            assertArrayEquals(together.row(2L * b + row), some.row(row));
          }
        }
      }
    }
  }
}
