package wassily.linalg;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts a range into blocks and works on them with several threads.
 *
 * <p>Blocks have fixed boundaries whatever the number of threads, so work whose blocks do not
 * depend on each other gives the same bits for any number of threads.
 */
public final class Workers {
  private Workers() {}

  /** What is done with a block. */
  @FunctionalInterface
  public interface Block {
    /**
     * Works on [from, to).
     *
     * @param from first index
     * @param to one past the last index
     * @throws Exception whatever goes wrong; it ends the whole work
     */
    void run(long from, long to) throws Exception;
  }

  /**
   * Works on [0, size) in blocks.
   *
   * @param threads how many threads, ≥ 1
   * @param size length of the range
   * @param block length of a block, ≥ 1
   * @param work what is done with each
   * @throws Exception the first failure, after all threads have stopped
   */
  public static void forBlocks(int threads, long size, long block, Block work) throws Exception {
    long blocks = (size + block - 1) / block;
    int used = (int) Math.min(threads, blocks);
    if (used <= 1) {
      for (long from = 0; from < size; from += block) {
        work.run(from, Math.min(size, from + block));
      }
      return;
    }
    var next = new AtomicLong();
    try (var pool = Executors.newFixedThreadPool(used, Thread.ofPlatform().daemon().factory())) {
      var running = new ArrayList<Future<?>>();
      for (int t = 0; t < used; t++) {
        running.add(
            pool.submit(
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
                }));
      }
      Throwable first = null;
      for (Future<?> f : running) {
        try {
          f.get();
        } catch (ExecutionException e) {
          if (first == null) {
            first = e.getCause();
          } else if (first != e.getCause()) { // one source may throw the same object to two threads
            first.addSuppressed(e.getCause());
          }
        }
      }
      if (first instanceof Error e) {
        throw e;
      }
      if (first != null) {
        throw (Exception) first;
      }
    }
  }
}
