package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * A card that is only thought of, with libraries that are plain loops.
 *
 * <p>For what needs no native code: faults at every call, leaks, poisoning. The same tests run on
 * the emulated driver through JCuda.
 */
final class HostCuda extends HostDriver {
  /**
   * A card.
   *
   * @param total bytes of its memory
   */
  HostCuda(long total) {
    super(total);
  }

  @Override
  public int cublasCreate(long[] handle) {
    return make(handle, "cublas");
  }

  @Override
  public int cublasDestroy(long handle) {
    return destroy(handle, "cublas");
  }

  @Override
  public int cublasSetStream(long handle, long stream) {
    return use(handle, "cublas");
  }

  @Override
  public int cublasGetVersion(long handle, int[] version) {
    version[0] = 120605;
    return use(handle, "cublas");
  }

  /** cuBLAS does not say what is wrong with a dead device. */
  private int blas(long handle, Runnable work) {
    if (isDead()) {
      return 13;
    }
    int status = use(handle, "cublas");
    if (status == 0) {
      work.run();
    }
    return status == 0 ? 0 : 1;
  }

  /** Column-major numbers from an address to the end of its block. */
  private double[] numbers(long address) {
    return at(address).toArray(JAVA_DOUBLE);
  }

  private void put(double[] values, long address) {
    MemorySegment.copy(values, 0, at(address), JAVA_DOUBLE, 0, values.length);
  }

  @Override
  public int cublasDgemm(
      long handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      double beta,
      long c,
      int ldc) {
    return blas(
        handle,
        () -> {
          double[] out = numbers(c);
          double[] left = numbers(a);
          double[] right = numbers(b);
          HostLoops.gemm(opA == 1, opB == 1, m, n, k, alpha, left, lda, right, ldb, beta, out, ldc);
          put(out, c);
        });
  }

  @Override
  public int cublasDgemmStridedBatched(
      long handle,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long strideA,
      long b,
      int ldb,
      long strideB,
      double beta,
      long c,
      int ldc,
      long strideC,
      int count) {
    return blas(
        handle,
        () -> {
          for (long r = 0; r < count; r++) {
            double[] left = numbers(a + r * strideA * Double.BYTES);
            double[] right = numbers(b + r * strideB * Double.BYTES);
            long to = c + r * strideC * Double.BYTES;
            double[] out = numbers(to);
            HostLoops.gemm(false, false, m, n, k, alpha, left, lda, right, ldb, beta, out, ldc);
            put(out, to);
          }
        });
  }

  @Override
  public int cublasDtrsm(
      long handle,
      int side,
      int triangle,
      int diagonal,
      int m,
      int n,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb) {
    return blas(
        handle,
        () -> {
          double[] out = numbers(b);
          HostLoops.trsm(
              side == 0, triangle == 0, diagonal == 1, m, n, alpha, numbers(a), lda, out, ldb);
          put(out, b);
        });
  }

  @Override
  public int cublasDdgmm(
      long handle, int side, int m, int n, long a, int lda, long x, long c, int ldc) {
    return blas(
        handle,
        () -> {
          double[] by = numbers(x);
          double[] from = numbers(a);
          double[] out = numbers(c);
          for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
              out[j * ldc + i] = by[side == 0 ? i : j] * from[j * lda + i];
            }
          }
          put(out, c);
        });
  }

  @Override
  public int cusolverDnCreate(long[] handle) {
    return make(handle, "cusolver");
  }

  @Override
  public int cusolverDnDestroy(long handle) {
    return destroy(handle, "cusolver");
  }

  @Override
  public int cusolverDnSetStream(long handle, long stream) {
    return use(handle, "cusolver");
  }

  @Override
  public int cusolverGetVersion(int[] version) {
    version[0] = 11701;
    return 0;
  }

  @Override
  public int cusolverDnDgetrfBufferSize(long handle, int n, long a, int[] doubles) {
    doubles[0] = n;
    return use(handle, "cusolver");
  }

  @Override
  public int cusolverDnDgetrf(long handle, int n, long a, long work, long pivots, long info) {
    if (isDead()) {
      return 6;
    }
    at(work).asSlice(0, (long) n * Double.BYTES).fill((byte) 1);
    double[] m = numbers(a);
    int[] rows = pivots == 0 ? null : new int[n];
    int bad = HostLoops.getrf(n, m, rows);
    put(m, a);
    for (int k = 0; rows != null && k < n; k++) {
      at(pivots).setAtIndex(JAVA_INT, k, rows[k]);
    }
    at(info).set(JAVA_INT, 0, bad);
    return 0;
  }

  @Override
  public int cusolverDnDgetrs(long handle, int n, int k, long lu, long pivots, long b, long info) {
    if (isDead()) {
      return 6;
    }
    double[] x = numbers(b);
    for (int i = 0; i < n; i++) {
      HostLoops.exchange(x, n, k, i, at(pivots).getAtIndex(JAVA_INT, i) - 1);
    }
    double[] factors = numbers(lu);
    HostLoops.trsm(true, true, true, n, k, 1, factors, n, x, n);
    HostLoops.trsm(true, false, false, n, k, 1, factors, n, x, n);
    put(x, b);
    at(info).set(JAVA_INT, 0, 0);
    return 0;
  }
}
