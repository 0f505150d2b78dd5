// Contexts: one primary context per device, current per thread; errors that stay; the list of what was left behind.
#include "internal.h"
#include <cstdio>

namespace emulator {

struct Context {
  int device;
  int references;
};

struct World {
  bool initialized = false;
  long generation = 0;
  int sticky = 0;
  Handle next = 0x4000000000000010; // not an address of the host
  std::map<Handle, Context> contexts;
};

static World& world() {
  static auto* world = new World();
  return *world;
}

static thread_local Handle currentContext = 0;
static thread_local long currentGeneration = 0;

void initialize() { world().initialized = true; }
bool initialized() { return world().initialized; }

int retain(int device, Handle* context) {
  auto& w = world();
  if (w.sticky) return w.sticky;
  for (auto& [handle, c] : w.contexts) {
    if (c.device != device) continue;
    c.references++;
    *context = handle;
    return OK;
  }
  *context = w.next;
  w.next += 16;
  w.contexts[*context] = {device, 1};
  return OK;
}

int releaseContext(int device) {
  auto& contexts = world().contexts;
  for (auto it = contexts.begin(); it != contexts.end(); ++it) {
    if (it->second.device != device) continue;
    if (--it->second.references > 0) return OK;
    Handle handle = it->first;
    if (!world().sticky) finishAll();
    writeLeaks("at the release of the context");
    contexts.erase(it);
    dropHandles(handle);
    dropAllocations(handle);
    return OK;
  }
  complain("cuDevicePrimaryCtxRelease: the context of device %d is not retained", device);
  return INVALID_CONTEXT;
}

int setCurrent(Handle context) {
  if (context && !world().contexts.count(context)) return INVALID_CONTEXT;
  currentContext = context;
  currentGeneration = world().generation;
  return OK;
}

Handle rawCurrent() { return currentGeneration == world().generation ? currentContext : 0; }

int current(Handle* context) {
  if (!world().initialized) return NOT_INITIALIZED;
  Handle handle = rawCurrent();
  if (!handle) {
    complain("a call on a thread that has no current context");
    return INVALID_CONTEXT;
  }
  if (!world().contexts.count(handle)) return CONTEXT_DESTROYED;
  if (context) *context = handle;
  return world().sticky;
}

bool isSticky(int status) {
  return status == ILLEGAL_ADDRESS || status == ASSERT || status == LAUNCH_FAILED || (status >= 714 && status <= 718) ||
         status == 214 || status == 702;
}

void fail(int sticky) {
  if (!world().sticky) world().sticky = sticky;
}

int stickyError() { return world().sticky; }

std::string leaks() { return liveAllocations() + livePinned() + liveHandles(); }

void writeLeaks(const char* when) {
  const auto& name = settings().leaks;
  if (name.empty()) return;
  if (FILE* file = fopen(name.c_str(), "a")) {
    std::string list = leaks();
    fprintf(file, "%s:\n%s", when, list.empty() ? "nothing\n" : list.c_str());
    fclose(file);
  }
}

void forgetContexts() {
  auto& w = world();
  dropStreams();
  dropHandles(0);
  dropAllocations(0);
  dropPinned();
  w.contexts.clear();
  w.initialized = false;
  w.sticky = 0;
  w.generation++;
}

static struct AtExit {
  ~AtExit() {
    if (!leaks().empty()) writeLeaks("at exit");
  }
} atExit;

} // namespace emulator

// What is live now, one line each: device, pinned and registered memory, streams, events, modules, handles, programs.
EXPORT long emulator_leaks(char* to, long bytes) {
  std::lock_guard<std::recursive_mutex> guard(emulator::lock());
  return emulator::text(emulator::leaks(), to, bytes);
}

// The error that stays until the process ends or emulator_reset; 0: none.
EXPORT int emulator_sticky() {
  std::lock_guard<std::recursive_mutex> guard(emulator::lock());
  return emulator::stickyError();
}
