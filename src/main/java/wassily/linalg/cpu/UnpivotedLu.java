package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import wassily.linalg.cpu.BlasLibrary.Side;
import wassily.linalg.cpu.BlasLibrary.Triangle;

/**
 * A = L·U without interchanges, in the library's terms: column-major, in place, L with ones on its
 * diagonal that are not stored, as dgetrf leaves them.
 *
 * <p>By halves: with A = [B C; D E] and B = L₁·U₁ the corner C becomes L₁⁻¹·C and D becomes D·U₁⁻¹,
 * two triangular solves; then E − D·C is factorized the same way. The triangular solves go by
 * halves too, so that nearly all of the 2/3·n³ operations are in dgemm: with OpenBLAS's own dtrsm
 * on the large triangles it was slower than dgetrf, with these it is faster (figures:
 * docs/adr/0009).
 */
final class UnpivotedLu {
  /** Order of the blocks of the diagonal that are eliminated in Java, and of dtrsm's triangles. */
  private static final int SMALL = 64;

  /** All pivots were accepted. */
  static final int NONE = -1;

  private final BlasLibrary library;
  private final MemorySegment a;
  private final int n;
  private final Acceptance acceptance;
  private final double[] block = new double[SMALL * SMALL];

  /** Decides whether elimination may go on with a pivot. */
  @FunctionalInterface
  interface Acceptance {
    boolean of(int row, double pivot);
  }

  /**
   * Prepares an elimination.
   *
   * @param library BLAS
   * @param a n×n, column-major; overwritten by {@link #run}
   * @param n its order
   * @param acceptance whether to go on with a pivot
   */
  UnpivotedLu(BlasLibrary library, MemorySegment a, int n, Acceptance acceptance) {
    this.library = library;
    this.a = a;
    this.n = n;
    this.acceptance = acceptance;
  }

  /**
   * Eliminates until a pivot is refused.
   *
   * @return the row of the refused pivot, NONE when all were accepted
   */
  int run() {
    return eliminate(0, n);
  }

  private int eliminate(int from, int size) {
    if (size <= SMALL) {
      return eliminateBlock(from, size);
    }
    int half = half(size);
    int next = from + half;
    int rest = size - half;
    int refused = eliminate(from, half);
    if (refused != NONE) {
      return refused;
    }
    MemorySegment right = at(from, next);
    MemorySegment below = at(next, from);
    solveLower(from, half, right, rest);
    solveUpper(from, half, below, rest);
    library.dgemm(rest, rest, half, -1, below, n, right, n, 1, at(next, next), n);
    return eliminate(next, rest);
  }

  /** B ← L⁻¹·B for the L of {@code size} that begins at (from, from), B size × columns. */
  private void solveLower(int from, int size, MemorySegment b, int columns) {
    if (size <= SMALL) {
      library.dtrsm(Side.LEFT, Triangle.UNIT_LOWER, size, columns, 1, at(from, from), n, b, n);
      return;
    }
    int half = half(size);
    MemorySegment rest = b.asSlice(offset(half, 0));
    solveLower(from, half, b, columns);
    library.dgemm(size - half, columns, half, -1, at(from + half, from), n, b, n, 1, rest, n);
    solveLower(from + half, size - half, rest, columns);
  }

  /** B ← B·U⁻¹ for the U of {@code size} that begins at (from, from), B rows × size. */
  private void solveUpper(int from, int size, MemorySegment b, int rows) {
    if (size <= SMALL) {
      library.dtrsm(Side.RIGHT, Triangle.UPPER, rows, size, 1, at(from, from), n, b, n);
      return;
    }
    int half = half(size);
    MemorySegment rest = b.asSlice(offset(0, half));
    solveUpper(from, half, b, rows);
    library.dgemm(rows, size - half, half, -1, b, n, at(from, from + half), n, 1, rest, n);
    solveUpper(from + half, size - half, rest, rows);
  }

  /** Whole blocks, so that all but the last are of the same size. */
  private static int half(int size) {
    return Math.max(SMALL, size / 2 / SMALL * SMALL);
  }

  /** A copy on the heap, where the compiler turns the inner loop into vector code. */
  private int eliminateBlock(int from, int size) {
    for (int j = 0; j < size; j++) {
      MemorySegment.copy(a, JAVA_DOUBLE, offset(from, from + j), block, j * SMALL, size);
    }
    for (int k = 0; k < size; k++) {
      double pivot = block[k * SMALL + k];
      if (!acceptance.of(from + k, pivot)) {
        return from + k;
      }
      for (int i = k + 1; i < size; i++) {
        block[k * SMALL + i] /= pivot;
      }
      for (int j = k + 1; j < size; j++) {
        subtract(block[j * SMALL + k], k * SMALL, j * SMALL, k + 1, size);
      }
    }
    for (int j = 0; j < size; j++) {
      MemorySegment.copy(block, j * SMALL, a, JAVA_DOUBLE, offset(from, from + j), size);
    }
    return NONE;
  }

  /** Column {@code to} ← column {@code to} − factor · column {@code of}, in some rows. */
  private void subtract(double factor, int of, int to, int firstRow, int endRow) {
    for (int i = firstRow; i < endRow; i++) {
      block[to + i] -= factor * block[of + i];
    }
  }

  private MemorySegment at(int row, int column) {
    return a.asSlice(offset(row, column));
  }

  private long offset(long row, long column) {
    return (column * n + row) * Double.BYTES;
  }
}
