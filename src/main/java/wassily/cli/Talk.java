package wassily.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import wassily.progress.Progress;

/**
 * What the program says while it works: lines on stderr, a progress bar for work longer than a
 * second when stderr is a terminal, and how long each phase took.
 */
final class Talk implements Progress {
  /** Work shorter than this shows no bar. */
  private static final long QUIET_NANOS = 1_000_000_000L;

  private final PrintWriter err;
  private final boolean bars;
  private final Map<String, Phase> phases = new LinkedHashMap<>();

  /** How long something took and how many units it had: bytes, rows. */
  record Phase(String name, double seconds, long units) {
    private Phase plus(Phase more) {
      return new Phase(name, seconds + more.seconds, units + more.units);
    }
  }

  Talk(PrintWriter err) {
    this.err = err;
    // The launcher knows whether stderr is a terminal; Java does not.
    this.bars = "1".equals(System.getProperty("wassily.terminal"));
  }

  void say(String line) {
    err.println(line);
    err.flush();
  }

  /** The phases that have ended, in order of their first end; those of one name together. */
  synchronized List<Phase> phases() {
    return List.copyOf(phases.values());
  }

  /** Something whose time is told with the phases. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  <T, E extends Exception> T timed(String name, Work<T, E> work) throws E {
    try (var task = begin(name, 0)) {
      T value = work.run();
      task.advance(0);
      return value;
    }
  }

  @Override
  public Task begin(String what, long units) {
    return new Running(what, units);
  }

  private final class Running implements Task {
    private final String what;
    private final long units;
    private final long start = System.nanoTime();
    private final LongAdder done = new LongAdder();
    private ProgressBar bar;
    private boolean closed;

    Running(String what, long units) {
      this.what = what;
      this.units = units;
    }

    @Override
    public void advance(long more) {
      done.add(more);
      if (bars && units > 0 && System.nanoTime() - start > QUIET_NANOS) {
        show();
      }
    }

    private synchronized void show() {
      if (closed) {
        return;
      }
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(units)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
      }
      bar.stepTo(done.sum());
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      if (bar != null) {
        bar.close();
      }
      synchronized (Talk.this) {
        phases.merge(
            what, new Phase(what, (System.nanoTime() - start) / 1e9, done.sum()), Phase::plus);
      }
    }
  }
}
