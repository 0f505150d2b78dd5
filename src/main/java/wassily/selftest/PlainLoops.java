package wassily.selftest;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/** The same arithmetic in the plainest way, as the oracle; and matrices with a seed. */
final class PlainLoops {
  private PlainLoops() {}

  /** Numbers in [−1, 1): interchanges are needed. */
  static double[][] random(int rows, int columns, long seed) {
    var random = new SplittableRandom(seed);
    var m = new double[rows][columns];
    for (double[] row : m) {
      for (int j = 0; j < columns; j++) {
        row[j] = 2 * random.nextDouble() - 1;
      }
    }
    return m;
  }

  /**
   * Like M₀ = x̂ − Z of a table: off the diagonal in (−1, 0], the diagonal n, so strictly dominant
   * by rows and columns; no interchange is needed.
   */
  static double[][] leontief(int n, long seed) {
    var random = new SplittableRandom(seed);
    var m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = i == j ? n : -random.nextDouble();
      }
    }
    return m;
  }

  static double[][] identity(int n) {
    var m = new double[n][n];
    for (int i = 0; i < n; i++) {
      m[i][i] = 1;
    }
    return m;
  }

  /** A·B, the innermost loop along rows so that it is fast enough for n = 520. */
  static double[][] product(double[][] a, double[][] b) {
    int columns = b.length == 0 ? 0 : b[0].length;
    var c = new double[a.length][columns];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        double by = a[i][k];
        for (int j = 0; j < columns; j++) {
          c[i][j] += by * b[k][j];
        }
      }
    }
    return c;
  }

  static double[][] absolute(double[][] a) {
    var c = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      c[i] = a[i].clone();
      for (int j = 0; j < c[i].length; j++) {
        c[i][j] = Math.abs(c[i][j]);
      }
    }
    return c;
  }

  static double[][] transposed(double[][] a) {
    var t = new double[a.length == 0 ? 0 : a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < t.length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  /** ‖A‖∞; NaN when there is one in A. */
  static double norm(double[][] a) {
    double norm = 0;
    for (double[] row : a) {
      double sum = 0;
      for (double v : row) {
        sum += Math.abs(v);
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }

  /** The largest ‖b − M·x‖ / (‖M‖‖x‖ + ‖b‖) over the columns of B, in the ∞-norm. */
  static double backwardError(double[][] m, double[][] x, double[][] b) {
    double[][] mx = product(m, x);
    double norm = norm(m);
    double largest = 0;
    for (int j = 0; j < b[0].length; j++) {
      double residual = 0;
      double size = 0;
      double right = 0;
      for (int i = 0; i < b.length; i++) {
        residual = Math.max(residual, Math.abs(b[i][j] - mx[i][j]));
        size = Math.max(size, Math.abs(x[i][j]));
        right = Math.max(right, Math.abs(b[i][j]));
      }
      largest = Math.max(largest, residual / (norm * size + right));
    }
    return largest;
  }

  /**
   * Solves M·X = B by elimination with partial pivoting.
   *
   * @param m n × n, overwritten
   * @param b n × k, overwritten by X
   */
  static void solve(double[][] m, double[][] b) {
    int n = m.length;
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k + 1; i < n; i++) {
        best = Math.abs(m[i][k]) > Math.abs(m[best][k]) ? i : best;
      }
      swap(m, k, best);
      swap(b, k, best);
      for (int i = k + 1; i < n; i++) {
        double factor = m[i][k] / m[k][k];
        subtract(m[i], factor, m[k]);
        subtract(b[i], factor, b[k]);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int j = 0; j < b[k].length; j++) {
        b[k][j] /= m[k][k];
      }
      for (int i = 0; i < k; i++) {
        subtract(b[i], m[i][k], b[k]);
      }
    }
  }

  private static void swap(double[][] m, int i, int j) {
    double[] kept = m[i];
    m[i] = m[j];
    m[j] = kept;
  }

  private static void subtract(double[] from, double factor, double[] row) {
    for (int j = 0; j < row.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  /** How many elements are not the same number; 0 and −0 are one number, NaN is no number. */
  static long different(double[][] expected, double[][] found) {
    long count = 0;
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        count += expected[i][j] == found[i][j] ? 0 : 1;
      }
    }
    return count;
  }

  static double[][] download(DeviceMatrix m) {
    try (var arena = Arena.ofShared()) {
      var host = HostMatrix.allocate(arena, m.shape().rows(), m.shape().columns());
      // What is not overwritten must not look like a result.
      host.segment().fill((byte) 0xff);
      m.download(host);
      return rows(host);
    }
  }

  static double[][] rows(HostMatrix host) {
    var rows = new double[Math.toIntExact(host.rows())][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = host.row(i);
    }
    return rows;
  }
}
