package wassily.account;

import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;

/**
 * Residuals of the output by consumer, {@code y − M₀·x}: a panel of rows of Z gives the same rows
 * of all residuals.
 */
final class ColumnResiduals {
  private final HostMatrix x;
  private final HostMatrix y;
  private final double[] output;
  private final int[] mixed;
  private final double[] residual;
  private final double[] solution;
  private final double[] right;
  private double component;

  ColumnResiduals(HostMatrix x, HostMatrix y, double[] output) {
    this.x = x;
    this.y = y;
    this.output = output;
    int columns = Math.toIntExact(x.columns());
    residual = new double[columns];
    solution = new double[columns];
    right = new double[columns];
    var negative = new boolean[columns];
    var row = new double[columns];
    for (int i = 0; i < x.rows(); i++) {
      x.getRow(i, row);
      for (int c = 0; c < columns; c++) {
        negative[c] |= row[c] < 0;
      }
    }
    mixed = IntStream.range(0, columns).filter(c -> negative[c]).toArray();
  }

  /** Columns of X with a negative element: for the others |Z||x| is Z·x when Z ≥ 0. */
  int[] mixedColumns() {
    return mixed;
  }

  /**
   * Takes the rows of a panel.
   *
   * @param first the first row
   * @param from the first column of X that zx stands for
   * @param zx Z·X without the diagonal of Z, for consecutive columns of X
   * @param absolute |Z|·|X| for some columns
   * @param which the columns of X that {@code absolute} stands for; zx does for the others
   */
  void take(int first, int from, HostMatrix zx, HostMatrix absolute, int[] which, FlowSums sums) {
    int columns = Math.toIntExact(zx.columns());
    var product = new double[columns];
    var some = new double[which.length];
    var size = new double[columns];
    var solved = new double[residual.length];
    var asked = new double[residual.length];
    for (int p = 0; p < zx.rows(); p++) {
      int i = first + p;
      zx.getRow(p, product);
      System.arraycopy(product, 0, size, 0, columns);
      absolute.getRow(p, some);
      for (int c = 0; c < which.length; c++) {
        size[which[c] - from] = some[c];
      }
      x.getRow(i, solved);
      y.getRow(i, asked);
      double diagonal = sums.diagonalOfM0(i);
      double d = output[i] == 0 ? 1 : Math.abs(output[i]);
      for (int c = from; c < from + columns; c++) {
        double own = diagonal * solved[c];
        double r = Math.abs(asked[c] - own + product[c - from]);
        double whole = Math.abs(own) + size[c - from] + Math.abs(asked[c]);
        component = Math.max(component, Ratios.of(r, whole));
        residual[c] = Math.max(residual[c], r);
        solution[c] = Math.max(solution[c], d * Math.abs(solved[c]));
        right[c] = Math.max(right[c], Math.abs(asked[c]));
      }
    }
  }

  /** The errors, after all panels. */
  ResidualPass.Errors errors(FlowSums sums) {
    double norm = 0;
    double normInfinity = sums.normInfinity();
    for (int c = 0; c < residual.length; c++) {
      norm = Math.max(norm, Ratios.of(residual[c], normInfinity * solution[c] + right[c]));
    }
    return new ResidualPass.Errors(component, norm);
  }
}
