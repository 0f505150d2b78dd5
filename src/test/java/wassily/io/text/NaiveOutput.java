package wassily.io.text;

import wassily.linalg.HostMatrix;

/** Gaussian elimination with row pivoting, as plain as can be: the tests' {@link OutputSolver}. */
final class NaiveOutput {
  private NaiveOutput() {}

  static double[] solve(HostMatrix a, double[] y) {
    int n = y.length;
    var m = new double[n][];
    for (int i = 0; i < n; i++) {
      m[i] = a.row(i);
      for (int j = 0; j < n; j++) {
        m[i][j] = (i == j ? 1 : 0) - m[i][j];
      }
    }
    double[] x = y.clone();
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(m[i][k]) > Math.abs(m[best][k])) {
          best = i;
        }
      }
      double[] row = m[k];
      m[k] = m[best];
      m[best] = row;
      double value = x[k];
      x[k] = x[best];
      x[best] = value;
      for (int i = k + 1; i < n; i++) {
        double f = m[i][k] / m[k][k];
        for (int j = k; j < n; j++) {
          m[i][j] -= f * m[k][j];
        }
        x[i] -= f * x[k];
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int j = k + 1; j < n; j++) {
        x[k] -= m[k][j] * x[j];
      }
      x[k] /= m[k][k];
    }
    return x;
  }
}
