package wassily.scenario;

import java.io.IOException;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;

/** Levers of input coefficients and of trade, literally (the sweep file's section on semantics). */
final class PlainCoefficients {
  private final MrioTable table;
  private final PlainState state;
  private final TableAxes axes;

  PlainCoefficients(MrioTable table, PlainState state) {
    this.table = table;
    this.state = state;
    this.axes = state.axes;
  }

  void apply(ResolvedLever lever, ResolvedAction.OfCoefficients action, ScenarioValues values)
      throws ScenarioFailure, IOException {
    switch (action) {
      case ResolvedAction.CoefficientScale scale -> scale(lever, scale, values.of(scale.factor()));
      case ResolvedAction.InputSubstitution s ->
          substitute(lever, s, values.of(s.fraction()), values.of(s.ratio()));
      case ResolvedAction.TradeShift shift -> shift(lever, shift, values.of(shift.fraction()));
    }
  }

  private void scale(ResolvedLever lever, ResolvedAction.CoefficientScale action, double factor)
      throws ScenarioFailure {
    for (int j : action.users()) {
      for (int i : action.suppliers()) {
        double before = state.a(i, j);
        double after = factor * before;
        state.setA(i, j, after, lever);
        if (action.residualValueAdded()) {
          state.valueAdded[j] -= after - before;
        }
      }
    }
  }

  private void substitute(
      ResolvedLever lever, ResolvedAction.InputSubstitution action, double fraction, double ratio)
      throws ScenarioFailure, IOException {
    int[] from = rowsOf(action.from());
    int[] to = rowsOf(action.to());
    for (int j : action.users()) {
      Column column = new Coefficient(j, lever);
      int user = j / axes.sectors().size();
      move(lever, column, from, to, fraction, ratio, i -> totalUse(i, user));
    }
  }

  private void shift(ResolvedLever lever, ResolvedAction.TradeShift action, double fraction)
      throws ScenarioFailure, IOException {
    for (int p : action.products()) {
      int[] from = rowsOf(action.from(), p);
      int[] to = rowsOf(action.to(), p);
      for (int j : action.users()) {
        move(lever, new Coefficient(j, lever), from, to, fraction, 1, i -> table.x()[i]);
      }
      for (int j : action.demandColumns()) {
        move(lever, new Demand(j, lever), from, to, fraction, 1, i -> table.x()[i]);
      }
    }
  }

  /**
   * Takes the fraction out of the cells {@code from} of one column and spreads ratio times what was
   * taken over its cells {@code to}: by what stands there, else by the weights.
   */
  private void move(
      ResolvedLever lever,
      Column column,
      int[] from,
      int[] to,
      double fraction,
      double ratio,
      Weight otherwise)
      throws ScenarioFailure, IOException {
    for (int i : from) {
      requireNotNegative(lever, column, i);
    }
    for (int i : to) {
      requireNotNegative(lever, column, i);
    }
    double moved = 0;
    for (int i : from) {
      moved += fraction * column.get(i);
    }
    if (moved == 0) {
      return;
    }
    var weights = new double[to.length];
    double sum = 0;
    for (int at = 0; at < to.length; at++) {
      weights[at] = column.get(to[at]);
      sum += weights[at];
    }
    if (sum == 0) {
      for (int at = 0; at < to.length; at++) {
        weights[at] = otherwise.of(to[at]);
        requireWeight(lever, column, to[at], weights[at]);
        sum += weights[at];
      }
    }
    if (sum == 0) {
      throw new ScenarioFailure(
          lever.name(),
          "%s has nothing there to share the moved input by, nor has its region"
              .formatted(column.label()));
    }
    for (int i : from) {
      column.set(i, column.get(i) * (1 - fraction));
    }
    for (int at = 0; at < to.length; at++) {
      column.set(to[at], column.get(to[at]) + ratio * moved * weights[at] / sum);
    }
  }

  private void requireNotNegative(ResolvedLever lever, Column column, int i)
      throws ScenarioFailure {
    if (column.get(i) < 0) {
      throw new ScenarioFailure(
          lever.name(),
          "%s takes %s of %s: a negative cell cannot be moved or shared by"
              .formatted(column.label(), column.get(i), axes.rowLabel(i)));
    }
  }

  private void requireWeight(ResolvedLever lever, Column column, int i, double weight)
      throws ScenarioFailure {
    if (weight < 0) {
      throw new ScenarioFailure(
          lever.name(),
          "%s would be given inputs in proportion to %s of %s, which is negative"
              .formatted(column.label(), weight, axes.rowLabel(i)));
    }
  }

  /** {@code Σ_{j∈user} Z₀[i,j] + Σ_c Y₀[i,(user,c)]}. */
  private double totalUse(int i, int user) throws IOException {
    var row = HostMatrix.of(new double[axes.n()]);
    table.z().read(i, row);
    double sum = 0;
    for (int p = 0; p < axes.sectors().size(); p++) {
      sum += row.get(0, axes.row(user, p));
    }
    for (int c = 0; c < axes.categories().size(); c++) {
      sum += table.y().get(i, axes.column(user, c));
    }
    return sum;
  }

  /** The sectors' rows in all regions. */
  private int[] rowsOf(int[] sectors) {
    var rows = new int[axes.regions().size() * sectors.length];
    int at = 0;
    for (int r = 0; r < axes.regions().size(); r++) {
      for (int p : sectors) {
        rows[at++] = axes.row(r, p);
      }
    }
    return rows;
  }

  /** One sector's rows in some regions. */
  private int[] rowsOf(int[] regions, int sector) {
    var rows = new int[regions.length];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = axes.row(regions[at], sector);
    }
    return rows;
  }

  /** What a supplier's share is taken from when the column itself has none. */
  @FunctionalInterface
  private interface Weight {
    double of(int i) throws IOException;
  }

  /** A column of A or of Y. */
  private sealed interface Column {
    double get(int i);

    void set(int i, double value) throws ScenarioFailure;

    String label();
  }

  private final class Coefficient implements Column {
    private final int j;
    private final ResolvedLever lever;

    private Coefficient(int j, ResolvedLever lever) {
      this.j = j;
      this.lever = lever;
    }

    @Override
    public double get(int i) {
      return state.a(i, j);
    }

    @Override
    public void set(int i, double value) throws ScenarioFailure {
      state.setA(i, j, value, lever);
    }

    @Override
    public String label() {
      return axes.rowLabel(j);
    }
  }

  private final class Demand implements Column {
    private final int j;
    private final ResolvedLever lever;

    private Demand(int j, ResolvedLever lever) {
      this.j = j;
      this.lever = lever;
    }

    @Override
    public double get(int i) {
      return state.y[i][j];
    }

    @Override
    public void set(int i, double value) throws ScenarioFailure {
      state.setY(i, j, value, lever);
    }

    @Override
    public String label() {
      return axes.columnLabel(j);
    }
  }
}
