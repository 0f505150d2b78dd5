package wassily.linalg.cuda;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.FreeMemory;
import wassily.linalg.HostMatrix;
import wassily.linalg.LargeCells;
import wassily.linalg.MatrixSource;
import wassily.linalg.MemoryPlan.Item;
import wassily.linalg.PhaseTime;
import wassily.linalg.Pivoting;
import wassily.linalg.ScenarioShapes;
import wassily.linalg.Shape;
import wassily.linalg.Workspace;
import wassily.progress.Progress;

/**
 * Matrices in the memory of an NVIDIA card, worked on by cuBLAS and cuSOLVER.
 *
 * <p>Every call is done when it returns: it waits for the device, so that a failure shows in the
 * call that caused it. A device that has died ({@link BackendException.Poisoned}) refuses
 * everything but close.
 */
final class CudaBackend implements Backend {
  /**
   * What the libraries take by themselves when first used: cuBLAS keeps 4 MiB for each handle, 32
   * MiB on compute capability 9 (its manual, "cublasSetWorkspace"), modules and the runtime's heap
   * a few more.
   */
  private static final long LIBRARIES_BYTES = 64L << 20;

  private final DeviceThread thread = new DeviceThread();
  private final int threads;
  private final Settings settings;
  private final PhaseClock clock = new PhaseClock();
  private final Ledger ledger;
  private final CudaContext context;
  private final Kernels kernels;
  private final RowMajorCuda blas;
  private final PinnedBuffers pinned;
  private final PinnedPanels panels;
  private final PinnedDownload downloads;
  private final BackendInfo info;
  private boolean closed;

  /**
   * How it works, wherever that is.
   *
   * @param pivoting when rows are interchanged where a caller does not say
   * @param birthplaces whether the ledger keeps the stack of every allocation
   * @param images compiled kernels, which may be shared
   */
  record Settings(Pivoting pivoting, boolean birthplaces, KernelImages images) {
    /** Those of this process, with the user's pivoting. */
    static Settings ofThisProcess(Pivoting pivoting) {
      return new Settings(
          pivoting,
          Boolean.getBoolean(Ledger.PROPERTY),
          new KernelImages(new KernelFiles(System.getenv())));
    }
  }

