// Vector functions of the emulated cuBLAS.
#include "cublas.h"
#include <cmath>

using namespace emulator;

static Matrix vector(Address x, long n, long increment) { return {x, 1, n, std::labs(increment)}; }

// Element i of a vector; with a negative increment the vector is stored backwards.
static double& at(double* x, long n, long increment, long i) {
  return x[increment > 0 ? i * increment : (i - n + 1) * increment];
}

EXPORT int cublasDscal_v2(Handle handle, int n, const double* alpha, Address x, int incx) {
  BLAS_CALL(handle);
  Scalar a;
  if (n <= 0 || incx <= 0) return n < 0 ? wrong(self, "n < 0") : BLAS_OK;
  if (!scalar(*b, alpha, &a)) return wrong(self, "alpha");
  return submitted(submit(queue, [=]() -> int {
    double value, *v = vector(x, n, incx).in(self);
    if (!v || !a.read(self, &value)) return ILLEGAL_ADDRESS;
    for (long i = 0; i < n; i++) v[i * incx] *= value;
    return 0;
  }));
}

EXPORT int cublasDaxpy_v2(Handle handle, int n, const double* alpha, Address x, int incx, Address y, int incy) {
  BLAS_CALL(handle);
  Scalar a;
  if (n <= 0) return n < 0 ? wrong(self, "n < 0") : BLAS_OK;
  if (!scalar(*b, alpha, &a)) return wrong(self, "alpha");
  if (!incx || !incy) return wrong(self, "increment 0");
  return submitted(submit(queue, [=]() -> int {
    double value, *from = vector(x, n, incx).in(self), *to = vector(y, n, incy).in(self);
    if (!from || !to || !a.read(self, &value)) return ILLEGAL_ADDRESS;
    for (long i = 0; i < n; i++) at(to, n, incy, i) += value * at(from, n, incx, i);
    return 0;
  }));
}

EXPORT int cublasDcopy_v2(Handle handle, int n, Address x, int incx, Address y, int incy) {
  BLAS_CALL(handle);
  if (n <= 0) return n < 0 ? wrong(self, "n < 0") : BLAS_OK;
  if (!incx || !incy) return wrong(self, "increment 0");
  return submitted(submit(queue, [=]() -> int {
    double *from = vector(x, n, incx).in(self), *to = vector(y, n, incy).in(self);
    if (!from || !to) return ILLEGAL_ADDRESS;
    for (long i = 0; i < n; i++) at(to, n, incy, i) = at(from, n, incx, i);
    return 0;
  }));
}

// A result goes to the host, and the call waits for it, or to the device.
template <class T, class F>
static int reduce(const Blas& b, const std::shared_ptr<Stream>& queue, const char* self, long n, Address x, long incx, T* result, F f) {
  auto target = reinterpret_cast<Address>(result);
  bool ofHost = target < 1UL << 47;
  if (!result || ofHost == b.devicePointers) return wrong(self, "the result is in the other pointer mode, or null");
  int status = submit(queue, [=]() -> int {
    bool empty = n <= 0 || incx <= 0;
    double* v = empty ? nullptr : vector(x, n, incx).in(self);
    T* to = ofHost ? result : reinterpret_cast<T*>(host(target, sizeof(T), self));
    if ((!v && !empty) || !to) return ILLEGAL_ADDRESS;
    *to = f(v, empty ? 0 : n);
    return 0;
  });
  if (!status && ofHost) status = finish(queue);
  return submitted(status);
}

EXPORT int cublasDnrm2_v2(Handle handle, int n, Address x, int incx, double* result) {
  BLAS_CALL(handle);
  return reduce(*b, queue, self, n, x, incx, result, [=](double* v, long count) {
    double largest = 0, sum = 0;
    for (long i = 0; i < count; i++) largest = std::fmax(largest, std::fabs(v[i * incx]));
    if (largest == 0 && count) return std::fabs(v[0]); // zeros, or NaN
    for (long i = 0; i < count; i++) sum += v[i * incx] / largest * (v[i * incx] / largest);
    return count ? largest * std::sqrt(sum) : 0.0;
  });
}

EXPORT int cublasDasum_v2(Handle handle, int n, Address x, int incx, double* result) {
  BLAS_CALL(handle);
  return reduce(*b, queue, self, n, x, incx, result, [=](double* v, long count) {
    double sum = 0;
    for (long i = 0; i < count; i++) sum += std::fabs(v[i * incx]);
    return sum;
  });
}

EXPORT int cublasIdamax_v2(Handle handle, int n, Address x, int incx, int* result) {
  BLAS_CALL(handle);
  return reduce(*b, queue, self, n, x, incx, result, [=](double* v, long count) {
    long best = 0;
    for (long i = 1; i < count; i++)
      if (std::fabs(v[i * incx]) > std::fabs(v[best * incx])) best = i;
    return static_cast<int>(count ? best + 1 : 0);
  });
}

EXPORT int cublasIdamin_v2(Handle handle, int n, Address x, int incx, int* result) {
  BLAS_CALL(handle);
  return reduce(*b, queue, self, n, x, incx, result, [=](double* v, long count) {
    long best = 0;
    for (long i = 1; i < count; i++)
      if (std::fabs(v[i * incx]) < std::fabs(v[best * incx])) best = i;
    return static_cast<int>(count ? best + 1 : 0);
  });
}
