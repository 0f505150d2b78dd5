// cuStream*, cuEvent*.
#include "streams.h"
#include <chrono>

using namespace emulator;

EXPORT int cuStreamCreate(Handle* to, unsigned flags) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  if (!to || flags > 1) return INVALID_VALUE;
  auto made = std::make_shared<Stream>(Stream{false, flags == 0, {}});
  addStream(made);
  *to = newHandle(Kind::STREAM, made);
  return OK;
}

EXPORT int cuStreamDestroy_v2(Handle handle) {
  RELEASES(DRIVER, handle);
  auto s = handle <= 2 ? nullptr : stream(handle);
  if (!s) return INVALID_HANDLE;
  finish(s);
  dropHandle(Kind::STREAM, handle);
  return OK;
}

EXPORT int cuStreamSynchronize(Handle handle) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto s = stream(handle);
  return s ? finish(s) : INVALID_HANDLE;
}

EXPORT int cuStreamQuery(Handle handle) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto s = stream(handle);
  if (!s) return INVALID_HANDLE;
  bool done = progress(s);
  return stickyError() ? stickyError() : done ? OK : NOT_READY;
}

EXPORT int cuStreamWaitEvent(Handle handle, Handle eventHandle, unsigned flags) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto s = stream(handle);
  auto event = object<Event>(Kind::EVENT, eventHandle);
  if (!s || !event) return INVALID_HANDLE;
  if (flags > 1) return INVALID_VALUE;
  auto recordedOn = event->stream.lock();
  long number = event->number;
  if (!event->recorded || !recordedOn) return OK;
  return submit(s, [=] { return finishUpTo(recordedOn, number); });
}

EXPORT int cuEventCreate(Handle* to, unsigned flags) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  if (!to || flags > 7) return INVALID_VALUE;
  auto event = std::make_shared<Event>();
  event->timed = !(flags & 2);
  *to = newHandle(Kind::EVENT, event);
  return OK;
}

EXPORT int cuEventRecord(Handle eventHandle, Handle handle) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto s = stream(handle);
  auto event = object<Event>(Kind::EVENT, eventHandle);
  if (!s || !event) return INVALID_HANDLE;
  event->recorded = true;
  event->done = false;
  event->stream = s;
  long number = event->number = lastNumber() + 1;
  return submit(s, [=] {
    if (event->number != number) return OK; // recorded again since
    event->done = true;
    event->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    return OK;
  });
}

EXPORT int cuEventSynchronize(Handle eventHandle) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto event = object<Event>(Kind::EVENT, eventHandle);
  if (!event) return INVALID_HANDLE;
  auto s = event->stream.lock();
  return event->recorded && s ? finishUpTo(s, event->number) : OK;
}

EXPORT int cuEventQuery(Handle eventHandle) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto event = object<Event>(Kind::EVENT, eventHandle);
  if (!event) return INVALID_HANDLE;
  auto s = event->stream.lock();
  if (event->recorded && !event->done && s) progress(s);
  return stickyError() ? stickyError() : !event->recorded || event->done ? OK : NOT_READY;
}

EXPORT int cuEventElapsedTime(float* milliseconds, Handle from, Handle to) {
  ENTER(DRIVER);
  NEED_CONTEXT;
  auto a = object<Event>(Kind::EVENT, from), b = object<Event>(Kind::EVENT, to);
  if (!milliseconds) return INVALID_VALUE;
  if (!a || !b || !a->timed || !b->timed || !a->recorded || !b->recorded) return INVALID_HANDLE;
  if (!a->done || !b->done) return NOT_READY;
  *milliseconds = static_cast<float>((b->seconds - a->seconds) * 1000);
  return OK;
}

EXPORT int cuEventDestroy_v2(Handle eventHandle) {
  RELEASES(DRIVER, eventHandle);
  return dropHandle(Kind::EVENT, eventHandle) ? OK : INVALID_HANDLE;
}
