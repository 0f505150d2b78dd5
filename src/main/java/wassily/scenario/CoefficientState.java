package wassily.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;

/** The columns of A that levers change, as the levers of one scenario leave them. */
final class CoefficientState {
  private final MrioTable table;
  private final TableAxes axes;
  private final CoefficientColumns baseline;

  /** Column of A → its cells; only those that a lever has touched. */
  private final Map<Integer, double[]> changed = new HashMap<>();

  /** Column of A → what its value-added coefficients absorb. */
  private final Map<Integer, Double> absorbed = new HashMap<>();

  CoefficientState(MrioTable table, CoefficientColumns baseline) {
    this.table = table;
    this.axes = table.axes();
    this.baseline = baseline;
  }

  /** Applies a lever that acts. */
  void apply(ResolvedLever lever, ScenarioValues values) throws ScenarioFailure {
    switch (lever.action()) {
      case ResolvedAction.CoefficientScale a -> scale(a, values.of(a.factor()));
      case ResolvedAction.InputSubstitution a ->
          substitute(lever, a, values.of(a.fraction()), values.of(a.ratio()));
      case ResolvedAction.TradeShift a -> shift(lever, a, values.of(a.fraction()));
      default -> {}
    }
  }

  private double[] column(int j) {
    return changed.computeIfAbsent(j, _ -> baseline.column(j).clone());
  }

  private void scale(ResolvedAction.CoefficientScale a, double factor) {
    for (int j : a.users()) {
      double[] column = column(j);
      double added = 0;
      for (int i : a.suppliers()) {
        added += (factor - 1) * column[i];
        column[i] *= factor;
      }
      if (a.residualValueAdded()) {
        absorbed.merge(j, added, Double::sum);
      }
    }
  }

  private void substitute(
      ResolvedLever lever, ResolvedAction.InputSubstitution a, double fraction, double ratio)
      throws ScenarioFailure {
    int[] from = rowsOf(a.from());
    int[] to = rowsOf(a.to());
    for (int j : a.users()) {
      double[] column = column(j);
      requireNoNegative(lever, column, j, from);
      requireNoNegative(lever, column, j, to);
      double moved = fraction * sum(column, from);
      if (moved == 0) {
        continue;
      }
      double[] shares = shares(column, to);
      if (shares == null) {
        shares = shares(baseline.use(j / axes.sectors().size()), to);
      }
      if (shares == null) {
        throw new ScenarioFailure(
            lever.name(),
            "%s and its region use nothing of what is to take over".formatted(axes.rowLabel(j)));
      }
      multiply(column, from, 1 - fraction);
      for (int k = 0; k < to.length; k++) {
        column[to[k]] += ratio * moved * shares[k];
      }
    }
  }

  private void shift(ResolvedLever lever, ResolvedAction.TradeShift a, double fraction)
      throws ScenarioFailure {
    for (int j : a.users()) {
      double[] column = column(j);
      for (int p : a.products()) {
        int[] from = Arrays.stream(a.from()).map(r -> axes.row(r, p)).toArray();
        int[] to = Arrays.stream(a.to()).map(r -> axes.row(r, p)).toArray();
        requireNoNegative(lever, column, j, from);
        requireNoNegative(lever, column, j, to);
        double moved = fraction * sum(column, from);
        if (moved == 0) {
          continue;
        }
        double[] shares = shares(column, to);
        if (shares == null) {
          shares = shares(table.x(), to);
        }
        if (shares == null) {
          throw new ScenarioFailure(
              lever.name(),
              "%s takes no %s from the regions it is to come from, and these deliver none"
                  .formatted(axes.rowLabel(j), axes.sectors().get(p).name()));
        }
        multiply(column, from, 1 - fraction);
        for (int k = 0; k < to.length; k++) {
          column[to[k]] += moved * shares[k];
        }
      }
    }
  }

