package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.Workers;
import wassily.linalg.cpu.BlasLibrary.Side;
import wassily.linalg.cpu.BlasLibrary.Triangle;

/**
 * BLAS and LAPACK for row-major matrices. The only place that knows that the library sees every
 * matrix transposed.
 *
 * <p>A row-major m×n matrix is, byte for byte, the column-major n×m matrix of its transpose. So
 * what dgetrf factorizes is {@code Mᵀ = P·L·U}, and from there
 *
 * <ul>
 *   <li>{@code X = M⁻¹·B} (B row-major n×k, seen as Bᵀ, k×n) is {@code Xᵀ = Bᵀ·U⁻¹·L⁻¹·Pᵀ}: two
 *       triangular solves from the right, then row interchanges of B, last to first;
 *   <li>{@code X = B·M⁻¹} (B row-major k×n, seen as Bᵀ, n×k) is {@code Mᵀ·Xᵀ = Bᵀ}: dgetrs as it
 *       is;
 *   <li>the inverse of Mᵀ, column-major, is the inverse of M, row-major.
 * </ul>
 */
final class RowMajorBlas implements AutoCloseable {
  /**
   * Columns of L that the inverse handles at once. Its work after dtrtri, n = 2,000, 2 threads,
   * best of 5: 0.170 s with 64 (what LAPACK's dgetri uses), 0.134 s with 128, 0.109 s with 192,
   * 0.160 s with 256 and 384. The whole: 0.175 s against 0.233 s for dgetri; dgetrs on the identity
   * needs 0.57 s and a second matrix.
   */
  private static final int INVERSE_BLOCK = 192;

  /**
   * Columns whose rows are interchanged in one go: 4 KB of each row, so that both stay in cache.
   */
  private static final long INTERCHANGE_BLOCK = 512;

  private final BlasLibrary library;
  private final BlasThread thread;

  /**
   * Starts the library's thread.
   *
   * @param library BLAS and LAPACK
   * @param threads how many threads the library may use
   */
  RowMajorBlas(BlasLibrary library, int threads) {
    this.library = library;
    this.thread = new BlasThread(library, threads);
  }

  /**
   * How many threads the library uses.
   *
   * @return at least 1
   */
  int threads() {
    return thread.threads();
  }

  /** How many columns of L the inverse holds beside the matrix. */
  static long inverseColumns(long n) {
    return Math.min(n, INVERSE_BLOCK);
  }

  /** A rectangle in memory: rows {@code stride} elements apart, perhaps meant transposed. */
  record Block(MemorySegment memory, long stride, boolean transposed) {
    private int leading() {
      return size(Math.max(1, stride));
    }

    private Block from(long elements) {
      return new Block(memory.asSlice(elements * Double.BYTES), stride, transposed);
    }
  }

  /**
   * out ← alpha·a·b + beta·out, seen by the library as outᵀ ← alpha·bᵀ·aᵀ + beta·outᵀ.
   *
   * @param product the shape of out, p × r
   * @param inner q
   */
  void multiply(Shape product, long inner, double alpha, Block a, Block b, double beta, Block out) {
    int p = size(product.rows());
    int r = size(product.columns());
    if (p > 0 && r > 0) {
      // Nothing is read from a and b where alpha is 0 (BLAS), nor is it when there is nothing.
      int q = alpha == 0 ? 0 : size(inner);
      thread.call("dgemm", 2.0 * p * q * r, () -> dgemm(p, q, r, alpha, a, b, beta, out));
    }
  }

  /**
   * out_k ← a_k·b_k for blocks at equal distances: one call after the other, each with all threads.
   *
   * @param product the shape of each out_k, p × r
   * @param inner q
   * @param count how many
   * @param strides elements between blocks of a, of b and of out
   */
  void multiplyBatched(
      Shape product, long inner, int count, Block a, Block b, Block out, long... strides) {
    int p = size(product.rows());
    int q = size(inner);
    int r = size(product.columns());
    if (p == 0 || r == 0) {
      return;
    }
    thread.call(
        "dgemm",
        () -> {
          for (long k = 0; k < count; k++) {
            Block left = q == 0 ? a : a.from(k * strides[0]);
            Block right = q == 0 ? b : b.from(k * strides[1]);
            dgemm(p, q, r, 1, left, right, 0, out.from(k * strides[2]));
          }
          return null;
        });
  }

