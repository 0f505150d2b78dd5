package wassily.linalg.cuda;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/**
 * A card that is open: its thread, its context and what works on it. Everything that a backend, a
 * matrix or a factorization does on the card passes through here, so that it runs on the one
 * thread, is refused after close or on a dead device, and is done when it returns.
 */
final class CudaSession implements AutoCloseable {
  private final DeviceThread thread = new DeviceThread();
  private final PhaseClock clock = new PhaseClock();
  private final Ledger ledger;
  private final CudaContext context;
  private final Kernels kernels;
  private final RowMajorCuda blas;
  private final PinnedBuffers pinned;
  private final PinnedPanels panels;
  private final PinnedDownload downloads;
  private boolean closed;

  /**
   * Opens a card.
   *
   * @param driver CUDA
   * @param device the card's index
   * @param threads threads that fill and empty buffers
   * @param settings birthplaces and images
   */
  CudaSession(CudaDriver driver, int device, int threads, CudaBackend.Settings settings) {
    this.ledger = new Ledger(settings.birthplaces());
    try {
      this.context =
          clock.time(
              "opening", 0, () -> thread.call(() -> new CudaContext(driver, ledger, device)));
      this.kernels = new Kernels(context, settings.images(), clock);
      this.blas = new RowMajorCuda(context, kernels);
      this.pinned = new PinnedBuffers(context);
      this.panels = new PinnedPanels(context, thread, pinned, threads);
      this.downloads = new PinnedDownload(context, thread, pinned, threads);
    } catch (RuntimeException | Error e) {
      thread.close();
      throw e;
    }
  }

  /** The card; to be used on its thread only. */
  CudaContext context() {
    return context;
  }

  /** The kernels; to be used on the card's thread only. */
  Kernels kernels() {
    return kernels;
  }

  /** The libraries; to be used on the card's thread only. */
  RowMajorCuda blas() {
    return blas;
  }

  /** What uploads; called outside the card's thread. */
  PinnedPanels panels() {
    return panels;
  }

  /** Where the time goes. */
  PhaseClock clock() {
    return clock;
  }

  /** What is allocated now. */
  Ledger ledger() {
    return ledger;
  }

  /** Asks the card something on its thread. */
  <T> T ask(Callable<T> question) {
    requireOpen();
    return thread.call(
        () -> {
          context.requireUsable();
          return question.call();
        });
  }

  /** Runs work on the card's thread and waits until the card has done it. */
  void work(String what, Consumer<RowMajorCuda> work) {
    requireOpen();
    clock.time(
        what,
        0,
        () ->
            ask(
                () -> {
                  work.accept(blas);
                  context.finish(what);
                  return null;
                }));
  }

  /** A matrix whose content is undefined, or of zeros. */
  CudaMatrix allocate(Shape shape, boolean clear) {
    if (shape.bytes() == 0) {
      return ask(() -> new CudaMatrix(this, shape, null));
    }
    return new CudaMatrix(
        this,
        shape,
        ask(
            () -> {
              try (var scope = new Scope()) {
                var block = scope.own(context.allocate(shape.bytes(), "a matrix of " + shape));
                if (clear) {
                  context.clear(block.address(), shape.bytes());
                  context.finish("zeros");
                }
                scope.release();
                return block;
              }
            }));
  }

  /** Copies rows of a matrix to the host. */
  void download(CudaMatrix from, long firstRow, HostMatrix into) {
    requireOpen();
    if (into.shape().bytes() > 0) {
      long at = from.address() + firstRow * from.shape().columns() * Double.BYTES;
      clock.time(
          "download",
          into.shape().bytes(),
          () -> {
            downloads.download(at, into.segment(), callerOnly(into));
            return null;
          });
    }
  }

  /** Whether only the calling thread may touch a matrix of the host. */
  static boolean callerOnly(HostMatrix m) {
    return !m.segment().isAccessibleBy(Thread.ofPlatform().unstarted(() -> {}));
  }

  /** Frees memory of a matrix or factorization; the end of the session has freed all of it. */
  void free(DeviceMemory memory) {
    if (!closed) {
      thread.run(memory::close);
    }
  }

  /**
   * Refuses matrices of other backends and calls after close.
   *
   * @param m a matrix given by the caller
   * @return the matrix as one of ours
   */
  CudaMatrix own(DeviceMatrix m) {
    requireOpen();
    if (m instanceof CudaMatrix mine && mine.owner() == this) {
      return mine;
    }
    throw new BackendException.Rejected(
        "a matrix of "
            + m.shape()
            + " that belongs to another backend was given to this CUDA backend; download and upload it");
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the CUDA backend is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      thread.run(
          () -> {
            try (var end = new Scope()) {
              end.own(context);
              end.own(kernels);
              end.own(pinned);
            }
          });
    } finally {
      thread.close();
    }
  }
}
