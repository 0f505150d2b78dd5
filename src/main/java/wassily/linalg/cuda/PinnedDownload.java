package wassily.linalg.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import wassily.linalg.Workers;
import wassily.linalg.cuda.PinnedBuffers.Buffer;

/**
 * Downloads through pinned host buffers: the device's thread copies into one while other threads
 * empty those that have landed into the matrix that was asked for.
 *
 * <p>Straight into pageable memory the driver would stage the copy itself, by one thread and in
 * steps: 3 to 6 GB/s where a card gives 25 to 55. Only the buffers are pinned, never the result, so
 * no second copy of it exists on the host.
 */
final class PinnedDownload {
  /** Up to here the driver stages a copy in one go, and buffers gain nothing. */
  private static final long SMALL = 64L << 10;

  private final CudaContext context;
  private final DeviceThread thread;
  private final PinnedBuffers pool;
  private final int threads;

  /**
   * Without buffers yet.
   *
   * @param pool where buffers come from
   * @param threads how many threads may empty buffers
   */
  PinnedDownload(CudaContext context, DeviceThread thread, PinnedBuffers pool, int threads) {
    this.context = context;
    this.thread = thread;
    this.pool = pool;
    this.threads = Math.min(threads, PinnedBuffers.MOST_THREADS);
  }

  /** Ends the threads that empty buffers when no more will land. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A buffer that holds the bytes from {@code at} on; {@link #END} when none follow. */
  private record Landed(Buffer buffer, long at, long bytes) {}

  private static final Landed END = new Landed(null, 0, 0);

  /**
   * Copies device memory to the host and waits. Called outside the device's thread, when all work
   * on that memory is done. An interrupt does not cut it short; the thread stays marked.
   *
   * @param from a device address
   * @param to host memory, as much as is wanted
   * @param callerOnly true when only the calling thread may touch it
   */
  void download(long from, MemorySegment to, boolean callerOnly) {
    if (to.byteSize() <= SMALL) {
      thread.run(
          () -> {
            context.requireUsable();
            context.read(from, to);
            context.finish("download");
          });
      return;
    }
    long panels = (to.byteSize() + PinnedBuffers.BYTES - 1) / PinnedBuffers.BYTES;
    int used = (int) Math.min(callerOnly ? 1 : threads, panels);
    var run =
        thread.call(
            () ->
                new Run(
                    pool.provide(
                        used + PinnedBuffers.IN_FLIGHT,
                        Math.min(to.byteSize(), PinnedBuffers.BYTES)),
                    from,
                    to));
    Future<?> copies = thread.submit(run::copy);
    try {
      Workers.forBlocks(used, panels, 1, (_, _) -> run.empty());
    } catch (Throwable e) {
      run.fail(e);
    } finally {
      DeviceThread.await(copies);
    }
    run.requireWhole();
    thread.run(() -> context.finish("download"));
  }

  /** One download. */
  private final class Run {
    private final BlockingQueue<Buffer> free;
    private final BlockingQueue<Landed> landed = new LinkedBlockingQueue<>();
    private final ArrayDeque<Landed> inFlight = new ArrayDeque<>();
    private final AtomicLong emptied = new AtomicLong();
    private final long from;
    private final MemorySegment to;
    private volatile Throwable failure;

    Run(List<Buffer> buffers, long from, MemorySegment to) {
      this.free = new LinkedBlockingQueue<>(buffers);
      this.from = from;
      this.to = to;
    }

    /** The first failure counts; one that only ended the others does not. */
    synchronized void fail(Throwable e) {
      if (failure == null && !(e instanceof Stopped)) {
        failure = e;
      }
    }

    void requireWhole() {
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
      if (emptied.get() != to.byteSize()) {
        throw new IllegalStateException(
            "%d of %d bytes were downloaded".formatted(emptied.get(), to.byteSize()));
      }
    }

    /** Copies one buffer that has landed to its place. */
    void empty() {
      Landed next = take(landed);
      if (next == END) {
        landed.add(END); // for the others
        throw new Stopped();
      }
      try {
        MemorySegment.copy(next.buffer().memory(), 0, to, next.at(), next.bytes());
        emptied.addAndGet(next.bytes());
      } catch (RuntimeException | Error e) {
        fail(e);
        throw e;
      } finally {
        free.add(next.buffer());
      }
    }

    /** Queues copies until the end or the first failure. On the device's thread. */
    Void copy() {
      try {
        for (long at = 0; at < to.byteSize() && failure == null; at += PinnedBuffers.BYTES) {
          if (inFlight.size() >= PinnedBuffers.IN_FLIGHT) {
            land();
          }
          Buffer buffer = take(free);
          queue(new Landed(buffer, at, Math.min(PinnedBuffers.BYTES, to.byteSize() - at)));
        }
        while (!inFlight.isEmpty()) {
          land();
        }
      } catch (RuntimeException | Error e) {
        fail(e);
        pool.settle();
      } finally {
        landed.add(END);
      }
      return null;
    }

    private void queue(Landed panel) {
      context.check(
          "cuMemcpyDtoHAsync",
          context
              .driver()
              .cuMemcpyDtoHAsync(
                  panel.buffer().memory().address(),
                  from + panel.at(),
                  panel.bytes(),
                  context.copies()));
      pool.record(panel.buffer());
      inFlight.add(panel);
    }

    private void land() {
      Landed oldest = inFlight.poll();
      pool.await(oldest.buffer());
      landed.add(oldest);
    }

    /** Buffers in use may not be left behind, so an interrupt has to wait. */
    private static <T> T take(BlockingQueue<T> queue) {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return queue.take();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
