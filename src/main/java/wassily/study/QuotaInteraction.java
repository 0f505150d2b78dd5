package wassily.study;

import java.lang.foreign.Arena;
import java.util.List;
import wassily.account.LeontiefSystem;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.ResolvedAction;
import wassily.scenario.ResolvedLever;
import wassily.table.MrioTable;

/**
 * What technology and demand take away from each other when both change: {@code (S − S')·L·(Y −
 * Y')·1}, so that {@code quota(joint) = quota(technology) + quota(demand) − interaction} exactly
 * (method, section 3.8).
 *
 * <p>S' and Y' are made here from the levers' definitions, and L·(Y−Y')·1 by a solve of its own:
 * nothing of the sweep is used, so that the identity checks it.
 */
public final class QuotaInteraction {
  private QuotaInteraction() {}

  /**
   * Computes the interaction.
   *
   * @param system the factorized table
   * @param f emissions of production, n, stressor
   * @param levers of the technology and the demand scenario, with fixed amounts
   * @return stressor; 0 when one of the two is missing
   */
  public static double of(LeontiefSystem system, double[] f, List<ResolvedLever> levers) {
    MrioTable table = system.table();
    var saved = new double[f.length];
    var lessDemand = new double[f.length];
    for (ResolvedLever lever : levers) {
      switch (lever.action()) {
        case ResolvedAction.IntensityBenchmark b -> addSaved(table.x(), f, b, saved);
        case ResolvedAction.DemandShift d -> addLessDemand(table, d, lessDemand);
        default ->
            throw new IllegalArgumentException(lever.name() + " is no lever of a mitigation");
      }
    }
    var columns = HostMatrix.allocate(Arena.ofAuto(), lessDemand.length, 1);
    for (int i = 0; i < lessDemand.length; i++) {
      columns.set(i, 0, lessDemand[i]);
    }
    system.solve(columns);
    double sum = 0;
    for (int i = 0; i < saved.length; i++) {
      // saved = 0 where x = 0; elsewhere (L·ΔY·1)[i] = x[i]·X[i].
      sum += saved[i] == 0 ? 0 : saved[i] * table.x()[i] * columns.get(i, 0);
    }
    return sum;
  }

  /** S − S'. */
  private static void addSaved(
      double[] x, double[] f, ResolvedAction.IntensityBenchmark b, double[] saved) {
    double strength = fixed(b.strength());
    for (int at = 0; at < b.rows().length; at++) {
      int i = b.rows()[at];
      double s = x[i] == 0 ? 0 : f[i] / x[i];
      saved[i] += strength * Math.max(0, s - b.benchmark()[0][at]);
    }
  }

  /** (Y − Y')·1. */
  private static void addLessDemand(
      MrioTable table, ResolvedAction.DemandShift d, double[] lessDemand) {
    TableAxes axes = table.axes();
    double share = fixed(d.share());
    for (int r : d.regions()) {
      double whole = 0;
      double k = 0;
      double h = 0;
      for (int c = 0; c < axes.categories().size(); c++) {
        double total = total(table, axes.column(r, c));
        whole += total;
        k += contains(d.from(), c) ? total : 0;
        h += contains(d.to(), c) ? total : 0;
      }
      if (k / whole <= share) {
        continue;
      }
      boolean reallocate = d.remainder() == Action.Remainder.REALLOCATE;
      double less = reallocate ? share * whole : share * (whole - k) / (1 - share);
      for (int c = 0; c < axes.categories().size(); c++) {
        double factor =
            contains(d.from(), c)
                ? less / k
                : reallocate && contains(d.to(), c) ? (h + k - less) / h : 1;
        for (int i = 0; factor != 1 && i < lessDemand.length; i++) {
          lessDemand[i] += (1 - factor) * table.y().get(i, axes.column(r, c));
        }
      }
    }
  }

  private static double total(MrioTable table, int column) {
    double sum = 0;
    for (double v : table.y().column(column)) {
      sum += v;
    }
    return sum;
  }

  private static boolean contains(int[] positions, int wanted) {
    for (int p : positions) {
      if (p == wanted) {
        return true;
      }
    }
    return false;
  }

  private static double fixed(Amount amount) {
    if (amount instanceof Amount.Fixed f) {
      return f.value();
    }
    throw new IllegalArgumentException(amount + " is not fixed");
  }
}
