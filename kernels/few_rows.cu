// Products of a few rows with a large matrix, which is read once for up to eight rows; copies in single precision.
// CPU twin: wassily.linalg.cpu.FewRows, wassily.linalg.cpu.SingleCpuMatrix.
// Test: wassily.linalg.DrawsContract, wassily.linalg.cuda.KernelTest.

// parts[s,r,j] = sum of rows[r,i] * m[i,j] over the s-th run of length i, ascending; of absolute values when asked.
extern "C" __global__ void multiply_rows(const double *rows, const double *m, double *parts, long long count,
                                         long long height, long long width, long long length, long long absolute) {
  long long runs = (height + length - 1) / length;
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < runs * width; at += step) {
    long long s = at / width;
    long long j = at - s * width;
    long long end = (s + 1) * length < height ? (s + 1) * length : height;
    for (long long first = 0; first < count; first += 8) {
      double sum[8] = {0, 0, 0, 0, 0, 0, 0, 0};
      for (long long i = s * length; i < end; i++) {
        double cell = m[i * width + j];
        for (int r = 0; r < 8; r++) {
          if (first + r < count) {
            double product = __dmul_rn(rows[(first + r) * height + i], cell);
            sum[r] = __dadd_rn(sum[r], absolute ? fabs(product) : product);
          }
        }
      }
      for (int r = 0; r < 8; r++) {
        if (first + r < count) parts[(s * count + first + r) * width + j] = sum[r];
      }
    }
  }
}

// The same for a matrix in single precision; sums are in double.
extern "C" __global__ void multiply_rows_single(const double *rows, const float *m, double *parts, long long count,
                                                long long height, long long width, long long length) {
  long long runs = (height + length - 1) / length;
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < runs * width; at += step) {
    long long s = at / width;
    long long j = at - s * width;
    long long end = (s + 1) * length < height ? (s + 1) * length : height;
    for (long long first = 0; first < count; first += 8) {
      double sum[8] = {0, 0, 0, 0, 0, 0, 0, 0};
      for (long long i = s * length; i < end; i++) {
        double cell = m[i * width + j];
        for (int r = 0; r < 8; r++) {
          if (first + r < count) sum[r] = __dadd_rn(sum[r], __dmul_rn(rows[(first + r) * height + i], cell));
        }
      }
      for (int r = 0; r < 8; r++) {
        if (first + r < count) parts[(s * count + first + r) * width + j] = sum[r];
      }
    }
  }
}

// out[at] = sum of parts[s,at] over the runs, ascending.
extern "C" __global__ void add_parts(const double *parts, double *out, long long size, long long runs) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < size; at += step) {
    double sum = 0;
    for (long long s = 0; s < runs; s++) sum = __dadd_rn(sum, parts[s * size + at]);
    out[at] = sum;
  }
}

// out[at] = m[at] rounded to single precision.
extern "C" __global__ void to_single(const double *m, float *out, long long size) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < size; at += step) out[at] = (float)m[at];
}

// out[k] = m[at[k]].
extern "C" __global__ void gather_cells(const double *m, const long long *at, double *out, long long count) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long k = (long long)blockIdx.x * blockDim.x + threadIdx.x; k < count; k += step) out[k] = m[at[k]];
}
