// Puts the rows of a row-major matrix into another order, some columns at a time.
// CPU twin: wassily.linalg.cpu.RowMajorBlas.undoInterchanges, which exchanges pairs of rows one after the other; here
// the exchanges are multiplied out first, because a card waits a microsecond for each of n dependent ones.
// Test: wassily.linalg.FactorizationContract.pivots, and wassily.linalg.cuda.KernelTest.

// t[i,c] = b[source[i], first+c] for c < width; b is n x k, t is n x width.
extern "C" __global__ void gather_rows(const double *b, double *t, const int *source, long long n, long long k,
                                       long long first, long long width) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < n * width; at += step) {
    long long i = at / width;
    t[at] = b[source[i] * k + first + (at - i * width)];
  }
}

// b[i, first+c] = t[i,c] for c < width.
extern "C" __global__ void put_columns(double *b, const double *t, long long n, long long k, long long first,
                                       long long width) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < n * width; at += step) {
    long long i = at / width;
    b[i * k + first + (at - i * width)] = t[at];
  }
}
