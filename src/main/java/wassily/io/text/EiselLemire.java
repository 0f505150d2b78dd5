package wassily.io.text;

import java.math.BigInteger;

/**
 * The nearest double of {@code w·10^q} by one or two 64-bit multiplications (Lemire 2021, "Number
 * parsing at a gigabyte per second", Software: Practice and Experience 51; Mushtak &amp; Lemire
 * 2023 show that it needs no fallback for 64-bit w).
 *
 * <p>Numbers of 16 to 19 digits, which Python and MATLAB write, take {@link Double#parseDouble}
 * about 0.4 µs each: 40 s of one core for EXIOBASE's 96 million coefficients.
 */
final class EiselLemire {
  /** Powers of ten beyond these do not occur in tables; they are left to the general method. */
  private static final int LARGEST = 80;

  private static final int EXPLICIT_BITS = 52;
  private static final int SHIFT = 64 - EXPLICIT_BITS - 3;
  private static final long UNSURE = -1L >>> (EXPLICIT_BITS + 3);

  /** 5^q as 128 bits with the highest set, for q = −80 … 80: high word, low word. */
  private static final long[] POWERS = powers();

  private EiselLemire() {}

  private static long[] powers() {
    var powers = new long[2 * (2 * LARGEST + 1)];
    for (int q = -LARGEST; q <= LARGEST; q++) {
      BigInteger five = BigInteger.valueOf(5).pow(Math.abs(q));
      BigInteger bits;
      if (q >= 0) {
        bits = five.shiftLeft(Math.max(0, 128 - five.bitLength()));
      } else {
        // A reciprocal, rounded up so that products are never too small; to 128 bits at once where
        // they hold it without loss (5^27 < 2^64), else from more bits that are cut off below.
        int length = five.subtract(BigInteger.ONE).bitLength();
        int shift = q >= -27 ? length + 127 : 2 * length + 128;
        bits = BigInteger.ONE.shiftLeft(shift).divide(five).add(BigInteger.ONE);
      }
      bits = bits.shiftRight(bits.bitLength() - 128);
      int at = 2 * (q + LARGEST);
      powers[at] = bits.shiftRight(64).longValue();
      powers[at + 1] = bits.longValue();
    }
    return powers;
  }

  /**
   * Converts.
   *
   * @param w the digits as an unsigned number, not 0
   * @param q the power of ten
   * @return the nearest double, or NaN when this method does not apply: q too far from 0
   */
  static double convert(long w, int q) {
    if (q < -LARGEST || q > LARGEST) {
      return Double.NaN;
    }
    int zeros = Long.numberOfLeadingZeros(w);
    long digits = w << zeros;
    int at = 2 * (q + LARGEST);
    long high = Math.unsignedMultiplyHigh(digits, POWERS[at]);
    long low = digits * POWERS[at];
    if ((high & UNSURE) == UNSURE) {
      long more = Math.unsignedMultiplyHigh(digits, POWERS[at + 1]);
      low += more;
      if (Long.compareUnsigned(more, low) > 0) {
        high++;
      }
    }
    int upper = (int) (high >>> 63);
    long mantissa = high >>> (upper + SHIFT);
    // floor(log2(10^q)) = (217706·q) >> 16 for all q here; within ±80 no double is subnormal.
    int exponent = ((217_706 * q) >> 16) + 63 + upper - zeros + 1023;
    if (Long.compareUnsigned(low, 1) <= 0
        && q >= -4
        && q <= 23
        && (mantissa & 3) == 1
        && mantissa << (upper + SHIFT) == high) {
      mantissa &= ~1L; // exactly between two doubles: to the even one
    }
    mantissa += mantissa & 1;
    mantissa >>>= 1;
    if (mantissa >= 2L << EXPLICIT_BITS) {
      mantissa = 1L << EXPLICIT_BITS;
      exponent++;
    }
    mantissa &= ~(1L << EXPLICIT_BITS);
    return Double.longBitsToDouble((long) exponent << EXPLICIT_BITS | mantissa);
  }
}
