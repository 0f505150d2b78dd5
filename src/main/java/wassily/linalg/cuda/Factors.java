package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.linalg.BackendException;
import wassily.linalg.PivotPath;
import wassily.linalg.PivotRule;
import wassily.linalg.Pivoting;

/**
 * L and U of Mᵀ on the device, with the row interchanges where there were any allowed.
 *
 * @param matrix L and U, row-major view of Mᵀ's factors
 * @param exchanges empty when factorized without pivoting
 * @param path how they were made and why
 */
record Factors(CudaMatrix matrix, Optional<Exchanges> exchanges, PivotPath path) {
  private static final String ROUTINE = "cusolverDnDgetrf";

  /**
   * Row interchanges.
   *
   * @param pivots as getrf left them: n ints, counted from 1
   * @param source all of them multiplied out: row i of M⁻¹·B comes from row source[i]
   * @param none true when no row changed its place
   */
  record Exchanges(DeviceMemory pivots, DeviceMemory source, boolean none) {}

  /**
   * Factorizes m and takes its memory; when that fails m stays with the caller. Runs on the
   * device's thread and waits.
   *
   * @param context the device
   * @param kernels the kernels of the pivot rule
   * @param blas the libraries
   * @param m n × n
   * @param pivoting when to interchange rows
   */
  static Factors of(
      CudaContext context, Kernels kernels, RowMajorCuda blas, CudaMatrix m, Pivoting pivoting) {
    int n = (int) m.shape().rows();
    if (n == 0) {
      return new Factors(m, Optional.empty(), PivotPath.unpivoted("no elements"));
    }
    // Outermost, so that a failure to free anything else frees the pivots too.
    try (var keep = new Scope()) {
      Factors made =
          switch (pivoting) {
            case ALWAYS -> pivoted(context, blas, m, keep);
            case NEVER -> {
              requireRegular(blas.factorize(m.address(), n, 0));
              yield unpivoted(m);
            }
            case AUTO -> byRule(context, kernels, blas, m, keep);
          };
      keep.release();
      return made;
    }
  }

  /** Without pivoting where the rule allows it, in the one matrix there is: no copy is kept. */
  private static Factors byRule(
      CudaContext context, Kernels kernels, RowMajorCuda blas, CudaMatrix m, Scope keep) {
    int n = (int) m.shape().rows();
    double[] diagonal = diagonal(context, kernels, m.address(), n);
    if (PivotRule.notANumber(diagonal)) {
      return pivoted(context, blas, m, keep).because(PivotRule.NOT_A_NUMBER);
    }
    if (positiveOffDiagonal(context, kernels, m.address(), n)) {
      return pivoted(context, blas, m, keep).because(PivotRule.POSITIVE);
    }
    int zero = blas.factorize(m.address(), n, 0);
    int wrong =
        zero != 0
            ? zero - 1
            : PivotRule.wrongPivot(diagonal, diagonal(context, kernels, m.address(), n));
    if (wrong != PivotRule.NONE) {
      throw new BackendException.WrongPivot(wrong);
    }
    return unpivoted(m).because(PivotRule.ALL_RIGHT);
  }

  private Factors because(String why) {
    return new Factors(matrix, exchanges, path.because(why));
  }

  private static Factors unpivoted(CudaMatrix m) {
    return new Factors(m, Optional.empty(), PivotPath.unpivoted(ROUTINE));
  }

  private static Factors pivoted(CudaContext context, RowMajorCuda blas, CudaMatrix m, Scope keep) {
    int n = (int) m.shape().rows();
    try (var arena = Arena.ofConfined()) {
      var pivots = keep.own(context.allocate(n * (long) Integer.BYTES, "pivots"));
      requireRegular(blas.factorize(m.address(), n, pivots.address()));
      MemorySegment host = arena.allocate(JAVA_INT, n);
      context.read(pivots.address(), host);
      int[] order = source(host.toArray(JAVA_INT));
      var source = keep.own(context.upload(order, "order of rows"));
      boolean none = IntStream.range(0, n).allMatch(i -> order[i] == i);
      return new Factors(
          m, Optional.of(new Exchanges(pivots, source, none)), PivotPath.pivoted(ROUTINE));
    }
  }

  /**
   * Multiplies interchanges out. Row i changes places with row pivots[i] − 1, for i from the last
   * to the first; then row i holds what stood in row source[i].
   *
   * @param pivots counted from 1
   * @return source
   */
  static int[] source(int[] pivots) {
    int[] source = IntStream.range(0, pivots.length).toArray();
    for (int i = pivots.length - 1; i >= 0; i--) {
      int p = pivots[i] - 1;
      if (p < i || p >= pivots.length) {
        throw new BackendException.Rejected(
            "cusolverDnDgetrf left %d as pivot %d of %d".formatted(pivots[i], i, pivots.length));
      }
      int mine = source[i];
      source[i] = source[p];
      source[p] = mine;
    }
    return source;
  }

  private static void requireRegular(int info) {
    if (info > 0) {
      throw new BackendException.Singular(info - 1);
    }
  }

  private static boolean positiveOffDiagonal(CudaContext context, Kernels kernels, long m, long n) {
    try (var scope = new Scope();
        var arena = Arena.ofConfined()) {
      var found = scope.own(context.allocate(Integer.BYTES, "finding of the pivot rule"));
      context.clear(found.address(), Integer.BYTES);
      kernels.launch("pivot_rule.cu", "positive_off_diagonal", n * n, m, n, found.address());
      var host = arena.allocate(JAVA_INT);
      context.read(found.address(), host);
      return host.get(JAVA_INT, 0) != 0;
    }
  }

  private static double[] diagonal(CudaContext context, Kernels kernels, long m, long n) {
    try (var scope = new Scope();
        var arena = Arena.ofConfined()) {
      var on = scope.own(context.allocate(n * Double.BYTES, "diagonal"));
      kernels.launch("pivot_rule.cu", "diagonal", n, m, n, on.address());
      var host = arena.allocate(JAVA_DOUBLE, n);
      context.read(on.address(), host);
      return host.toArray(JAVA_DOUBLE);
    }
  }

  private int order() {
    return (int) matrix.shape().rows();
  }

  /** B ← M⁻¹·B for B n×k at an address. */
  void solveColumns(RowMajorCuda blas, long b, int k) {
    blas.solveColumns(matrix.address(), order(), b, k);
    reorder(blas, b, k);
  }

  /** B ← B·M⁻¹ for B k×n at an address. */
  void solveRows(RowMajorCuda blas, long b, int k) {
    if (exchanges.isPresent()) {
      blas.solveRows(matrix.address(), order(), exchanges.get().pivots().address(), b, k);
    } else {
      blas.solveRows(matrix.address(), order(), b, k);
    }
  }

  /** Overwrites the factors by M⁻¹. */
  void invert(RowMajorCuda blas) {
    blas.invert(matrix.address(), order());
    reorder(blas, matrix.address(), order());
  }

  private void reorder(RowMajorCuda blas, long b, long k) {
    exchanges
        .filter(e -> !e.none())
        .ifPresent(e -> blas.reorderRows(e.source().address(), b, order(), k));
  }
}
