// Runs a kernel: blocks one after another, the threads of a block as coroutines that take turns at __syncthreads.
// In odd blocks the threads run from the last to the first, which shows many a missing barrier.
#include "internal.h"
#include "kernel_abi.h"
#include <cstring>
#include <link.h>
#include <dlfcn.h>
#include <sys/mman.h>
#include <ucontext.h>

namespace emulator {

static constexpr size_t STACK = 64 << 10, STACK_SLOT = STACK + 4096; // a page that cannot be touched below each

struct Thread {
  ucontext_t context;
  bool done;
};

struct Running {
  Launch* launch;
  ucontext_t scheduler;
  std::vector<Thread> threads;
  std::vector<char*> arguments;
  const char *moduleFrom, *moduleTo;
  unsigned index; // of the thread that runs
  int status;
};

static Running* running; // guarded by lock()

static char* stacks() {
  static char* all = [] {
    size_t bytes = STACK_SLOT * 1024;
    void* p = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) abort();
    for (int i = 0; i < 1024; i++)
      mprotect(static_cast<char*>(p) + static_cast<size_t>(i) * STACK_SLOT + 4096, STACK, PROT_READ | PROT_WRITE);
    return static_cast<char*>(p);
  }();
  return all;
}

static char* stackOf(unsigned index) { return stacks() + index * STACK_SLOT + 4096; }

static void leave() { swapcontext(&running->threads[running->index].context, &running->scheduler); }

static void barrier() { leave(); }

static void stop(int status, const char* why) {
  auto& m = *running->launch->module;
  complain("kernel %s, block (%u,%u,%u), thread (%u,%u,%u): %s", running->launch->name, m.blockIdx->x, m.blockIdx->y,
           m.blockIdx->z, m.threadIdx->x, m.threadIdx->y, m.threadIdx->z, why);
  running->status = status;
  leave(); // the scheduler never comes back
}

static void access(const char* at, unsigned long bytes, int write, const char** from, const char** to) {
  auto& r = *running;
  auto& m = *r.launch->module;
  auto within = [&](const char* lo, const char* hi) {
    if (at < lo || at + bytes > hi) return false;
    *from = lo;
    *to = hi;
    return true;
  };
  if (within(stackOf(0), stackOf(0) + 1024 * STACK_SLOT)) return;
  if (within(m.dynamicShared, m.dynamicShared + r.launch->sharedBytes)) return;
  if (within(r.moduleFrom, m.dynamicShared) || within(m.dynamicShared + m.dynamicLimit, r.moduleTo)) return;
  if (auto* a = holdingHost(at); a && within(a->host, a->host + a->bytes)) return;
  if (pinned(at, static_cast<long>(bytes)) && within(at, at + bytes)) return;
  char line[200];
  const char* verb = write ? "write" : "read";
  bool shared = at >= m.dynamicShared && at < m.dynamicShared + m.dynamicLimit;
  if (shared)
    snprintf(line, sizeof line, "%s of %lu bytes at %ld of %u bytes of dynamic shared memory", verb, bytes,
             static_cast<long>(at - m.dynamicShared), r.launch->sharedBytes);
  else snprintf(line, sizeof line, "%s of %lu bytes outside memory: %s", verb, bytes, describe(at).c_str());
  stop(ILLEGAL_ADDRESS, line);
}

static const emulator_hooks HOOKS = {barrier, access, stop};

static void locate(unsigned linear) {
  auto& m = *running->launch->module;
  const unsigned* b = running->launch->block;
  running->index = linear;
  *m.threadIdx = {linear % b[0], linear / b[0] % b[1], linear / b[0] / b[1]};
}

static void call() {
  running->launch->kernel->run(running->arguments.data());
}

static void oneThread(unsigned index) {
  call();
  running->threads[index].done = true;
  swapcontext(&running->threads[index].context, &running->scheduler);
}

