// Handles and settings of the emulated cuBLAS.
#include "cublas.h"

namespace emulator {

std::shared_ptr<Blas> blas(Handle handle, std::shared_ptr<Stream>* queue, int* status) {
  Handle context = 0;
  auto found = object<Blas>(Kind::BLAS, handle);
  int bad = current(&context);
  *status = bad && context ? BLAS_EXECUTION_FAILED : BLAS_NOT_INITIALIZED;
  if (!found || bad) return nullptr;
  if (found->context != context) {
    complain("a cuBLAS handle of another context");
    return nullptr;
  }
  *queue = stream(found->stream);
  *status = BLAS_EXECUTION_FAILED;
  return *queue ? found : nullptr;
}

bool Scalar::read(const char* function, double* to) const {
  if (!device) return *to = value, true;
  auto* at = reinterpret_cast<double*>(host(address, 8, function));
  return at && (*to = *at, true);
}

bool scalar(const Blas& blas, const double* pointer, Scalar* to) {
  auto address = reinterpret_cast<Address>(pointer);
  *to = {blas.devicePointers, 0, address};
  if (!pointer) return false;
  bool ofHost = address < 1UL << 47;
  if (ofHost == blas.devicePointers) {
    complain("a scalar of the %s in the other pointer mode", ofHost ? "host" : "device");
    return false;
  }
  if (ofHost) to->value = *pointer;
  return true;
}

int wrong(const char* function, const char* what) {
  complain("%s: %s", function, what);
  return BLAS_INVALID_VALUE;
}

int submitted(int status) { return status ? BLAS_EXECUTION_FAILED : BLAS_OK; }

} // namespace emulator

using namespace emulator;

EXPORT int cublasCreate_v2(Handle* to) {
  ENTER(BLAS);
  Handle context;
  if (!to) return BLAS_INVALID_VALUE;
  if (settings().driver / 1000 < CUDA) {
    complain("cublasCreate: the driver (CUDA %d) is older than the library (CUDA %d)", settings().driver, CUDA);
    return BLAS_NOT_INITIALIZED;
  }
  if (current(&context)) return BLAS_NOT_INITIALIZED;
  if (!takeInternal(settings().handleBytes)) return BLAS_ALLOC_FAILED;
  auto made = std::make_shared<Blas>();
  made->context = context;
  *to = newHandle(Kind::BLAS, made);
  return BLAS_OK;
}

EXPORT int cublasDestroy_v2(Handle handle) {
  RELEASES(BLAS, handle);
  if (!dropHandle(Kind::BLAS, handle)) return BLAS_NOT_INITIALIZED;
  takeInternal(-settings().handleBytes);
  return BLAS_OK;
}

EXPORT int cublasGetVersion_v2(Handle handle, int* version) {
  ENTER(BLAS);
  if (!find(Kind::BLAS, handle)) return BLAS_NOT_INITIALIZED;
  if (!version) return BLAS_INVALID_VALUE;
  *version = CUDA == 12 ? 120603 : 130000;
  return BLAS_OK;
}

EXPORT int cublasGetProperty(int type, int* value) {
  ENTER(BLAS);
  if (!value || type < 0 || type > 2) return BLAS_INVALID_VALUE;
  *value = type == 0 ? CUDA : type == 1 && CUDA == 12 ? 6 : 0;
  return BLAS_OK;
}

EXPORT int cublasSetStream_v2(Handle handle, Handle to) {
  BLAS_CALL(handle);
  (void)self;
  if (!stream(to)) return BLAS_INVALID_VALUE;
  b->stream = to;
  return BLAS_OK;
}

EXPORT int cublasGetStream_v2(Handle handle, Handle* to) {
  BLAS_CALL(handle);
  if (!to) return wrong(self, "null");
  *to = b->stream;
  return BLAS_OK;
}

EXPORT int cublasSetPointerMode_v2(Handle handle, int mode) {
  BLAS_CALL(handle);
  if (!isFlag(mode)) return wrong(self, "no such pointer mode");
  b->devicePointers = mode == 1;
  return BLAS_OK;
}

EXPORT int cublasGetPointerMode_v2(Handle handle, int* mode) {
  BLAS_CALL(handle);
  if (!mode) return wrong(self, "null");
  *mode = b->devicePointers;
  return BLAS_OK;
}

EXPORT int cublasSetMathMode(Handle handle, int mode) {
  BLAS_CALL(handle);
  if (mode < 0) return wrong(self, "no such mode");
  b->mathMode = mode;
  return BLAS_OK;
}

EXPORT int cublasGetMathMode(Handle handle, int* mode) {
  BLAS_CALL(handle);
  if (!mode) return wrong(self, "null");
  *mode = b->mathMode;
  return BLAS_OK;
}

EXPORT int cublasSetWorkspace_v2(Handle handle, Address workspace, size_t bytes) {
  BLAS_CALL(handle);
  if (workspace % 256) return wrong(self, "the workspace is not aligned to 256 bytes");
  if (bytes && !host(workspace, static_cast<long>(bytes), self)) return BLAS_INVALID_VALUE;
  return BLAS_OK;
}

EXPORT const char* cublasGetStatusName(int status) {
  switch (status) {
    case BLAS_OK: return "CUBLAS_STATUS_SUCCESS";
    case BLAS_NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case BLAS_ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
    case BLAS_INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case 8: return "CUBLAS_STATUS_ARCH_MISMATCH";
    case 11: return "CUBLAS_STATUS_MAPPING_ERROR";
    case BLAS_EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case 14: return "CUBLAS_STATUS_INTERNAL_ERROR";
    case 15: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "CUBLAS_STATUS_UNKNOWN";
  }
}

EXPORT const char* cublasGetStatusString(int status) { return cublasGetStatusName(status); }
