// cuInit, cuDevice*, cuCtx*, error names.
#include "internal.h"
#include <cstdio>
#include <cstring>

using namespace emulator;

static int badDevice(int device) {
  if (!initialized()) return NOT_INITIALIZED;
  return device >= 0 && device < settings().devices ? OK : INVALID_DEVICE;
}

EXPORT int cuInit(unsigned flags) {
  ENTER(DRIVER);
  if (flags) return INVALID_VALUE;
  if (!settings().devices) return NO_DEVICE;
  initialize();
  return OK;
}

EXPORT int cuDriverGetVersion(int* version) {
  ENTER(DRIVER);
  if (!version) return INVALID_VALUE;
  *version = settings().driver;
  return OK;
}

EXPORT int cuDeviceGetCount(int* count) {
  ENTER(DRIVER);
  if (!initialized()) return NOT_INITIALIZED;
  if (!count) return INVALID_VALUE;
  *count = settings().devices;
  return OK;
}

EXPORT int cuDeviceGet(int* device, int ordinal) {
  ENTER(DRIVER);
  if (int bad = badDevice(ordinal)) return bad;
  if (!device) return INVALID_VALUE;
  *device = ordinal;
  return OK;
}

EXPORT int cuDeviceGetName(char* name, int bytes, int device) {
  ENTER(DRIVER);
  if (int bad = badDevice(device)) return bad;
  if (!name || bytes < 1) return INVALID_VALUE;
  snprintf(name, static_cast<size_t>(bytes), "%s", settings().name.c_str());
  return OK;
}

static int uuid(unsigned char* to, int device) {
  if (int bad = badDevice(device)) return bad;
  if (!to) return INVALID_VALUE;
  memcpy(to, "WASSILY-EMULATOR", 16);
  to[15] = static_cast<unsigned char>(device);
  return OK;
}

EXPORT int cuDeviceGetUuid(unsigned char* to, int device) {
  ENTER(DRIVER);
  return uuid(to, device);
}

EXPORT int cuDeviceGetUuid_v2(unsigned char* to, int device) {
  ENTER(DRIVER);
  return uuid(to, device);
}

EXPORT int cuDeviceGetPCIBusId(char* to, int bytes, int device) {
  ENTER(DRIVER);
  if (int bad = badDevice(device)) return bad;
  if (!to || bytes < 13) return INVALID_VALUE;
  snprintf(to, static_cast<size_t>(bytes), "0000:%02X:00.0", static_cast<unsigned>(device + 1) & 0xFF);
  return OK;
}

EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int device) {
  ENTER(DRIVER);
  if (int bad = badDevice(device)) return bad;
  if (!bytes) return INVALID_VALUE;
  *bytes = static_cast<size_t>(settings().memory);
  return OK;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int device) {
  ENTER(DRIVER);
  if (int bad = badDevice(device)) return bad;
  if (!value) return INVALID_VALUE;
  // Numbers and values of a large card of compute capability 9.0.
  static const std::map<int, int> values = {
      {1, 1024}, {2, 1024}, {3, 1024}, {4, 64},                  // threads per block and its sides
      {5, 2147483647}, {6, 65535}, {7, 65535},                   // grid sides
      {8, 49152}, {9, 65536}, {10, 32}, {12, 65536},             // shared and constant memory, warp, registers
      {13, 1980000}, {14, 512}, {16, 132}, {18, 0}, {19, 1},     // clock, alignment, processors, integrated, host map
      {20, 0}, {31, 1}, {32, 0}, {34, 0}, {36, 3201000}, // compute mode, concurrency, ECC, bus, memory clock
      {37, 6144}, {38, 62914560}, {39, 2048}, {40, 3}, {41, 1},  // bus width, L2, threads per processor, engines, UVA
      {50, 0}, {81, 233472}, {82, 65536}, {83, 1}, {97, 232448}, {106, 32}, {111, 1024}, {115, 1}};
  const auto& s = settings();
  if (attribute == 75) *value = s.major;
  else if (attribute == 76) *value = s.minor;
  else if (attribute == 33) *value = device + 1;
  else if (auto it = values.find(attribute); it != values.end()) *value = it->second;
  else {
    complain("cuDeviceGetAttribute: the emulator does not know attribute %d", attribute);
    return INVALID_VALUE;
  }
  return OK;
}

EXPORT int cuDevicePrimaryCtxRetain(Handle* context, int device) {
  ENTER(DRIVER);
  if (int bad = badDevice(device)) return bad;
  return context ? retain(device, context) : INVALID_VALUE;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) {
  ENTER(DRIVER);
  if (int bad = badDevice(device)) return bad;
  return releaseContext(device);
}

EXPORT int cuCtxSetCurrent(Handle context) {
  ENTER(DRIVER);
  return initialized() ? setCurrent(context) : NOT_INITIALIZED;
}

EXPORT int cuCtxGetCurrent(Handle* context) {
  ENTER(DRIVER);
  if (!initialized()) return NOT_INITIALIZED;
  if (!context) return INVALID_VALUE;
  *context = rawCurrent();
  return OK;
}

EXPORT int cuCtxSynchronize() {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return finishAll();
}

struct ErrorText {
  int status;
  const char *name, *text;
};

static const ErrorText ERRORS[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {4, "CUDA_ERROR_DEINITIALIZED", "driver shutting down"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {200, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {209, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"},
    {214, "CUDA_ERROR_ECC_UNCORRECTABLE", "uncorrectable ECC error encountered"},
    {218, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain."},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {500, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {600, "CUDA_ERROR_NOT_READY", "device not ready"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {701, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"},
    {702, "CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"},
    {709, "CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"},
    {710, "CUDA_ERROR_ASSERT", "device-side assert triggered"},
    {712, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the requested memory range is already mapped"},
    {713, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "pointer does not correspond to a registered memory region"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {801, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"}};

static int describe(int status, const char** to, const char* ErrorText::*field) {
  if (!to) return INVALID_VALUE;
  *to = nullptr;
  for (auto& e : ERRORS)
    if (e.status == status) *to = e.*field;
  return *to ? OK : INVALID_VALUE;
}

EXPORT int cuGetErrorName(int status, const char** to) { return describe(status, to, &ErrorText::name); }
EXPORT int cuGetErrorString(int status, const char** to) { return describe(status, to, &ErrorText::text); }
