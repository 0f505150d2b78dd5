// Streams and events. Eagerly, work is done when it is submitted; lazily (WASSILY_EMULATOR_LAZY=1), only when something
// waits for it, so that a missing synchronisation reads old data and an error surfaces late, as on a device.
#pragma once
#include "internal.h"
#include <deque>

namespace emulator {

struct Item {
  long number; // in the order of submission, over all streams
  Work work;
};

struct Stream {
  bool legacy, blocking; // blocking: ordered with the legacy stream
  std::deque<Item> queue;
};

struct Event {
  bool timed, recorded = false, done = false;
  long number = 0; // of the latest record
  std::weak_ptr<Stream> stream;
  double seconds = 0;
};

// Does the work of a stream up to and including that number.
int finishUpTo(const std::shared_ptr<Stream>& stream, long number);
// Does one item; true when nothing is left.
bool progress(const std::shared_ptr<Stream>& stream);
long lastNumber();
void addStream(const std::shared_ptr<Stream>& stream);
std::shared_ptr<Stream> legacyStream();

} // namespace emulator
