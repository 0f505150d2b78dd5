package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.DeviceBatch;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.LargeCells;
import wassily.linalg.MatrixSource;
import wassily.linalg.PivotPath;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;
import wassily.linalg.SingleMatrix;
import wassily.linalg.draw.BlockDraw;
import wassily.progress.Progress;

/**
 * A backend whose solves are wrong in a chosen way: what a bad driver, a bad library or a bad
 * memory chip would do.
 */
final class FaultyBackend implements Backend {
  private final Backend real;
  private final Predicate<PivotPath> faulty;
  private final Consumer<HostMatrix> outputs;
  private final Consumer<HostMatrix> multipliers;
  private final LongPredicate tooMuch;

  /**
   * Spoils solutions.
   *
   * @param outputs what happens to X of {@code M₀·X = B}, in place
   * @param multipliers what happens to X of {@code X·M₀ = B}, in place
   */
  FaultyBackend(Consumer<HostMatrix> outputs, Consumer<HostMatrix> multipliers) {
    this(outputs, multipliers, bytes -> false);
  }

  /** One whose factors are good or bad by the way they were made. */
  FaultyBackend(
      Consumer<HostMatrix> outputs,
      Consumer<HostMatrix> multipliers,
      Pivoting pivoting,
      Predicate<PivotPath> faulty) {
    this.real = SmallTables.cpu(pivoting);
    this.outputs = outputs;
    this.multipliers = multipliers;
    this.tooMuch = bytes -> false;
    this.faulty = faulty;
  }

  /** One that also has little memory. */
  FaultyBackend(
      Consumer<HostMatrix> outputs, Consumer<HostMatrix> multipliers, LongPredicate tooMuch) {
    this.real = SmallTables.cpu();
    this.faulty = path -> true;
    this.outputs = outputs;
    this.multipliers = multipliers;
    this.tooMuch = tooMuch;
  }

  @Override
  public Pivoting pivoting() {
    return real.pivoting();
  }

  @Override
  public Factorization factorize(DeviceMatrix m, Pivoting how) {
    Factorization good = real.factorize(m, how);
    if (!faulty.test(good.path())) {
      return good;
    }
    return new Factorization() {
      @Override
      public long order() {
        return good.order();
      }

      @Override
      public PivotPath path() {
        return good.path();
      }

      @Override
      public void solve(DeviceMatrix columns) {
        good.solve(columns);
        spoil(columns, outputs);
      }

      @Override
      public void solveTransposed(DeviceMatrix rows) {
        good.solveTransposed(rows);
        spoil(rows, multipliers);
      }

      @Override
      public DeviceMatrix inverse() {
        DeviceMatrix l = good.inverse();
        spoil(l, outputs);
        return l;
      }

      @Override
      public void close() {
        good.close();
      }
    };
  }

  /** Writes back by a product with the identity: a device matrix has no other way in. */
  private void spoil(DeviceMatrix b, Consumer<HostMatrix> how) {
    try (var arena = Arena.ofShared()) {
      var host = HostMatrix.allocate(arena, b.shape().rows(), b.shape().columns());
      b.download(host);
      how.accept(host);
      var identity = HostMatrix.allocate(arena, host.rows(), host.rows());
      for (long i = 0; i < host.rows(); i++) {
        identity.set(i, i, 1);
      }
      try (DeviceMatrix left = real.upload(identity);
          DeviceMatrix changed = real.upload(host)) {
        real.multiply(left, changed, b);
      }
    }
  }

  @Override
  public BackendInfo info() {
    return real.info();
  }

  @Override
  public void requireMemory(long bytes, String what) {
    if (tooMuch.test(bytes)) {
      throw new BackendException.OutOfMemory("%s needs %d bytes".formatted(what, bytes));
    }
    real.requireMemory(bytes, what);
  }

  @Override
  public DeviceMatrix zeros(Shape shape) {
    return real.zeros(shape);
  }

  @Override
  public DeviceMatrix upload(HostMatrix m) {
    return real.upload(m);
  }

  @Override
  public DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException {
    return real.upload(source, progress);
  }

  @Override
  public void repeatRows(DeviceMatrix base, DeviceMatrix out) {
    real.repeatRows(base, out);
  }

  @Override
  public void scaleCells(DeviceMatrix m, int repeat, int[] columns, double[] factors) {
    real.scaleCells(m, repeat, columns, factors);
  }

  @Override
  public void lowerCells(DeviceMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    real.lowerCells(m, columns, benchmark, strengths);
  }

  @Override
  public void groupedDots(
      DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups columns, DeviceMatrix out) {
    real.groupedDots(a, b, repeat, columns, out);
  }

  @Override
  public OptionalLong firstNotFinite(DeviceMatrix m) {
    return real.firstNotFinite(m);
  }

  @Override
  public void multiply(double alpha, DeviceBlock a, DeviceBlock b, double beta, DeviceBlock out) {
    real.multiply(alpha, a, b, beta, out);
  }

  @Override
  public void multiplyBatched(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    real.multiplyBatched(a, b, out);
  }

  @Override
  public void aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns, DeviceMatrix out) {
    real.aggregate(m, rows, columns, out);
  }

  @Override
  public LargeCells largeCells(
      double[] f, DeviceMatrix x, double[] y, double threshold, long from, int most) {
    return real.largeCells(f, x, y, threshold, from, most);
  }

  @Override
  public void perturb(DeviceMatrix source, List<BlockDraw> draws, DeviceMatrix out) {
    real.perturb(source, draws, out);
  }

  @Override
  public void multiplyRows(
      HostMatrix rows, DeviceMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    real.multiplyRows(rows, m, out, absolute);
  }

  @Override
  public SingleMatrix toSingle(DeviceMatrix m) {
    return real.toSingle(m);
  }

  @Override
  public void multiplyRows(HostMatrix rows, SingleMatrix m, HostMatrix out) {
    real.multiplyRows(rows, m, out);
  }

  @Override
  public double[] cells(DeviceMatrix m, long[] at) {
    return real.cells(m, at);
  }

  @Override
  public void diagonalMinus(double[] d, DeviceMatrix z) {
    real.diagonalMinus(d, z);
  }

  @Override
  public void scaleRows(double[] by, DeviceMatrix m) {
    real.scaleRows(by, m);
  }

  @Override
  public void scaleColumns(double[] by, DeviceMatrix m) {
    real.scaleColumns(by, m);
  }

  @Override
  public void close() {
    real.close();
  }
}
