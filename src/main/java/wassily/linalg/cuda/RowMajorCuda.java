package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import wassily.linalg.BackendException;
import wassily.linalg.Shape;

/**
 * cuBLAS and cuSOLVER for row-major matrices. The only place of this backend that knows that the
 * libraries see every matrix transposed.
 *
 * <p>As on the CPU (docs/adr/0004): what getrf factorizes is {@code Mᵀ = P·L·U}; a solve for
 * columns is two triangular solves from the right and then row interchanges, a solve for rows is
 * getrs, or two triangular solves from the left where there are no pivots. All methods queue work
 * on the device's thread; the caller waits.
 */
final class RowMajorCuda {
  /** The largest n for which n² fits into cuSOLVER's 32-bit sizes. */
  static final int LARGEST_ORDER = 46_340;

  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final int LOWER = 0;
  private static final int UPPER = 1;
  private static final int NON_UNIT = 0;
  private static final int UNIT = 1;

  /** Columns of L that the inverse handles at once; a workspace of n × 512. */
  private static final int INVERSE_BLOCK = 512;

  /** Triangles up to this order are inverted by one solve against the identity. */
  private static final int SMALL_TRIANGLE = 256;

  /** Rows are put into another order through a buffer of at most this size. */
  private static final long REORDER_BYTES = 64L << 20;

  private final CudaContext context;
  private final CudaDriver cuda;
  private final Kernels kernels;

  RowMajorCuda(CudaContext context, Kernels kernels) {
    this.context = context;
    this.cuda = context.driver();
    this.kernels = kernels;
  }

  /** A rectangle on the device: rows {@code stride} elements apart, perhaps meant transposed. */
  record Block(long address, long stride, boolean transposed) {
    private int leading() {
      return size(Math.max(1, stride));
    }

    private int operation() {
      return transposed ? 1 : 0;
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
    int q = size(inner);
    int r = size(product.columns());
    if (p == 0 || r == 0) {
      return;
    }
    if (q == 0 || alpha == 0) {
      scale(out, product, beta);
      return;
    }
    context.check(
        "cublasDgemm",
        cuda.cublasDgemm(
            context.blas(),
            b.operation(),
            a.operation(),
            r,
            p,
            q,
            alpha,
            b.address(),
            b.leading(),
            a.address(),
            a.leading(),
            beta,
            out.address(),
            out.leading()));
  }

  /** out ← beta·out: NVIDIA does not say what its product does with no terms or alpha 0. */
  private void scale(Block out, Shape shape, double beta) {
    kernels.launch(
        "scale_block.cu",
        "scale_block",
        shape.elements(),
        out.address(),
        shape.rows(),
        shape.columns(),
        out.stride(),
        Double.doubleToRawLongBits(beta));
  }

  /**
   * out_k ← a_k·b_k for blocks at equal distances.
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
    if (p == 0 || r == 0 || count == 0) {
      return;
    }
    if (q == 0) {
      for (long k = 0; k < count; k++) {
        long address = out.address() + k * strides[2] * Double.BYTES;
        scale(new Block(address, out.stride(), false), product, 0);
      }
      return;
    }
    context.check(
        "cublasDgemmStridedBatched",
        cuda.cublasDgemmStridedBatched(
            context.blas(),
            r,
            p,
            q,
            1,
            b.address(),
            b.leading(),
            strides[1],
            a.address(),
            a.leading(),
            strides[0],
            0,
            out.address(),
            out.leading(),
            strides[2],
            count));
  }

  /** Row i of M times by[i]: a column of the library's view. */
  void scaleRows(long by, long m, Shape shape) {
    scale(RIGHT, by, m, shape);
  }

  /** Column j of M times by[j]. */
  void scaleColumns(long by, long m, Shape shape) {
    scale(LEFT, by, m, shape);
  }

  private void scale(int side, long by, long m, Shape shape) {
    int columns = size(shape.columns());
    context.check(
        "cublasDdgmm",
        cuda.cublasDdgmm(
            context.blas(), side, columns, size(shape.rows()), m, columns, by, m, columns));
  }

