package wassily.linalg.cpu;

import java.lang.foreign.MemorySegment;
import wassily.linalg.cpu.BlasLibrary.Side;
import wassily.linalg.cpu.BlasLibrary.Triangle;

/**
 * Solves with the triangles of A = L·U by halves, so that nearly all operations are in dgemm:
 * column-major, in place, L with ones on its diagonal that are not stored.
 *
 * <p>OpenBLAS's own dtrsm from the right is slower: B·U⁻¹·L⁻¹ with 256 rows ran at 0.42, 0.49 and
 * 0.48 of dgemm's rate at n = 1,435, 2,500 and 5,000, by halves at 0.50, 0.63 and 0.66 (2 threads,
 * blocks of 64; 32 and 128 are no better), and with 2 to 400 rows always faster.
 */
final class Triangles {
  /** Order of dtrsm's triangles. */
  static final int SMALL = 64;

  private final BlasLibrary library;
  private final MemorySegment a;
  private final int n;

  /**
   * The triangles of a matrix.
   *
   * @param library BLAS
   * @param a n×n, column-major
   * @param n its order
   */
  Triangles(BlasLibrary library, MemorySegment a, int n) {
    this.library = library;
    this.a = a;
    this.n = n;
  }

  /**
   * B ← L⁻¹·B for the L of {@code size} that begins at (from, from).
   *
   * @param b size × columns, its columns {@code stride} elements apart
   */
  void lowerLeft(int from, int size, MemorySegment b, int stride, int columns) {
    if (size <= SMALL) {
      library.dtrsm(Side.LEFT, Triangle.UNIT_LOWER, size, columns, 1, at(from, from), n, b, stride);
      return;
    }
    int half = half(size);
    int next = from + half;
    MemorySegment rest = b.asSlice(offset(stride, half, 0));
    lowerLeft(from, half, b, stride, columns);
    library.dgemm(size - half, columns, half, -1, at(next, from), n, b, stride, 1, rest, stride);
    lowerLeft(next, size - half, rest, stride, columns);
  }

  /**
   * B ← B·U⁻¹ for the U of {@code size} that begins at (from, from).
   *
   * @param b rows × size, its columns {@code stride} elements apart
   */
  void upperRight(int from, int size, MemorySegment b, int stride, int rows) {
    if (size <= SMALL) {
      library.dtrsm(Side.RIGHT, Triangle.UPPER, rows, size, 1, at(from, from), n, b, stride);
      return;
    }
    int half = half(size);
    int next = from + half;
    MemorySegment rest = b.asSlice(offset(stride, 0, half));
    upperRight(from, half, b, stride, rows);
    library.dgemm(rows, size - half, half, -1, b, stride, at(from, next), n, 1, rest, stride);
    upperRight(next, size - half, rest, stride, rows);
  }

  /**
   * B ← B·L⁻¹ for the L of {@code size} that begins at (from, from).
   *
   * @param b rows × size, its columns {@code stride} elements apart
   */
  void lowerRight(int from, int size, MemorySegment b, int stride, int rows) {
    if (size <= SMALL) {
      library.dtrsm(Side.RIGHT, Triangle.UNIT_LOWER, rows, size, 1, at(from, from), n, b, stride);
      return;
    }
    int half = half(size);
    int next = from + half;
    MemorySegment rest = b.asSlice(offset(stride, 0, half));
    lowerRight(next, size - half, rest, stride, rows);
    library.dgemm(rows, half, size - half, -1, rest, stride, at(next, from), n, 1, b, stride);
    lowerRight(from, half, b, stride, rows);
  }

  /** Whole blocks, so that all but the last are of the same size. */
  static int half(int size) {
    return Math.max(SMALL, size / 2 / SMALL * SMALL);
  }

  MemorySegment at(int row, int column) {
    return a.asSlice(offset(n, row, column));
  }

  /** Bytes before an element of a column-major matrix. */
  static long offset(long stride, long row, long column) {
    return (column * stride + row) * Double.BYTES;
  }
}
