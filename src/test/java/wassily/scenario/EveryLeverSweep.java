package wassily.scenario;

import static wassily.scenario.SmallSweep.lever;
import static wassily.scenario.SmallSweep.response;
import static wassily.scenario.SmallSweep.rows;
import static wassily.scenario.SmallSweep.variable;

import java.util.List;
import java.util.SplittableRandom;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * A sweep with every kind of lever that the device serves, overlapping on purpose, and every kind
 * of response.
 */
final class EveryLeverSweep {
  private static final List<String> VARIABLES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  private final MrioTable table;
  private final SatelliteAccount account;
  private final int[] all;

  /** Of {@link SmallSweep#table()}: the levers name rows of it. */
  EveryLeverSweep(MrioTable table) {
    this.table = table;
    this.account = table.satellites().getFirst();
    this.all = SmallSweep.all(table);
  }

  List<ResolvedLever> levers() {
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
            new ResolvedAction.DemandScale(rows(4, 5, 6), all, variable("d"), false)),
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

  List<ResolvedLever> withoutIntensities() {
    return levers().stream()
        .filter(l -> !(l.action() instanceof ResolvedAction.OfIntensity))
        .toList();
  }

  private double[][] benchmark(int from, int count, double share) {
    var benchmark = new double[account.stressors().size()][count];
    for (int k = 0; k < benchmark.length; k++) {
      for (int c = 0; c < count; c++) {
        double x = table.x()[from + c];
        benchmark[k][c] = x == 0 ? 0 : share * account.f().get(k, from + c) / x;
      }
    }
    return benchmark;
  }

  /** 40 scenarios; a quarter leave A alone, a quarter share one change of it. */
  static Design design() {
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

  static List<Response> responses() {
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
}
