package wassily.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a table can produce its own inputs: ρ(A) &lt; 1.
 *
 * <p>For A ≥ 0 this holds exactly when the column sums of L are all ≥ 1 (method, section 5), which
 * costs one right-hand side and names the region-sectors where it fails.
 *
 * @param spectralRadius an estimate of ρ(A) = 1 − 1/λ, λ the dominant eigenvalue of L by power
 *     iteration
 * @param iterations how many products with L it took
 * @param unproductive the positions where the column sum of L is below 1
 */
record Productivity(double spectralRadius, int iterations, List<Integer> unproductive) {
  private static final int MOST_ITERATIONS = 60;

  /** λ settles to 5 digits, which are more than the certificate shows. */
  private static final double SETTLED = 1e-6;

  static Productivity of(LeontiefSystem system) {
    double[] sums = system.columnSumsOfL();
    // The column sums carry the solve's rounding: relative n·eps of a number near 1.
    double rounding = 16.0 * sums.length * Math.ulp(1.0);
    var below = new ArrayList<Integer>();
    for (int j = 0; j < sums.length; j++) {
      if (!(sums[j] >= 1 - rounding)) {
        below.add(j);
      }
    }
    double[] v = new double[sums.length];
    Arrays.fill(v, 1);
    double lambda = 1;
    int step = 0;
    while (step < MOST_ITERATIONS) {
      double[] u = system.applyL(v);
      step++;
      double next = dot(v, u) / dot(v, v);
      double size = Math.sqrt(dot(u, u));
      for (int i = 0; i < u.length; i++) {
        v[i] = u[i] / size;
      }
      boolean settled = Math.abs(next - lambda) <= SETTLED * Math.abs(next);
      lambda = next;
      if (settled) {
        break;
      }
    }
    return new Productivity(1 - 1 / lambda, step, List.copyOf(below));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