  private int[] rowsOf(int[] sectors) {
    var rows = new ArrayList<Integer>();
    for (int r = 0; r < axes.regions().size(); r++) {
      for (int p : sectors) {
        rows.add(axes.row(r, p));
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private void requireNoNegative(ResolvedLever lever, double[] column, int j, int[] rows)
      throws ScenarioFailure {
    for (int i : rows) {
      if (column[i] < 0) {
        throw new ScenarioFailure(
            lever.name(),
            "A[%s, %s] is negative, which cannot be moved"
                .formatted(axes.rowLabel(i), axes.rowLabel(j)));
      }
    }
  }

  private static double sum(double[] column, int[] rows) {
    double sum = 0;
    for (int i : rows) {
      sum += column[i];
    }
    return sum;
  }

  private static void multiply(double[] column, int[] rows, double factor) {
    for (int i : rows) {
      column[i] *= factor;
    }
  }

  /** Shares of the sum; null when it is 0. */
  private static double[] shares(double[] of, int[] rows) {
    double sum = sum(of, rows);
    if (IntStream.of(rows).anyMatch(i -> of[i] < 0)) {
      return null;
    }
    return sum == 0 ? null : Arrays.stream(rows).mapToDouble(i -> of[i] / sum).toArray();
  }

  /**
   * What the scenario changes: the columns that levers have touched, in the rows that they may
   * change. A cell that is as it was has a difference of 0; to look for these would cost more than
   * to multiply with them.
   *
   * @param rows the rows that levers may change, ascending
   */
  CoefficientChange change(int[] rows) {
    int[] columns = changed.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    var now = new double[columns.length][];
    var before = new double[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      now[c] = changed.get(columns[c]);
      before[c] = baseline.column(columns[c]);
    }
    return new CoefficientChange(columns, rows, now, before, Map.copyOf(absorbed));
  }

  /**
   * ΔA.
   *
   * @param columns users whose column may change, ascending
   * @param rows suppliers whose cells in these may change, ascending
   * @param now the changed columns of A'
   * @param before the same columns of A
   * @param absorbed user → what its value-added coefficients lose
   */
  record CoefficientChange(
      int[] columns, int[] rows, double[][] now, double[][] before, Map<Integer, Double> absorbed) {
    boolean isNone() {
      return columns.length == 0;
    }

    /** ΔA[rows, column] of one of the columns. */
    private double[] delta(int column, double[] into) {
      double[] after = now[column];
      double[] from = before[column];
      for (int r = 0; r < rows.length; r++) {
        into[r] = after[rows[r]] - from[rows[r]];
      }
      return into;
    }

    /** Puts ΔA[rows,columns]ᵀ in a matrix of as many rows as columns change. */
    void fillTransposed(HostMatrix into) {
      var delta = new double[rows.length];
      for (int c = 0; c < columns.length; c++) {
        into.setRow(c, delta(c, delta));
      }
    }

    /** Σ_i ΔA[i,j] + Δv[j] of each column: what a unit of output takes beyond a unit. */
    double[] beyondOutput() {
      var beyond = new double[columns.length];
      var delta = new double[rows.length];
      for (int c = 0; c < columns.length; c++) {
        for (double cell : delta(c, delta)) {
          beyond[c] += cell;
        }
        beyond[c] -= absorbed.getOrDefault(columns[c], 0.0);
      }
      return beyond;
    }

    /** Puts ΔA[:,columns] in a matrix of zeros with all n rows. */
    void fill(HostMatrix into) {
      var delta = new double[rows.length];
      for (int c = 0; c < columns.length; c++) {
        delta(c, delta);
        for (int r = 0; r < rows.length; r++) {
          into.set(rows[r], c, delta[r]);
        }
      }
    }
  }

  /** Levers of A among all. */
  static List<ResolvedLever> levers(List<ResolvedLever> all) {
    return all.stream()
        .filter(
            l ->
                switch (l.action()) {
                  case ResolvedAction.TradeShift a -> a.users().length > 0;
                  case ResolvedAction.OfCoefficients _ -> true;
                  default -> false;
                })
        .toList();
  }
}
