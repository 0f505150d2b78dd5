package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import wassily.label.PrimaryInput;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * All that levers change, in full: S, F_Y, Y, the value-added coefficients, and A where a lever
 * changes it. Starts as the baseline.
 */
final class PlainState {
  final TableAxes axes;

  /** Stressor per money; [k][i], and by consumer s once a lever made it depend on s. */
  private final double[][][] s;

  /** [k][(s,c)], stressor. */
  final double[][] fY;

  /** [i][(s,c)], money. */
  final double[][] y;

  /** v[j], money per money: all rows of value added over x, 0 where x = 0. */
  final double[] valueAdded;

  /** v[j] + Σ_i A[i,j] of the baseline, where A is kept. */
  private final double[] taken;

  private final Optional<HostMatrix> a;
  private boolean coefficientsChanged;

  /**
   * The baseline.
   *
   * @param table the table
   * @param account F and F_Y
   * @param coefficients where A is kept when levers may change it, empty to leave it in the file
   * @throws IOException when Z cannot be read
   */
  PlainState(MrioTable table, SatelliteAccount account, Optional<Arena> coefficients)
      throws IOException {
    axes = table.axes();
    int n = axes.n();
    double[] x = table.x();
    s = new double[account.stressors().size()][n][1];
    fY = new double[s.length][];
    for (int k = 0; k < s.length; k++) {
      double[] f = account.f().row(k);
      for (int i = 0; i < n; i++) {
        s[k][i][0] = x[i] == 0 ? 0 : f[i] / x[i];
      }
      fY[k] = account.fY().row(k);
    }
    y = new double[n][];
    for (int i = 0; i < n; i++) {
      y[i] = table.y().row(i);
    }
    valueAdded = new double[n];
    for (int v = 0; v < table.primaryInputs().size(); v++) {
      if (table.primaryInputs().get(v).kind() == PrimaryInput.Kind.VALUE_ADDED) {
        double[] row = table.v().row(v);
        for (int j = 0; j < n; j++) {
          valueAdded[j] += x[j] == 0 ? 0 : row[j] / x[j];
        }
      }
    }
    if (coefficients.isPresent()) {
      var all = HostMatrix.allocate(coefficients.get(), n, n);
      new CoefficientSource(table).read(0, all);
      a = Optional.of(all);
    } else {
      a = Optional.empty();
    }
    taken = taken();
  }

  /** v[j] + Σ_i A[i,j]. */
  private double[] taken() {
    var sums = new PlainSums(axes.n());
    var row = new double[axes.n()];
    for (int i = 0; a.isPresent() && i < row.length; i++) {
      a.get().getRow(i, row);
      for (int j = 0; j < row.length; j++) {
        sums.add(j, row[j]);
      }
    }
    for (int j = 0; j < row.length; j++) {
      sums.add(j, valueAdded[j]);
    }
    return sums.values();
  }

  /** Σ_i ΔA[i,j] + Δv[j]: what a unit of output takes beyond the baseline's unit. */
  double[] beyondOutput() {
    double[] now = taken();
    for (int j = 0; j < now.length; j++) {
      now[j] -= taken[j];
    }
    return now;
  }

  int stressors() {
    return s.length;
  }

  /** Whether S depends on who consumes. */
  boolean byConsumer() {
    return s.length > 0 && s[0].length > 0 && s[0][0].length > 1;
  }

  /** S[k,i] for consumer s. */
  double intensity(int k, int i, int consumer) {
    return s[k][i][s[k][i].length == 1 ? 0 : consumer];
  }

  /** S[k,i], a number for each consumer when it depends on them, otherwise one: to be changed. */
  double[] intensities(int k, int i) {
    return s[k][i];
  }

  /** From now on S is held for every consumer. */
  void spreadOverConsumers() {
    if (byConsumer()) {
      return;
    }
    for (double[][] stressor : s) {
      for (int i = 0; i < stressor.length; i++) {
        double same = stressor[i][0];
        stressor[i] = new double[axes.consumers()];
        Arrays.fill(stressor[i], same);
      }
    }
  }

  /** Y[i,j] ← value; a cell that turns negative fails the scenario. */
  void setY(int i, int j, double value, ResolvedLever lever) throws ScenarioFailure {
    if (value < 0 && !(y[i][j] < 0)) {
      throw new ScenarioFailure(
          lever.name(),
          "final demand of %s for %s falls from %s to %s"
              .formatted(axes.columnLabel(j), axes.rowLabel(i), y[i][j], value));
    }
    y[i][j] = value;
  }

  /** A[i,j]. */
  double a(int i, int j) {
    return a.orElseThrow().get(i, j);
  }

  /** A[i,j] ← value; a cell that turns negative fails the scenario. */
  void setA(int i, int j, double value, ResolvedLever lever) throws ScenarioFailure {
    double before = a(i, j);
    if (value < 0 && !(before < 0)) {
      throw new ScenarioFailure(
          lever.name(),
          "the input coefficient of %s from %s falls from %s to %s"
              .formatted(axes.rowLabel(j), axes.rowLabel(i), before, value));
    }
    a.orElseThrow().set(i, j, value);
    coefficientsChanged = true;
  }

  /** A', where a lever may have changed it. */
  Optional<HostMatrix> coefficients() {
    return a;
  }

  /** Whether a lever wrote to A. */
  boolean coefficientsChanged() {
    return coefficientsChanged;
  }

  /** Totals of the columns of Y. */
  double[] columnTotals() {
    var totals = new double[axes.m()];
    for (double[] row : y) {
      for (int j = 0; j < totals.length; j++) {
        totals[j] += row[j];
      }
    }
    return totals;
  }
}
