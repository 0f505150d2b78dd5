// Rows of scenarios: row b*K + k of a matrix belongs to scenario b. Expands scenarios from their compact form and
// reduces what they give, so that no dense S or Y of a scenario crosses the bus.
// CPU twin: wassily.linalg.cpu.ScenarioRows. Test: wassily.linalg.ScenarioRowsContract.

// out[i,j] = base[i % repeat, j]; out is rows x n, base is repeat x n.
extern "C" __global__ void repeat_rows(const double *base, double *out, long long rows, long long n,
                                       long long repeat) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < rows * n; at += step) {
    long long i = at / n;
    out[at] = base[i % repeat * n + (at - i * n)];
  }
}

// m[i, columns[c]] *= factors[i / repeat]; a factor of 1 leaves the row as it is.
extern "C" __global__ void scale_cells(double *m, long long rows, long long n, long long repeat, const int *columns,
                                       long long count, const double *factors) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < rows * count; at += step) {
    long long i = at / count;
    double factor = factors[i / repeat];
    if (factor != 1) m[i * n + columns[at - i * count]] *= factor;
  }
}

// m[i, columns[c]] -= strengths[i / repeat] * max(0, m - benchmark[i % repeat, c]). The product is rounded before the
// difference, as on the CPU.
extern "C" __global__ void lower_cells(double *m, long long rows, long long n, long long repeat, const int *columns,
                                       long long count, const double *benchmark, const double *strengths) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < rows * count; at += step) {
    long long i = at / count;
    long long c = at - i * count;
    double strength = strengths[i / repeat];
    if (strength != 0) {
      double *cell = m + i * n + columns[c];
      double above = *cell - benchmark[i % repeat * count + c];
      *cell = __dsub_rn(*cell, __dmul_rn(strength, above > 0 ? above : 0));
    }
  }
}

// out[i, c * groups + g] = sum over the members j of group g of a[i, j] * b[i / repeat, c * n + j], ascending, one
// thread for each sum.
extern "C" __global__ void grouped_dots(const double *a, const double *b, double *out, long long rows, long long n,
                                        long long repeat, long long copies, const int *starts, const int *members,
                                        long long groups) {
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < rows * copies * groups; at += step) {
    long long copy = at / groups;
    long long g = at - copy * groups;
    long long i = copy / copies;
    const double *left = a + i * n;
    const double *right = b + (i / repeat * copies + copy - i * copies) * n;
    double sum = 0;
    for (int k = starts[g]; k < starts[g + 1]; k++) {
      sum = __dadd_rn(sum, __dmul_rn(left[members[k]], right[members[k]]));
    }
    out[at] = sum;
  }
}