// Without barriers the threads of a block are a loop inside one coroutine (which is left for good by an error).
static void allThreads(unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    locate(i);
    running->index = 0; // the coroutine, not the thread
    call();
  }
  running->threads[0].done = true;
  swapcontext(&running->threads[0].context, &running->scheduler);
}

static void prepare(unsigned coroutine, void (*body)(unsigned), unsigned argument) {
  auto& thread = running->threads[coroutine];
  getcontext(&thread.context);
  thread.context.uc_stack.ss_sp = stackOf(coroutine);
  thread.context.uc_stack.ss_size = STACK;
  thread.context.uc_link = nullptr;
  thread.done = false;
  makecontext(&thread.context, reinterpret_cast<void (*)()>(body), 1, argument);
}

static int runBlock(unsigned threads, bool backwards) {
  auto& r = *running;
  auto& m = *r.launch->module;
  poison(m.staticShared, m.staticSharedEnd - m.staticShared);
  poison(m.dynamicShared, r.launch->sharedBytes);
  if (!m.barriers) {
    prepare(0, allThreads, threads);
    swapcontext(&r.scheduler, &r.threads[0].context);
    return r.status;
  }
  for (unsigned i = 0; i < threads; i++) prepare(i, oneThread, i);
  for (unsigned ended = 0; ended < threads;) {
    for (unsigned i = 0; i < threads; i++) {
      locate(backwards ? threads - 1 - i : i);
      swapcontext(&r.scheduler, &r.threads[r.index].context);
      if (r.status) return r.status;
      ended += r.threads[r.index].done;
    }
    if (ended == 0 || ended == threads) continue;
    complain("kernel %s, block (%u,%u,%u): %u threads wait at __syncthreads, %u have ended", r.launch->name, m.blockIdx->x,
             m.blockIdx->y, m.blockIdx->z, threads - ended, ended);
    return LAUNCH_FAILED;
  }
  return OK;
}

static int findModule(dl_phdr_info* info, size_t, void* at) {
  auto& r = *static_cast<Running*>(at);
  const char *from = nullptr, *to = nullptr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    auto& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    auto* start = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
    if (!from || start < from) from = start;
    if (start + segment.p_memsz > to) to = start + segment.p_memsz;
  }
  const char* inside = r.launch->module->dynamicShared;
  if (inside < from || inside >= to) return 0;
  r.moduleFrom = from;
  r.moduleTo = to;
  return 1;
}

int run(Launch& launch) {
  auto& m = *launch.module;
  unsigned threads = launch.block[0] * launch.block[1] * launch.block[2];
  Running r{};
  r.launch = &launch;
  r.threads.resize(m.barriers ? threads : 1);
  for (unsigned i = 0; i < launch.kernel->count; i++) {
    auto& value = launch.arguments[i];
    if (launch.kernel->pointers[i]) {
      Address address;
      memcpy(&address, value.data(), 8);
      char* translatedTo = translated(address);
      memcpy(value.data(), &translatedTo, 8);
    }
    r.arguments.push_back(value.data());
  }
  dl_iterate_phdr(findModule, &r);
  running = &r;
  *m.hooks = &HOOKS;
  memset(m.recent, 0, 4 * sizeof *m.recent);
  *m.blockDim = {launch.block[0], launch.block[1], launch.block[2]};
  *m.gridDim = {launch.grid[0], launch.grid[1], launch.grid[2]};
  int status = OK;
  bool backwards = false;
  for (unsigned z = 0; z < launch.grid[2]; z++)
    for (unsigned y = 0; y < launch.grid[1]; y++)
      for (unsigned x = 0; x < launch.grid[0] && !status; x++, backwards = !backwards) {
        *m.blockIdx = {x, y, z};
        status = runBlock(threads, backwards);
      }
  running = nullptr;
  if (!guardsIntact(launch.name) && !status) status = ILLEGAL_ADDRESS;
  return status;
}

} // namespace emulator
