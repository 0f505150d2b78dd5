package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.scenario.DesignSpec.Distribution;

class QuantilesTest {
  /** Midpoints of N equal slices. */
  private static final int N = 200_000;

  private static double moment(Distribution d, int power) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += Math.pow(Quantiles.of(d, (i + 0.5) / N), power);
    }
    return sum / N;
  }

  /**
   * Triangular(a, c, b): mean (a+b+c)/3, variance (a²+b²+c²−ab−ac−bc)/18. Q is bounded and
   * monotone, so the midpoint sum of Q^p is off by at most (Q(1)^p − Q(0)^p)/N.
   */
  @Test
  void triangularMoments() {
    double a = 0.17;
    double c = 0.27;
    double b = 0.45;
    var d = new Distribution.Triangular(a, c, b);
    double mean = (a + b + c) / 3;
    double variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18;
    assertEquals(mean, moment(d, 1), (b - a) / N);
    assertEquals(variance + mean * mean, moment(d, 2), (b * b - a * a) / N);
  }

  /** F(mode) = (c − a)/(b − a), and both ends. */
  @Test
  void triangularByHand() {
    var d = new Distribution.Triangular(0, 1, 4);
    double eps = Math.ulp(4.0);
    assertEquals(1, Quantiles.of(d, 0.25), eps);
    // F(x) = x²/4 below 1: F(0.5) = 1/16; F(x) = 1 − (4−x)²/12 above: F(2) = 2/3.
    assertEquals(0.5, Quantiles.of(d, 0.0625), eps);
    assertEquals(2, Quantiles.of(d, 2 / 3.0), 8 * eps);
    var right = new Distribution.Triangular(0, 1, 1);
    assertTrue(Quantiles.of(right, 1 - 0x1p-53) <= 1);
    assertEquals(0.5, Quantiles.of(right, 0.25), eps);
    var left = new Distribution.Triangular(0, 0, 1);
    assertEquals(0.5, Quantiles.of(left, 0.75), eps);
  }

  /**
   * Mean and variance are those asked for. The midpoint sum of a monotone Q cut at the outermost
   * midpoints is off by at most (Q(1−1/2N) − Q(1/2N))/N plus the tails' ∫ Q beyond them, which for
   * these parameters is below the same amount: together 2·(Q(1−1/2N)^p)/N.
   */
  @Test
  void logNormalMoments() {
    double mean = 2;
    double sd = 0.5;
    var d = new Distribution.LogNormal(mean, sd);
    double largest = Quantiles.of(d, 1 - 0.5 / N);
    assertEquals(mean, moment(d, 1), 2 * largest / N);
    assertEquals(sd * sd + mean * mean, moment(d, 2), 2 * largest * largest / N);
    // The median is mean/√(1 + cv²).
    assertEquals(mean / Math.sqrt(1 + 0.0625), Quantiles.of(d, 0.5), 4 * Math.ulp(mean));
  }

  /** √2·erfinv(2u − 1) by mpmath with 30 digits, at u that doubles hold exactly. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.96875, 1.86273186742165146",
    "0.9990234375, 3.09726907819878446",
    "9.5367431640625e-07, -4.76300103426781396",
    "9.094947017729282e-13, -7.04770025666440873"
  })
  void normalQuantiles(double u, double z) {
    // Degree-22 polynomials in Horner's form: a few ulp of |z|, which 2z and + 10 round twice more.
    double tolerance = 8 * 2 * Math.ulp(z) + Math.ulp(10 + 2 * Math.abs(z));
    assertEquals(10 + 2 * z, Quantiles.of(new Distribution.Normal(10, 2), u), tolerance);
  }

  @Test
  void theOutermostDrawsAreFinite() {
    for (double u : new double[] {Double.MIN_VALUE, 0x1p-60, 0x1p-53, 1 - 0x1p-53}) {
      double z = Quantiles.of(new Distribution.Normal(0, 1), u);
      assertTrue(Math.abs(z) > 8 && Math.abs(z) < 8.3, z + " at " + u);
    }
    assertEquals(1, Quantiles.of(new Distribution.Uniform(0.1, 1), Math.nextDown(1.0)), 0x1p-53);
  }
}