  /**
   * Overwrites M by L and U of Mᵀ.
   *
   * @param m n×n, n ≥ 1
   * @param pivots n ints, or 0 for none
   * @return 0, or k when the k-th pivot is exactly zero
   */
  int factorize(long m, int n, long pivots) {
    long bytes = workspaceOfFactorization(n, m);
    try (var scope = new Scope();
        var arena = Arena.ofConfined()) {
      var work = scope.own(context.allocate(bytes, "workspace of the LU of order " + n));
      var info = scope.own(context.allocate(Integer.BYTES, "status of the LU"));
      context.clear(info.address(), Integer.BYTES);
      context.check(
          "cusolverDnDgetrf",
          cuda.cusolverDnDgetrf(context.solver(), n, m, work.address(), pivots, info.address()));
      return info("cusolverDnDgetrf", info, arena);
    }
  }

  /**
   * What cuSOLVER wants beside a matrix to factorize it; the matrix need not be there yet.
   *
   * @param n its order, ≥ 1
   * @return bytes
   */
  long workspaceOfFactorization(int n) {
    return workspaceOfFactorization(n, 0);
  }

  private long workspaceOfFactorization(int n, long m) {
    var doubles = new int[1];
    context.check(
        "cusolverDnDgetrf_bufferSize",
        cuda.cusolverDnDgetrfBufferSize(context.solver(), n, m, doubles));
    return Math.max(1, doubles[0]) * (long) Double.BYTES;
  }

  /** The buffer that {@link #reorderRows} takes at most, whatever the number of columns. */
  static long reorderBytes(long n) {
    return Math.min(Math.max(REORDER_BYTES, n * Double.BYTES), n * n * Double.BYTES);
  }

  /** What {@link #invert} takes, with the reordering after it. */
  static long inverseBytes(long n) {
    long small = Math.min(n, SMALL_TRIANGLE);
    long columns = n * Math.min(n, INVERSE_BLOCK);
    return Math.max((columns + small * small) * Double.BYTES, reorderBytes(n));
  }

  /** Waits for a routine's own report: negative is our mistake. */
  private int info(String call, DeviceMemory info, Arena arena) {
    var host = arena.allocate(JAVA_INT);
    context.read(info.address(), host);
    int value = host.get(JAVA_INT, 0);
    if (value < 0) {
      throw new BackendException.Rejected(
          "%s refused its argument %d (info %d) on %s"
              .formatted(call, -value, value, context.name()));
    }
    return value;
  }

  /** B ← B·U⁻¹·L⁻¹ as the library sees it, for B n×k row-major. */
  void solveColumns(long lu, int n, long b, int k) {
    trsm(RIGHT, UPPER, k, n, 1, lu, n, b, k);
    trsm(RIGHT, LOWER, k, n, 1, lu, n, b, k);
  }

  /** B ← U⁻¹·L⁻¹·B as the library sees it, for B k×n row-major, without pivots. */
  void solveRows(long lu, int n, long b, int k) {
    trsm(LEFT, LOWER, n, k, 1, lu, n, b, n);
    trsm(LEFT, UPPER, n, k, 1, lu, n, b, n);
  }

  /** The same with pivots. */
  void solveRows(long lu, int n, long pivots, long b, int k) {
    try (var scope = new Scope();
        var arena = Arena.ofConfined()) {
      var info = scope.own(context.allocate(Integer.BYTES, "status of the solve"));
      context.clear(info.address(), Integer.BYTES);
      context.check(
          "cusolverDnDgetrs",
          cuda.cusolverDnDgetrs(context.solver(), n, k, lu, pivots, b, info.address()));
      int value = info("cusolverDnDgetrs", info, arena);
      if (value != 0) {
        throw new BackendException.Rejected("cusolverDnDgetrs: info " + value);
      }
    }
  }

