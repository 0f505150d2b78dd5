package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.ScenarioShapes;
import wassily.progress.Progress;

/** A batch on the device: the numbers of its scenarios, and S expanded from them. */
final class BatchStep implements AutoCloseable {
  private final BaselineOnDevice base;
  private final Batch batch;
  private final DevicePool pool;
  private final Progress progress;
  private final DeviceMatrix coefficients;
  private final Map<RowLayout, DeviceMatrix> coefficientsBy = new HashMap<>();
  private final Map<RowLayout, DeviceMatrix> expanded = new HashMap<>();
  private final Map<RowLayout, DeviceMatrix> multipliers = new HashMap<>();

  BatchStep(BaselineOnDevice base, Batch batch, DevicePool pool, Progress progress) {
    this.base = base;
    this.batch = batch;
    this.pool = pool;
    this.progress = progress;
    this.coefficients = base.backend().upload(batch.coefficients());
  }

  BaselineOnDevice base() {
    return base;
  }

  Batch batch() {
    return batch;
  }

  Backend backend() {
    return base.backend();
  }

  /** Coefficients of the parts of Y, B × parts. */
  DeviceMatrix coefficients() {
    return coefficients;
  }

  /** The same with the parts in another order. */
  DeviceMatrix coefficients(RowLayout parts) {
    return coefficientsBy.computeIfAbsent(
        parts, order -> order.uploadColumns(backend(), batch.coefficients()));
  }

  /** Rows of this batch, one for each stressor of each scenario. */
  long rows() {
    return (long) base.batchSize() * base.stressors();
  }

  DeviceMatrix take(long rows, long columns) {
    return pool.take(rows, columns);
  }

  void giveBack(DeviceMatrix m) {
    pool.giveBack(m);
  }

  /** S of every scenario in a layout, (B·K) × n. */
  DeviceMatrix intensities(RowLayout layout) {
    return base.intensity().isEmpty()
        ? base.repeatedS(layout)
        : expanded.computeIfAbsent(layout, this::expand);
  }

  /** M = S·L of every scenario in a layout, (B·K) × n. */
  DeviceMatrix multipliers(RowLayout layout) {
    return multipliers.computeIfAbsent(layout, this::solve);
  }

  /** Through the host: a solve puts them in the table's order, and columns have to be moved. */
  private DeviceMatrix solve(RowLayout layout) {
    try (var task = progress.begin("solving for M", 0);
        var arena = Arena.ofShared()) {
      DeviceMatrix s = intensities(base.plain());
      var rows = HostMatrix.allocate(arena, s.shape().rows(), s.shape().columns());
      s.download(rows);
      base.system().leontiefTransposed(rows);
      task.advance(2 * rows.rows() * rows.columns() * rows.columns());
      return layout.uploadColumns(backend(), rows);
    }
  }

  private DeviceMatrix expand(RowLayout layout) {
    DeviceMatrix s = base.s(layout);
    DeviceMatrix rows = take(rows(), s.shape().columns());
    try (var task = progress.begin("expanding S", 0)) {
      backend()
          .expandRows(
              s, base.intensity().changes(base.rows(), layout.position(), batch.values()), rows);
      task.advance(rows.shape().bytes());
    }
    return rows;
  }

  /** A large product, whose operations are counted. */
  void multiply(DeviceBlock a, DeviceBlock b, DeviceBlock out) {
    try (var task = progress.begin("multiplying", 0)) {
      backend().multiply(1, a, b, 0, out);
      task.advance(2 * a.shape().rows() * a.shape().columns() * b.shape().columns());
    }
  }

  /**
   * Sums {@code a∘b} of every row by groups of columns.
   *
   * @see Backend#groupedDots
   */
  HostMatrix dots(DeviceMatrix a, DeviceMatrix b, int repeat, AxisGroups groups) {
    long copies = ScenarioShapes.copies(a.shape(), b.shape());
    DeviceMatrix sums = take(a.shape().rows(), copies * groups.count());
    try (var task = progress.begin("summing", 0)) {
      backend().groupedDots(a, b, repeat, groups, sums);
      var host = HostMatrix.allocate(Arena.ofAuto(), sums.shape().rows(), sums.shape().columns());
      sums.download(host);
      task.advance(copies * a.shape().bytes());
      return host;
    } finally {
      giveBack(sums);
    }
  }

  @Override
  public void close() {
    coefficients.close();
    coefficientsBy.values().forEach(DeviceMatrix::close);
    expanded.values().forEach(this::giveBack);
    expanded.clear();
    multipliers.values().forEach(DeviceMatrix::close);
    multipliers.clear();
  }
}
