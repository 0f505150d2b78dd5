package wassily.account;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.table.BadDataException;

/**
 * Z that refuses NaN and infinity while it is read, so that a bad cell is named by its labels
 * instead of spreading through the factors. One more look at each panel while it is in the cache:
 * no second pass over the file.
 */
record FiniteSource(MatrixSource z, TableAxes axes) implements MatrixSource {
  private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
  private static final long LOWEST_OF_EXPONENT = 0x0010_0000_0000_0000L;

  /** 32 KB: what fits in the first-level cache. */
  private static final int BLOCK = 4096;

  @Override
  public Shape shape() {
    return z.shape();
  }

  @Override
  public String origin() {
    return z.origin();
  }

  @Override
  public long preferredRows() {
    return z.preferredRows();
  }

  @Override
  public void read(long firstRow, HostMatrix into) throws IOException {
    z.read(firstRow, into);
    if (!isFinite(into.segment())) {
      refuse(firstRow, into);
    }
  }

  /**
   * Whether all numbers are finite, by their bits: adding the lowest bit of the exponent to an
   * exponent of all ones carries into the sign. Integer operations on an array in the cache are
   * vectorized; a floating-point sum waits 4 cycles for each addition and cost as much as reading.
   */
  private static boolean isFinite(MemorySegment numbers) {
    var bits = new long[BLOCK];
    long count = numbers.byteSize() / Double.BYTES;
    long carried = 0;
    for (long from = 0; from < count; from += BLOCK) {
      int length = (int) Math.min(BLOCK, count - from);
      MemorySegment.copy(numbers, JAVA_LONG_UNALIGNED, from * Double.BYTES, bits, 0, length);
      carried |= carries(bits, length);
    }
    return carried >= 0;
  }

  private static long carries(long[] bits, int length) {
    long carried = 0;
    for (int i = 0; i < length; i++) {
      carried |= (bits[i] & EXPONENT) + LOWEST_OF_EXPONENT;
    }
    return carried;
  }

  private void refuse(long firstRow, HostMatrix panel) {
    for (long i = 0; i < panel.rows(); i++) {
      for (long j = 0; j < panel.columns(); j++) {
        double value = panel.get(i, j);
        if (!Double.isFinite(value)) {
          throw new BadDataException(
              "%s: Z[%s, %s] is %s; every cell has to be a finite number"
                  .formatted(
                      origin(),
                      axes.rowLabel(Math.toIntExact(firstRow + i)),
                      axes.rowLabel(Math.toIntExact(j)),
                      value));
        }
      }
    }
  }
}
