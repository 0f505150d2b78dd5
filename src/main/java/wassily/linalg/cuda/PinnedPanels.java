package wassily.linalg.cuda;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Workers;
import wassily.linalg.cuda.PinnedBuffers.Buffer;
import wassily.progress.Progress;

/**
 * Uploads through pinned host buffers: several threads fill them from the source while the device's
 * thread copies full ones, so that a matrix never exists on the host as a whole.
 *
 * <p>One thread fills a buffer from the page cache at about 8 GB/s, a card takes 25 to 55 GB/s; a
 * copy from memory that is not pinned would be staged by the driver, by one thread.
 */
final class PinnedPanels {
  /** The largest panel: a compressed source's own height counts up to here. */
  private static final long LARGEST_PANEL_BYTES = 64L << 20;

  private final CudaContext context;
  private final DeviceThread thread;
  private final PinnedBuffers pool;
  private final int fillers;

  /** A buffer with rows from {@code row} on; {@link #END} when none follow. */
  private record Filled(Buffer buffer, long row, long bytes) {}

  private static final Filled END = new Filled(null, 0, 0);

  /** Ends the fillers when a copy has failed. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Without buffers yet.
   *
   * @param pool where buffers come from
   * @param threads how many threads may fill buffers
   */
  PinnedPanels(CudaContext context, DeviceThread thread, PinnedBuffers pool, int threads) {
    this.context = context;
    this.thread = thread;
    this.pool = pool;
    this.fillers = Math.min(threads, PinnedBuffers.MOST_THREADS);
  }

  /**
   * Reads a matrix into device memory. Called outside the device's thread.
   *
   * @param source where the rows come from
   * @param to device memory for the whole matrix
   * @param task told the bytes read
   * @param callerOnly true when only the calling thread may read the source
   */
  void upload(MatrixSource source, long to, Progress.Task task, boolean callerOnly)
      throws Exception {
    long rows = source.shape().rows();
    long rowBytes = source.shape().columns() * Double.BYTES;
    long height = Math.min(rows, height(source, rowBytes));
    int used = (int) Math.min(callerOnly ? 1 : fillers, (rows + height - 1) / height);
    var buffers =
        thread.call(() -> pool.provide(used + PinnedBuffers.IN_FLIGHT, height * rowBytes));
    var run = new Run(buffers, to, rowBytes);
    Future<?> copies = thread.submit(run::copy);
    try (var _ = (AutoCloseable) () -> end(run, copies)) {
      Workers.forBlocks(
          used,
          rows,
          height,
          (from, end) -> {
            run.fill(source, from, end - from);
            task.advance((end - from) * rowBytes);
          });
    } catch (Stopped _) {
      throw run.failure;
    }
  }

  private static void end(Run run, Future<?> copies) {
    run.filled.add(END);
    DeviceThread.await(copies);
  }

  private static long height(MatrixSource source, long rowBytes) {
    long preferred = Math.max(1, source.preferredRows());
    if (preferred * rowBytes <= PinnedBuffers.BYTES) {
      return preferred * (PinnedBuffers.BYTES / (preferred * rowBytes));
    }
    return Math.max(1, Math.min(preferred, LARGEST_PANEL_BYTES / rowBytes));
  }

  /** One upload. */
  private final class Run {
    private final BlockingQueue<Buffer> free;
    private final BlockingQueue<Filled> filled = new LinkedBlockingQueue<>();
    private final ArrayDeque<Buffer> inFlight = new ArrayDeque<>();
    private final long to;
    private final long rowBytes;
    private volatile RuntimeException failure;

    Run(List<Buffer> buffers, long to, long rowBytes) {
      this.free = new LinkedBlockingQueue<>(buffers);
      this.to = to;
      this.rowBytes = rowBytes;
    }

    void fill(MatrixSource source, long row, long count) throws IOException, InterruptedException {
      Buffer buffer = free.take();
      if (failure != null) {
        free.add(buffer);
        throw new Stopped();
      }
      boolean good = false;
      try {
        source.read(row, HostMatrix.over(buffer.memory(), count, rowBytes / Double.BYTES));
        good = true;
      } finally {
        if (!good) {
          free.add(buffer);
        }
      }
      filled.add(new Filled(buffer, row, count * rowBytes));
    }

    /** Copies what comes until the end; buffers go round even after a failure. */
    Void copy() throws InterruptedException {
      for (Filled next; (next = next()) != END; ) {
        Filled panel = next;
        boolean queued = attempt(() -> queue(panel));
        if (queued) {
          inFlight.add(panel.buffer());
        } else {
          free.add(panel.buffer());
        }
        if (inFlight.size() >= PinnedBuffers.IN_FLIGHT) {
          land();
        }
      }
      while (!inFlight.isEmpty()) {
        land();
      }
      if (failure != null) {
        throw failure;
      }
      return null;
    }

    private Filled next() throws InterruptedException {
      for (Filled f; inFlight.size() > 0; land()) {
        if ((f = filled.poll()) != null) {
          return f;
        }
      }
      return filled.take();
    }

    private void queue(Filled panel) {
      CudaDriver cuda = context.driver();
      context.check(
          "cuMemcpyHtoDAsync",
          cuda.cuMemcpyHtoDAsync(
              to + panel.row() * rowBytes,
              panel.buffer().memory().address(),
              panel.bytes(),
              context.copies()));
      pool.record(panel.buffer());
    }

    private void land() {
      Buffer oldest = inFlight.poll();
      attempt(() -> pool.await(oldest));
      free.add(oldest);
    }

    /** After the first failure nothing more is queued, and no copy is under way. */
    private boolean attempt(Runnable calls) {
      if (failure != null) {
        return false;
      }
      try {
        calls.run();
        return true;
      } catch (RuntimeException e) {
        pool.settle();
        failure = e;
        return false;
      }
    }
  }
}
