package wassily.linalg;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The 1-norm of a matrix that is known only by its products, such as an inverse of which one has
 * the factors.
 *
 * <p>Hager's method with Higham's refinements, as in LAPACK's dlacn2 (N. J. Higham, FORTRAN codes
 * for estimating the one-norm of a real or complex matrix, ACM TOMS 14, 1988): at most 5 products
 * with B and 5 with Bᵀ, and one more with B. The estimate is never above the norm but for rounding,
 * and rarely below a third of it. For a matrix without negative elements, as a Leontief inverse, it
 * is the norm itself: the first product with Bᵀ then gives all column sums.
 */
public final class OneNormEstimate {
  /** dlacn2's ITMAX. */
  private static final int MOST_STEPS = 5;

  private final int n;
  private final UnaryOperator<double[]> times;
  private final UnaryOperator<double[]> transposedTimes;

  private OneNormEstimate(
      int n, UnaryOperator<double[]> times, UnaryOperator<double[]> transposedTimes) {
    this.n = n;
    this.times = times;
    this.transposedTimes = transposedTimes;
  }

  /**
   * Estimates ‖B‖₁ = max_j Σ_i |B[i,j]|.
   *
   * @param n order of B, ≥ 0
   * @param times v → B·v; may overwrite v
   * @param transposedTimes v → Bᵀ·v; may overwrite v
   * @return a lower bound of the norm; NaN when a product holds one; 0 for n = 0
   */
  public static double of(
      int n, UnaryOperator<double[]> times, UnaryOperator<double[]> transposedTimes) {
    return n == 0 ? 0 : new OneNormEstimate(n, times, transposedTimes).estimate();
  }

  private double estimate() {
    double[] y = times.apply(filled(1.0 / n));
    double norm = sum(y);
    if (n == 1 || Double.isNaN(norm)) {
      return norm;
    }
    double[] signs = signs(y);
    int column = largest(transposedTimes.apply(signs.clone()));
    for (int step = 2; step <= MOST_STEPS; step++) {
      y = times.apply(unit(column));
      double before = norm;
      norm = sum(y);
      double[] next = signs(y);
      if (Double.isNaN(norm) || Arrays.equals(next, signs)) {
        break;
      }
      if (norm <= before) {
        norm = before;
        break;
      }
      signs = next;
      double[] z = transposedTimes.apply(signs.clone());
      int last = column;
      column = largest(z);
      if (z[last] == Math.abs(z[column])) {
        break;
      }
    }
    // Defends against matrices on which the steps above stop too early.
    double alternating = 2 * sum(times.apply(alternating())) / (3.0 * n);
    return Double.isNaN(norm) ? norm : Math.max(norm, alternating);
  }

  private double[] filled(double value) {
    var v = new double[n];
    Arrays.fill(v, value);
    return v;
  }

  private double[] unit(int at) {
    var v = new double[n];
    v[at] = 1;
    return v;
  }

  /** 1, −(1 + 1/(n−1)), 1 + 2/(n−1), … ±2. */
  private double[] alternating() {
    var v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = (i % 2 == 0 ? 1 : -1) * (1 + i / (n - 1.0));
    }
    return v;
  }

  private static double sum(double[] v) {
    double s = 0;
    for (double x : v) {
      s += Math.abs(x);
    }
    return s;
  }

  /** 1 for zero. */
  private static double[] signs(double[] v) {
    var s = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      s[i] = v[i] < 0 ? -1 : 1;
    }
    return s;
  }

  /** The first of the largest absolute values. */
  private static int largest(double[] v) {
    int at = 0;
    for (int i = 1; i < v.length; i++) {
      if (Math.abs(v[i]) > Math.abs(v[at])) {
        at = i;
      }
    }
    return at;
  }
}
