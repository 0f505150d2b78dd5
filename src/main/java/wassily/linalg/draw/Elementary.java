package wassily.linalg.draw;

import java.lang.foreign.MemorySegment;

/**
 * exp and the normal quantile for arrays, from +, −, ×, ÷, √ and operations on bits in a fixed
 * order, without fused multiply-adds: the same bits from Java, from {@code kernels/draws.cu} and
 * from any other IEEE 754 machine.
 *
 * <p>Polynomials and rational functions were fitted for this project with 60 digits, by
 * interpolation at Chebyshev's points (of log t for the quantile's middle). Each step is a loop
 * over arrays that stay in the first cache, which HotSpot turns into AVX-512.
 */
final class Elementary {
  /**
   * Where the middle of the quantile ends: {@code t = 4u(1 − u)}; 0.8 % of all draws lie beyond.
   */
  static final double TAIL = 0x1p-6;

  private static final double LOG2_E = 1.4426950408889634;

  /** The first 32 bits of ln 2: products with small whole numbers are exact. */
  private static final double LN2_HIGH = 0x1.62e42feep-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Added to a number below 2⁵¹ this leaves it rounded to a whole number in the last bits. */
  private static final double ROUND = 0x1.8p52;

  /** exp is finite and normal up to here. */
  static final double MOST = 700;

  /** No uniform has a quantile beyond: u ≥ 2⁻⁵³. */
  static final double WIDEST = 8.3;

  private final long[] exponents = new long[Philox.BLOCK];
  private final long[] mantissas = new long[Philox.BLOCK];
  private final double[] rounded = new double[Philox.BLOCK];
  private final double[] arguments = new double[Philox.BLOCK];
  private final MemorySegment exponentBytes = MemorySegment.ofArray(exponents);
  private final MemorySegment mantissaBytes = MemorySegment.ofArray(mantissas);
  private final MemorySegment roundedBytes = MemorySegment.ofArray(rounded);

  /**
   * Samples as numbers in (0, 1): {@code u = (⌊bits / 2¹²⌋ + ½) / 2⁵²}, so that {@code 1 − u} and
   * {@code 2u − 1} are exact and neither 0 nor 1 is ever drawn.
   */
  static void uniforms(int count, long[] samples, double[] u) {
    for (int i = 0; i < count; i++) {
      u[i] = ((double) (samples[i] >>> 12) + 0.5) * 0x1p-52;
    }
  }

  /**
   * The normal quantile of uniforms. {@code z = (2u − 1)·N(t)/D(t)} with {@code t = 4u(1 − u)} for
   * {@code t ≥ 2⁻⁶}; all coefficients are positive, so nothing cancels. Error of the fraction:
   * 1.5e-15.
   */
  void normals(int count, double[] u, double[] z) {
    double[] t = arguments;
    double[] numerators = rounded;
    double[] denominators = z;
    for (int i = 0; i < count; i++) {
      t[i] = 4 * u[i] * (1 - u[i]);
    }
    numerators(count, t, numerators);
    denominators(count, t, denominators);
    for (int i = 0; i < count; i++) {
      z[i] = (2 * u[i] - 1) * (numerators[i] / denominators[i]);
    }
    for (int i = 0; i < count; i++) {
      if (t[i] < TAIL) {
        z[i] = tail(u[i]);
      }
    }
  }

  /** A loop for each polynomial: of longer ones HotSpot makes no vector code (LoopUnrollLimit). */
  private static void numerators(int count, double[] at, double[] into) {
    for (int i = 0; i < count; i++) {
      double t = at[i];
      double n = 25317781883.108067;
      n = n * t + 1369806050363.085;
      n = n * t + 10251778590358.762;
      n = n * t + 23716111314086.914;
      n = n * t + 22022147530745.246;
      n = n * t + 9255508194715.197;
      n = n * t + 1865297285279.2683;
      n = n * t + 183954035371.07004;
      n = n * t + 8788375064.93938;
      n = n * t + 194666887.93769717;
      n = n * t + 1818181.8770190836;
      n = n * t + 5873.837476764292;
      n = n * t + 3.9579215504406577;
      into[i] = n;
    }
  }

  private static void denominators(int count, double[] at, double[] into) {
    for (int i = 0; i < count; i++) {
      double t = at[i];
      double d = 107120927559.7968;
      d = d * t + 2303445315963.4785;
      d = d * t + 11269757906404.225;
      d = d * t + 19779882378622.902;
      d = d * t + 14974689208191.734;
      d = d * t + 5350940057028.8545;
      d = d * t + 941779705959.6631;
      d = d * t + 82562600587.93968;
      d = d * t + 3546412504.084896;
      d = d * t + 71046716.01114103;
      d = d * t + 599969.1913571854;
      d = d * t + 1733.500076071097;
      d = d * t + 1;
      into[i] = d;
    }
  }

