package wassily.linalg.cuda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import wassily.linalg.PhaseTime;

/**
 * How long a backend has spent on each kind of work, as its caller sees it.
 *
 * <p>Kernels are compiled in the middle of other work, when first used: that time is counted as
 * compiling only.
 */
final class PhaseClock {
  private static final String COMPILING = "compiling kernels";

  private final Map<String, PhaseTime> times = new LinkedHashMap<>();
  private long compiled;

  private synchronized long compiled() {
    return compiled;
  }

  private synchronized void add(String name, long nanos, long bytes) {
    times.merge(
        name,
        new PhaseTime(name, nanos / 1e9, 1, bytes),
        (a, b) ->
            new PhaseTime(
                name, a.seconds() + b.seconds(), a.calls() + b.calls(), a.bytes() + b.bytes()));
  }

  /** Does work, which may fail, and counts its time. */
  <T, E extends Exception> T time(String name, long bytes, Work<T, E> work) throws E {
    long before = compiled();
    long start = System.nanoTime();
    try {
      return work.run();
    } finally {
      add(name, System.nanoTime() - start - (compiled() - before), bytes);
    }
  }

  /** What is timed. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Compiles something. */
  <T> T compiling(Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      long nanos = System.nanoTime() - start;
      synchronized (this) {
        compiled += nanos;
        add(COMPILING, nanos, 0);
      }
    }
  }

  /** The kinds of work in the order of their first end. */
  synchronized List<PhaseTime> times() {
    return List.copyOf(times.values());
  }
}
