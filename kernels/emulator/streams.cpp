// The order in which the work of streams is done.
#include "streams.h"

namespace emulator {

struct Streams {
  std::shared_ptr<Stream> legacy = std::make_shared<Stream>(Stream{true, true, {}});
  std::vector<std::weak_ptr<Stream>> all;
  long number = 0;
};

static Streams& streams() {
  static auto* streams = new Streams();
  return *streams;
}

void addStream(const std::shared_ptr<Stream>& stream) { streams().all.push_back(stream); }
std::shared_ptr<Stream> legacyStream() { return streams().legacy; }
long lastNumber() { return streams().number; }

std::shared_ptr<Stream> stream(Handle handle) {
  // 0 and 1 are the legacy stream; 2, the default stream per thread, is not used by anybody here.
  return handle <= 1 ? legacyStream() : object<Stream>(Kind::STREAM, handle);
}

// Before an item: the legacy stream waits for what blocking streams were given earlier, and they for it.
static int doFront(const std::shared_ptr<Stream>& stream) {
  long number = stream->queue.front().number;
  if (stream->legacy) {
    for (size_t i = 0; i < streams().all.size(); i++) {
      auto other = streams().all[i].lock();
      if (other && other->blocking)
        if (int status = finishUpTo(other, number - 1)) return status;
    }
  } else if (stream->blocking) {
    if (int status = finishUpTo(legacyStream(), number - 1)) return status;
  }
  if (stream->queue.empty() || stream->queue.front().number != number) return stickyError();
  Work work = std::move(stream->queue.front().work);
  stream->queue.pop_front();
  if (stickyError()) return stickyError();
  int status = work();
  if (status) fail(status);
  return status;
}

int finishUpTo(const std::shared_ptr<Stream>& stream, long number) {
  while (!stream->queue.empty() && stream->queue.front().number <= number) doFront(stream);
  return stickyError();
}

bool progress(const std::shared_ptr<Stream>& stream) {
  if (!stream->queue.empty()) doFront(stream);
  return stream->queue.empty();
}

int submit(const std::shared_ptr<Stream>& stream, Work work) {
  if (stickyError()) return stickyError();
  stream->queue.push_back({++streams().number, std::move(work)});
  if (!settings().lazy) finish(stream); // its error is seen by the next call, as on a device
  return OK;
}

int finish(const std::shared_ptr<Stream>& stream) {
  // What waits for the legacy stream's turn also waits for the blocking ones.
  if (stream->legacy) {
    for (size_t i = 0; i < streams().all.size(); i++) {
      auto other = streams().all[i].lock();
      if (other && other->blocking) finishUpTo(other, streams().number);
    }
  }
  return finishUpTo(stream, streams().number);
}

int finishAll() {
  finish(legacyStream());
  for (size_t i = 0; i < streams().all.size(); i++)
    if (auto stream = streams().all[i].lock()) finish(stream);
  return stickyError();
}

void dropStreams() {
  streams().all.clear();
  streams().legacy->queue.clear();
}

} // namespace emulator
