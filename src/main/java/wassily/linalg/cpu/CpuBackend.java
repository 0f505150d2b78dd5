package wassily.linalg.cpu;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.CellChange;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.HostMemory;
import wassily.linalg.LargeCells;
import wassily.linalg.MatrixSource;
import wassily.linalg.MemoryPlan.Item;
import wassily.linalg.PivotRule;
import wassily.linalg.Pivoting;
import wassily.linalg.ScenarioShapes;
import wassily.linalg.Shape;
import wassily.linalg.Workers;
import wassily.linalg.Workspace;
import wassily.progress.Progress;

/**
 * Matrices in this machine's memory, worked on by a BLAS with LAPACK.
 *
 * <p>Loops over rows are cut into blocks that do not depend on the number of threads, so they give
 * the same bits for any; products and factors give the same bits for the same library and number of
 * threads.
 */
final class CpuBackend implements Backend {
  /** Large enough to amortize a system call, small enough to keep all threads busy to the end. */
  private static final long BLOCK_BYTES = 8L << 20;

  private final RowMajorBlas blas;
  private final int threads;
  private final BackendInfo info;
  private final Pivoting pivoting;
  private boolean closed;

  /**
   * Opens a backend.
   *
   * @param library BLAS and LAPACK
   * @param threads threads of the library and of our own loops
   * @param pivoting when rows are interchanged where a caller does not say
   */
  CpuBackend(BlasLibrary library, int threads, Pivoting pivoting) {
    this.blas = new RowMajorBlas(library, threads);
    this.threads = threads;
    this.pivoting = pivoting;
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
      copy(m, to.memory());
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
    } catch (Throwable e) {
      to.close();
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
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    HostMatrix memory = own(m).memory();
    var first = new AtomicLong(Long.MAX_VALUE);
    forBlocks(
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
      copy(from, to);
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
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    HostMatrix m = own(z).memory();
    if (!m.shape().equals(new Shape(d.length, d.length))) {
      throw new IllegalArgumentException(
          "diagonal of %d numbers minus a matrix of %s".formatted(d.length, m.shape()));
    }
    int[] dropped = IntStream.range(0, d.length).filter(j -> d[j] == 0).toArray();
    forRows(
        m,
        (i, row) -> {
          // 0 − z, not −z: absent flows stay +0.0. No condition in the loop, so that it is vector
          // code.
          for (int j = 0; j < row.length; j++) {
            row[j] = 0 - row[j];
          }
          for (int j : dropped) {
            row[j] = 0;
          }
          int at = (int) i;
          row[at] = d[at] == 0 ? 1 : d[at] + row[at];
        });
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    HostMatrix memory = own(m).memory();
    requireFactors(by.length, memory.rows(), "rows", memory);
    forRows(
        memory,
        (i, row) -> {
          double factor = by[(int) i];
          for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
          }
        });
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    HostMatrix memory = own(m).memory();
    requireFactors(by.length, memory.columns(), "columns", memory);
    forRows(
        memory,
        (i, row) -> {
          for (int j = 0; j < row.length; j++) {
            row[j] *= by[j];
          }
        });
  }

  @Override
  public Pivoting pivoting() {
    return pivoting;
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    try {
      CpuMatrix mine = own(m);
      if (mine.shape().rows() != mine.shape().columns()) {
        throw new IllegalArgumentException(
            "factorization of a matrix of " + m.shape() + ", expected a square one");
      }
      return CpuFactorization.of(this, blas, mine, how);
    } catch (RuntimeException | Error e) {
      m.close();
      throw e;
    }
  }

  /** The elements that the pivots are compared with. */
  double[] diagonal(HostMatrix m) {
    var diagonal = new double[Math.toIntExact(m.rows())];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = m.get(i, i);
    }
    return diagonal;
  }

  /** One pass at the rate of memory, which ends soon after the first finding. */
  boolean positiveOffDiagonal(HostMatrix m) {
    var found = new AtomicBoolean();
    forBlocks(
        threads,
        m,
        (from, to) -> {
          var row = new double[Math.toIntExact(m.columns())];
          for (long i = from; i < to && !found.get(); i++) {
            m.getRow(i, row);
            if (PivotRule.positiveOffDiagonal((int) i, row)) {
              found.set(true);
            }
          }
        });
    return found.get();
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

  /**
   * Copies by blocks, so that fresh memory is touched by several threads; by this thread alone
   * where one of the two belongs to an arena that only this thread may use.
   */
  void copy(HostMatrix from, HostMatrix to) {
    Thread another = Thread.ofPlatform().unstarted(() -> {});
    boolean shared = from.segment().isAccessibleBy(another) && to.segment().isAccessibleBy(another);
    forBlocks(
        shared ? threads : 1,
        to,
        (first, end) -> {
          MemorySegment source = from.panel(first, end - first).segment();
          MemorySegment.copy(
              source, 0, to.panel(first, end - first).segment(), 0, source.byteSize());
        });
  }

  private interface RowWork {
    void on(long i, double[] row);
  }

  /**
   * Works on copies of rows on the heap, where the compiler turns simple loops into vector code.
   */
  private void forRows(HostMatrix m, RowWork work) {
    forBlocks(
        threads,
        m,
        (from, to) -> {
          var row = new double[Math.toIntExact(m.columns())];
          for (long i = from; i < to; i++) {
            m.getRow(i, row);
            work.on(i, row);
            m.setRow(i, row);
          }
        });
  }

  private static void forBlocks(int workers, HostMatrix m, Workers.Block work) {
    forBlocks(workers, m.rows(), rowsPerBlock(m), work);
  }

  /** Workers.forBlocks for work that throws no checked exception. */
  static void forBlocks(int workers, long size, long block, Workers.Block work) {
    try {
      Workers.forBlocks(workers, size, block, work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many rows make a block of work. */
  static long rowsPerBlock(HostMatrix m) {
    return Math.max(1, BLOCK_BYTES / Double.BYTES / Math.max(1, m.columns()));
  }

  private static void requireFactors(int found, long expected, String what, HostMatrix m) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%d factors for the %s of a matrix of %s".formatted(found, what, m.shape()));
    }
  }

  @Override
  public void close() {
    closed = true;
    blas.close();
  }
}
