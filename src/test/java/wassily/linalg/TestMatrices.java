package wassily.linalg;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;

/** Matrices with a seed, plain arithmetic on them, and the norms of the error bounds. */
final class TestMatrices {
  private TestMatrices() {}

  /** Numbers in [−1, 1). */
  static HostMatrix random(long rows, long columns, long seed) {
    var random = new SplittableRandom(seed);
    var m = HostMatrix.allocate(Arena.ofAuto(), rows, columns);
    for (long i = 0; i < rows; i++) {
      for (long j = 0; j < columns; j++) {
        m.set(i, j, 2 * random.nextDouble() - 1);
      }
    }
    return m;
  }

  static HostMatrix identity(int n) {
    var m = HostMatrix.allocate(Arena.ofAuto(), n, n);
    for (int i = 0; i < n; i++) {
      m.set(i, i, 1);
    }
    return m;
  }

  static HostMatrix product(HostMatrix a, HostMatrix b) {
    var c = HostMatrix.allocate(Arena.ofAuto(), a.rows(), b.columns());
    for (long i = 0; i < a.rows(); i++) {
      for (long j = 0; j < b.columns(); j++) {
        double sum = 0;
        for (long k = 0; k < a.columns(); k++) {
          sum += a.get(i, k) * b.get(k, j);
        }
        c.set(i, j, sum);
      }
    }
    return c;
  }

  static HostMatrix minus(HostMatrix a, HostMatrix b) {
    var c = HostMatrix.allocate(Arena.ofAuto(), a.rows(), a.columns());
    for (long i = 0; i < a.rows(); i++) {
      for (long j = 0; j < a.columns(); j++) {
        c.set(i, j, a.get(i, j) - b.get(i, j));
      }
    }
    return c;
  }

  static HostMatrix absolute(HostMatrix a) {
    var c = HostMatrix.allocate(Arena.ofAuto(), a.rows(), a.columns());
    for (long i = 0; i < a.rows(); i++) {
      for (long j = 0; j < a.columns(); j++) {
        c.set(i, j, Math.abs(a.get(i, j)));
      }
    }
    return c;
  }

  static HostMatrix transposed(HostMatrix a) {
    var c = HostMatrix.allocate(Arena.ofAuto(), a.columns(), a.rows());
    for (long i = 0; i < a.rows(); i++) {
      for (long j = 0; j < a.columns(); j++) {
        c.set(j, i, a.get(i, j));
      }
    }
    return c;
  }

  /** ‖A‖∞; NaN when there is one in A. */
  static double norm(HostMatrix a) {
    double norm = 0;
    for (long i = 0; i < a.rows(); i++) {
      double sum = 0;
      for (double x : a.row(i)) {
        sum += Math.abs(x);
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }

  /**
   * The largest normwise backward error of the columns of X: ‖b − Mx‖ / (‖M‖‖x‖ + ‖b‖), in the
   * ∞-norm.
   */
  static double backwardError(HostMatrix m, HostMatrix x, HostMatrix b) {
    var residual = minus(b, product(m, x));
    double largest = 0;
    double normM = norm(m);
    for (long j = 0; j < b.columns(); j++) {
      double error = max(residual.column(j)) / (normM * max(x.column(j)) + max(b.column(j)));
      largest = Math.max(largest, error);
    }
    return largest;
  }

  private static double max(double[] v) {
    double largest = 0;
    for (double x : v) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }
}
