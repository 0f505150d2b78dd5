package wassily.linalg.cpu;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.CellChange;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.FewRowShapes;
import wassily.linalg.HostMatrix;
import wassily.linalg.HostMemory;
import wassily.linalg.LargeCells;
import wassily.linalg.MatrixSource;
import wassily.linalg.MemoryPlan.Item;
import wassily.linalg.Pivoting;
import wassily.linalg.ScenarioShapes;
import wassily.linalg.Shape;
import wassily.linalg.SingleMatrix;
import wassily.linalg.Workers;
import wassily.linalg.Workspace;
import wassily.linalg.draw.BlockDraw;
import wassily.progress.Progress;

/**
 * Matrices in this machine's memory, worked on by a BLAS with LAPACK.
 *
 * <p>Loops over rows are cut into blocks that do not depend on the number of threads, so they give
 * the same bits for any; products and factors give the same bits for the same library and number of
 * threads.
 */
final class CpuBackend implements Backend {
  private final RowMajorBlas blas;
  private final int threads;
  private final BackendInfo info;
  private final RowLoops loops;
  private final PivotChoice pivots;
  private boolean closed;

  /**
   * Opens a backend.
   *
   * @param library BLAS and LAPACK
   * @param threads threads of the library and of our own loops
   * @param pivots when rows are interchanged
   */
  CpuBackend(BlasLibrary library, int threads, PivotChoice pivots) {
    this.blas = new RowMajorBlas(library, threads);
    this.threads = threads;
    this.loops = new RowLoops(threads);
    this.pivots = pivots;
    this.info = new BackendInfo("cpu", Processor.name(), library.name(), blas.threads());
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public void requireMemory(long bytes, String what) {
    HostMemory.require(bytes, what);
  }

  @Override
  public Workspace workspace(long order) {
    return new Workspace(
        List.of(Item.of("pivots", order * Integer.BYTES)),
        List.of(),
        List.of(),
        List.of(
            Item.of(
                "columns of L for the inverse",
                RowMajorBlas.inverseColumns(order) * order * Double.BYTES)));
  }

  @Override
  public DeviceMatrix zeros(Shape shape) {
    return allocate(shape);
  }

  private CpuMatrix allocate(Shape shape) {
    requireOpen();
    return CpuMatrix.zeros(this, shape);
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    CpuMatrix to = allocate(m.shape());
    try {
      loops.copy(m, to.memory());
      return to;
    } catch (RuntimeException | Error e) {
      to.close();
      throw e;
    }
  }

  @Override
  public DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException {
    CpuMatrix to = allocate(source.shape());
    try (var task = progress.begin("reading " + source.origin(), to.shape().bytes())) {
      HostMatrix m = to.memory();
      Workers.forBlocks(
          threads,
          m.rows(),
          source.preferredRows(),
          (from, end) -> {
            HostMatrix panel = m.panel(from, end - from);
            source.read(from, panel);
            task.advance(panel.shape().bytes());
          });
      return to;
    } catch (IOException | RuntimeException | Error e) {
      to.close();
      throw e;
    }
  }

  @Override
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    HostMatrix memory = own(m).memory();
    var first = new AtomicLong(Long.MAX_VALUE);
    RowLoops.forBlocks(
        threads,
        memory,
        (from, to) ->
            FiniteScan.firstNotFinite(memory.panel(from, to - from).segment())
                .ifPresent(k -> first.accumulateAndGet(from * memory.columns() + k, Math::min)));
    return first.get() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first.get());
  }

  @Override
  public void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    RowMajorBlas.Block left = block(a);
    RowMajorBlas.Block right = block(b);
    RowMajorBlas.Block product = block(out);
    DeviceBlock.requireProduct(a, b, out);
    blas.multiply(out.shape(), a.shape().columns(), alpha, left, right, beta, product);
  }

  private RowMajorBlas.Block block(DeviceBlock b) {
    return new RowMajorBlas.Block(from(b.matrix(), b.offset()), b.rowStride(), b.isTransposed());
  }

  @Override
  public void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    RowMajorBlas.Block left = block(a);
    RowMajorBlas.Block right = block(b);
    RowMajorBlas.Block product = block(out);
    DeviceBatch.requireProducts(a, b, out);
    blas.multiplyBatched(
        out.shape(),
        a.columns(),
        out.count(),
        left,
        right,
        product,
        a.batchStride(),
        b.batchStride(),
        out.batchStride());
  }

  private RowMajorBlas.Block block(DeviceBatch b) {
    return new RowMajorBlas.Block(from(b.matrix(), b.offset()), b.rowStride(), false);
  }

  /** Memory from an element on; a block without elements may begin behind the last one. */
  private MemorySegment from(DeviceMatrix m, long element) {
    MemorySegment all = own(m).memory().segment();
    return all.asSlice(Math.min(element * Double.BYTES, all.byteSize()));
  }

  @Override
  public void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out) {
    HostMatrix from = own(m).memory();
    HostMatrix to = own(out).memory();
    AxisGroups.requireFit(m.shape(), rows, columns, out.shape());
    if (m == out) {
      throw new IllegalArgumentException("sums of " + m.shape() + " cannot overwrite it");
    }
    if (rows.isIdentity() && columns.isIdentity()) {
      loops.copy(from, to);
    } else {
      new GroupSums(threads, rows, columns).sum(from, to);
    }
  }

  @Override
  public LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most) {
    HostMatrix memory = own(x).memory();
    LargeCells.requireSearch(f, x.shape(), y, threshold, from, most);
    return new LargeCellSearch(threads, f, memory, y, threshold).from(from, most);
  }

  @Override
  public void repeatRows(DeviceMatrix base, DeviceMatrix out) {
    HostMatrix from = own(base).memory();
    HostMatrix to = own(out).memory();
    ScenarioShapes.requireRepeat(from.shape(), to.shape());
    ScenarioRows.repeat(threads, from, to);
  }

  @Override
  public void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    HostMatrix rows = own(m).memory();
    var change = new CellChange.Scale(columns, factors);
    ScenarioShapes.require(change, repeat, rows.shape());
    ScenarioRows.change(threads, rows, repeat, change);
  }

  @Override
  public void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    HostMatrix rows = own(m).memory();
    var change = new CellChange.Lower(columns, benchmark, strengths);
    int repeat = Math.toIntExact(benchmark.rows());
    ScenarioShapes.require(change, repeat, rows.shape());
    ScenarioRows.change(threads, rows, repeat, change);
  }

  @Override
  public void expandRows(DeviceMatrix base, List<CellChange> changes, DeviceMatrix out) {
    HostMatrix from = own(base).memory();
    HostMatrix to = own(out).memory();
    ScenarioShapes.requireRepeat(from.shape(), to.shape());
    for (CellChange change : changes) {
      ScenarioShapes.require(change, from.rows(), to.shape());
    }
    ScenarioRows.expand(threads, from, changes, to);
  }

  @Override
  public void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    HostMatrix left = own(a).memory();
    HostMatrix right = own(b).memory();
    HostMatrix sums = own(out).memory();
    ScenarioShapes.requireDots(left.shape(), right.shape(), repeat, columns, sums.shape());
    ScenarioRows.groupedDots(threads, left, right, repeat, columns, sums);
  }

  @Override
  public void perturb(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out) {
    HostMatrix from = own(source).memory();
    HostMatrix to = own(out).memory();
    FewRowShapes.requireDraws(from.shape(), draws, to.shape());
    DrawnCells.draw(threads, from, draws, to);
  }

  @Override
  public void multiplyRows(
      HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    HostMatrix matrix = own(m).memory();
    FewRowShapes.requireProduct(
        rows.shape(), m.shape(), out.shape(), absolute.map(HostMatrix::shape));
    FewRows.multiply(threads, rows, matrix, out, absolute);
  }

  /** A row is multiplied as soon as it is drawn: at n = 2,520 a pass of 5 ms less for a draw. */
  @Override
  public void perturbAndMultiply(
      DeviceMatrix source,
      List<BlockDraw> draws,
      DeviceMatrix out,
      HostMatrix rows,
      HostMatrix product) {
    HostMatrix from = own(source).memory();
    HostMatrix to = own(out).memory();
    FewRowShapes.requireDraws(from.shape(), draws, to.shape());
    FewRowShapes.requireProduct(rows.shape(), to.shape(), product.shape(), Optional.empty());
    FewRows.multiply(threads, rows, to.rows(), product, () -> DrawnCells.rows(from, draws, to));
  }

  @Override
  public SingleMatrix toSingle(DeviceMatrix m) {
    return SingleCpuMatrix.of(this, threads, own(m).memory());
  }

  @Override
  public void multiplyRows(HostMatrix rows, SingleMatrix m, HostMatrix out) {
    requireOpen();
    if (!(m instanceof SingleCpuMatrix mine) || mine.owner() != this) {
      throw new BackendException.Rejected(
          "a matrix of " + m.shape() + " in single precision belongs to another backend");
    }
    FewRowShapes.requireProduct(rows.shape(), m.shape(), out.shape(), Optional.empty());
    FewRows.multiply(threads, rows, mine, out);
  }

  @Override
  public double[] cells(DeviceMatrix m, long[] at) {
    HostMatrix memory = own(m).memory();
    FewRowShapes.requireCells(m.shape(), at);
    return FewRows.cells(memory, at);
  }

  @Override
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    Diagonals.diagonalMinus(d, own(z).memory(), loops);
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    Diagonals.scaleRows(by, own(m).memory(), loops);
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    Diagonals.scaleColumns(by, own(m).memory(), loops);
  }

  @Override
  public Pivoting pivoting() {
    return pivots.unlessSaid();
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    try {
      CpuMatrix mine = own(m);
      if (mine.shape().rows() != mine.shape().columns()) {
        throw new IllegalArgumentException(
            "factorization of a matrix of " + m.shape() + ", expected a square one");
      }
      return CpuFactorization.of(this, blas, mine, how, pivots);
    } catch (RuntimeException | Error e) {
      m.closeAfter(e);
      throw e;
    }
  }

  /** Loops over rows with this backend's threads. */
  RowLoops loops() {
    return loops;
  }

  /**
   * Refuses matrices of other backends and calls after close.
   *
   * @param m a matrix given by the caller
   * @return the matrix as one of ours
   */
  CpuMatrix own(DeviceMatrix m) {
    requireOpen();
    if (m instanceof CpuMatrix mine && mine.owner() == this) {
      return mine;
    }
    throw new BackendException.Rejected(
        "a matrix of "
            + m.shape()
            + " that belongs to another backend was given to this CPU backend; download and upload it");
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the CPU backend is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    blas.close();
  }
}
