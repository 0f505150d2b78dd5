package wassily.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import wassily.progress.Progress;

/** Keeps how long the phases took that the engine itself tells about, and what they did. */
final class PhaseClock implements Progress {
  /** What a phase took in all, and its units: bytes, operations. */
  record Took(double seconds, long units) {
    private Took plus(Took more) {
      return new Took(seconds + more.seconds, units + more.units);
    }

    Took minus(Took less) {
      return new Took(seconds - less.seconds, units - less.units);
    }
  }

  /** Something that is timed. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private final Map<String, Took> phases = new LinkedHashMap<>();

  @Override
  public Task begin(String what, long units) {
    long start = System.nanoTime();
    var done = new LongAdder();
    return new Task() {
      @Override
      public void advance(long more) {
        done.add(more);
      }

      @Override
      public void close() {
        keep(what, new Took((System.nanoTime() - start) * 1e-9, done.sum()));
      }
    };
  }

  private synchronized void keep(String what, Took took) {
    phases.merge(what, took, Took::plus);
  }

  <T, E extends Exception> T timed(String what, Work<T, E> work) throws E {
    long start = System.nanoTime();
    T made = work.run();
    keep(what, new Took((System.nanoTime() - start) * 1e-9, 0));
    return made;
  }

  /** The phases whose names begin so, together; none took no time. */
  synchronized Took of(String beginning) {
    return phases.entrySet().stream()
        .filter(e -> e.getKey().startsWith(beginning))
        .map(Map.Entry::getValue)
        .reduce(new Took(0, 0), Took::plus);
  }
}
