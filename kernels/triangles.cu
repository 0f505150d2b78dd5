// What the inverse needs beside trsm and gemm. Matrices are column-major, as LAPACK sees them.
// CPU twin: wassily.linalg.cpu.RowMajorBlas.solveForColumns (take_lower); LAPACK's dtrtri does the rest itself.
// Test: wassily.linalg.FactorizationContract.inverts, and wassily.linalg.cuda.KernelTest.

// Moves what is below the diagonal in columns [from, from+width) of a (n x n) to the same place of lower (n x width,
// zero elsewhere), and leaves zeros.
extern "C" __global__ void take_lower(double *a, double *lower, long long n, long long from, long long width) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < n * width; at += step) {
    long long j = at / n;
    long long i = at - j * n;
    double *cell = a + (from + j) * n + i;
    bool below = i > from + j;
    lower[at] = below ? *cell : 0;
    if (below) *cell = 0;
  }
}

// m = identity, size x size.
extern "C" __global__ void identity(double *m, long long size) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < size * size; at += step) {
    m[at] = at % (size + 1) == 0 ? 1 : 0;
  }
}

// Upper triangle and diagonal of t (size x size) to the same places of a, whose columns are lda apart.
extern "C" __global__ void put_upper(double *a, long long lda, const double *t, long long size) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < size * size; at += step) {
    long long j = at / size;
    long long i = at - j * size;
    if (i <= j) a[j * lda + i] = t[at];
  }
}
