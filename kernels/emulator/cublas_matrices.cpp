// Matrix functions of the emulated cuBLAS. Everything is column-major.
#include "cublas.h"

using namespace emulator;

static Matrix stored(Address a, int op, long rows, long columns, long ld) {
  return op ? Matrix{a, columns, rows, ld} : Matrix{a, rows, columns, ld};
}

static Matrix shifted(Matrix m, long long stride, long batch) {
  m.address += static_cast<Address>(stride * batch * 8);
  return m;
}

static int multiply(const Blas& b, const std::shared_ptr<Stream>& queue, const char* self, int opA, int opB, long m, long n, long k,
                    const double* alpha, Matrix a, long long strideA, Matrix x, long long strideX, const double* beta, Matrix c,
                    long long strideC, long batches) {
  Scalar al, be;
  if (!isOperation(opA) || !isOperation(opB)) return wrong(self, "no such operation");
  if (m < 0 || n < 0 || k < 0 || batches < 0) return wrong(self, "a negative size");
  if (a.wrong() || x.wrong() || c.wrong()) return wrong(self, "a leading dimension is too small, or a pointer not aligned");
  if (!m || !n || !batches) return BLAS_OK;
  if (!scalar(b, alpha, &al) || !scalar(b, beta, &be)) return wrong(self, "alpha or beta");
  for (long i = 0; i < batches; i++)
    for (long j = 0; j < batches; j++) {
      Matrix to = shifted(c, strideC, i);
      if (overlap(to, shifted(a, strideA, j)) || overlap(to, shifted(x, strideX, j))) return wrong(self, "C overlaps A or B");
      if (i != j && overlap(to, shifted(c, strideC, j))) return wrong(self, "C overlaps itself");
    }
  return submitted(submit(queue, [=]() -> int {
    double av, bv;
    if (!al.read(self, &av) || !be.read(self, &bv)) return ILLEGAL_ADDRESS;
    for (long i = 0; i < batches; i++) {
      bool reads = k && av != 0;
      double* left = reads ? shifted(a, strideA, i).in(self) : nullptr;
      double* right = reads ? shifted(x, strideX, i).in(self) : nullptr;
      double* to = shifted(c, strideC, i).in(self);
      if ((reads && (!left || !right)) || !to) return ILLEGAL_ADDRESS;
      gemm(opA, opB, m, n, k, reads ? av : 0, left, a.ld, right, x.ld, bv, to, c.ld);
    }
    return 0;
  }));
}

EXPORT int cublasDgemm_v2(Handle handle, int opA, int opB, int m, int n, int k, const double* alpha, Address a, int lda, Address x,
                          int ldb, const double* beta, Address c, int ldc) {
  BLAS_CALL(handle);
  return multiply(*b, queue, self, opA, opB, m, n, k, alpha, stored(a, opA, m, k, lda), 0, stored(x, opB, k, n, ldb), 0, beta,
                  {c, m, n, ldc}, 0, 1);
}

EXPORT int cublasDgemmStridedBatched(Handle handle, int opA, int opB, int m, int n, int k, const double* alpha, Address a, int lda,
                                     long long strideA, Address x, int ldb, long long strideB, const double* beta, Address c,
                                     int ldc, long long strideC, int batches) {
  BLAS_CALL(handle);
  return multiply(*b, queue, self, opA, opB, m, n, k, alpha, stored(a, opA, m, k, lda), strideA, stored(x, opB, k, n, ldb), strideB,
                  beta, {c, m, n, ldc}, strideC, batches);
}

EXPORT int cublasDgemv_v2(Handle handle, int op, int m, int n, const double* alpha, Address a, int lda, Address x, int incx,
                          const double* beta, Address y, int incy) {
  BLAS_CALL(handle);
  if (incx <= 0 || incy <= 0) return wrong(self, "the emulator's gemv wants positive increments");
  long rows = op ? n : m, inner = op ? m : n;
  // yᵀ = α·xᵀ·op(A)ᵀ + β·yᵀ: vectors as matrices of one row.
  return multiply(*b, queue, self, 0, op ? 0 : 1, 1, rows, inner, alpha, {x, 1, inner, incx}, 0, {a, m, n, lda}, 0, beta,
                  {y, 1, rows, incy}, 0, 1);
}

static int solve(const Blas& b, const std::shared_ptr<Stream>& queue, const char* self, int side, int fill, int op, int diagonal,
                 long m, long n, const Scalar& alpha, Matrix a, Matrix x) {
  if (!isFlag(side) || !isFlag(fill) || !isOperation(op) || !isFlag(diagonal)) return wrong(self, "no such option");
  (void)b;
  if (m < 0 || n < 0 || a.wrong() || x.wrong()) return wrong(self, "a size or a leading dimension");
  if (!m || !n) return BLAS_OK;
  if (overlap(a, x)) return wrong(self, "A overlaps B");
  return submitted(submit(queue, [=]() -> int {
    double value, *triangle = a.in(self), *to = x.in(self);
    if (!triangle || !to || !alpha.read(self, &value)) return ILLEGAL_ADDRESS;
    trsm(side == 0, fill == 1, op != 0, diagonal == 1, m, n, value, triangle, a.ld, to, x.ld);
    return 0;
  }));
}

