package wassily.scenario;

import java.util.stream.IntStream;
import wassily.label.TableAxes;

/** Demand levers, literally (the sweep file's section on semantics; method, section 3.8). */
final class PlainDemand {
  private final PlainState state;
  private final TableAxes axes;

  PlainDemand(PlainState state) {
    this.state = state;
    this.axes = state.axes;
  }

  void apply(ResolvedLever lever, ResolvedAction.OfDemand action, ScenarioValues values)
      throws ScenarioFailure {
    double[] before = state.columnTotals();
    switch (action) {
      case ResolvedAction.DemandScale scale -> scale(lever, scale, values.of(scale.factor()));
      case ResolvedAction.DemandShift shift -> shift(lever, shift, values.of(shift.share()));
      case ResolvedAction.DemandLift lift ->
          lift(lever, lift, values.of(lift.perCapita()), values.of(lever.when()));
      case ResolvedAction.DemandCells cells -> cells(lever, cells, values.of(cells.factor()));
    }
    if (!action.directFixed()) {
      direct(before, state.columnTotals());
    }
  }

  private void scale(ResolvedLever lever, ResolvedAction.DemandScale action, double factor)
      throws ScenarioFailure {
    for (int i : action.rows()) {
      for (int j : action.columns()) {
        state.setY(i, j, factor * state.y[i][j], lever);
      }
    }
  }

  /** K' = share·D, or share·(D−K)/(1−share); {@code from} × K'/K, {@code to} × (H+K−K')/H. */
  private void shift(ResolvedLever lever, ResolvedAction.DemandShift action, double share)
      throws ScenarioFailure {
    for (int r : action.regions()) {
      double d = total(r, allCategories());
      double k = total(r, action.from());
      require(lever, r, "final demand", d);
      require(lever, r, "demand of the categories it is taken from", k);
      double target;
      switch (action.remainder()) {
        case REALLOCATE -> {
          double h = total(r, action.to());
          require(lever, r, "demand of the categories it goes to", h);
          target = share * d;
          if (k / d > share) {
            scaleColumns(lever, r, action.to(), (h + k - target) / h);
          }
        }
        case CUT -> {
          target = share * (d - k) / (1 - share);
          if (k / d > share) {
            require(lever, r, "demand of the categories that stay", d - k);
          }
        }
        default -> throw new IllegalArgumentException("remainder " + action.remainder());
      }
      if (k / d > share) {
        scaleColumns(lever, r, action.from(), target / k);
      }
    }
  }

  /** D' = D + when·max(0, floor − D); all columns × D'/D. */
  private void lift(
      ResolvedLever lever, ResolvedAction.DemandLift action, double perCapita, double when)
      throws ScenarioFailure {
    for (int r : action.regions()) {
      double d = total(r, allCategories());
      require(lever, r, "final demand", d);
      double floor = perCapita * action.population()[r] / action.unit();
      double lifted = d + when * Math.max(0, floor - d);
      scaleColumns(lever, r, allCategories(), lifted / d);
    }
  }

  private void cells(ResolvedLever lever, ResolvedAction.DemandCells action, double factor)
      throws ScenarioFailure {
    for (int at = 0; at < action.values().length; at++) {
      int i = action.rows()[at];
      int j = action.columns()[at];
      double y = state.y[i][j];
      double value = action.values()[at];
      state.setY(i, j, action.set() ? y + factor * (value - y) : y + factor * value, lever);
    }
  }

  /** F_Y' = F_Y·t'/t; where t = 0 it stays. */
  private void direct(double[] before, double[] after) {
    for (double[] row : state.fY) {
      for (int j = 0; j < row.length; j++) {
        if (before[j] != 0) {
          row[j] *= after[j] / before[j];
        }
      }
    }
  }

  private int[] allCategories() {
    return IntStream.range(0, axes.categories().size()).toArray();
  }

  private double total(int region, int[] categories) {
    double sum = 0;
    for (int i = 0; i < axes.n(); i++) {
      for (int c : categories) {
        sum += state.y[i][axes.column(region, c)];
      }
    }
    return sum;
  }

  private void scaleColumns(ResolvedLever lever, int region, int[] categories, double factor)
      throws ScenarioFailure {
    for (int i = 0; i < axes.n(); i++) {
      for (int c : categories) {
        int j = axes.column(region, c);
        state.setY(i, j, factor * state.y[i][j], lever);
      }
    }
  }

  private void require(ResolvedLever lever, int region, String what, double total)
      throws ScenarioFailure {
    if (!(total > 0)) {
      throw new ScenarioFailure(
          lever.name(),
          "%s of %s is %s, it has to be > 0"
              .formatted(what, axes.regions().get(region).name(), total));
    }
  }
}
