package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.SmallDrawnSweep.SEED;
import static wassily.scenario.SmallDrawnSweep.draws;
import static wassily.scenario.SmallSweep.lever;
import static wassily.scenario.SmallSweep.open;
import static wassily.scenario.SmallSweep.response;
import static wassily.scenario.SmallSweep.runner;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.CellFactors;
import wassily.linalg.draw.Distribution;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Drawn tables against what the factors of the baseline alone say of them. */
class DrawnClosedFormTest {
  private static MrioTable table;
  private static SatelliteAccount account;
  private static SmallDrawnSweep sweep;

  @BeforeAll
  static void generate() {
    table = SmallSweep.table();
    account = table.satellites().getFirst();
    sweep = new SmallDrawnSweep(table);
  }

  /**
   * One uncertain cell: with A' = A + δ·e_i·e_jᵀ the total changes by M_i·δ·x'_j, {@code x'_j =
   * x_j/(1 − δ·L_ji)} (Sherman and Morrison).
   */
  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void oneUncertainCellIsTheClosedForm(DrawPath path) throws IOException, ScenarioFailure {
    int n = table.axes().n();
    int i = 3;
    int j = 8;
    var row = new boolean[n];
    var column = new boolean[n];
    row[i] = true;
    column[j] = true;
    Distribution d = Distribution.LOG_NORMAL;
    var block = CellDraws.of(d, CellDraws.By.CELL, 0, row, column, d.ofCv(0.8));
    var action =
        new ResolvedAction.Perturb(
            Action.What.Z, List.of(block), Action.Kept.NONE, SEED, 7, new Amount.Variable("draw"));
    SweepModel model =
        SmallSweep.model(
            table,
            List.of(lever("z", action)),
            draws(5),
            List.of(response(Response.Quantity.TOTAL, false)));
    try (Backend backend = open("cpu");
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var runner = runner(model, backend, 5, path);
        var arena = Arena.ofShared()) {
      double z = ((HostMatrix) table.z()).get(i, j);
      assertTrue(z > 0, "a flow");
      double a = z / table.x()[j];
      var unit = HostMatrix.allocate(arena, n, 1);
      unit.set(i, 0, 1);
      system.leontief(unit); // L[:, i]
      double lji = unit.get(j, 0);
      HostMatrix m = system.multipliers(arena, account.f());
      HostMatrix totals = runner.run(0, arena).values().getFirst();
      HostMatrix before = (HostMatrix) runner.baseline(arena).getFirst().values();
      for (int b = 0; b < 5; b++) {
        double close = sweep.close(model, b);
        var values = new ScenarioValues(List.of("draw"), new double[] {b});
        double factor = new CellFactors(block, action.draws(values).getFirst().key()).all(n)[i][j];
        double delta = (factor - 1) * a;
        // The baseline's output of j: the row sums of Z and Y differ from x by rounding.
        double x = outputOf(j, system, arena);
        for (int k = 0; k < account.stressors().size(); k++) {
          double expected = before.get(0, k) + m.get(k, i) * delta * x / (1 - delta * lji);
          assertEquals(expected, totals.get(b, k), close * Math.abs(expected));
        }
      }
    }
  }

  private static double outputOf(int j, LeontiefSystem system, Arena arena) {
    var y = HostMatrix.allocate(arena, table.axes().n(), 1);
    for (int i = 0; i < table.axes().n(); i++) {
      y.set(i, 0, Arrays.stream(table.y().row(i)).sum());
    }
    system.leontief(y);
    return y.get(j, 0);
  }
}
