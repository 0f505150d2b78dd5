// Draws: factors of cells from Philox4x32-10, with exp, log and the normal quantile from + - * / sqrt and operations on
// bits. Every product is rounded before it is added: the same bits as the CPU's.
// CPU twin: wassily.linalg.draw.CellFactors. Test: wassily.linalg.DrawsContract, wassily.linalg.cuda.DrawKernelTest.

typedef unsigned int word;
typedef unsigned long long word2;

// One counter through the ten rounds.
__device__ void philox(word *x, word k0, word k1) {
  for (int round = 0; round < 10; round++) {
    word2 p0 = (word2)0xD2511F53u * x[0];
    word2 p1 = (word2)0xCD9E8D57u * x[2];
    word y0 = (word)(p1 >> 32) ^ x[1] ^ k0;
    word y2 = (word)(p0 >> 32) ^ x[3] ^ k1;
    x[0] = y0;
    x[1] = (word)p1;
    x[2] = y2;
    x[3] = (word)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

// sum*x + c, rounded twice.
__device__ double then(double sum, double x, double c) { return __dadd_rn(__dmul_rn(sum, x), c); }

__device__ double uniform(word low, word high) {
  word2 bits = (word2)high << 32 | low;
  return __dmul_rn(__dadd_rn((double)(long long)(bits >> 12), 0.5), 2.220446049250313e-16);
}

__device__ double natural_log(double x) {
  long long bits = __double_as_longlong(x);
  long long e = (bits - 0x3fe6a09e667f3bcdLL) >> 52;
  double m = __longlong_as_double(bits - (long long)((word2)e << 52));
  double s = __ddiv_rn(__dadd_rn(m, -1), __dadd_rn(m, 1));
  double q = __dmul_rn(s, s);
  double p = 1.0 / 21;
  p = then(p, q, 1.0 / 19);
  p = then(p, q, 1.0 / 17);
  p = then(p, q, 1.0 / 15);
  p = then(p, q, 1.0 / 13);
  p = then(p, q, 1.0 / 11);
  p = then(p, q, 1.0 / 9);
  p = then(p, q, 1.0 / 7);
  p = then(p, q, 1.0 / 5);
  p = then(p, q, 1.0 / 3);
  double twice = __dmul_rn(2, s);
  double low = __dadd_rn(__dmul_rn(__dmul_rn(twice, q), p), __dmul_rn((double)e, 1.9082149292705877e-10));
  return __dadd_rn(__dmul_rn((double)e, 0.6931471803691238), __dadd_rn(twice, low));
}

__device__ double tail(double u) {
  double rest = __dsub_rn(1, u);
  double r = __dsqrt_rn(-natural_log(u < rest ? u : rest));
  double n = 0.02080432765992594;
  n = then(n, r, 0.7640486995839633);
  n = then(n, r, 7.750160405043637);
  n = then(n, r, 28.847248744910708);
  n = then(n, r, 42.844274262567474);
  n = then(n, r, 15.181456323133961);
  n = then(n, r, -27.960549065048067);
  n = then(n, r, -25.103639736171054);
  n = then(n, r, -3.4013098184907102);
  double d = 4.648355231316297e-9;
  d = then(d, r, 0.014710075881984027);
  d = then(d, r, 0.5403726753186815);
  d = then(d, r, 5.522447397235158);
  d = then(d, r, 21.519864945061293);
  d = then(d, r, 38.820061973709976);
  d = then(d, r, 35.174086399614964);
  d = then(d, r, 12.802174028230477);
  d = then(d, r, 1);
  double z = __ddiv_rn(n, d);
  return u < 0.5 ? -z : z;
}

__device__ double normal(double u) {
  double t = __dmul_rn(__dmul_rn(4, u), __dsub_rn(1, u));
  if (t < 0.015625) return tail(u);
  double n = 25317781883.108067;
  n = then(n, t, 1369806050363.085);
  n = then(n, t, 10251778590358.762);
  n = then(n, t, 23716111314086.914);
  n = then(n, t, 22022147530745.246);
  n = then(n, t, 9255508194715.197);
  n = then(n, t, 1865297285279.2683);
  n = then(n, t, 183954035371.07004);
  n = then(n, t, 8788375064.93938);
  n = then(n, t, 194666887.93769717);
  n = then(n, t, 1818181.8770190836);
  n = then(n, t, 5873.837476764292);
  n = then(n, t, 3.9579215504406577);
  double d = 107120927559.7968;
  d = then(d, t, 2303445315963.4785);
  d = then(d, t, 11269757906404.225);
  d = then(d, t, 19779882378622.902);
  d = then(d, t, 14974689208191.734);
  d = then(d, t, 5350940057028.8545);
  d = then(d, t, 941779705959.6631);
  d = then(d, t, 82562600587.93968);
  d = then(d, t, 3546412504.084896);
  d = then(d, t, 71046716.01114103);
  d = then(d, t, 599969.1913571854);
  d = then(d, t, 1733.500076071097);
  d = then(d, t, 1);
  return __dmul_rn(__dsub_rn(__dmul_rn(2, u), 1), __ddiv_rn(n, d));
}

// For -700 <= y <= 700.
__device__ double exponential(double y) {
  double shifted = then(y, 1.4426950408889634, 6755399441055744.0);
  double k = __dsub_rn(shifted, 6755399441055744.0);
  double r = __dsub_rn(__dsub_rn(y, __dmul_rn(k, 0.6931471803691238)), __dmul_rn(k, 1.9082149292705877e-10));
  double q = 2.5100472505694996e-8;
  q = then(q, r, 2.7620201591031547e-7);
  q = then(q, r, 2.7557268276905696e-6);
  q = then(q, r, 2.4801521057868204e-5);
  q = then(q, r, 1.9841269863171557e-4);
  q = then(q, r, 1.3888888917367081e-3);
  q = then(q, r, 8.333333333330039e-3);
  q = then(q, r, 0.041666666666623824);
  q = then(q, r, 0.16666666666666669);
  q = then(q, r, 0.5);
  double p = __dadd_rn(1, __dadd_rn(r, __dmul_rn(__dmul_rn(r, r), q)));
  word2 scale = (word2)__double_as_longlong(shifted) << 52;
  return __longlong_as_double((long long)((word2)__double_as_longlong(p) + scale));
}

__device__ double triangular(double low, double high, double u) {
  double width = __dsub_rn(high, low);
  double rise = __dsub_rn(1, low);
  double fall = __dmul_rn(width, __dsub_rn(high, 1));
  return __dmul_rn(u, width) < rise
             ? __dadd_rn(low, __dsqrt_rn(__dmul_rn(u, __dmul_rn(width, rise))))
             : __dsub_rn(high, __dsqrt_rn(__dmul_rn(__dsub_rn(1, u), fall)));
}

// distribution: 0 log-normal, 1 normal, 2 uniform, 3 triangular; 4, by sign, is not drawn.
__device__ double factor(long long distribution, double first, double second, double u) {
  double f;
  switch (distribution) {
    case 0: return exponential(__dadd_rn(first, __dmul_rn(second, normal(u))));
    case 1: f = __dadd_rn(first, __dmul_rn(second, normal(u))); break;
    case 2: f = __dadd_rn(first, __dmul_rn(second, u)); break;
    default: f = triangular(first, second, u);
  }
  return f > 0 ? f : 0;
}

// The two uniforms of a counter.
__device__ void sample(word2 lane, word2 row, long long draw, long long stream, long long seed, double *u) {
  word x[4] = {(word)lane, (word)row, (word)draw, (word)stream};
  philox(x, (word)(word2)seed, (word)((word2)seed >> 32));
  u[0] = uniform(x[0], x[1]);
  u[1] = uniform(x[2], x[3]);
}

// The uniform of one cell.
__device__ double single(long long row, long long column, long long draw, long long stream, long long seed) {
  double u[2];
  sample(column / 512 * 256 + column % 256, row, draw, stream, seed, u);
  return u[column / 256 % 2];
}

// out[i,j] = source[i,j] * factor of the cell; cells outside the block are copied. A thread makes the two cells of one
// counter, 256 columns apart. by: 0 cell, 1 row, 2 column, 3 block.
extern "C" __global__ void perturb(const double *source, double *out, long long rows, long long columns,
                                   const int *rowClass, const int *columnClass, long long classes, const double *first,
                                   const double *second, long long distribution, long long by, long long block,
                                   long long seed, long long stream, long long draw) {
  long long lanes = (columns + 511) / 512 * 256;
  long long step = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x; at < rows * lanes; at += step) {
    long long i = at / lanes;
    long long lane = at - i * lanes;
    long long j = lane / 256 * 512 + lane % 256;
    int mine = rowClass[i];
    double u[2];
    if (mine >= 0 && by == 0 && j < columns) sample(lane, i, draw, stream, seed, u);
    for (int half = 0; half < 2; half++, j += 256) {
      if (j >= columns) continue;
      double value = source[i * columns + j];
      int theirs = columnClass[j];
      if (mine >= 0 && theirs >= 0) {
        // Rows as a whole have the parameters of the first column class, columns those of the first row class.
        long long c = (by == 2 || by == 3 ? 0 : mine) * classes + (by == 1 || by == 3 ? 0 : theirs);
        if (distribution == 4) {
          value = __dmul_rn(value, value < 0 ? second[c] : first[c]);
        } else {
          double v = by == 0   ? u[half]
                     : by == 1 ? single(i, block, draw, stream, seed)
                     : by == 2 ? single(block, j, draw, stream, seed)
                               : single(block, 0, draw, stream, seed);
          value = __dmul_rn(value, factor(distribution, first[c], second[c], v));
        }
      }
      out[i * columns + j] = value;
    }
  }
}
