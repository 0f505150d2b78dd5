package wassily.linalg.cuda;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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
import wassily.linalg.Shape;
import wassily.linalg.SingleMatrix;
import wassily.linalg.Workspace;
import wassily.linalg.draw.BlockDraw;
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

  private final int threads;
  private final Settings settings;
  private final CudaSession card;
  private final Uploads uploads;
  private final Products products;
  private final ScenarioRows scenarios;
  private final DrawnCells drawn;
  private final FewRows fewRows;
  private final BackendInfo info;

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
    this.card = new CudaSession(driver, device, threads, settings);
    this.uploads = new Uploads(card);
    this.products = new Products(card);
    this.scenarios = new ScenarioRows(card);
    this.drawn = new DrawnCells(card);
    this.fewRows = new FewRows(card);
    try {
      this.info = card.ask(this::describe);
    } catch (RuntimeException | Error e) {
      try {
        card.close();
      } catch (RuntimeException second) {
        if (second != e) {
          e.addSuppressed(second);
        }
      }
      throw e;
    }
  }

  private BackendInfo describe() {
    CudaContext context = card.context();
    var cublas = new int[1];
    var cusolver = new int[1];
    context.check("cublasGetVersion", context.driver().cublasGetVersion(context.blas(), cublas));
    context.check("cusolverGetVersion", context.driver().cusolverGetVersion(cusolver));
    int architecture = context.architecture();
    return new BackendInfo(
        "cuda",
        "%s (compute capability %d.%d)"
            .formatted(context.name(), architecture / 10, architecture % 10),
        "cuBLAS %s, cuSOLVER %s"
            .formatted(Toolkit.version(cublas[0]), Toolkit.version(cusolver[0])),
        threads);
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  /** For tests: what is allocated now. */
  Ledger ledger() {
    return card.ledger();
  }

  @Override
  public void requireMemory(long bytes, String what) {
    long free = card.ask(card.context()::free);
    if (bytes > free) {
      throw new BackendException.OutOfMemory(
          "%s needs %,d MB of device memory, %,d MB are free on %s; use a larger card, aggregate the table, or use --backend cpu"
              .formatted(what, bytes >> 20, free >> 20, card.context().name()));
    }
  }

  @Override
  public FreeMemory memory() {
    long free = card.ask(card.context()::free);
    return new FreeMemory(card.context().name(), free, false);
  }

  @Override
  public Workspace workspace(long order) {
    card.requireOpen();
    requireOrder(order, "planning");
    long lu = order == 0 ? 0 : card.ask(() -> card.blas().workspaceOfFactorization((int) order));
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
    return card.clock().times();
  }

  @Override
  public DeviceMatrix zeros(Shape shape) {
    return card.allocate(shape, true);
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    return uploads.of(m);
  }

  @Override
  public DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException {
    return uploads.of(source, progress);
  }

  @Override
  public OptionalDouble plainCopySeconds(long bytes) {
    return OptionalDouble.of(card.ask(() -> PlainCopy.seconds(card.context(), bytes)));
  }

  @Override
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    CudaMatrix mine = card.own(m);
    mine.address();
    long elements = mine.shape().elements();
    if (elements == 0) {
      return OptionalLong.empty();
    }
    var first = new long[1];
    card.work(
        "look for numbers that are not finite",
        _ -> first[0] = card.kernels().firstNotFinite(mine.address(), elements));
    return first[0] < elements ? OptionalLong.of(first[0]) : OptionalLong.empty();
  }

  @Override
  public void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    products.multiply(alpha, a, b, beta, out);
  }

  @Override
  public void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    products.multiplyBatched(a, b, out);
  }

  @Override
  public void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out) {
    long from = card.own(m).address();
    long to = card.own(out).address();
    AxisGroups.requireFit(m.shape(), rows, columns, out.shape());
    if (m == out) {
      throw new IllegalArgumentException("sums of " + m.shape() + " cannot overwrite it");
    }
    card.work(
        "sums by groups",
        _ -> new GroupSums(card.context(), card.kernels(), rows, columns).sum(from, to));
  }

  @Override
  public LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most) {
    long address = card.own(x).address();
    LargeCells.requireSearch(f, x.shape(), y, threshold, from, most);
    var found = new LargeCells[1];
    card.work(
        "search for large cells",
        _ ->
            found[0] =
                new LargeCellSearch(card.context(), card.kernels())
                    .of(f, address, y, threshold, from, most));
    return found[0];
  }

  @Override
  public void repeatRows(DeviceMatrix base, DeviceMatrix out) {
    scenarios.repeat(base, out);
  }

  @Override
  public void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    scenarios.scale(m, repeat, columns, factors);
  }

  @Override
  public void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    scenarios.lower(m, columns, benchmark, strengths);
  }

  @Override
  public void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    scenarios.groupedDots(a, b, repeat, columns, out);
  }

  @Override
  public void perturb(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out) {
    drawn.draw(source, draws, out);
  }

  @Override
  public void multiplyRows(
      HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    fewRows.multiply(rows, m, out, absolute);
  }

  @Override
  public SingleMatrix toSingle(DeviceMatrix m) {
    return fewRows.toSingle(m);
  }

  @Override
  public void multiplyRows(HostMatrix rows, SingleMatrix m, HostMatrix out) {
    fewRows.multiply(rows, m, out);
  }

  @Override
  public double[] cells(DeviceMatrix m, long[] at) {
    return fewRows.cells(m, at);
  }

  @Override
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    products.diagonalMinus(d, z);
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    products.scaleRows(by, m);
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    products.scaleColumns(by, m);
  }

  @Override
  public Pivoting pivoting() {
    return settings.pivoting();
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    try {
      CudaMatrix mine = card.own(m);
      if (mine.shape().rows() != mine.shape().columns()) {
        throw new IllegalArgumentException(
            "factorization of a matrix of " + m.shape() + ", expected a square one");
      }
      mine.address();
      CudaFactorization.requireCountable(mine.shape().rows());
      Factors factors =
          card.clock()
              .time(
                  "factorization",
                  0,
                  () ->
                      card.ask(
                          () ->
                              Factors.of(card.context(), card.kernels(), card.blas(), mine, how)));
      return new CudaFactorization(card, factors);
    } catch (RuntimeException | Error e) {
      m.closeAfter(e);
      throw e;
    }
  }

  @Override
  public void close() {
    card.close();
  }
}
