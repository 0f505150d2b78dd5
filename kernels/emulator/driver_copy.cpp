// cuMemcpy*: one function moves rows between two ends, each on the host or on the device.
#include "streams.h"
#include <cstring>

using namespace emulator;

namespace {

// Rows of `width` bytes, `pitch` bytes apart.
struct End {
  bool device;
  Address address; // or host pointer
  size_t pitch;

  size_t extent(size_t width, size_t height) const { return pitch * (height - 1) + width; }
};

char* resolve(const End& end, size_t width, size_t height, const char* function) {
  if (!end.device) return reinterpret_cast<char*>(end.address);
  return host(end.address, static_cast<long>(end.extent(width, height)), function);
}

bool isPinned(const End& end, size_t width, size_t height) {
  return pinned(reinterpret_cast<void*>(end.address), static_cast<long>(end.extent(width, height)));
}

int move(const char* function, End to, End from, size_t width, size_t height) {
  char* target = resolve(to, width, height, function);
  const char* source = resolve(from, width, height, function);
  if (!target || !source) return ILLEGAL_ADDRESS;
  for (size_t row = 0; row < height; row++) memcpy(target + row * to.pitch, source + row * from.pitch, width);
  return OK;
}

// Page-locked memory is read and written when the copy happens; other memory as CUDA does it: read at the call (staged),
// written before the call returns.
int copy(const char* function, End to, End from, size_t width, size_t height, Handle on, bool async) {
  auto queue = stream(on);
  if (!queue) return INVALID_HANDLE;
  if (!width || !height) return OK;
  for (const End* end : {&to, &from}) {
    if (end->pitch < width && height > 1) return INVALID_VALUE;
    if (!end->address) return INVALID_VALUE;
    if (!end->device && holdingHost(reinterpret_cast<void*>(end->address))) return INVALID_VALUE;
    if (end->device && !resolve(*end, width, height, function)) return INVALID_VALUE;
  }
  if (!async) {
    int status = submit(queue, [=] { return move(function, to, from, width, height); });
    return status ? status : finish(queue);
  }
  if (!from.device && !isPinned(from, width, height)) {
    auto staged = std::make_shared<std::vector<char>>(width * height);
    End stage{false, reinterpret_cast<Address>(staged->data()), width};
    move(function, stage, from, width, height);
    return submit(queue, [=] { return staged->empty() ? OK : move(function, to, stage, width, height); });
  }
  bool wait = !to.device && !isPinned(to, width, height);
  int status = submit(queue, [=]() -> int {
    for (const End* end : {&to, &from}) {
      if (end->device || wait || isPinned(*end, width, height)) continue;
      complain("%s: the page-locked memory was freed before the copy was done", function);
      return ILLEGAL_ADDRESS;
    }
    return move(function, to, from, width, height);
  });
  return status || !wait ? status : finish(queue);
}

End onDevice(Address address, size_t pitch) { return {true, address, pitch}; }
End onHost(const void* pointer, size_t pitch) { return {false, reinterpret_cast<Address>(pointer), pitch}; }

// CUDA_MEMCPY2D of cuda.h; memory types: 1 host, 2 device, 3 array, 4 unified.
struct Copy2D {
  size_t srcXInBytes, srcY;
  int srcMemoryType;
  const void* srcHost;
  Address srcDevice;
  void* srcArray;
  size_t srcPitch, dstXInBytes, dstY;
  int dstMemoryType;
  void* dstHost;
  Address dstDevice;
  void* dstArray;
  size_t dstPitch, widthInBytes, height;
};

int copy2D(const char* function, const Copy2D* c, Handle on, bool async) {
  if (!c || c->srcMemoryType < 1 || c->srcMemoryType > 2 || c->dstMemoryType < 1 || c->dstMemoryType > 2)
    return INVALID_VALUE;
  size_t fromPitch = c->srcPitch ? c->srcPitch : c->widthInBytes, toPitch = c->dstPitch ? c->dstPitch : c->widthInBytes;
  End from = c->srcMemoryType == 2 ? onDevice(c->srcDevice, fromPitch) : onHost(c->srcHost, fromPitch);
  End to = c->dstMemoryType == 2 ? onDevice(c->dstDevice, toPitch) : onHost(c->dstHost, toPitch);
  if (!from.address || !to.address) return INVALID_VALUE;
  from.address += c->srcY * fromPitch + c->srcXInBytes;
  to.address += c->dstY * toPitch + c->dstXInBytes;
  return copy(function, to, from, c->widthInBytes, c->height, on, async);
}

} // namespace

EXPORT int cuMemcpyHtoD_v2(Address to, const void* from, size_t bytes) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy(__func__, onDevice(to, bytes), onHost(from, bytes), bytes, 1, 0, false);
}

EXPORT int cuMemcpyDtoH_v2(void* to, Address from, size_t bytes) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy(__func__, onHost(to, bytes), onDevice(from, bytes), bytes, 1, 0, false);
}

EXPORT int cuMemcpyDtoD_v2(Address to, Address from, size_t bytes) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy(__func__, onDevice(to, bytes), onDevice(from, bytes), bytes, 1, 0, true);
}

EXPORT int cuMemcpyHtoDAsync_v2(Address to, const void* from, size_t bytes, Handle on) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy(__func__, onDevice(to, bytes), onHost(from, bytes), bytes, 1, on, true);
}

EXPORT int cuMemcpyDtoHAsync_v2(void* to, Address from, size_t bytes, Handle on) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy(__func__, onHost(to, bytes), onDevice(from, bytes), bytes, 1, on, true);
}

EXPORT int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, Handle on) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy(__func__, onDevice(to, bytes), onDevice(from, bytes), bytes, 1, on, true);
}

EXPORT int cuMemcpy2D_v2(const Copy2D* c) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy2D(__func__, c, 0, false);
}

EXPORT int cuMemcpy2DAsync_v2(const Copy2D* c, Handle on) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  return copy2D(__func__, c, on, true);
}
