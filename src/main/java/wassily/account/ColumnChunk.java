package wassily.account;

import java.lang.foreign.MemorySegment;
import wassily.linalg.HostMatrix;

/** Consecutive columns of a row-major matrix, copied out and back. */
final class ColumnChunk {
  private ColumnChunk() {}

  /** chunk ← columns [first, first + width of chunk) of m. */
  static void take(HostMatrix m, long first, HostMatrix chunk) {
    long bytes = chunk.columns() * Double.BYTES;
    for (long i = 0; i < m.rows(); i++) {
      MemorySegment.copy(m.segment(), offset(m, i, first), chunk.segment(), i * bytes, bytes);
    }
  }

  /** Columns [first, first + width of chunk) of m ← chunk. */
  static void put(HostMatrix chunk, HostMatrix m, long first) {
    long bytes = chunk.columns() * Double.BYTES;
    for (long i = 0; i < m.rows(); i++) {
      MemorySegment.copy(chunk.segment(), i * bytes, m.segment(), offset(m, i, first), bytes);
    }
  }

  private static long offset(HostMatrix m, long row, long column) {
    return (row * m.columns() + column) * Double.BYTES;
  }
}
