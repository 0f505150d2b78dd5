package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/** Looks for NaN and infinity at the rate of memory. */
final class FiniteScan {
  private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
  private static final long LOWEST_OF_EXPONENT = 0x0010_0000_0000_0000L;

  /** 32 KB: what fits in the first-level cache. */
  private static final int BLOCK = 4096;

  private FiniteScan() {}

  /** The index of the first number that is NaN or infinite, empty when all are finite. */
  static OptionalLong firstNotFinite(MemorySegment numbers) {
    var bits = new long[BLOCK];
    long count = numbers.byteSize() / Double.BYTES;
    for (long from = 0; from < count; from += BLOCK) {
      int length = (int) Math.min(BLOCK, count - from);
      MemorySegment.copy(numbers, JAVA_LONG_UNALIGNED, from * Double.BYTES, bits, 0, length);
      if (carries(bits, length) < 0) {
        for (int i = 0; ; i++) {
          if ((bits[i] & EXPONENT) == EXPONENT) {
            return OptionalLong.of(from + i);
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Negative when any number is not finite, by their bits: adding the lowest bit of the exponent to
   * an exponent of all ones carries into the sign. Integer operations on an array in the cache are
   * vectorized; a floating-point sum waits 4 cycles for each addition and cost as much as reading.
   */
  private static long carries(long[] bits, int length) {
    long carried = 0;
    for (int i = 0; i < length; i++) {
      carried |= (bits[i] & EXPONENT) + LOWEST_OF_EXPONENT;
    }
    return carried;
  }
}
