// Page-locked host memory: ours (cuMemHostAlloc) and the caller's (cuMemHostRegister).
#include "internal.h"
#include <sys/mman.h>

namespace emulator {

using Ranges = std::map<char*, long>;

static Ranges& ours() {
  static auto* ranges = new Ranges();
  return *ranges;
}

static Ranges& theirs() {
  static auto* ranges = new Ranges();
  return *ranges;
}

static size_t pages(long bytes) { return static_cast<size_t>((bytes + 4095) / 4096 * 4096); }

int pin(void** pointer, long bytes) {
  if (bytes <= 0) return INVALID_VALUE;
  void* p = mmap(nullptr, pages(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) return OUT_OF_MEMORY;
  poison(p, bytes);
  ours()[static_cast<char*>(p)] = bytes;
  *pointer = p;
  return OK;
}

int unpin(void* pointer) {
  auto& pinned = ours();
  auto it = pinned.find(static_cast<char*>(pointer));
  if (it == pinned.end()) return complain("cuMemFreeHost: not pinned memory, or freed before"), INVALID_VALUE;
  munmap(it->first, pages(it->second));
  pinned.erase(it);
  return OK;
}

static bool inside(const Ranges& ranges, const void* pointer, long bytes) {
  auto* p = const_cast<char*>(static_cast<const char*>(pointer));
  auto it = ranges.upper_bound(p);
  if (it == ranges.begin()) return false;
  --it;
  return p + bytes <= it->first + it->second;
}

int registerHost(void* pointer, long bytes) {
  if (!pointer || bytes <= 0) return INVALID_VALUE;
  if (pinned(pointer, 1)) return HOST_ALREADY_REGISTERED;
  theirs()[static_cast<char*>(pointer)] = bytes;
  return OK;
}

int unregisterHost(void* pointer) {
  return theirs().erase(static_cast<char*>(pointer)) ? OK : HOST_NOT_REGISTERED;
}

bool pinned(const void* pointer, long bytes) {
  return inside(ours(), pointer, bytes) || inside(theirs(), pointer, bytes);
}

std::string livePinned() {
  std::string lines;
  auto list = [&](const char* kind, const Ranges& ranges) {
    for (auto& [pointer, bytes] : ranges)
      lines += kind + std::to_string(bytes) + " bytes" + refused(reinterpret_cast<std::uint64_t>(pointer)) + "\n";
  };
  list("pinned memory ", ours());
  list("registered memory ", theirs());
  return lines;
}

void dropPinned() {
  for (auto& [pointer, bytes] : ours()) munmap(pointer, pages(bytes));
  ours().clear();
  theirs().clear();
}

} // namespace emulator
