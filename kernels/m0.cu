// M[i,j] = delta(i,j)*d[j] - Z[i,j] in place; a column with d[j] = 0 becomes the unit vector e_j.
// CPU twin: wassily.linalg.cpu.Diagonals.diagonalMinus.
// Test: wassily.linalg.BackendContract.diagonalMinusAndScalingAreExact, diagonalMinusDropsColumnsOfZeros.
// Every kernel here is a loop that any number of blocks and threads may share.

extern "C" __global__ void m0(double *z, const double *d, long long n) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < n * n; at += step) {
    long long i = at / n;
    long long j = at - i * n;
    double dj = d[j];
    double off = dj == 0 ? 0 : 0 - z[at];  // 0 - z, not -z: absent flows stay +0.0
    z[at] = i != j ? off : dj == 0 ? 1 : dj + off;
  }
}
