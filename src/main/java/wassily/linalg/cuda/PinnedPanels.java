package wassily.linalg.cuda;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Workers;
import wassily.progress.Progress;

/**
 * Uploads through pinned host buffers: several threads fill them from the source while the device's
 * thread copies full ones, so that a matrix never exists on the host as a whole.
 *
 * <p>One thread fills a buffer from the page cache at about 8 GB/s, a card takes 25 to 55 GB/s; a
 * copy from memory that is not pinned would be staged by the driver, by one thread. The buffers are
 * kept for the next upload, because pinning them takes longer than filling them.
 */
final class PinnedPanels implements Scope.Resource {
  /** A panel's size where the source's own height allows it. */
  private static final long PANEL_BYTES = 8L << 20;

  /** The largest panel: a compressed source's own height counts up to here. */
  private static final long LARGEST_PANEL_BYTES = 64L << 20;

  /** More threads than this fill buffers faster than any card takes them. */
  private static final int MOST_FILLERS = 8;

  /** Copies under way at once; the next is queued while one runs. */
  private static final int IN_FLIGHT = 2;

  private final CudaContext context;
  private final DeviceThread thread;
  private final int fillers;
  private List<Buffer> buffers = List.of();

  private record Buffer(MemorySegment memory, long event) {}

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
   * @param threads how many threads may fill buffers
   */
  PinnedPanels(CudaContext context, DeviceThread thread, int threads) {
    this.context = context;
    this.thread = thread;
    this.fillers = Math.min(threads, MOST_FILLERS);
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
    thread.run(() -> provide(used + IN_FLIGHT, height * rowBytes));
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
    if (preferred * rowBytes <= PANEL_BYTES) {
      return preferred * (PANEL_BYTES / (preferred * rowBytes));
    }
    return Math.max(1, Math.min(preferred, LARGEST_PANEL_BYTES / rowBytes));
  }

  /** Makes sure that there are so many buffers of that size. On the device's thread. */
  private void provide(int count, long bytes) {
    context.requireUsable();
    if (buffers.size() >= count && buffers.getFirst().memory().byteSize() >= bytes) {
      return;
    }
    close();
    var made = new ArrayList<Buffer>();
    try {
      for (int i = 0; i < count; i++) {
        made.add(buffer(Math.max(bytes, Math.min(PANEL_BYTES, bytes * count))));
      }
    } catch (RuntimeException e) {
      buffers = made;
      try {
        close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    buffers = List.copyOf(made);
  }

  private Buffer buffer(long bytes) {
    CudaDriver cuda = context.driver();
    var address = new long[1];
    var event = new long[1];
    try (var scope = new Scope()) {
      context.check("cuMemHostAlloc", cuda.cuMemHostAlloc(address, bytes), bytes);
      scope.own(() -> context.check("cuMemFreeHost", cuda.cuMemFreeHost(address[0])));
      context.check("cuEventCreate", cuda.cuEventCreate(event));
      scope.release();
      return new Buffer(MemorySegment.ofAddress(address[0]).reinterpret(bytes), event[0]);
    }
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
        if (inFlight.size() >= IN_FLIGHT) {
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
      context.check("cuEventRecord", cuda.cuEventRecord(panel.buffer().event(), context.copies()));
    }

    private void land() {
      Buffer oldest = inFlight.poll();
      attempt(
          () ->
              context.check(
                  "cuEventSynchronize", context.driver().cuEventSynchronize(oldest.event())));
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
        if (context.usable()) {
          context.driver().cuStreamSynchronize(context.copies());
        }
        failure = e;
        return false;
      }
    }
  }

  /** Unpins and frees the buffers. On the device's thread. */
  @Override
  public void close() {
    List<Buffer> last = buffers;
    buffers = List.of();
    if (!context.usable()) {
      return;
    }
    CudaDriver cuda = context.driver();
    try (var scope = new Scope()) {
      for (Buffer b : last) {
        scope.own(() -> context.check("cuMemFreeHost", cuda.cuMemFreeHost(b.memory().address())));
        scope.own(() -> context.check("cuEventDestroy", cuda.cuEventDestroy(b.event())));
      }
    }
  }
}
