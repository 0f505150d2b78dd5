package wassily.scenario;

import java.util.Arrays;
import java.util.stream.IntStream;
import wassily.label.TableAxes;

/**
 * Final demand of one scenario: coefficients of the parts of a {@link DemandBasis}, and factors of
 * F_Y, as the levers leave them one after the other.
 */
final class DemandState {
  private final TableAxes axes;
  private final DemandBasis basis;
  private final double[] coefficients;

  /** By regional column: what F_Y is multiplied by. */
  private final double[] direct;

  DemandState(TableAxes axes, DemandBasis basis, double[] baseline) {
    this.axes = axes;
    this.basis = basis;
    this.coefficients = baseline.clone();
    this.direct = new double[axes.regionalColumns()];
    Arrays.fill(direct, 1);
  }

  /** Coefficients of the parts. */
  double[] coefficients() {
    return coefficients;
  }

  /** Factors of F_Y by regional column. */
  double[] direct() {
    return direct;
  }

  /**
   * Applies a lever that acts.
   *
   * @param number the lever's position in the file
   */
  void apply(int number, ResolvedLever lever, ScenarioValues values) throws ScenarioFailure {
    switch (lever.action()) {
      case ResolvedAction.DemandScale a -> {
        double factor = values.of(a.factor());
        for (int column : a.columns()) {
          change(
              column,
              a.directFixed(),
              () -> {
                if (a.rows().length == axes.n()) {
                  multiplyColumn(column, factor);
                } else {
                  multiply(basis.inRows(new DemandBasis.Rows(number, column, 0)), factor);
                }
              });
        }
      }
      case ResolvedAction.DemandShift a -> shift(lever, a, values.of(a.share()));
      case ResolvedAction.DemandLift a ->
          lift(lever, a, values.of(a.perCapita()), values.of(lever.when()));
      case ResolvedAction.DemandCells a -> cells(number, lever, a, values.of(a.factor()));
      case ResolvedAction.TradeShift a -> trade(number, lever, a, values.of(a.fraction()));
      default -> {}
    }
  }

  private void shift(ResolvedLever lever, ResolvedAction.DemandShift a, double share)
      throws ScenarioFailure {
    for (int r : a.regions()) {
      double d = demand(r);
      double k = demand(r, a.from());
      double h = demand(r, a.to());
      requirePositive(lever, r, "demand", d);
      requirePositive(lever, r, "demand of the categories that shrink", k);
      boolean reallocated = a.remainder() == Action.Remainder.REALLOCATE;
      if (reallocated) {
        requirePositive(lever, r, "demand of the categories that grow", h);
      }
      if (k / d <= share) {
        continue;
      }
      if (!reallocated) {
        requirePositive(lever, r, "demand of the categories that stay", d - k);
      }
      double left = reallocated ? share * d : share * (d - k) / (1 - share);
      scaleColumns(r, a.from(), left / k, a.directFixed());
      if (reallocated) {
        scaleColumns(r, a.to(), (h + k - left) / h, a.directFixed());
      }
    }
  }

  private void lift(ResolvedLever lever, ResolvedAction.DemandLift a, double floor, double when)
      throws ScenarioFailure {
    int[] all = IntStream.range(0, axes.categories().size()).toArray();
    for (int r : a.regions()) {
      double d = demand(r);
      requirePositive(lever, r, "demand", d);
      double lifted = d + when * Math.max(0, floor * a.population()[r] / a.unit() - d);
      if (lifted != d) {
        scaleColumns(r, all, lifted / d, a.directFixed());
      }
    }
  }

  private void cells(int number, ResolvedLever lever, ResolvedAction.DemandCells a, double factor)
      throws ScenarioFailure {
    double[] before = coefficients.clone();
    int[] columns = Arrays.stream(a.columns()).sorted().distinct().toArray();
    for (int column : columns) {
      var rows = new DemandBasis.Rows(number, column, 0);
      change(
          column,
          a.directFixed(),
          () -> {
            if (a.set()) {
              multiply(basis.inRows(rows), 1 - factor);
            }
            for (int p : basis.added(rows)) {
              coefficients[p] += factor;
            }
          });
    }
    requireNoNewNegative(lever, a, before);
  }

