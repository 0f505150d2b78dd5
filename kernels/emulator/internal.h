// What the emulated libraries share. libcuda.so.1 holds all state; the others link to it.
//
// Words: an *address* is a device address (never a host pointer), a *handle* is a number that stands for a stream,
// event, module … and is never reused, so that a stale one is always noticed.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))
#define SHARED __attribute__((visibility("default")))

struct emulator_kernel; // kernel_abi.h
struct emulator_module;

namespace emulator {

using Address = std::uint64_t;
using Handle = std::uint64_t;

// Status codes of the driver (cuda.h) that the emulator returns.
enum Status : int {
  OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, DEINITIALIZED = 4, NO_DEVICE = 100,
  INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, NO_BINARY = 209, INVALID_PTX = 218,
  UNSUPPORTED_PTX_VERSION = 222, INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700,
  LAUNCH_OUT_OF_RESOURCES = 701, CONTEXT_DESTROYED = 709, ASSERT = 710, HOST_ALREADY_REGISTERED = 712,
  HOST_NOT_REGISTERED = 713, LAUNCH_FAILED = 719, NOT_SUPPORTED = 801
};

enum class Library { DRIVER, BLAS, SOLVER, COMPILER };
enum class Kind { STREAM, EVENT, MODULE, FUNCTION, BLAS, SOLVER, PROGRAM };

// ---- settings.cpp
struct Settings {
  long memory, used, handleBytes;
  int devices, driver, major, minor;
  bool lazy;
  std::string name, leaks, log;
};
SHARED const Settings& settings();
void readSettings(bool forgetOverrides);
std::string setting(const char* name, const char* otherwise);

// ---- faults.cpp
SHARED std::recursive_mutex& lock();
// Counts a call; what it returns, unless 0, is what the caller must return at once: an ordered failure.
SHARED int entered(const char* function, Library library);
SHARED void complain(const char* format, ...) __attribute__((format(printf, 1, 2)));
// The same for a function that gives `thing` back: when it may not, that is remembered for the list of what is live.
SHARED int releasing(const char* function, Library library, std::uint64_t thing);
const char* refused(std::uint64_t thing); // " (its release was refused)" or ""
void resetFaults();
long text(const std::string& from, char* to, long bytes);

// ---- memory.cpp
struct Allocation {
  Address address;
  char* host;
  long bytes;       // asked for
  Handle context;
};
int allocate(Address* address, long bytes);
int release(Address address);
// The host memory behind [address, address+bytes), or null (with a message) unless all of it is one live allocation.
SHARED char* host(Address address, long bytes, const char* what);
const Allocation* holding(Address address);
const Allocation* holdingHost(const void* pointer);
std::string nearest(Address address);
std::string describe(const void* hostPointer); // the same for memory that a kernel sees
long freeBytes();
long deviceBytes(bool peak);
SHARED bool takeInternal(long bytes); // what a handle of cuBLAS or cuSOLVER keeps for itself
char* translated(Address address); // the host address, live or not; other numbers stay what they are
bool guardsIntact(const char* after);
void dropAllocations(Handle context);
std::string liveAllocations();
void poison(void* memory, long bytes);

// ---- host_memory.cpp
int pin(void** pointer, long bytes);
int unpin(void* pointer);
int registerHost(void* pointer, long bytes);
int unregisterHost(void* pointer);
SHARED bool pinned(const void* pointer, long bytes);
std::string livePinned();
void dropPinned();

// ---- context.cpp
void initialize();
bool initialized();
void forgetContexts();
int retain(int device, Handle* context);
int releaseContext(int device);
int setCurrent(Handle context);
Handle rawCurrent();
// 0 with the current, usable context in *context (may be null): else what the caller must return.
SHARED int current(Handle* context);
SHARED void fail(int sticky);
bool isSticky(int status);
SHARED int stickyError();
SHARED std::string leaks();
void writeLeaks(const char* when);

// ---- handles.cpp
SHARED Handle newHandle(Kind kind, std::shared_ptr<void> object);
SHARED std::shared_ptr<void> find(Kind kind, Handle handle); // null: none such, or of a context that is gone
SHARED bool dropHandle(Kind kind, Handle handle);
void dropHandles(Handle context);
std::string liveHandles();
template <class T> std::shared_ptr<T> object(Kind kind, Handle handle) {
  return std::static_pointer_cast<T>(find(kind, handle));
}

// ---- streams.cpp
struct Stream;
struct Event;
using Work = std::function<int()>; // returns 0 or a sticky status
SHARED std::shared_ptr<Stream> stream(Handle handle); // 0 is the legacy stream; null: no such stream
SHARED int submit(const std::shared_ptr<Stream>& stream, Work work);
SHARED int finish(const std::shared_ptr<Stream>& stream);
int finishAll();
void dropStreams();

// ---- launch.cpp
struct Launch {
  const char* name;
  const emulator_kernel* kernel;
  const emulator_module* module;
  unsigned grid[3], block[3], sharedBytes;
  std::vector<std::vector<char>> arguments;
};
int run(Launch& launch);

} // namespace emulator

// The first line of every entry point: one call at a time, counted, and failed if so ordered.
#define ENTER(library)                                                                                                 \
  std::lock_guard<std::recursive_mutex> guard_(emulator::lock());                                                      \
  do {                                                                                                                 \
    if (int ordered_ = emulator::entered(__func__, emulator::Library::library)) return ordered_;                       \
  } while (false)

// The second line of a driver function that needs a context.
#define NEED_CONTEXT                                                                                                   \
  do {                                                                                                                 \
    if (int bad_ = emulator::current(nullptr)) return bad_;                                                            \
  } while (false)

// For functions that give something back, both lines in one.
#define RELEASES(library, thing)                                                                                       \
  std::lock_guard<std::recursive_mutex> guard_(emulator::lock());                                                      \
  do {                                                                                                                 \
    if (int bad_ = emulator::releasing(__func__, emulator::Library::library, thing)) return bad_;                      \
  } while (false)
