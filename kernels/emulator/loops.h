// The arithmetic of cuBLAS and cuSOLVER as plain loops over column-major matrices in host memory.
#pragma once
#include "internal.h"

namespace emulator {

// C ← α·op(A)·op(B) + β·C, C being m×n and k the inner length. C is not read when β = 0, A and B not when α = 0.
void gemm(bool transposeA, bool transposeB, long m, long n, long k, double alpha, const double* a, long lda, const double* b,
          long ldb, double beta, double* c, long ldc);
// B ← α·op(A)⁻¹·B or α·B·op(A)⁻¹, B being m×n.
void trsm(bool left, bool upper, bool transpose, bool unit, long m, long n, double alpha, const double* a, long lda, double* b,
          long ldb);
// A = P·L·U in place; pivots count from 1, none are sought when pivots is null. The first column whose pivot is 0,
// counted from 1, or 0.
int factor(long m, long n, double* a, long lda, int* pivots);
// Rows 1..count of B are exchanged as the pivots say, or back.
void exchange(long n, double* b, long ldb, const int* pivots, long count, bool back);

// A matrix (or a vector: one row, ld = increment) in device memory.
struct Matrix {
  Address address;
  long rows, columns, ld;

  long bytes() const { return rows && columns ? ((columns - 1) * ld + rows) * 8 : 0; }
  double* in(const char* function) const { return reinterpret_cast<double*>(host(address, bytes(), function)); }
  bool wrong() const { return rows < 0 || columns < 0 || ld < (rows > 1 ? rows : 1) || address % 8; }
};

// Whether two matrices share an element. Blocks of one matrix may lie between each other's columns without sharing any.
bool overlap(const Matrix& a, const Matrix& b);

} // namespace emulator
