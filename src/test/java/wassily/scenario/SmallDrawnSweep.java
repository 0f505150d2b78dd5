package wassily.scenario;

import static wassily.scenario.SmallSweep.response;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** Sweeps of the table of {@link SmallSweep} in which cells of Z, Y and F are drawn. */
final class SmallDrawnSweep {
  static final int SEED = 20;

  private final MrioTable table;
  private final SatelliteAccount account;

  SmallDrawnSweep(MrioTable table) {
    this.table = table;
    this.account = table.satellites().getFirst();
  }

  MrioTable table() {
    return table;
  }

  /** Every {@code step}-th row and column of a matrix, as one block. */
  ResolvedAction.Perturb perturb(
      Action.What what,
      CellDraws.By by,
      Distribution distribution,
      double cv,
      Action.Kept keep,
      int step) {
    int n = table.axes().n();
    int height = what == Action.What.F ? account.stressors().size() : n;
    int width = what == Action.What.Y ? table.axes().regionalColumns() : n;
    boolean[] columns = every(width, step);
    var block =
        CellDraws.of(
            distribution,
            by,
            0,
            every(height, Math.min(step, 2)),
            Arrays.copyOf(columns, what == Action.What.Y ? table.axes().m() : n),
            distribution.ofCv(cv));
    return new ResolvedAction.Perturb(
        what,
        List.of(block),
        keep,
        SEED,
        100 * what.ordinal() + by.ordinal(),
        new Amount.Variable(Action.Perturb.DRAW));
  }

  private static boolean[] every(int size, int step) {
    var in = new boolean[size];
    for (int i = 0; i < size; i += step) {
      in[i] = true;
    }
    return in;
  }

  /** All cells of a matrix, each with a log-normal factor of its own. */
  ResolvedAction.Perturb cells(Action.What what, double cv) {
    return perturb(what, CellDraws.By.CELL, Distribution.LOG_NORMAL, cv, Action.Kept.NONE, 1);
  }

  static Design draws(int count) {
    return new Design(
        List.of(Action.Perturb.DRAW),
        IntStream.range(0, count).mapToObj(d -> new double[] {d}).toArray(double[][]::new));
  }

  static List<Response> responses() {
    return List.of(
        response(Response.Quantity.TOTAL, false),
        response(Response.Quantity.D_CBA, false, "region"),
        response(Response.Quantity.D_CBA, false, "category", "region"),
        response(Response.Quantity.D_CBA, false, "region", "producing-sector"),
        response(Response.Quantity.D_PBA, false, "region"),
        response(Response.Quantity.FLOWS, false, "region", "region"),
        response(Response.Quantity.VALUE_ADDED, false, "region"),
        response(Response.Quantity.OUTPUT, true, "producing-sector"));
  }

  /** With all {@link #responses}. */
  SweepModel model(List<ResolvedLever> levers, Design design) throws IOException {
    return SmallSweep.model(table, levers, design, responses());
  }

  /**
   * How far two ways to a response of one scenario may be apart, relative to its largest value.
   *
   * <p>Multipliers with a backward error of n·eps, or twice that where the error stalls below
   * 16·n·eps, are off by κ = cond₁(I−A_b) times as much: at most 16·n·eps·κ; the plain solution and
   * sums of n·m products add n·eps·κ + n·m·eps. With n = 30, m = 18 and κ = 10 that is 1.3e-12.
   */
  double close(SweepModel model, int distinct) throws IOException, ScenarioFailure {
    int n = table.axes().n();
    return n * Math.ulp(1.0) * (17 * condition(model, distinct) + table.axes().m());
  }

  /** A bound of cond₁(I−A_b): A with the draws of Z of one scenario, literally. */
  private double condition(SweepModel model, int distinct) throws IOException, ScenarioFailure {
    try (var arena = Arena.ofShared()) {
      var state = new PlainState(table, account, Optional.of(arena));
      ScenarioValues values = model.values(distinct);
      for (ResolvedLever lever : model.levers()) {
        if (values.acts(lever)
            && lever.action() instanceof ResolvedAction.Perturb drawn
            && drawn.what() == Action.What.Z) {
          new PlainPerturb(state, table.x()).apply(lever, drawn, values);
        }
      }
      return Scenarios.condition(table.axes().n(), state::a);
    }
  }
}
