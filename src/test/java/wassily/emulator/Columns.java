package wassily.emulator;

import java.util.Random;

/**
 * A column-major matrix with a leading dimension, and the naive loops the emulator is checked
 * against.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param ld distance of two columns in {@code values}, at least {@code rows}
 * @param values the elements
 */
record Columns(int rows, int columns, int ld, double[] values) {
  /** Rounding unit of a double. */
  static final double EPS = 0x1p-53;

  /** What stands between two columns; whoever writes there is found out. */
  static final double BETWEEN = -77;

  static Columns random(Random random, int rows, int columns, int ld) {
    var values = new double[ld * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % ld < rows ? random.nextDouble(-1, 1) : BETWEEN;
    }
    return new Columns(rows, columns, ld, values);
  }

  /** A diagonal larger than the sum of the others of its row or column: needs no pivots. */
  static Columns dominant(Random random, int n, int ld) {
    var m = random(random, n, n, ld);
    for (int i = 0; i < n; i++) {
      m.values[i + i * ld] = n + 2;
    }
    return m;
  }

  double at(int i, int j) {
    return values[i + j * ld];
  }

  double at(boolean transposed, int i, int j) {
    return transposed ? at(j, i) : at(i, j);
  }

  Columns with(double[] other) {
    return new Columns(rows, columns, ld, other);
  }

  /** The largest sum of magnitudes in a row. */
  double norm() {
    double largest = 0;
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += Math.abs(at(i, j));
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  /** Whether nothing was written between the columns. */
  boolean gapsIntact() {
    for (int i = 0; i < values.length; i++) {
      if (i % ld >= rows && values[i] != BETWEEN) {
        return false;
      }
    }
    return true;
  }

  /**
   * Largest |op(A)·op(B)·α + β·C − result| over what rounding may do: each side adds k + 1 products
   * with at most k + 3 roundings each, so the two differ by 2·(k + 3)·eps·(|α||A||B| + |β||C|).
   * Above 1, or NaN, is wrong.
   */
  static double excess(
      double alpha,
      boolean ta,
      Columns a,
      boolean tb,
      Columns b,
      double beta,
      Columns c,
      Columns result) {
    int k = ta ? a.rows : a.columns;
    double worst = 0;
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        double sum = beta * c.at(i, j);
        double size = Math.abs(sum);
        for (int l = 0; l < k; l++) {
          double product = alpha * a.at(ta, i, l) * b.at(tb, l, j);
          sum += product;
          size += Math.abs(product);
        }
        double difference = Math.abs(sum - result.at(i, j)) / (2 * (k + 3) * EPS * size);
        worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
      }
    }
    return worst;
  }

  /**
   * Backward error ‖op(A)·X − B‖ / (‖A‖‖X‖ + ‖B‖) over 16·n·eps, the project's bound for solves.
   * Above 1, or NaN, is wrong.
   */
  static double residual(boolean ta, Columns a, Columns x, Columns b) {
    double worst = 0;
    for (int i = 0; i < x.rows; i++) {
      double row = 0;
      for (int j = 0; j < x.columns; j++) {
        double sum = -b.at(i, j);
        for (int l = 0; l < a.rows; l++) {
          sum += a.at(ta, i, l) * x.at(l, j);
        }
        row += Math.abs(sum);
      }
      worst = Double.isNaN(row) ? Double.POSITIVE_INFINITY : Math.max(worst, row);
    }
    return worst / ((a.norm() * x.norm() + b.norm()) * 16 * a.rows * EPS);
  }

  /** Only a triangle, ones on its diagonal if unit; what the others hold must not matter. */
  Columns triangle(boolean upper, boolean unit) {
    var kept = new double[values.length];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        boolean inside = upper ? i < j : i > j;
        kept[i + j * ld] = i == j ? (unit ? 1 : at(i, j)) : inside ? at(i, j) : 0;
      }
    }
    return with(kept);
  }
}
