package wassily.scenario;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;

/**
 * What a lever cannot do to the baseline, whatever the values of the variables: an error of the
 * file. A state that other levers have made is judged scenario by scenario.
 */
final class BaselineChecks {
  private final MrioTable table;
  private final TableAxes axes;
  private double[] demand;

  BaselineChecks(MrioTable table) {
    this.table = table;
    this.axes = table.axes();
  }

  /**
   * Refuses demand that is not positive and cells that are negative where a lever shares by them.
   */
  void check(ResolvedLever lever) throws IOException {
    switch (lever.action()) {
      case ResolvedAction.DemandShift a -> {
        int[] all = IntStream.range(0, axes.categories().size()).toArray();
        for (int r : a.regions()) {
          requirePositive(lever, r, "final demand", all);
          requirePositive(lever, r, "demand of the categories it is taken from", a.from());
          if (a.remainder() == Action.Remainder.REALLOCATE) {
            requirePositive(lever, r, "demand of the categories it goes to", a.to());
          }
        }
      }
      case ResolvedAction.DemandLift a -> {
        int[] all = IntStream.range(0, axes.categories().size()).toArray();
        for (int r : a.regions()) {
          requirePositive(lever, r, "final demand", all);
        }
      }
      case ResolvedAction.InputSubstitution a -> {
        for (int r = 0; r < axes.regions().size(); r++) {
          requireNotNegative(lever, r, a.from(), a.users());
          requireNotNegative(lever, r, a.to(), a.users());
        }
      }
      case ResolvedAction.TradeShift a -> {
        for (int r : IntStream.concat(Arrays.stream(a.from()), Arrays.stream(a.to())).toArray()) {
          requireNotNegative(lever, r, a.products(), a.users());
          requireDemandNotNegative(lever, r, a);
        }
      }
      default -> {} // scaling and lowering can be done to anything
    }
  }

  /** Totals of the columns of Y. */
  private double[] demand() {
    if (demand == null) {
      demand = new double[axes.m()];
      var row = new double[demand.length];
      for (int i = 0; i < axes.n(); i++) {
        table.y().getRow(i, row);
        for (int c = 0; c < row.length; c++) {
          demand[c] += row[c];
        }
      }
    }
    return demand;
  }

  private void requirePositive(ResolvedLever lever, int region, String what, int[] categories) {
    double sum = 0;
    for (int c : categories) {
      sum += demand()[axes.column(region, c)];
    }
    if (!(sum > 0)) {
      throw lever
          .where()
          .refusal(
              "lever %s: %s of %s is %s, expected more than 0; leave the region out"
                  .formatted(lever.name(), what, axes.regions().get(region).name(), sum));
    }
  }

  private void requireNotNegative(ResolvedLever lever, int region, int[] sectors, int[] users)
      throws IOException {
    if (users.length == 0) {
      return;
    }
    var row = HostMatrix.of(new double[axes.n()]);
    for (int p : sectors) {
      int i = axes.row(region, p);
      table.z().read(i, row);
      for (int j : users) {
        // The sign of A = Z/x, where there is an A.
        if (row.get(0, j) * Math.signum(table.x()[j]) < 0) {
          throw refusal(lever, i, axes.rowLabel(j), row.get(0, j));
        }
      }
    }
  }

  private void requireDemandNotNegative(
      ResolvedLever lever, int region, ResolvedAction.TradeShift a) {
    for (int p : a.products()) {
      int i = axes.row(region, p);
      for (int j : a.demandColumns()) {
        if (table.y().get(i, j) < 0) {
          throw refusal(lever, i, axes.columnLabel(j), table.y().get(i, j));
        }
      }
    }
  }

  private RuntimeException refusal(ResolvedLever lever, int i, String user, double found) {
    return lever
        .where()
        .refusal(
            "lever %s: %s uses %s of %s, and a negative cell cannot be moved or shared by; leave it out"
                .formatted(lever.name(), user, found, axes.rowLabel(i)));
  }
}