  /** Only what is added can turn a cell negative: factors are 0 or more. */
  private void requireNoNewNegative(
      ResolvedLever lever, ResolvedAction.DemandCells a, double[] before) throws ScenarioFailure {
    for (int k = 0; k < a.rows().length; k++) {
      if (a.values()[k] < 0) {
        double now = cell(a.rows()[k], a.columns()[k], coefficients);
        if (now < 0 && cell(a.rows()[k], a.columns()[k], before) >= 0) {
          throw new ScenarioFailure(
              lever.name(),
              "Y[%s, %s] becomes %s"
                  .formatted(axes.rowLabel(a.rows()[k]), axes.columnLabel(a.columns()[k]), now));
        }
      }
    }
  }

  private double cell(int row, int column, double[] with) {
    double sum = 0;
    for (int p : whole(column)) {
      sum += with[p] * basis.value(p, row);
    }
    return sum;
  }

  private void trade(int number, ResolvedLever lever, ResolvedAction.TradeShift a, double fraction)
      throws ScenarioFailure {
    for (int column : a.demandColumns()) {
      for (int p = 0; p < a.products().length; p++) {
        int[] from = basis.inRows(new DemandBasis.Rows(number, column, 2 * p));
        var gaining = new DemandBasis.Rows(number, column, 2 * p + 1);
        int[] to = basis.inRows(gaining);
        requireNoNegativeCell(lever, column, from);
        requireNoNegativeCell(lever, column, to);
        double moved = fraction * total(from);
        if (moved == 0) {
          continue;
        }
        double there = total(to);
        multiply(from, 1 - fraction);
        if (there > 0) {
          multiply(to, 1 + moved / there);
          continue;
        }
        int[] deliveries = basis.added(gaining);
        if (total(deliveries, basis) == 0) {
          throw new ScenarioFailure(
              lever.name(),
              "%s takes no %s from the regions it is to come from, and these deliver none"
                  .formatted(axes.columnLabel(column), axes.sectors().get(a.products()[p]).name()));
        }
        for (int q : deliveries) {
          coefficients[q] += moved;
        }
      }
    }
  }

  private static double total(int[] list, DemandBasis basis) {
    return Arrays.stream(list).mapToDouble(p -> basis.total(p)).sum();
  }

  private void requireNoNegativeCell(ResolvedLever lever, int column, int[] list)
      throws ScenarioFailure {
    for (int p : list) {
      double[] values = basis.part(p).values();
      for (int k = 0; k < values.length; k++) {
        if (coefficients[p] * values[k] < 0) {
          throw new ScenarioFailure(
              lever.name(),
              "Y[%s, %s] is negative, which cannot be shifted"
                  .formatted(axes.rowLabel(basis.part(p).rows()[k]), axes.columnLabel(column)));
        }
      }
    }
  }

  private void requirePositive(ResolvedLever lever, int region, String what, double value)
      throws ScenarioFailure {
    if (!(value > 0)) {
      throw new ScenarioFailure(
          lever.name(),
          "%s: %s is %s, expected more than 0"
              .formatted(axes.regions().get(region).name(), what, value));
    }
  }

  private void scaleColumns(int region, int[] categories, double factor, boolean directFixed) {
    for (int c : categories) {
      int column = axes.column(region, c);
      change(column, directFixed, () -> multiplyColumn(column, factor));
    }
  }

  /** Changes a column, and F_Y with its total. */
  private void change(int column, boolean directFixed, Runnable work) {
    if (directFixed || column >= direct.length) {
      work.run();
      return;
    }
    double before = total(column);
    work.run();
    if (before != 0) {
      direct[column] *= total(column) / before;
    }
  }

  private int[] whole(int column) {
    return IntStream.range(basis.first(column), basis.first(column + 1)).toArray();
  }

  private void multiplyColumn(int column, double factor) {
    for (int p = basis.first(column); p < basis.first(column + 1); p++) {
      coefficients[p] *= factor;
    }
  }

  private void multiply(int[] list, double factor) {
    for (int p : list) {
      coefficients[p] *= factor;
    }
  }

  private double total(int[] list) {
    double sum = 0;
    for (int p : list) {
      sum += coefficients[p] * basis.total(p);
    }
    return sum;
  }

  private double total(int column) {
    double sum = 0;
    for (int p = basis.first(column); p < basis.first(column + 1); p++) {
      sum += coefficients[p] * basis.total(p);
    }
    return sum;
  }

  private double demand(int region, int[] categories) {
    double sum = 0;
    for (int c : categories) {
      sum += total(axes.column(region, c));
    }
    return sum;
  }

  private double demand(int region) {
    double sum = 0;
    for (int c = 0; c < axes.categories().size(); c++) {
      sum += total(axes.column(region, c));
    }
    return sum;
  }
}
