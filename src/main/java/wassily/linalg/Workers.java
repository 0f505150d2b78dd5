package wassily.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts a range into blocks and works on them with several threads.
 *
 * <p>Blocks have fixed boundaries whatever the number of threads, so work whose blocks do not
 * depend on each other gives the same bits for any number of threads.
 */
public final class Workers {
  private Workers() {}

  /**
   * What is done with a block.
   *
   * @param <X> what it may fail with; RuntimeException for work that throws nothing checked
   */
  @FunctionalInterface
  public interface Block<X extends Exception> {
    /**
     * Works on [from, to).
     *
     * @param from first index
     * @param to one past the last index
     * @throws X whatever goes wrong; it ends the whole work
     */
    void run(long from, long to) throws X;
  }

  /**
   * Works on [0, size) in blocks.
   *
   * <p>Returns when no thread works any more, so that the caller may free what they worked on: an
   * interrupt of the caller has to wait, and is marked again at the end.
   *
   * @param threads how many threads, ≥ 1; no more than there are processors work at once
   * @param size length of the range
   * @param block length of a block, ≥ 1
   * @param work what is done with each
   * @param <X> what the work may fail with
   * @throws X the first failure, after all threads have stopped
   */
  public static <X extends Exception> void forBlocks(
      int threads, long size, long block, Block<X> work) throws X {
    long blocks = (size + block - 1) / block;
    int used = (int) Math.min(threads, blocks);
    if (used <= 1) {
      for (long from = 0; from < size; from += block) {
        work.run(from, Math.min(size, from + block));
      }
      return;
    }
    var next = new AtomicLong();
    Callable<Void> share =
        () -> {
          try {
            for (long k; (k = next.getAndIncrement()) < blocks; ) {
              work.run(k * block, Math.min(size, (k + 1) * block));
            }
            return null;
          } catch (Exception | Error e) {
            next.set(blocks);
            throw e;
          }
        };
    Throwable first;
    // Virtual threads are cheap to begin: two share nothing in less than 0.1 ms, others took 0.2.
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int t = 1; t < used; t++) {
        running.add(pool.submit(share));
      }
      var own = new FutureTask<>(share); // a thread less to start, and the caller is awake
      own.run();
      running.add(own);
      first = firstFailure(running);
    }
    switch (first) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> {
        @SuppressWarnings("unchecked") // no other checked exception can leave the work
        X failure = (X) e;
        throw failure;
      }
    }
  }

  /** Waits for all; what the first of them threw, with the others' failures, or null. */
  private static Throwable firstFailure(List<Future<?>> running) {
    Throwable first = null;
    boolean interrupted = false;
    for (Future<?> f : running) {
      for (boolean ended = false; !ended; ) {
        try {
          f.get();
          ended = true;
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          ended = true;
          if (first == null) {
            first = e.getCause();
          } else if (first != e.getCause()) { // one source may throw the same object to two threads
            first.addSuppressed(e.getCause());
          }
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return first;
  }
}
