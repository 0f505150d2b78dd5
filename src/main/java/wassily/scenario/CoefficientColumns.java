package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;

/**
 * The columns of A that levers may change, and what regions use of every product, from one pass
 * over Z.
 */
final class CoefficientColumns {
  private final Map<Integer, double[]> columns = new HashMap<>();

  /** By region: {@code Σ_{j∈g} Z[i,j] + Σ_c Y[i,(g,c)]}; empty when no lever asks. */
  private final double[][] use;

  /** Whether a cell of Z is negative; known only when Z was read. */
  private boolean anyNegative;

  private CoefficientColumns(double[][] use) {
    this.use = use;
  }

  /**
   * Reads what the levers need.
   *
   * @param users columns that may change
   * @param levers those that may act
   */
  static CoefficientColumns read(MrioTable table, Set<Integer> users, List<ResolvedLever> levers)
      throws IOException {
    TableAxes axes = table.axes();
    boolean substitutes =
        levers.stream().anyMatch(l -> l.action() instanceof ResolvedAction.InputSubstitution);
    int n = axes.n();
    int regions = substitutes ? axes.regions().size() : 0;
    var found = new CoefficientColumns(new double[regions][n]);
    if (users.isEmpty()) {
      return found;
    }
    users.forEach(j -> found.columns.put(j, new double[n]));
    long height = table.z().preferredRows();
    try (var arena = Arena.ofConfined()) {
      var panel = HostMatrix.allocate(arena, height, n);
      var row = new double[n];
      for (long first = 0; first < n; first += height) {
        HostMatrix now = panel.panel(0, Math.min(height, n - first));
        table.z().read(first, now);
        for (int i = 0; i < now.rows(); i++) {
          now.getRow(i, row);
          found.take(table, (int) first + i, row);
        }
      }
    }
    return found;
  }

  private void take(MrioTable table, int i, double[] z) {
    for (double cell : z) {
      anyNegative |= cell < 0;
    }
    columns.forEach((j, a) -> a[i] = table.x()[j] == 0 ? 0 : z[j] / table.x()[j]);
    TableAxes axes = table.axes();
    int sectors = axes.sectors().size();
    for (int g = 0; g < use.length; g++) {
      double sum = 0;
      for (int p = 0; p < sectors; p++) {
        sum += z[g * sectors + p];
      }
      for (int c = 0; c < axes.categories().size(); c++) {
        sum += table.y().get(i, axes.column(g, c));
      }
      use[g][i] = sum;
    }
  }

  /** A[:,j] of the baseline; not to be written to. */
  double[] column(int j) {
    return columns.get(j);
  }

  /** What a region uses of every product in the baseline. */
  double[] use(int region) {
    return use[region];
  }

  /** Whether A has a negative cell, so that L'·1 ≥ 0 proves nothing. */
  boolean anyNegative() {
    return anyNegative;
  }

  /** How many columns may change. */
  int size() {
    return columns.size();
  }

  /** The columns that may change, ascending. */
  int[] users() {
    return columns.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
