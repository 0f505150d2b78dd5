#include "loops.h"
#include <algorithm>
#include <cmath>
#pragma GCC optimize("O3")

namespace emulator {

static std::vector<double> transposed(long rows, long columns, const double* a, long lda) {
  std::vector<double> t(static_cast<size_t>(rows * columns));
  for (long j = 0; j < columns; j++)
    for (long i = 0; i < rows; i++) t[static_cast<size_t>(i + j * rows)] = a[j + i * lda];
  return t;
}

static void axpy4(long n, const double* __restrict__ a, long lda, const double* b, double* __restrict__ c) {
  const double *a1 = a + lda, *a2 = a1 + lda, *a3 = a2 + lda;
  double b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];
  for (long i = 0; i < n; i++) c[i] += a[i] * b0 + a1[i] * b1 + a2[i] * b2 + a3[i] * b3;
}

void gemm(bool transposeA, bool transposeB, long m, long n, long k, double alpha, const double* a, long lda, const double* b,
          long ldb, double beta, double* c, long ldc) {
  for (long j = 0; j < n; j++)
    for (long i = 0; i < m; i++) c[i + j * ldc] = beta == 0 ? 0 : beta * c[i + j * ldc];
  if (alpha == 0 || k == 0) return;
  std::vector<double> packedA, packedB;
  if (transposeA) {
    packedA = transposed(m, k, a, lda);
    a = packedA.data();
    lda = m;
  }
  if (transposeB) {
    packedB = transposed(k, n, b, ldb);
    b = packedB.data();
    ldb = k;
  }
  constexpr long ROWS = 512, INNER = 128; // a block of A stays in the second-level cache
  for (long l0 = 0; l0 < k; l0 += INNER)
    for (long i0 = 0; i0 < m; i0 += ROWS) {
      long rows = std::min(ROWS, m - i0), end = std::min(k, l0 + INNER);
      for (long j = 0; j < n; j++) {
        double* column = c + i0 + j * ldc;
        double scaled[4];
        long l = l0;
        for (; l + 4 <= end; l += 4) {
          for (int u = 0; u < 4; u++) scaled[u] = alpha * b[l + u + j * ldb];
          axpy4(rows, a + i0 + l * lda, lda, scaled, column);
        }
        for (; l < end; l++) {
          double factor = alpha * b[l + j * ldb];
          for (long i = 0; i < rows; i++) column[i] += a[i0 + i + l * lda] * factor;
        }
      }
    }
}

// x ← op(A)⁻¹·x for one column.
static void solve(bool upper, bool transpose, bool unit, long n, const double* a, long lda, double* x) {
  bool downwards = upper == transpose;
  for (long s = 0; s < n; s++) {
    long i = downwards ? s : n - 1 - s;
    const double* column = a + i * lda;
    long from = upper ? 0 : i + 1, to = upper ? i : n;
    if (transpose) {
      double sum = x[i];
      for (long l = from; l < to; l++) sum -= column[l] * x[l];
      x[i] = unit ? sum : sum / column[i];
    } else {
      if (!unit) x[i] /= column[i];
      double value = x[i];
      for (long l = from; l < to; l++) x[l] -= column[l] * value;
    }
  }
}

void trsm(bool left, bool upper, bool transpose, bool unit, long m, long n, double alpha, const double* a, long lda, double* b,
          long ldb) {
  for (long j = 0; j < n; j++)
    for (long i = 0; i < m; i++) b[i + j * ldb] = alpha == 0 ? 0 : alpha * b[i + j * ldb];
  if (alpha == 0) return;
  if (left) {
    for (long j = 0; j < n; j++) solve(upper, transpose, unit, m, a, lda, b + j * ldb);
    return;
  }
  // X·op(A) = B by columns of X: each is B's minus those before it, over the diagonal.
  bool leftToRight = upper != transpose;
  for (long s = 0; s < n; s++) {
    long j = leftToRight ? s : n - 1 - s;
    double* x = b + j * ldb;
    for (long t = 0; t < s; t++) {
      long l = leftToRight ? t : n - 1 - t;
      double factor = transpose ? a[j + l * lda] : a[l + j * lda];
      for (long i = 0; i < m; i++) x[i] -= b[i + l * ldb] * factor;
    }
    if (unit) continue;
    for (long i = 0; i < m; i++) x[i] /= a[j + j * lda];
  }
}

void exchange(long n, double* b, long ldb, const int* pivots, long count, bool back) {
  for (long s = 0; s < count; s++) {
    long i = back ? count - 1 - s : s, p = pivots[i] - 1L;
    for (long j = 0; j < n && p != i; j++) std::swap(b[i + j * ldb], b[p + j * ldb]);
  }
}

// Columns [from, to) of rows from..m-1, updating these columns only; whole rows are exchanged.
static int panel(long m, long n, long from, long to, double* a, long lda, int* pivots) {
  int info = 0;
  for (long j = from; j < to && j < m; j++) {
    double* column = a + j * lda;
    if (pivots) {
      long p = j;
      for (long i = j + 1; i < m; i++)
        if (std::fabs(column[i]) > std::fabs(column[p])) p = i;
      pivots[j] = static_cast<int>(p + 1);
      for (long l = 0; l < n && p != j; l++) std::swap(a[j + l * lda], a[p + l * lda]);
    }
    if (column[j] == 0) {
      if (!info) info = static_cast<int>(j + 1);
      continue;
    }
    for (long i = j + 1; i < m; i++) column[i] /= column[j];
    for (long l = j + 1; l < to; l++) {
      double factor = a[j + l * lda];
      for (long i = j + 1; i < m; i++) a[i + l * lda] -= column[i] * factor;
    }
  }
  return info;
}

int factor(long m, long n, double* a, long lda, int* pivots) {
  constexpr long BLOCK = 32;
  long least = std::min(m, n);
  int info = 0;
  for (long from = 0; from < least; from += BLOCK) {
    long to = std::min(from + BLOCK, least), width = to - from, right = n - to;
    int zero = panel(m, n, from, to, a, lda, pivots);
    if (!info) info = zero;
    trsm(true, false, false, true, width, right, 1, a + from + from * lda, lda, a + from + to * lda, lda);
    gemm(false, false, m - to, right, width, -1, a + to + from * lda, lda, a + from + to * lda, lda, 1, a + to + to * lda, lda);
  }
  return info;
}

static long floorDivide(long a, long b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

bool overlap(const Matrix& a, const Matrix& b) {
  if (!a.bytes() || !b.bytes()) return false;
  long distance = static_cast<long>(b.address - a.address); // of b's start from a's
  if (distance >= a.bytes() || -distance >= b.bytes()) return false;
  for (long j = 0; j < b.columns; j++) {
    long start = distance + j * b.ld * 8;
    // Columns i of a with i·ld < start + b.rows and i·ld + a.rows > start.
    long first = std::max(0L, floorDivide(start - a.rows * 8, a.ld * 8) + 1);
    long last = std::min(a.columns - 1, floorDivide(start + b.rows * 8 - 1, a.ld * 8));
    if (first <= last) return true;
  }
  return false;
}

} // namespace emulator