  /**
   * The quantile beyond the middle, a rational function of {@code √(−ln min(u, 1 − u))}, which is
   * between 2.35 and 6.07. Error of the fraction: 3e-17.
   */
  private static double tail(double u) {
    double r = Math.sqrt(-log(Math.min(u, 1 - u)));
    double n = 0.02080432765992594;
    n = n * r + 0.7640486995839633;
    n = n * r + 7.750160405043637;
    n = n * r + 28.847248744910708;
    n = n * r + 42.844274262567474;
    n = n * r + 15.181456323133961;
    n = n * r - 27.960549065048067;
    n = n * r - 25.103639736171054;
    n = n * r - 3.4013098184907102;
    double d = 4.648355231316297e-9;
    d = d * r + 0.014710075881984027;
    d = d * r + 0.5403726753186815;
    d = d * r + 5.522447397235158;
    d = d * r + 21.519864945061293;
    d = d * r + 38.820061973709976;
    d = d * r + 35.174086399614964;
    d = d * r + 12.802174028230477;
    d = d * r + 1;
    return u < 0.5 ? -(n / d) : n / d;
  }

  /**
   * The natural logarithm of a normal positive number: {@code x = 2ᵉ·m}, {@code √½ ≤ m < √2}, and
   * {@code ln m = 2s(1 + s²/3 + s⁴/5 + …)} with {@code s = (m − 1)/(m + 1)}, |s| ≤ 0.1716; what is
   * left out is {@code s²²/23 ≤ 6e-19}.
   */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long e = (bits - 0x3fe6a09e667f3bcdL) >> 52; // counted from √½
    double m = Double.longBitsToDouble(bits - (e << 52));
    double s = (m - 1) / (m + 1);
    double q = s * s;
    double p = 1.0 / 21;
    p = p * q + 1.0 / 19;
    p = p * q + 1.0 / 17;
    p = p * q + 1.0 / 15;
    p = p * q + 1.0 / 13;
    p = p * q + 1.0 / 11;
    p = p * q + 1.0 / 9;
    p = p * q + 1.0 / 7;
    p = p * q + 1.0 / 5;
    p = p * q + 1.0 / 3;
    double twice = 2 * s;
    return e * LN2_HIGH + (twice + (twice * q * p + e * LN2_LOW));
  }

  /**
   * {@code exp(first + second·z)}: {@code 2ᵏ·eʳ}, {@code |r| ≤ ln 2/2}, {@code eʳ = 1 + (r +
   * r²·Q(r))}; Q has degree 9, error 1.7e-17. exp(0) is 1. The argument is between −{@value #MOST}
   * and {@value #MOST}.
   */
  void exponentials(int count, double[] first, double[] second, double[] z, double[] into) {
    double[] k = rounded;
    for (int i = 0; i < count; i++) {
      double y = first[i] + second[i] * z[i];
      double shifted = y * LOG2_E + ROUND;
      double whole = shifted - ROUND;
      double r = (y - whole * LN2_HIGH) - whole * LN2_LOW;
      double q = 2.5100472505694996e-8;
      q = q * r + 2.7620201591031547e-7;
      q = q * r + 2.7557268276905696e-6;
      q = q * r + 2.4801521057868204e-5;
      q = q * r + 1.9841269863171557e-4;
      q = q * r + 1.3888888917367081e-3;
      q = q * r + 8.333333333330039e-3;
      q = q * r + 0.041666666666623824;
      q = q * r + 0.16666666666666669;
      q = q * r + 0.5;
      k[i] = shifted;
      into[i] = 1 + (r + r * r * q);
    }
    // There is no vector code for doubleToRawLongBits; copies of bytes between arrays there is.
    long bytes = (long) count * Double.BYTES;
    MemorySegment.copy(roundedBytes, 0, exponentBytes, 0, bytes);
    MemorySegment values = MemorySegment.ofArray(into);
    MemorySegment.copy(values, 0, mantissaBytes, 0, bytes);
    long[] e = exponents;
    long[] m = mantissas;
    for (int i = 0; i < count; i++) {
      m[i] += e[i] << 52;
    }
    MemorySegment.copy(mantissaBytes, 0, values, 0, bytes);
  }
}
