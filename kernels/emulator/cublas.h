// What the functions of the emulated cuBLAS share.
#pragma once
#include "loops.h"

namespace emulator {

enum BlasStatus {
  BLAS_OK = 0, BLAS_NOT_INITIALIZED = 1, BLAS_ALLOC_FAILED = 3, BLAS_INVALID_VALUE = 7, BLAS_EXECUTION_FAILED = 13,
};

struct Blas {
  Handle context;
  Handle stream = 0;
  bool devicePointers = false; // where α, β and results are
  int mathMode = 0;
};

// The library handle, if it may be used on this thread now; else null and what to return.
std::shared_ptr<Blas> blas(Handle handle, std::shared_ptr<Stream>* stream, int* status);

// α, β: a number of the host, read at the call, or of the device, read when the work is done.
struct Scalar {
  bool device;
  double value;
  Address address;

  bool read(const char* function, double* to) const;
};
bool scalar(const Blas& blas, const double* pointer, Scalar* to);

int wrong(const char* function, const char* what); // a message, and BLAS_INVALID_VALUE
int submitted(int status);                         // the status of submit as cuBLAS gives it

inline bool isOperation(int op) { return op >= 0 && op <= 2; }
inline bool isFlag(int flag) { return flag == 0 || flag == 1; }

} // namespace emulator

#define BLAS_CALL(handle)                                                                                              \
  ENTER(BLAS);                                                                                                         \
  std::shared_ptr<emulator::Stream> queue;                                                                             \
  int bad = 0;                                                                                                         \
  auto b = emulator::blas(handle, &queue, &bad);                                                                       \
  if (!b) return bad;                                                                                                  \
  const char* self = __func__