  private static double cubes(double n) {
    return n * n * n;
  }

  private Void dgemm(int p, int q, int r, double alpha, Block a, Block b, double beta, Block out) {
    library.dgemm(
        b.transposed(),
        a.transposed(),
        r,
        p,
        q,
        alpha,
        b.memory(),
        b.leading(),
        a.memory(),
        a.leading(),
        beta,
        out.memory(),
        out.leading());
    return null;
  }

  /**
   * Overwrites M by L and U of Mᵀ = P·L·U.
   *
   * @param m n×n
   * @param pivots n 32-bit integers; overwritten by the interchanges, counted from 1
   * @throws BackendException.Singular when a pivot is exactly zero: column i of Mᵀ, which is row i
   *     of M, depends on those before it
   */
  void factorize(HostMatrix m, MemorySegment pivots) {
    int n = size(m.rows());
    if (n == 0) {
      return;
    }
    int info =
        thread.call("dgetrf", cubes(n) / 1.5, () -> library.dgetrf(n, m.segment(), n, pivots));
    if (info > 0) {
      throw new BackendException.Singular(info - 1);
    }
    requireAccepted("dgetrf", info);
  }

  /**
   * Overwrites M by L and U of Mᵀ = L·U, without interchanges. The pivots are set to say so, hence
   * solves and the inverse are the same calls as after {@link #factorize}; interchanges of a row
   * with itself move no memory.
   *
   * @param m n×n
   * @param pivots n 32-bit integers; overwritten by 1 to n
   * @param acceptance whether to go on with a pivot, by row of M
   * @return the row of the refused pivot, {@link UnpivotedLu#NONE} when all were accepted
   */
  int factorizeUnpivoted(HostMatrix m, MemorySegment pivots, UnpivotedLu.Acceptance acceptance) {
    int n = size(m.rows());
    for (int i = 0; i < n; i++) {
      pivots.setAtIndex(JAVA_INT, i, i + 1);
    }
    if (n == 0) {
      return UnpivotedLu.NONE;
    }
    return thread.call(
        "LU", cubes(n) / 1.5, () -> new UnpivotedLu(library, m.segment(), n, acceptance).run());
  }

  /** B ← M⁻¹·B for B n×k, without a transposed copy. */
  void solve(HostMatrix lu, MemorySegment pivots, HostMatrix b) {
    int n = size(b.rows());
    int k = size(b.columns());
    if (n == 0 || k == 0) {
      return;
    }
    if (k == 1) {
      // One column is the same bytes in either order; dgetrs uses dtrsv here: 9 ms, not 20 (n =
      // 2,000).
      requireAccepted(
          "dgetrs",
          thread.call(
              "dgetrs",
              2.0 * n * n,
              () -> library.dgetrs(true, n, 1, lu.segment(), n, pivots, b.segment(), n)));
      return;
    }
    thread.call(
        "solve",
        2.0 * n * n * k,
        () -> {
          var triangles = new Triangles(library, lu.segment(), n);
          triangles.upperRight(0, n, b.segment(), k, k);
          triangles.lowerRight(0, n, b.segment(), k, k);
          return null;
        });
    undoInterchanges(pivots, b);
  }

  /** B ← B·M⁻¹ for B k×n. */
  void solveTransposed(HostMatrix lu, MemorySegment pivots, HostMatrix b) {
    int k = size(b.rows());
    int n = size(b.columns());
    if (n == 0 || k == 0) {
      return;
    }
    requireAccepted(
        "dgetrs",
        thread.call(
            "dgetrs",
            2.0 * n * n * k,
            () -> library.dgetrs(false, n, k, lu.segment(), n, pivots, b.segment(), n)));
  }

