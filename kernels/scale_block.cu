// What is left of out = alpha*a*b + beta*out where there is no product: NVIDIA does not say what cuBLAS does then.
// CPU twin: dgemm with no terms, as BLAS defines it (wassily.linalg.cpu.RowMajorBlas.multiply).
// Test: wassily.linalg.BackendOperationsContract.scalesWhereThereIsNoProduct, KernelTest.

// out[i,j] = beta*out[i,j], rows x columns, rows stride apart; 0 without reading where beta = 0.
extern "C" __global__ void scale_block(double *out, long long rows, long long columns, long long stride, double beta) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < rows * columns; at += step) {
    long long i = at / columns;
    double *cell = out + i * stride + (at - i * columns);
    *cell = beta == 0 ? 0 : beta * *cell;
  }
}
