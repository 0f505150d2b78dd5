package wassily.scenario;

import java.util.Arrays;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.LargeCells;

/**
 * The largest cells of a matrix as a sparse one: thirty for each row hold 98 % of what a generated
 * A of order 2,520 holds in its squares, and 95 % of L's (ten: 90 and 79 %).
 */
final class LargestCells {
  private static final int PER_ROW = 30;

  /** Halvings of the threshold's interval on a logarithmic scale from 1e-8 to 1e4. */
  private static final int STEPS = 24;

  private final int width;
  private final long[] at;
  private final int[] rows;
  private final int[] columns;
  private final boolean[] diagonal;

  private LargestCells(int width, long[] at) {
    this.width = width;
    this.at = at;
    this.diagonal = new boolean[width];
    this.rows = Arrays.stream(at).mapToInt(cell -> (int) (cell / width)).toArray();
    this.columns = Arrays.stream(at).mapToInt(cell -> (int) (cell % width)).toArray();
    for (int k = 0; k < at.length; k++) {
      diagonal[rows[k]] |= rows[k] == columns[k];
    }
  }

  /** Whether the cell (j, j) is among them. */
  boolean hasDiagonal(int j) {
    return diagonal[j];
  }

  /**
   * Finds them.
   *
   * @param scale factors of the columns that make cells comparable
   */
  static LargestCells of(Backend backend, DeviceMatrix m, double[] scale) {
    int n = scale.length;
    var ones = new double[n];
    Arrays.fill(ones, 1);
    long most = (long) PER_ROW * n;
    double low = Math.log(1e-8);
    double high = Math.log(1e4);
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      boolean fits = backend.largeCells(ones, m, scale, Math.exp(middle), 0, 1).found() <= most;
      high = fits ? middle : high;
      low = fits ? low : middle;
    }
    LargeCells found =
        backend.largeCells(ones, m, scale, Math.exp(high), 0, Math.toIntExact(Math.max(1, most)));
    return new LargestCells(n, found.cells());
  }

  /** Their values in a matrix of the same shape. */
  double[] values(Backend backend, DeviceMatrix m) {
    return backend.cells(m, at);
  }

  /**
   * A row times the sparse matrix.
   *
   * @param values of the cells
   */
  double[] multiply(double[] row, double[] values) {
    var product = new double[width];
    for (int k = 0; k < at.length; k++) {
      product[columns[k]] += row[rows[k]] * values[k];
    }
    return product;
  }
}
