package wassily.linalg.cuda;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** The one thread that calls CUDA: the current context belongs to a thread. */
final class DeviceThread implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("wassily-cuda").factory());

  /**
   * Runs calls there and waits for them. An interrupt does not cut the wait short, since the memory
   * in use may not be freed before the device is done; the thread stays marked.
   *
   * @param calls what is called
   * @param <T> the result
   * @return its result
   */
  <T> T call(Callable<T> calls) {
    return await(submit(calls));
  }

  /** Runs calls without a result. */
  void run(Runnable calls) {
    call(
        () -> {
          calls.run();
          return null;
        });
  }

  /** Starts calls there. */
  <T> Future<T> submit(Callable<T> calls) {
    try {
      return thread.submit(calls);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the CUDA backend is closed", e);
    }
  }

  /** Waits for calls and passes on what they throw. */
  static <T> T await(Future<T> running) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case RuntimeException r -> throw r;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops the thread when the call under way is done. */
  @Override
  public void close() {
    thread.close();
  }
}
