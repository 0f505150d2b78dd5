// The large cells of f[i]*X[i,j]*y[j], which is never stored. Segment s holds the cells from + s*segment and on, in
// row-major order; one thread looks at one segment, so the cells come in order without any atomic.
// CPU twin: wassily.linalg.cpu.LargeCellSearch. Test: wassily.linalg.GroupsContract.findsLargeCells, KernelTest.

// From left to right: two products, nothing that the compiler could fuse.
__device__ double cell(const double *x, const double *f, const double *y, long long width, long long at) {
  long long i = at / width;
  return f[i] * x[at] * y[at - i * width];
}

// Not smaller: a number that is none is seen.
__device__ bool large(double value, double threshold) { return !(fabs(value) < threshold); }

// counts[s] = how many cells of segment s are large.
extern "C" __global__ void count_large(const double *x, const double *f, const double *y, long long cells, long long width,
                                       long long from, long long segment, double threshold, long long *counts) {
  long long step = (long long)gridDim.x * blockDim.x;
  long long segments = (cells - from + segment - 1) / segment;
  for (long long s = (long long)blockIdx.x * blockDim.x + threadIdx.x; s < segments; s += step) {
    long long begin = from + s * segment;
    long long end = begin + segment < cells ? begin + segment : cells;
    long long count = 0;
    for (long long at = begin; at < end; at++) count += large(cell(x, f, y, width, at), threshold);
    counts[s] = count;
  }
}

// The large cells of segment s go to where[places[s]], values[places[s]] and on, as far as these are below kept.
extern "C" __global__ void write_large(const double *x, const double *f, const double *y, long long cells, long long width,
                                       long long from, long long segment, double threshold, const long long *places,
                                       long long kept, long long *where, double *values) {
  long long step = (long long)gridDim.x * blockDim.x;
  long long segments = (cells - from + segment - 1) / segment;
  for (long long s = (long long)blockIdx.x * blockDim.x + threadIdx.x; s < segments; s += step) {
    long long begin = from + s * segment;
    long long end = begin + segment < cells ? begin + segment : cells;
    long long place = places[s];
    for (long long at = begin; at < end && place < kept; at++) {
      double value = cell(x, f, y, width, at);
      if (large(value, threshold)) {
        where[place] = at;
        values[place] = value;
        place++;
      }
    }
  }
}
