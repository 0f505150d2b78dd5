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

  /**
   * M₀ of a productive table: no positive element off the diagonal, a third of them zero, and row
   * sums, which are final demand, of at least 1.
   */
  static HostMatrix productive(int n, long seed) {
    var random = new SplittableRandom(seed);
    var m = HostMatrix.allocate(Arena.ofAuto(), n, n);
    for (int i = 0; i < n; i++) {
      double sum = 1 + random.nextDouble();
      for (int j = 0; j < n; j++) {
        double z = Math.max(0, random.nextDouble() - 1.0 / 3);
        m.set(i, j, j == i ? 0 : 0 - z);
        sum += j == i ? 0 : z;
      }
      m.set(i, i, sum);
    }
    return m;
  }

  /** Elements of both signs, each diagonal element larger than the others of its row together. */
  static HostMatrix dominant(int n, long seed) {
    var m = random(n, n, seed);
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (double x : m.row(i)) {
        sum += Math.abs(x);
      }
      m.set(i, i, (i % 3 == 0 ? -1 : 1) * (1 + sum));
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
    var rows = new double[Math.toIntExact(b.rows())][];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = b.row(k);
    }
    for (long i = 0; i < a.rows(); i++) {
      double[] left = a.row(i);
      var sum = new double[Math.toIntExact(b.columns())];
      for (int k = 0; k < rows.length; k++) {
        for (int j = 0; j < sum.length; j++) {
          sum[j] += left[k] * rows[k][j];
        }
      }
      c.setRow(i, sum);
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
