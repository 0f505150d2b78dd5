package wassily.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import wassily.account.Sums;
import wassily.scenario.SobolIndices.Estimate;

/**
 * Estimates Sobol indices from the values of a response in all rows of Saltelli's design.
 *
 * <p>With f_A, f_B, f_i the values in the rows of A, B and AB_i, centred by their mean over A and
 * B, and V their variance there (Saltelli et al. 2010, table 2):
 *
 * <pre>
 * S_i = Σ f_B·(f_i − f_A) / (N·V)        Saltelli 2010, estimator (b)
 * T_i = Σ (f_A − f_i)² / (2·N·V)         Jansen 1999, estimator (f)
 * </pre>
 *
 * <p>Intervals are percentiles of the same estimators over samples q drawn anew with replacement
 * (Efron &amp; Tibshirani 1993; Archer, Saltelli &amp; Sobol' 1997), all rows of a sample together.
 * The draws are the same for every response and cell, and the same numbers for the same seed. They
 * take the samples for independent; points of Sobol's sequence lie more evenly, so the intervals
 * are rather too wide.
 */
public final class SobolEstimator {
  /**
   * A standard deviation below this share of the largest number of the same stressor in the
   * response is rounding: solves and sums leave 16·n·eps at most, 5e-11 for n = 13,146, and mostly
   * a hundredth of that.
   */
  public static final double ROUNDING = 1e-12;

  private final SaltelliDesign design;
  private final double tail;

  /**
   * How often replicate r draws sample q. A count of 128, where a byte ends, has a probability
   * below 1/128! ≈ 10⁻²¹⁵.
   */
  private final byte[][] draws;

  /**
   * Draws the replicates.
   *
   * @param design which row is which
   * @param replicates B of the bootstrap, at least 2
   * @param confidence of the intervals, between 0 and 1
   * @param seed of the draws
   */
  public SobolEstimator(SaltelliDesign design, int replicates, double confidence, long seed) {
    if (replicates < 2 || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("%d replicates, %s".formatted(replicates, confidence));
    }
    this.design = design;
    this.tail = (1 - confidence) / 2;
    int n = design.samples();
    draws = new byte[replicates][n];
    var random = new SplittableRandom(seed);
    for (byte[] counts : draws) {
      for (int q = 0; q < n; q++) {
        counts[random.nextInt(n)]++;
      }
    }
  }

  /**
   * The indices of one number.
   *
   * @param f its value in every row of the design, none NaN
   * @param rounding a standard deviation up to here is no variation: the size of the numbers that f
   *     comes from times their relative rounding
   * @return the indices, NaN where f is constant
   */
  public SobolIndices of(double[] f, double rounding) {
    int n = design.samples();
    int d = design.variables();
    double mean = 0;
    for (int q = 0; q < n; q++) {
      mean += (f[design.a(q)] + f[design.b(q)]) / (2.0 * n);
    }
    var terms = new Terms(f, mean);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    var value = new double[2 * d];
    double variance = terms.indices(ones, value);
    double sd = Math.sqrt(Math.max(0, variance) * 2 * n / (2.0 * n - 1));
    double centre = mean + terms.offset();
    if (!(sd > rounding)) {
      var none = Collections.nCopies(d, Estimate.NONE);
      return new SobolIndices(centre, sd, true, none, none);
    }
    double[][] replicates = replicates(terms);
    var first = new ArrayList<Estimate>();
    var total = new ArrayList<Estimate>();
    for (int i = 0; i < d; i++) {
      first.add(estimate(value[i], replicates[i]));
      total.add(estimate(value[d + i], replicates[d + i]));
    }
    return new SobolIndices(centre, sd, false, first, total);
  }

  /** [index][replicate]. A replicate without variance says nothing: left out. */
  private double[][] replicates(Terms terms) {
    int d = design.variables();
    var all = new double[2 * d][draws.length];
    var weights = new double[design.samples()];
    var value = new double[2 * d];
    int kept = 0;
    for (byte[] counts : draws) {
      for (int q = 0; q < weights.length; q++) {
        weights[q] = counts[q];
      }
      if (terms.indices(weights, value) > 0) {
        for (int i = 0; i < value.length; i++) {
          all[i][kept] = value[i];
        }
        kept++;
      }
    }
    for (int i = 0; i < all.length; i++) {
      all[i] = Arrays.copyOf(all[i], kept);
    }
    return all;
  }

  private Estimate estimate(double value, double[] replicates) {
    var ones = new long[replicates.length];
    Arrays.fill(ones, 1);
    double[] ends = new ExactQuantiles(ones).of(replicates, new double[] {tail, 1 - tail});
    return new Estimate(value, ends[0], ends[1]);
  }

  /** What the estimators add up over the samples. */
  private final class Terms {
    /** f_A + f_B. */
    private final double[] sum;

    /** f_A² + f_B². */
    private final double[] squares;

    /** f_B·(f_i − f_A) by variable, then (f_A − f_i)²/2. */
    private final double[][] products;

    private final double offset;

    /** Centred once more, because the first mean is rounded by as much as the numbers are large. */
    Terms(double[] f, double mean) {
      int n = design.samples();
      int d = design.variables();
      double rest = 0;
      for (int q = 0; q < n; q++) {
        rest += ((f[design.a(q)] - mean) + (f[design.b(q)] - mean)) / (2.0 * n);
      }
      offset = rest;
      sum = new double[n];
      squares = new double[n];
      products = new double[2 * d][n];
      for (int q = 0; q < n; q++) {
        double a = f[design.a(q)] - mean - rest;
        double b = f[design.b(q)] - mean - rest;
        sum[q] = a + b;
        squares[q] = a * a + b * b;
        for (int i = 0; i < d; i++) {
          double mixed = f[design.ab(q, i)] - mean - rest;
          products[i][q] = b * (mixed - a);
          products[d + i][q] = (a - mixed) * (a - mixed) / 2;
        }
      }
    }

    double offset() {
      return offset;
    }

    /** Fills the indices for weights that add up to N; the variance. */
    double indices(double[] weights, double[] into) {
      int n = weights.length;
      double mean = Sums.ofProducts(weights, sum) / (2.0 * n);
      double variance = Sums.ofProducts(weights, squares) / (2.0 * n) - mean * mean;
      for (int i = 0; i < into.length; i++) {
        into[i] = Sums.ofProducts(weights, products[i]) / n / variance;
      }
      return variance;
    }
  }
}
