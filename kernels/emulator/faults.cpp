// Counts every call and fails those that a test has ordered to fail; collects messages.
#include "internal.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>

namespace emulator {

struct Order {
  std::string function; // "*": any
  long remaining;
  int status;
};

struct Book {
  std::map<std::string, long> calls;
  std::vector<Order> orders;
  std::string messages;
  std::set<std::uint64_t> refused;
  bool read = false;
};

static Book& book() {
  static auto* book = new Book();
  return *book;
}

std::recursive_mutex& lock() {
  static auto* mutex = new std::recursive_mutex();
  return *mutex;
}

void complain(const char* format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  book().messages += std::string(line) + "\n";
  const auto& log = settings().log;
  if (!log.empty()) {
    if (FILE* file = fopen(log.c_str(), "a")) {
      fprintf(file, "%s\n", line);
      fclose(file);
    }
  }
}

// "cuMemAlloc_v2:3:2,cublasDgemm_v2:1:13" = the third cuMemAlloc_v2 returns 2, the first Dgemm 13.
static void readOrders() {
  book().read = true;
  std::string list = setting("FAIL", "");
  for (size_t at = 0; at < list.size();) {
    size_t end = list.find_first_of(",;", at);
    if (end == std::string::npos) end = list.size();
    char name[128];
    long kth;
    int status;
    if (sscanf(list.substr(at, end - at).c_str(), "%127[^:]:%ld:%d", name, &kth, &status) == 3)
      book().orders.push_back({name, kth, status});
    else complain("WASSILY_EMULATOR_FAIL: not function:k:status: %s", list.substr(at, end - at).c_str());
    at = end + 1;
  }
}

// The status a library gives for a driver's one, when an order was for any function.
static int translated(int status, Library library) {
  switch (library) {
    case Library::DRIVER: return status;
    case Library::BLAS: return status == OUT_OF_MEMORY ? 3 : 13;
    case Library::SOLVER: return status == OUT_OF_MEMORY ? 2 : 6;
    case Library::COMPILER: return status == OUT_OF_MEMORY ? 1 : 11;
  }
  return status;
}

int entered(const char* function, Library library) {
  auto& b = book();
  if (!b.read) readOrders();
  b.calls[function]++;
  for (size_t i = 0; i < b.orders.size(); i++) {
    auto& order = b.orders[i];
    bool any = order.function == "*";
    if ((!any && order.function != function) || --order.remaining > 0) continue;
    int status = order.status, returned = any ? translated(status, library) : status;
    b.orders.erase(b.orders.begin() + static_cast<long>(i));
    complain("%s: made to return %d", function, returned);
    if (isSticky(status) && (any || library == Library::DRIVER)) fail(status);
    return returned;
  }
  return OK;
}

int releasing(const char* function, Library library, std::uint64_t thing) {
  int status = entered(function, library);
  if (!status && library == Library::DRIVER) status = current(nullptr);
  if (status) book().refused.insert(thing);
  return status;
}

const char* refused(std::uint64_t thing) { return book().refused.count(thing) ? " (its release was refused)" : ""; }

void resetFaults() { book() = Book(); }

long text(const std::string& from, char* to, long bytes) {
  if (to && bytes > 0) snprintf(to, static_cast<size_t>(bytes), "%s", from.c_str());
  return static_cast<long>(from.size());
}

} // namespace emulator

using namespace emulator;

// From now on the kth call (1 = the next) of a function, or of any function for "*", does nothing and returns status.
EXPORT int emulator_fail(const char* function, long kth, int status) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  if (!function || kth < 1) return INVALID_VALUE;
  if (!book().read) readOrders();
  book().orders.push_back({function, kth, status});
  return OK;
}

// Ordered failures that have not happened yet; they are forgotten when forget is not 0.
EXPORT long emulator_orders(int forget) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  auto count = static_cast<long>(book().orders.size());
  if (forget) book().orders.clear();
  return count;
}

// How often a function, or all of them for "*", was called since the start or the last reset.
EXPORT long emulator_calls(const char* function) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  long sum = 0;
  for (auto& [name, count] : book().calls)
    if (function && (!strcmp(function, "*") || name == function)) sum += count;
  return sum;
}

// The functions called, one "name count" a line. As for all texts: the length is returned, bytes - 1 of it are written.
EXPORT long emulator_functions(char* to, long bytes) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  std::string lines;
  for (auto& [name, count] : book().calls) lines += name + " " + std::to_string(count) + "\n";
  return text(lines, to, bytes);
}

// What was wrong so far, one line each, oldest first.
EXPORT long emulator_messages(char* to, long bytes) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  return text(book().messages, to, bytes);
}

// As if the process had just started: no contexts, no memory, no errors, no counts, settings of the environment.
EXPORT void emulator_reset() {
  std::lock_guard<std::recursive_mutex> guard(lock());
  forgetContexts();
  resetFaults();
  readSettings(true);
}