  /**
   * Opens a backend.
   *
   * @param driver CUDA
   * @param device the card's index
   * @param threads threads that read sources
   * @param settings the rest
   */
  CudaBackend(CudaDriver driver, int device, int threads, Settings settings) {
    this.threads = threads;
    this.settings = settings;
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
      this.info = thread.call(this::describe);
    } catch (RuntimeException | Error e) {
      thread.close();
      throw e;
    }
  }

  private BackendInfo describe() {
    try (var undo = new Scope()) {
      undo.own(context);
      var cublas = new int[1];
      var cusolver = new int[1];
      context.check("cublasGetVersion", context.driver().cublasGetVersion(context.blas(), cublas));
      context.check("cusolverGetVersion", context.driver().cusolverGetVersion(cusolver));
      int architecture = context.architecture();
      undo.release();
      return new BackendInfo(
          "cuda",
          "%s (compute capability %d.%d)"
              .formatted(context.name(), architecture / 10, architecture % 10),
          "cuBLAS %s, cuSOLVER %s"
              .formatted(Toolkit.version(cublas[0]), Toolkit.version(cusolver[0])),
          threads);
    }
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  /** For tests: what is allocated now. */
  Ledger ledger() {
    return ledger;
  }

  @Override
  public void requireMemory(long bytes, String what) {
    requireOpen();
    long free = thread.call(context::free);
    if (bytes > free) {
      throw new BackendException.OutOfMemory(
          "%s needs %,d MB of device memory, %,d MB are free on %s; use a larger card, aggregate the table, or use --backend cpu"
              .formatted(what, bytes >> 20, free >> 20, context.name()));
    }
  }

  @Override
  public FreeMemory memory() {
    requireOpen();
    return new FreeMemory(context.name(), thread.call(context::free), false);
  }

  @Override
  public Workspace workspace(long order) {
    requireOpen();
    requireOrder(order, "planning");
    long lu =
        order == 0
            ? 0
            : thread.call(
                () -> {
                  context.requireUsable();
                  return blas.workspaceOfFactorization((int) order);
                });
    return new Workspace(
        List.of(
            Item.of("cuBLAS, cuSOLVER and kernels", LIBRARIES_BYTES),
            Item.of("pivots", 2 * order * Integer.BYTES),
            new Item("pinned buffers", true, PinnedBuffers.bytesAtMost(threads), 0)),
        List.of(Item.of("workspace of the LU", lu)),
        List.of(Item.of("buffer to reorder rows", RowMajorCuda.reorderBytes(order))),
        List.of(Item.of("workspace of the inverse", RowMajorCuda.inverseBytes(order))));
  }

  @Override
  public void requireOrder(long order, String what) {
    if (order > RowMajorCuda.LARGEST_ORDER) {
      throw new BackendException.Absent(what + ": " + CudaFactorization.tooLarge(order));
    }
  }

  @Override
  public List<PhaseTime> times() {
    return clock.times();
  }

  @Override
  public DeviceMatrix zeros(Shape shape) {
    return allocate(shape, true);
  }

  private CudaMatrix allocate(Shape shape, boolean clear) {
    requireOpen();
    if (shape.bytes() == 0) {
      thread.run(context::requireUsable);
      return new CudaMatrix(this, shape, null);
    }
    DeviceMemory memory =
        thread.call(
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
            });
    return new CudaMatrix(this, shape, memory);
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    try {
      return upload(m, Progress.NONE, callerOnly(m));
    } catch (IOException e) {
      throw new IllegalStateException("a matrix in memory cannot fail to be read", e);
    }
  }

  @Override
  public DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException {
    return upload(source, progress, false);
  }

  private DeviceMatrix upload(MatrixSource source, Progress progress, boolean callerOnly)
      throws IOException {
    CudaMatrix to = allocate(source.shape(), false);
    try (var task = progress.begin("reading " + source.origin(), to.shape().bytes())) {
      if (to.shape().bytes() > 0) {
        clock.time(
            "upload",
            to.shape().bytes(),
            () -> {
              panels.upload(source, to.address(), task, callerOnly);
              return null;
            });
      }
      return to;
    } catch (Throwable e) {
      try {
        to.close();
      } catch (RuntimeException second) {
        if (second != e) {
          e.addSuppressed(second);
        }
      }
      switch (e) {
        case IOException io -> throw io;
        case RuntimeException r -> throw r;
        case Error error -> throw error;
        default -> {
          Thread.currentThread().interrupt();
          throw (IOException)
              new InterruptedIOException("reading " + source.origin() + " was interrupted")
                  .initCause(e);
        }
      }
    }
  }

  @Override
  public OptionalDouble plainCopySeconds(long bytes) {
    requireOpen();
    return OptionalDouble.of(
        thread.call(
            () -> {
              context.requireUsable();
              return PlainCopy.seconds(context, bytes);
            }));
  }

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
  private static boolean callerOnly(HostMatrix m) {
    return !m.segment().isAccessibleBy(Thread.ofPlatform().unstarted(() -> {}));
  }

  @Override
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    CudaMatrix mine = own(m);
    mine.address();
    long elements = mine.shape().elements();
    if (elements == 0) {
      return OptionalLong.empty();
    }
    var first = new long[1];
    work(
        "look for numbers that are not finite",
        _ -> first[0] = kernels.firstNotFinite(mine.address(), elements));
    return first[0] < elements ? OptionalLong.of(first[0]) : OptionalLong.empty();
  }

  @Override
  public void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    RowMajorCuda.Block left = block(a);
    RowMajorCuda.Block right = block(b);
    RowMajorCuda.Block product = block(out);
    DeviceBlock.requireProduct(a, b, out);
    work(
        "product",
        blas -> blas.multiply(out.shape(), a.shape().columns(), alpha, left, right, beta, product));
  }

  private RowMajorCuda.Block block(DeviceBlock b) {
    return new RowMajorCuda.Block(
        own(b.matrix()).address() + b.offset() * Double.BYTES, b.rowStride(), b.isTransposed());
  }

  @Override
  public void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    RowMajorCuda.Block left = block(a);
    RowMajorCuda.Block right = block(b);
    RowMajorCuda.Block product = block(out);
    DeviceBatch.requireProducts(a, b, out);
    work(
        "batched product",
        blas ->
            blas.multiplyBatched(
                out.shape(),
                a.columns(),
                out.count(),
                left,
                right,
                product,
                a.batchStride(),
                b.batchStride(),
                out.batchStride()));
  }

  private RowMajorCuda.Block block(DeviceBatch b) {
    return new RowMajorCuda.Block(
        own(b.matrix()).address() + b.offset() * Double.BYTES, b.rowStride(), false);
  }

  @Override
  public void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out) {
    long from = own(m).address();
    long to = own(out).address();
    AxisGroups.requireFit(m.shape(), rows, columns, out.shape());
    if (m == out) {
      throw new IllegalArgumentException("sums of " + m.shape() + " cannot overwrite it");
    }
    work("sums by groups", _ -> new GroupSums(context, kernels, rows, columns).sum(from, to));
  }

  @Override
  public LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most) {
    long address = own(x).address();
    LargeCells.requireSearch(f, x.shape(), y, threshold, from, most);
    var found = new LargeCells[1];
    work(
        "search for large cells",
        _ ->
            found[0] =
                new LargeCellSearch(context, kernels).of(f, address, y, threshold, from, most));
    return found[0];
  }

  @Override
  public void repeatRows(DeviceMatrix base, DeviceMatrix out) {
    CudaMatrix from = own(base);
    CudaMatrix to = own(out);
    ScenarioShapes.requireRepeat(from.shape(), to.shape());
    long from0 = from.address();
    long to0 = to.address();
    work(
        "copies of rows",
        _ -> new ScenarioRows(context, kernels).repeat(from0, from.shape(), to0, to.shape()));
  }

  @Override
  public void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    CudaMatrix rows = own(m);
    ScenarioShapes.requireCells(rows.shape(), repeat, columns, factors.length);
    long at = rows.address();
    work(
        "scaling of cells",
        _ -> new ScenarioRows(context, kernels).scale(at, rows.shape(), repeat, columns, factors));
  }

  @Override
  public void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    CudaMatrix rows = own(m);
    ScenarioShapes.requireBenchmark(columns, benchmark.shape());
    ScenarioShapes.requireCells(rows.shape(), benchmark.rows(), columns, strengths.length);
    // Read here: the benchmark may belong to an arena that only this thread may use.
    double[] limits = benchmark.segment().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    int repeat = Math.toIntExact(benchmark.rows());
    long at = rows.address();
    work(
        "lowering of cells",
        _ ->
            new ScenarioRows(context, kernels)
                .lower(at, rows.shape(), repeat, columns, limits, strengths));
  }

  @Override
  public void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    CudaMatrix left = own(a);
    CudaMatrix right = own(b);
    CudaMatrix sums = own(out);
    ScenarioShapes.requireDots(left.shape(), right.shape(), repeat, columns, sums.shape());
    long l = left.address();
    long r = right.address();
    long to = sums.address();
    work(
        "products of rows",
        _ ->
            new ScenarioRows(context, kernels)
                .groupedDots(l, left.shape(), r, repeat, columns, to));
  }

  @Override
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    CudaMatrix m = own(z);
    if (!m.shape().equals(new Shape(d.length, d.length))) {
      throw new IllegalArgumentException(
          "diagonal of %d numbers minus a matrix of %s".formatted(d.length, m.shape()));
    }
    withVector(
        d,
        m,
        (vector, blas) ->
            kernels.launch(
                "m0.cu", "m0", m.shape().elements(), m.address(), vector, m.shape().rows()));
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    CudaMatrix mine = own(m);
    requireFactors(by.length, mine.shape().rows(), "rows", mine);
    withVector(by, mine, (vector, blas) -> blas.scaleRows(vector, mine.address(), mine.shape()));
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    CudaMatrix mine = own(m);
    requireFactors(by.length, mine.shape().columns(), "columns", mine);
    withVector(by, mine, (vector, blas) -> blas.scaleColumns(vector, mine.address(), mine.shape()));
  }

  private interface VectorWork {
    void on(long vector, RowMajorCuda blas);
  }

  private void withVector(double[] v, CudaMatrix m, VectorWork work) {
    m.address();
    if (m.shape().elements() == 0) {
      return;
    }
    work(
        "scaling",
        blas -> {
          try (var scope = new Scope()) {
            var vector = scope.own(context.upload(v, "a vector of " + v.length));
            work.on(vector.address(), blas);
            context.finish();
          }
        });
  }

  private static void requireFactors(int found, long expected, String what, CudaMatrix m) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%d factors for the %s of a matrix of %s".formatted(found, what, m.shape()));
    }
  }

  @Override
  public Pivoting pivoting() {
    return settings.pivoting();
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    try {
      CudaMatrix mine = own(m);
      if (mine.shape().rows() != mine.shape().columns()) {
        throw new IllegalArgumentException(
            "factorization of a matrix of " + m.shape() + ", expected a square one");
      }
      mine.address();
      CudaFactorization.requireCountable(mine.shape().rows());
      Factors factors =
          clock.time(
              "factorization",
              0,
              () ->
                  thread.call(
                      () -> {
                        context.requireUsable();
                        return Factors.of(context, kernels, blas, mine, how);
                      }));
      return new CudaFactorization(this, factors);
    } catch (RuntimeException | Error e) {
      try {
        m.close();
      } catch (RuntimeException second) {
        if (second != e) {
          e.addSuppressed(second);
        }
      }
      throw e;
    }
  }

  /** Runs work on the device's thread and waits until the device has done it. */
  void work(String what, Consumer<RowMajorCuda> work) {
    requireOpen();
    clock.time(
        what,
        0,
        () ->
            thread.call(
                () -> {
                  context.requireUsable();
                  work.accept(blas);
                  context.finish(what);
                  return null;
                }));
  }

  /** Frees memory of a matrix or factorization; the end of the backend has freed all of it. */
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
