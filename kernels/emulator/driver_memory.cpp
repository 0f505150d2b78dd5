// cuMemGetInfo, cuMemAlloc, cuMemFree, cuMemHost*, cuMemset*.
#include "streams.h"
#include <cstring>

using namespace emulator;

EXPORT int cuMemGetInfo_v2(size_t* free, size_t* total) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  if (!free || !total) return INVALID_VALUE;
  *free = static_cast<size_t>(freeBytes());
  *total = static_cast<size_t>(settings().memory);
  return OK;
}

EXPORT int cuMemAlloc_v2(Address* address, size_t bytes) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  if (!address || bytes > static_cast<size_t>(INT64_MAX)) return address ? OUT_OF_MEMORY : INVALID_VALUE;
  return allocate(address, static_cast<long>(bytes));
}

// As on a device, freeing waits for the work that may still use the memory.
EXPORT int cuMemFree_v2(Address address) {
  RELEASES(DRIVER, address);
  if (!address) return OK;
  int status = finishAll();
  return status ? status : release(address);
}

static int hostAlloc(void** pointer, size_t bytes) {
  if (!pointer || bytes > static_cast<size_t>(INT64_MAX)) return INVALID_VALUE;
  return pin(pointer, static_cast<long>(bytes));
}

EXPORT int cuMemHostAlloc(void** pointer, size_t bytes, unsigned flags) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return flags & ~7u ? INVALID_VALUE : hostAlloc(pointer, bytes);
}

EXPORT int cuMemAllocHost_v2(void** pointer, size_t bytes) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return hostAlloc(pointer, bytes);
}

EXPORT int cuMemFreeHost(void* pointer) {
  RELEASES(DRIVER, reinterpret_cast<Address>(pointer));
  // Not a synchronisation: a copy that still waits for this memory will find it gone.
  return unpin(pointer);
}

EXPORT int cuMemHostRegister_v2(void* pointer, size_t bytes, unsigned flags) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return flags & ~15u ? INVALID_VALUE : registerHost(pointer, static_cast<long>(bytes));
}

EXPORT int cuMemHostUnregister(void* pointer) {
  RELEASES(DRIVER, reinterpret_cast<Address>(pointer));
  return unregisterHost(pointer);
}

template <class T> static int fill(const char* function, Address address, T value, size_t count, Handle on) {
  auto to = stream(on);
  if (!to) return INVALID_HANDLE;
  if (address % sizeof(T)) return INVALID_VALUE;
  if (!count) return OK;
  long bytes = static_cast<long>(count * sizeof(T));
  if (!host(address, bytes, function)) return INVALID_VALUE;
  return submit(to, [=]() -> int {
    T* at = reinterpret_cast<T*>(host(address, bytes, function));
    if (!at) return ILLEGAL_ADDRESS;
    for (size_t i = 0; i < count; i++) at[i] = value;
    return OK;
  });
}

EXPORT int cuMemsetD8_v2(Address address, unsigned char value, size_t count) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return fill(__func__, address, value, count, 0);
}

EXPORT int cuMemsetD8Async(Address address, unsigned char value, size_t count, Handle on) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return fill(__func__, address, value, count, on);
}

EXPORT int cuMemsetD32_v2(Address address, unsigned value, size_t count) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return fill(__func__, address, value, count, 0);
}

EXPORT int cuMemsetD32Async(Address address, unsigned value, size_t count, Handle on) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return fill(__func__, address, value, count, on);
}
