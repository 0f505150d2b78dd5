package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;

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
  /** Order of the blocks of the diagonal that are eliminated in Java. */
  private static final int SMALL = Triangles.SMALL;

  /** All pivots were accepted. */
  static final int NONE = -1;

  private final BlasLibrary library;
  private final MemorySegment a;
  private final int n;
  private final Triangles triangles;
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
    this.triangles = new Triangles(library, a, n);
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
    int half = Triangles.half(size);
    int next = from + half;
    int rest = size - half;
    int refused = eliminate(from, half);
    if (refused != NONE) {
      return refused;
    }
    MemorySegment right = triangles.at(from, next);
    MemorySegment below = triangles.at(next, from);
    triangles.lowerLeft(from, half, right, n, rest);
    triangles.upperRight(from, half, below, n, rest);
    library.dgemm(rest, rest, half, -1, below, n, right, n, 1, triangles.at(next, next), n);
    return eliminate(next, rest);
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

  private long offset(long row, long column) {
    return Triangles.offset(n, row, column);
  }
}
