package wassily.linalg.cuda;

/**
 * What cuBLAS and cuSOLVER do, as plain loops over column-major arrays.
 *
 * <p>Arrays, because a loop over a memory segment takes 20 times as long until the JVM's second
 * compiler has seen it.
 */
final class HostLoops {
  private HostLoops() {}

  /** C ← alpha·op(A)·op(B) + beta·C with C m×n; for beta = 0 the old C is not read. */
  static void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int lda,
      double[] b,
      int ldb,
      double beta,
      double[] c,
      int ldc) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          double left = transposeA ? a[i * lda + l] : a[l * lda + i];
          sum += left * (transposeB ? b[l * ldb + j] : b[j * ldb + l]);
        }
        double old = beta == 0 ? 0 : beta * c[j * ldc + i];
        c[j * ldc + i] = alpha * sum + old;
      }
    }
  }

  /** B ← alpha·A⁻¹·B, or alpha·B·A⁻¹, with B m×n and A triangular. */
  static void trsm(
      boolean left,
      boolean lower,
      boolean unit,
      int m,
      int n,
      double alpha,
      double[] a,
      int lda,
      double[] b,
      int ldb) {
    int order = left ? m : n;
    int others = left ? n : m;
    // Left solves run with the triangle's rows, right solves against them.
    boolean forward = left == lower;
    for (int o = 0; o < others; o++) {
      for (int s = 0; s < order; s++) {
        int i = forward ? s : order - 1 - s;
        double x = alpha * b[left ? o * ldb + i : i * ldb + o];
        for (int t = 0; t < s; t++) {
          int j = forward ? t : order - 1 - t;
          double factor = a[left ? j * lda + i : i * lda + j];
          x -= factor * b[left ? o * ldb + j : j * ldb + o];
        }
        if (!unit) {
          x /= a[i * lda + i];
        }
        b[left ? o * ldb + i : i * ldb + o] = x;
      }
    }
  }

  /**
   * A ← L and U of P·A = L·U, n×n.
   *
   * @param pivots gets the rows that were exchanged, counted from 1; null: P = I
   * @return 0, or the first k, counted from 1, whose pivot is zero
   */
  static int getrf(int n, double[] m, int[] pivots) {
    int bad = 0;
    for (int k = 0; k < n; k++) {
      if (pivots != null) {
        int p = k;
        for (int i = k + 1; i < n; i++) {
          if (Math.abs(m[k * n + i]) > Math.abs(m[k * n + p])) {
            p = i;
          }
        }
        pivots[k] = p + 1;
        exchange(m, n, n, k, p);
      }
      double pivot = m[k * n + k];
      if (pivot == 0) {
        bad = bad == 0 ? k + 1 : bad;
        continue;
      }
      for (int i = k + 1; i < n; i++) {
        m[k * n + i] /= pivot;
      }
      for (int j = k + 1; j < n; j++) {
        double factor = m[j * n + k];
        for (int i = k + 1; i < n; i++) {
          m[j * n + i] -= m[k * n + i] * factor;
        }
      }
    }
    return bad;
  }

  /** Two rows of a matrix with leading dimension n change places in its first columns. */
  static void exchange(double[] m, int n, int columns, int i, int p) {
    for (int j = 0; p != i && j < columns; j++) {
      double mine = m[j * n + i];
      m[j * n + i] = m[j * n + p];
      m[j * n + p] = mine;
    }
  }
}