  /**
   * Row i of B ← row source[i] of B, through a buffer of some columns.
   *
   * @param source n ints on the device
   */
  void reorderRows(long source, long b, long n, long k) {
    long width = Math.max(1, Math.min(k, REORDER_BYTES / (n * Double.BYTES)));
    try (var scope = new Scope()) {
      var t = scope.own(context.allocate(n * width * Double.BYTES, "buffer to reorder rows"));
      for (long first = 0; first < k; first += width) {
        long now = Math.min(width, k - first);
        kernels.launch(
            "permute_rows.cu", "gather_rows", n * now, b, t.address(), source, n, k, first, now);
        kernels.launch("permute_rows.cu", "put_columns", n * now, b, t.address(), n, k, first, now);
      }
      context.finish();
    }
  }

  /**
   * Overwrites L and U by U⁻¹·L⁻¹ (the library's view); the interchanges are left to the caller.
   * U⁻¹ comes by halves, then X·L = U⁻¹ from the last block of columns to the first
   * (docs/adr/0006).
   */
  void invert(long lu, int n) {
    int width = Math.min(n, INVERSE_BLOCK);
    int small = Math.min(n, SMALL_TRIANGLE);
    try (var scope = new Scope()) {
      var lower =
          scope.own(context.allocate((long) n * width * Double.BYTES, "columns of L, inverse"));
      var triangle =
          scope.own(context.allocate((long) small * small * Double.BYTES, "triangle, inverse"));
      invertUpper(lu, n, 0, n, triangle.address());
      for (int from = (n - 1) / width * width; from >= 0; from -= width) {
        int now = Math.min(width, n - from);
        kernels.launch(
            "triangles.cu", "take_lower", (long) n * now, lu, lower.address(), n, from, now);
        long columns = at(lu, n, from, 0);
        int next = from + now;
        if (next < n) {
          context.check(
              "cublasDgemm",
              cuda.cublasDgemm(
                  context.blas(),
                  n,
                  now,
                  n - next,
                  -1,
                  at(lu, n, next, 0),
                  n,
                  at(lower.address(), n, 0, next),
                  n,
                  1,
                  columns,
                  n));
        }
        trsm(RIGHT, LOWER, n, now, 1, at(lower.address(), n, 0, from), n, columns, n);
      }
      context.finish();
    }
  }

  /**
   * U ← U⁻¹ for the triangle of {@code size} that begins at (from, from): with U = [A B; 0 C] the
   * corner is −A⁻¹·B·C⁻¹, two solves with the triangles as they were; then each of them. n³/3
   * operations, nearly all in large solves.
   */
  private void invertUpper(long a, int n, int from, int size, long scratch) {
    if (size <= SMALL_TRIANGLE) {
      kernels.launch("triangles.cu", "identity", (long) size * size, scratch, size);
      trsm(LEFT, UPPER, size, size, 1, at(a, n, from, from), n, scratch, size);
      kernels.launch(
          "triangles.cu", "put_upper", (long) size * size, at(a, n, from, from), n, scratch, size);
      return;
    }
    int half = size / 2;
    int rest = size - half;
    long corner = at(a, n, from + half, from);
    trsm(LEFT, UPPER, half, rest, -1, at(a, n, from, from), n, corner, n);
    trsm(RIGHT, UPPER, half, rest, 1, at(a, n, from + half, from + half), n, corner, n);
    invertUpper(a, n, from, half, scratch);
    invertUpper(a, n, from + half, rest, scratch);
  }

  /** LOWER is L with its unit diagonal, UPPER is U. */
  private void trsm(
      int side, int triangle, int m, int n, double alpha, long a, int lda, long b, int ldb) {
    context.check(
        "cublasDtrsm",
        cuda.cublasDtrsm(
            context.blas(),
            side,
            triangle,
            triangle == LOWER ? UNIT : NON_UNIT,
            m,
            n,
            alpha,
            a,
            lda,
            b,
            ldb));
  }

  /** Where a column-major matrix of n rows keeps an element. */
  private static long at(long start, long n, long column, long row) {
    return start + (column * n + row) * Double.BYTES;
  }

  static int size(long n) {
    if (n > Integer.MAX_VALUE) {
      throw new BackendException.Rejected(
          "%d rows or columns, cuBLAS counts up to %d here".formatted(n, Integer.MAX_VALUE));
    }
    return (int) n;
  }
}