  /**
   * Overwrites the factors by M⁻¹: U⁻¹ by dtrtri, then X·L = U⁻¹ from the last block of columns to
   * the first, as LAPACK's dgetri does, in wider blocks.
   */
  void invert(HostMatrix lu, MemorySegment pivots) {
    int n = size(lu.rows());
    if (n == 0) {
      return;
    }
    int info = thread.call("dtrtri", () -> library.dtrtri(Triangle.UPPER, n, lu.segment(), n));
    if (info > 0) {
      throw new BackendException.Singular(info - 1);
    }
    requireAccepted("dtrtri", info);
    try (var arena = Arena.ofShared()) {
      int width = Math.min(n, INVERSE_BLOCK);
      MemorySegment lower = HostMatrix.allocate(arena, width, n).segment();
      for (int first = (n - 1) / width * width; first >= 0; first -= width) {
        int from = first;
        thread.call(
            "dgemm",
            () -> {
              solveForColumns(lu.segment(), n, from, Math.min(width, n - from), lower);
              return null;
            });
      }
    }
    undoInterchanges(pivots, lu);
  }

  /** Columns [from, from + width) of X·L = U⁻¹; those right of them are done. */
  private void solveForColumns(MemorySegment a, int n, int from, int width, MemorySegment lower) {
    for (int j = 0; j < width; j++) {
      long below = offset(n, from + j, from + j + 1);
      long bytes = (n - from - j - 1L) * Double.BYTES;
      MemorySegment.copy(a, below, lower, offset(n, j, from + j + 1), bytes);
      a.asSlice(below, bytes).fill((byte) 0);
    }
    MemorySegment columns = a.asSlice(offset(n, from, 0));
    int next = from + width;
    if (next < n) {
      library.dgemm(
          n,
          width,
          n - next,
          -1,
          a.asSlice(offset(n, next, 0)),
          n,
          lower.asSlice(offset(n, 0, next)),
          n,
          1,
          columns,
          n);
    }
    library.dtrsm(
        Side.RIGHT,
        Triangle.UNIT_LOWER,
        n,
        width,
        1,
        lower.asSlice(offset(n, 0, from)),
        n,
        columns,
        n);
  }

  /** Where a column-major matrix of n rows keeps an element. */
  private static long offset(long n, long column, long row) {
    return (column * n + row) * Double.BYTES;
  }

  /** Bᵀ·Pᵀ with P = P₁·P₂⋯Pₙ: row i of B changes places with row pivots[i], for i from n to 1. */
  private void undoInterchanges(MemorySegment pivots, HostMatrix b) {
    long n = b.rows();
    long k = b.columns();
    MemorySegment s = b.segment();
    Workers.forBlocks(
        threads(),
        k,
        INTERCHANGE_BLOCK,
        (from, to) -> {
          int length = (int) (to - from);
          var mine = new double[length];
          var other = new double[length];
          for (long i = n - 1; i >= 0; i--) {
            long p = pivots.getAtIndex(JAVA_INT, i) - 1L;
            if (p != i) {
              long a = (i * k + from) * Double.BYTES;
              long c = (p * k + from) * Double.BYTES;
              MemorySegment.copy(s, JAVA_DOUBLE, a, mine, 0, length);
              MemorySegment.copy(s, JAVA_DOUBLE, c, other, 0, length);
              MemorySegment.copy(other, 0, s, JAVA_DOUBLE, a, length);
              MemorySegment.copy(mine, 0, s, JAVA_DOUBLE, c, length);
            }
          }
        });
  }

  private static int size(long n) {
    if (n > Integer.MAX_VALUE) {
      throw new BackendException.Rejected(
          "%d rows or columns, BLAS counts up to %d".formatted(n, Integer.MAX_VALUE));
    }
    return (int) n;
  }

  private static void requireAccepted(String routine, int info) {
    if (info != 0) {
      throw new BackendException.Rejected(
          "%s refused its argument %d (info %d)".formatted(routine, -info, info));
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
