package wassily.linalg.cpu;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that calls the library, with a stack that is large enough for it.
 *
 * <p>OpenBLAS keeps work areas on the stack of its caller: on a default Java stack (1 MB) its
 * threaded dgetrf of n = 4,000 killed the JVM. Only pages that are touched cost memory.
 */
final class BlasThread implements AutoCloseable {
  private static final long STACK_BYTES = 256L << 20;

  /**
   * A third of a millisecond of one core. Threads that wait for each other at the end of every
   * block cost more where others use the machine too: 1,000 updates of rank 42 at n = 2,520 took
   * 7.6 s in place of 16.7 s on two cores that ten other processes shared.
   */
  private static final double SMALL = 2e7;

  /**
   * The library's number of threads belongs to the process, so backends with different numbers take
   * turns.
   */
  private static final ReentrantLock PROCESS_WIDE_SETTING = new ReentrantLock();

  private final BlasLibrary library;
  private final int asked;
  private final int threads;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("wassily-blas").stackSize(STACK_BYTES).factory());

  /**
   * Starts the thread.
   *
   * @param library what it calls
   * @param threads how many threads the library may use
   */
  BlasThread(BlasLibrary library, int threads) {
    this.library = library;
    this.asked = threads;
    PROCESS_WIDE_SETTING.lock();
    try {
      this.threads = library.threads().set(threads);
    } finally {
      PROCESS_WIDE_SETTING.unlock();
    }
  }

  /**
   * How many threads the library uses.
   *
   * @return at least 1; fewer than asked where the library has a limit
   */
  int threads() {
    return threads;
  }

  /**
   * Runs library calls there and waits for them. An interrupt does not cut the wait short, since
   * the memory in use may not be freed before the library is done; the thread stays marked.
   *
   * @param what the call, for the message of a failure
   * @param calls what is called
   * @param <T> the result
   * @return its result
   */
  <T> T call(String what, Callable<T> calls) {
    return call(what, Double.POSITIVE_INFINITY, calls);
  }

  /**
   * The same for work that may be small: below {@link #SMALL} operations one of the library's
   * threads does it alone.
   *
   * @param what the call, for the message of a failure
   * @param operations additions and multiplications, about
   * @param calls what is called
   * @param <T> the result
   * @return its result
   */
  <T> T call(String what, double operations, Callable<T> calls) {
    int used = operations < SMALL ? 1 : asked;
    Future<T> running;
    try {
      running = thread.submit(() -> withThreads(used, calls));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the CPU backend is closed", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(what + " failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T withThreads(int used, Callable<T> calls) throws Exception {
    PROCESS_WIDE_SETTING.lock();
    try {
      library.threads().set(used);
      return calls.call();
    } finally {
      PROCESS_WIDE_SETTING.unlock();
    }
  }

  /** Stops the thread when the call under way is done. */
  @Override
  public void close() {
    thread.close();
  }
}
