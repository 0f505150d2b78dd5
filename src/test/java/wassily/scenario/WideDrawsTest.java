package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.SmallDrawnSweep.draws;
import static wassily.scenario.SmallSweep.lever;
import static wassily.scenario.SmallSweep.open;
import static wassily.scenario.SmallSweep.runner;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;

/** Draws so wide that iterations do not converge, or that the table has no solution. */
class WideDrawsTest {
  private static SmallDrawnSweep sweep;

  @BeforeAll
  static void generate() {
    sweep = new SmallDrawnSweep(SmallSweep.table());
  }

  /** Draws that leave the table unproductive fail as the plain formula says, and alone. */
  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void unproductiveDrawsFailAlone(DrawPath path) throws IOException {
    var wild =
        sweep.perturb(
            Action.What.Z, CellDraws.By.BLOCK, Distribution.LOG_NORMAL, 1.2, Action.Kept.NONE, 1);
    SweepModel model = sweep.model(List.of(lever("z", wild)), draws(30));
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 30, path);
        var arena = Arena.ofShared()) {
      BatchResult batch = runner.run(0, arena);
      int failed = batch.failures().size();
      assertTrue(failed > 0 && failed < 30, failed + " failed");
      for (var f : batch.failures()) {
        assertTrue(f.reason().contains("productive"), f.reason());
        assertTrue(Double.isNaN(batch.values().getFirst().get(f.distinct(), 0)));
        for (double figure : batch.values().getLast().row(f.distinct())) {
          assertTrue(Double.isNaN(figure), "what has no solution has no error of 0 either");
        }
        assertEquals(0, runner.verify(f.distinct()), "the plain formula fails too");
      }
      HostMatrix figures = batch.values().getLast();
      for (int d = 0; d < 30; d++) {
        int row = d;
        if (batch.failures().stream().noneMatch(f -> f.distinct() == row)) {
          assertTrue(Double.isFinite(batch.values().getFirst().get(d, 0)));
          assertTrue(figures.get(d, DrawnFigures.ERROR) <= figures.get(d, DrawnFigures.BOUND));
        }
      }
    }
  }

  /** What does not converge is factorized, and counted. */
  @Test
  void drawsThatDoNotConvergeAreFactorized() throws IOException, ScenarioFailure {
    var wide =
        sweep.perturb(
            Action.What.Z, CellDraws.By.BLOCK, Distribution.UNIFORM, 0.55, Action.Kept.NONE, 1);
    SweepModel model = sweep.model(List.of(lever("z", wide)), draws(20));
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 20, DrawPath.ITERATE);
        var arena = Arena.ofShared()) {
      BatchResult batch = runner.run(0, arena);
      HostMatrix figures = batch.values().getLast();
      int factorized = 0;
      int converged = 0;
      for (int d = 0; d < 20; d++) {
        int row = d;
        if (batch.failures().stream().anyMatch(f -> f.distinct() == row)) {
          assertEquals(0, runner.verify(d), "the plain formula fails too");
          continue;
        }
        factorized += figures.get(d, DrawnFigures.FACTORIZED) == 1 ? 1 : 0;
        converged += figures.get(d, DrawnFigures.FACTORIZED) == 0 ? 1 : 0;
        assertTrue(runner.verify(d) <= sweep.close(model, d), "draw " + d);
      }
      assertTrue(factorized > 0 && converged > 0, factorized + " factorized");
    }
  }
}
