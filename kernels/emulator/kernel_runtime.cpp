// Linked into every compiled kernel file. The kernels are compiled with -fsanitize=kernel-address, which puts a call
// before every load and store; those calls end here (nothing of the sanitizer's own library is used).
#include "kernel_abi.h"

extern "C" {
emulator_index threadIdx, blockIdx, blockDim, gridDim;
static emulator_range recent[4];
static const emulator_hooks* hooks;
static unsigned next;

constexpr unsigned long DYNAMIC_LIMIT = 232448; // what a block of a card of compute capability 9.0 may ask for
alignas(256) static char dynamicShared[DYNAMIC_LIMIT];

// The section of `__shared__` variables; the byte makes sure that there is one.
__attribute__((section("emulator_shared"), used)) static char firstShared[8];
extern char __start_emulator_shared[], __stop_emulator_shared[];

extern const emulator_kernel emulator_kernels[];
extern const int emulator_barriers;

__attribute__((visibility("default"))) emulator_module emulator_module_info() {
  return {emulator_kernels, EMULATOR_ARCHITECTURE, EMULATOR_VERSION, EMULATOR_REAL, emulator_barriers, __start_emulator_shared,
          __stop_emulator_shared, dynamicShared, DYNAMIC_LIMIT, &threadIdx, &blockIdx, &blockDim, &gridDim, recent, &hooks};
}

void emulator_barrier() { hooks->barrier(); }
void* emulator_shared_memory() { return dynamicShared; }
void emulator_stop(int status, const char* why) { hooks->stop(status, why); }

static void check(unsigned long address, unsigned long bytes, int write) {
  const char* at = reinterpret_cast<const char*>(address);
  for (auto& range : recent)
    if (at >= range.from && at + bytes <= range.to) return;
  auto& range = recent[next++ % 4];
  hooks->access(at, bytes, write, &range.from, &range.to);
}

#define CHECKED(bytes)                                                                                                 \
  void __asan_load##bytes##_noabort(unsigned long at) { check(at, bytes, 0); }                                         \
  void __asan_store##bytes##_noabort(unsigned long at) { check(at, bytes, 1); }
CHECKED(1) CHECKED(2) CHECKED(4) CHECKED(8) CHECKED(16)
void __asan_loadN_noabort(unsigned long at, unsigned long bytes) { check(at, bytes, 0); }
void __asan_storeN_noabort(unsigned long at, unsigned long bytes) { check(at, bytes, 1); }
void __asan_handle_no_return() {}
}
