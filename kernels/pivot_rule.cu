// What decides whether a matrix is factorized without pivoting (architecture.md, decision 11).
// CPU twin: wassily.linalg.PivotRule, which is the rule in Java. Test: wassily.linalg.cuda.CudaPivotingTest.

// found[0] = 1 when an element off the diagonal is positive or not a number. All writers write the same value.
extern "C" __global__ void positive_off_diagonal(const double *m, long long n, int *found) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < n * n; at += step) {
    if (at % (n + 1) != 0 && !(m[at] <= 0)) found[0] = 1;
  }
}

// out[i] = m[i,i]
extern "C" __global__ void diagonal(const double *m, long long n, double *out) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
    out[i] = m[i * (n + 1)];
  }
}