EXPORT int cublasDtrsm_v2(Handle handle, int side, int fill, int op, int diagonal, int m, int n, const double* alpha, Address a,
                          int lda, Address x, int ldb) {
  BLAS_CALL(handle);
  Scalar al;
  if (!scalar(*b, alpha, &al)) return wrong(self, "alpha");
  long order = side == 0 ? m : n;
  return solve(*b, queue, self, side, fill, op, diagonal, m, n, al, {a, order, order, lda}, {x, m, n, ldb});
}

EXPORT int cublasDtrsv_v2(Handle handle, int fill, int op, int diagonal, int n, Address a, int lda, Address x, int incx) {
  BLAS_CALL(handle);
  if (incx <= 0) return wrong(self, "the emulator's trsv wants a positive increment");
  // xᵀ·op(A)ᵀ = bᵀ: a matrix of one row from the right.
  return solve(*b, queue, self, 1, fill, op ? 0 : 1, diagonal, 1, n, {false, 1, 0}, {a, n, n, lda}, {x, 1, n, incx});
}

EXPORT int cublasDdgmm(Handle handle, int side, int m, int n, Address a, int lda, Address x, int incx, Address c, int ldc) {
  BLAS_CALL(handle);
  long length = side == 0 ? m : n;
  Matrix from{a, m, n, lda}, to{c, m, n, ldc}, d{x, 1, length, std::labs(incx)};
  if (!isFlag(side) || m < 0 || n < 0 || from.wrong() || to.wrong() || d.wrong()) return wrong(self, "a size or a leading dimension");
  if (!m || !n) return BLAS_OK;
  if ((a != c || lda != ldc) && overlap(from, to)) return wrong(self, "C overlaps A");
  if (overlap(d, to)) return wrong(self, "C overlaps x");
  return submitted(submit(queue, [=]() -> int {
    double *source = from.in(self), *target = to.in(self), *v = d.in(self);
    if (!source || !target || !v) return ILLEGAL_ADDRESS;
    for (long j = 0; j < n; j++)
      for (long i = 0; i < m; i++) {
        long at = side == 0 ? i : j;
        target[i + j * ldc] = source[i + j * lda] * v[incx > 0 ? at * incx : (at - length + 1) * incx];
      }
    return 0;
  }));
}

EXPORT int cublasDgeam(Handle handle, int opA, int opB, int m, int n, const double* alpha, Address a, int lda, const double* beta,
                       Address x, int ldb, Address c, int ldc) {
  BLAS_CALL(handle);
  Scalar al, be;
  if (!isOperation(opA) || !isOperation(opB)) return wrong(self, "no such operation");
  if (!scalar(*b, alpha, &al) || !scalar(*b, beta, &be)) return wrong(self, "alpha or beta");
  Matrix left = stored(a, opA, m, n, lda), right = stored(x, opB, m, n, ldb), to{c, m, n, ldc};
  bool readsA = al.device || al.value != 0, readsB = be.device || be.value != 0;
  if (m < 0 || n < 0 || (readsA && left.wrong()) || (readsB && right.wrong()) || to.wrong())
    return wrong(self, "a size or a leading dimension");
  if (!m || !n) return BLAS_OK;
  // In place only untransposed and with the same leading dimension.
  if (readsA && !(a == c && !opA && lda == ldc) && overlap(left, to)) return wrong(self, "C overlaps A");
  if (readsB && !(x == c && !opB && ldb == ldc) && overlap(right, to)) return wrong(self, "C overlaps B");
  return submitted(submit(queue, [=]() -> int {
    double av, bv, *target = to.in(self);
    if (!target || !al.read(self, &av) || !be.read(self, &bv)) return ILLEGAL_ADDRESS;
    double* p = av != 0 ? left.in(self) : nullptr;
    double* q = bv != 0 ? right.in(self) : nullptr;
    if ((av != 0 && !p) || (bv != 0 && !q)) return ILLEGAL_ADDRESS;
    for (long j = 0; j < n; j++)
      for (long i = 0; i < m; i++) {
        double sum = p ? av * p[opA ? j + i * lda : i + j * lda] : 0;
        target[i + j * ldc] = q ? sum + bv * q[opB ? j + i * ldb : i + j * ldb] : sum;
      }
    return 0;
  }));
}
