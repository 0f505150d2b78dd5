package wassily.linalg.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

class ElementaryTest {
  /** Half an ulp of 1: what one rounding is off by at most, relative. */
  private static final double U = 0x1p-53;

  /**
   * exp: r carries one rounding of at most |r|·u ≤ 0.35u, r²·Q three small ones, the sum one u, 1 +
   * … one u; the polynomial 0.15u.
   */
  private static final double EXP = 4 * U;

  /**
   * The fraction N/D: each of 12 steps rounds twice and all terms are positive, so 24u above and
   * below; t is off by 2u, which moves z by less (|d ln z/d ln t| < 1 there); product and quotient
   * 2u; the fit 1.5e-15 = 14u. Beyond the middle √ and log add 3u and the 16 steps 32u, 1.1 times
   * because of three negative coefficients.
   */
  private static final double NORMAL = 70 * U;

  private static final MathContext DIGITS = new MathContext(90);

  @Test
  void exponentialsAreClose() {
    var random = new SplittableRandom(1);
    var y = new double[Philox.BLOCK];
    for (int i = 0; i < y.length; i++) {
      y[i] = i < 8 ? i * 0.25 - 1 : random.nextDouble(-1, 1) * StrictMath.pow(10, i % 5 - 2);
    }
    y[8] = 699.5;
    y[9] = -699.5;
    double[] found = exp(y);
    for (int i = 0; i < y.length; i++) {
      double expected = StrictMath.exp(y[i]); // within one ulp, 2u
      double off = Math.abs(found[i] - expected) / expected;
      assertTrue(off <= EXP + 2 * U, "exp(%s): %s".formatted(y[i], off));
    }
  }

  private static double[] exp(double[] y) {
    var into = new double[y.length];
    var ones = new double[y.length];
    Arrays.fill(ones, 1);
    new Elementary().exponentials(y.length, new double[y.length], ones, y, into);
    return into;
  }

  @Test
  void exponentialsOfNothingAreOne() {
    assertEquals(1, exp(new double[] {0})[0]);
    assertEquals(1, exp(new double[] {-0.0})[0]);
    assertTrue(exp(new double[] {700})[0] < Double.MAX_VALUE);
    assertTrue(exp(new double[] {-700})[0] > Double.MIN_NORMAL);
    assertTrue(Arrays.stream(normals(shares())).allMatch(z -> Math.abs(z) < Elementary.WIDEST));
  }

  @Test
  void logarithmsAreClose() {
    var random = new SplittableRandom(2);
    for (int i = 0; i < 10_000; i++) {
      double x = random.nextDouble(0.5, 1) * StrictMath.pow(2, -(i % 60));
      double expected = StrictMath.log(x);
      // Near 1 the series is exact to u; otherwise e·ln 2 and the sum round, and StrictMath is 2u.
      double off = Math.abs(Elementary.log(x) - expected);
      assertTrue(off <= 6 * U * Math.abs(expected), "log(%s): %s".formatted(x, off));
    }
    assertEquals(0, Elementary.log(1));
  }

  private static double[] normals(double[] u) {
    var z = new double[u.length];
    new Elementary().normals(u.length, u, z);
    return z;
  }

  private static double[] shares() {
    var random = new SplittableRandom(3);
    var u = new double[400];
    for (int i = 0; i < u.length; i++) {
      long bits = random.nextLong() >>> 12;
      // A third anywhere, a third in the tails, a third near the middle or the tail's beginning.
      bits = i % 3 == 0 ? bits : i % 3 == 1 ? bits >>> i % 50 : (1L << 51) + (bits >>> 1 + i % 50);
      u[i] = (bits + 0.5) * 0x1p-52;
    }
    double edge = (1 - Math.sqrt(1 - Elementary.TAIL)) / 2;
    u[0] = 0x1p-53;
    u[1] = 1 - 0x1p-53;
    u[2] = Math.rint(edge * 0x1p52) * 0x1p-52 + 0x1p-53;
    u[3] = u[2] - 0x1p-52;
    u[4] = u[2] + 0x1p-52;
    return u;
  }

  /** z solves Φ(z) = u: one step of Newton's method in 90 digits says how far it is off. */
  @Test
  void normalQuantilesSolveTheirEquation() {
    double[] u = shares();
    double[] z = normals(u);
    for (int i = 0; i < u.length; i++) {
      BigDecimal residual = phi(new BigDecimal(z[i])).subtract(new BigDecimal(u[i]));
      double density = StrictMath.exp(-z[i] * z[i] / 2) / Math.sqrt(2 * Math.PI);
      double off = residual.doubleValue() / density;
      assertTrue(
          Math.abs(off) <= NORMAL * Math.abs(z[i]),
          "u = %s, z = %s: off by %s".formatted(u[i], z[i], off));
    }
  }

  /** ½ + φ(0)·Σ (−1)ᵏ·z²ᵏ⁺¹/(2ᵏ·k!·(2k+1)): terms up to e³⁴ for |z| ≤ 8.3, of 90 digits. */
  private static BigDecimal phi(BigDecimal z) {
    BigDecimal half = z.multiply(z).divide(BigDecimal.TWO, DIGITS);
    BigDecimal power = z;
    BigDecimal sum = z;
    for (int k = 1; k < 400; k++) {
      power = power.multiply(half, DIGITS).divide(BigDecimal.valueOf(-k), DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), DIGITS), DIGITS);
    }
    // 1/√(2π)
    var factor = new BigDecimal("0.39894228040143267793994605993438186847585863116493465766592583");
    return new BigDecimal("0.5").add(sum.multiply(factor, DIGITS));
  }

  @Test
  void normalQuantilesAreThoseOfHipparchus() {
    var normal = new NormalDistribution(0, 1);
    double[] u = shares();
    double[] z = normals(u);
    for (int i = 0; i < u.length; i++) {
      // Hipparchus takes 2u − 1, which is exact here, and its erfInv is good to 1e-13 of z.
      assertEquals(normal.inverseCumulativeProbability(u[i]), z[i], 1e-13 * Math.abs(z[i]));
    }
  }

  @Test
  void quantilesAreSymmetric() {
    double[] u = shares();
    double[] z = normals(u);
    double[] mirrored = normals(Arrays.stream(u).map(v -> 1 - v).toArray());
    for (int i = 0; i < u.length; i++) {
      assertEquals(-z[i], mirrored[i]);
    }
  }
}
