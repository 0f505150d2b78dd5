// Device memory: one reserved region from which addresses are handed out upwards and never again, 1 MiB of inaccessible
// addresses between two allocations. So an index out of bounds or a freed address never meets another allocation.
#include "internal.h"
#include <cstdio>
#include <cstring>
#include <sys/mman.h>

namespace emulator {

static constexpr long RESERVED = 8L << 40, PAGE = 4096, GAP = 1 << 20, GUARD = 256, GRANULE = 512;
static constexpr Address DEVICE = 0x2000000000000000; // not a canonical x86-64 address: the host cannot dereference it
static constexpr unsigned char GUARD_BYTE = 0xA5;

struct Region {
  char* base = nullptr;
  long used = 0;
};

struct Memory {
  Region device;
  std::map<Address, Allocation> live;
  std::map<Address, long> freed; // for messages
  long bytes = 0, peak = 0, internal = 0;
};

static Memory& memory() {
  static auto* memory = new Memory();
  return *memory;
}

// A quiet NaN whose two halves are large integers too.
void poison(void* at, long bytes) {
  const std::uint64_t pattern = 0x7FF8DEADBEEF5EED;
  char* p = static_cast<char*>(at);
  for (long i = 0; i + 8 <= bytes; i += 8) memcpy(p + i, &pattern, 8);
  if (bytes % 8) memcpy(p + bytes / 8 * 8, &pattern, static_cast<size_t>(bytes % 8));
}

static long rounded(long bytes, long to) { return (bytes + to - 1) / to * to; }

long freeBytes() {
  const auto& s = settings();
  long left = s.memory - s.used - memory().bytes - memory().internal;
  return left < 0 ? 0 : left;
}

bool takeInternal(long bytes) {
  if (bytes > freeBytes()) return false;
  memory().internal += bytes;
  return true;
}

int allocate(Address* address, long bytes) {
  auto& m = memory();
  if (bytes <= 0) return INVALID_VALUE;
  if (bytes > freeBytes() || rounded(bytes, GRANULE) > freeBytes()) return OUT_OF_MEMORY;
  if (!m.device.base) {
    void* base = mmap(nullptr, RESERVED, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) return complain("no address space for the emulated device"), OUT_OF_MEMORY;
    m.device.base = static_cast<char*>(base);
  }
  long pages = rounded(GRANULE + bytes + GUARD, PAGE), start = m.device.used;
  if (start + pages + GAP > RESERVED) return complain("the emulator's addresses are used up"), OUT_OF_MEMORY;
  char* block = m.device.base + start;
  if (mprotect(block, static_cast<size_t>(pages), PROT_READ | PROT_WRITE)) return OUT_OF_MEMORY;
  m.device.used += pages + GAP;
  char* host = block + GRANULE; // aligned as a device's allocations are; guards before and after
  memset(block, GUARD_BYTE, GRANULE);
  poison(host, bytes);
  memset(host + bytes, GUARD_BYTE, GUARD);
  *address = DEVICE + static_cast<Address>(host - m.device.base);
  m.live[*address] = {*address, host, bytes, rawCurrent()};
  m.bytes += rounded(bytes, GRANULE);
  m.peak = m.bytes > m.peak ? m.bytes : m.peak;
  return OK;
}

static void drop(std::map<Address, Allocation>::iterator it) {
  auto& m = memory();
  auto& a = it->second;
  m.freed[a.address] = a.bytes;
  m.bytes -= rounded(a.bytes, GRANULE);
  char* block = a.host - GRANULE;
  long pages = rounded(GRANULE + a.bytes + GUARD, PAGE);
  // Poisoned for good: the pages are given back and any access to them is a fault.
  mmap(block, static_cast<size_t>(pages), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  m.live.erase(it);
}

int release(Address address) {
  auto& m = memory();
  auto it = m.live.find(address);
  if (it == m.live.end()) {
    complain("cuMemFree: %s", nearest(address).c_str());
    return INVALID_VALUE;
  }
  guardsIntact("cuMemFree");
  drop(it);
  return OK;
}

const Allocation* holding(Address address) {
  auto& live = memory().live;
  auto it = live.upper_bound(address);
  if (it == live.begin()) return nullptr;
  --it;
  auto& a = it->second;
  return address < a.address + static_cast<Address>(a.bytes) ? &a : nullptr;
}

const Allocation* holdingHost(const void* pointer) {
  auto& m = memory();
  const char* p = static_cast<const char*>(pointer);
  if (!m.device.base || p < m.device.base || p >= m.device.base + RESERVED) return nullptr;
  return holding(DEVICE + static_cast<Address>(p - m.device.base));
}

char* translated(Address address) {
  bool ours = address >= DEVICE && address < DEVICE + static_cast<Address>(RESERVED);
  return ours ? memory().device.base + (address - DEVICE) : reinterpret_cast<char*>(address);
}

std::string nearest(Address address) {
  auto& m = memory();
  char line[256];
  auto hex = static_cast<unsigned long>(address);
  if (m.freed.count(address)) {
    snprintf(line, sizeof line, "address 0x%lx was freed before (%ld bytes)", hex, m.freed[address]);
    return line;
  }
  auto it = m.live.upper_bound(address);
  if (it != m.live.begin()) {
    auto& a = (--it)->second;
    snprintf(line, sizeof line, "address 0x%lx is %ld bytes after the start of an allocation of %ld bytes", hex,
             static_cast<long>(address - a.address), a.bytes);
    return line;
  }
  snprintf(line, sizeof line, "address 0x%lx is in no allocation", hex);
  return line;
}

std::string describe(const void* pointer) {
  auto& m = memory();
  const char* p = static_cast<const char*>(pointer);
  bool ours = m.device.base && p >= m.device.base && p < m.device.base + RESERVED;
  return nearest(ours ? DEVICE + static_cast<Address>(p - m.device.base) : reinterpret_cast<Address>(p));
}

char* host(Address address, long bytes, const char* what) {
  const Allocation* a = holding(address);
  if (a && bytes >= 0 && bytes <= a->bytes - static_cast<long>(address - a->address))
    return a->host + (address - a->address);
  complain("%s: %ld bytes from there are not one live allocation: %s", what, bytes, nearest(address).c_str());
  return nullptr;
}

bool guardsIntact(const char* after) {
  bool intact = true;
  for (auto& [address, a] : memory().live) {
    for (long i = 0; i < GUARD; i++) {
      auto before = static_cast<unsigned char>(a.host[-1 - i]), behind = static_cast<unsigned char>(a.host[a.bytes + i]);
      if (before == GUARD_BYTE && behind == GUARD_BYTE) continue;
      complain("%s: something wrote outside an allocation of %ld bytes at 0x%lx", after, a.bytes,
               static_cast<unsigned long>(address));
      intact = false;
      break;
    }
  }
  return intact;
}

void dropAllocations(Handle context) {
  auto& m = memory();
  for (auto it = m.live.begin(); it != m.live.end();) {
    auto next = std::next(it);
    if (!context || it->second.context == context) drop(it);
    it = next;
  }
  if (context) return;
  m.internal = m.peak = 0;
}

std::string liveAllocations() {
  std::string lines;
  char line[160];
  for (auto& [address, a] : memory().live) {
    snprintf(line, sizeof line, "device memory %ld bytes at 0x%lx%s\n", a.bytes, static_cast<unsigned long>(address),
             refused(address));
    lines += line;
  }
  return lines;
}

long deviceBytes(bool peak) { return peak ? memory().peak : memory().bytes; }

} // namespace emulator

// Bytes of device memory in use now, or the most that ever were.
EXPORT long emulator_bytes(int peak) {
  std::lock_guard<std::recursive_mutex> guard(emulator::lock());
  return emulator::deviceBytes(peak != 0);
}
