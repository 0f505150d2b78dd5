// Numbers that stand for streams, events, modules, functions, library handles and programs; never used twice.
#include "internal.h"

namespace emulator {

struct Held {
  Kind kind;
  Handle context;
  std::shared_ptr<void> object;
};

static std::map<Handle, Held>& held() {
  static auto* map = new std::map<Handle, Held>();
  return *map;
}

static const char* name(Kind kind) {
  switch (kind) {
    case Kind::STREAM: return "stream";
    case Kind::EVENT: return "event";
    case Kind::MODULE: return "module";
    case Kind::FUNCTION: return "function";
    case Kind::BLAS: return "cuBLAS handle";
    case Kind::SOLVER: return "cuSOLVER handle";
    case Kind::PROGRAM: return "NVRTC program";
  }
  return "?";
}

Handle newHandle(Kind kind, std::shared_ptr<void> object) {
  static Handle next = 0x5000000000000010;
  Handle handle = next;
  next += 16;
  held()[handle] = {kind, kind == Kind::PROGRAM ? 0 : rawCurrent(), std::move(object)};
  return handle;
}

std::shared_ptr<void> find(Kind kind, Handle handle) {
  auto it = held().find(handle);
  if (it == held().end()) {
    complain("0x%lx is no %s, or one that was destroyed", static_cast<unsigned long>(handle), name(kind));
    return nullptr;
  }
  if (it->second.kind != kind) {
    complain("0x%lx is a %s, not a %s", static_cast<unsigned long>(handle), name(it->second.kind), name(kind));
    return nullptr;
  }
  return it->second.object;
}

bool dropHandle(Kind kind, Handle handle) {
  if (!find(kind, handle)) return false;
  held().erase(handle);
  return true;
}

void dropHandles(Handle context) {
  for (auto it = held().begin(); it != held().end();) {
    if (!context || it->second.context == context) it = held().erase(it);
    else ++it;
  }
}

std::string liveHandles() {
  std::map<std::string, int> counts;
  for (auto& [handle, h] : held())
    if (h.kind != Kind::FUNCTION) counts[std::string(name(h.kind)) + refused(handle)]++;
  std::string lines;
  for (auto& [what, count] : counts) lines += std::to_string(count) + " × " + what + "\n";
  return lines;
}

} // namespace emulator
