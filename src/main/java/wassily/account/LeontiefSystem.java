package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.Collectors;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.MemoryPlan;
import wassily.linalg.OneNormEstimate;
import wassily.linalg.PivotPath;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * The factorized system of a table: {@code M₀ = d̂ − Z} with d = x, 1 where x = 0.
 *
 * <p>Because {@code (I−A)·d̂ = M₀}, one factorization gives the Leontief inverse {@code L =
 * d̂·M₀⁻¹}, the multipliers {@code M = S·L = F·M₀⁻¹}, the output by consumer {@code W = L·Y =
 * d̂·M₀⁻¹·Y} and the Ghosh inverse {@code G = M₀⁻¹·d̂}; A is never formed (method, section 1;
 * Miller &amp; Blair 2009, sections 2.2 and 12.1). Columns of Z with x = 0 are dropped.
 */
public final class LeontiefSystem implements AutoCloseable {
  private final MrioTable table;
  private final Backend backend;
  private final double[] d;
  private final MemoryPlan plan;
  private TableFactors made;

  private LeontiefSystem(MrioTable table, Backend backend, TableFactors made, MemoryPlan plan) {
    this.table = table;
    this.backend = backend;
    this.made = made;
    this.d = Arrays.stream(table.x()).map(v -> v == 0 ? 1 : v).toArray();
    this.plan = plan;
  }

  /**
   * Reads Z straight into the backend's memory and factorizes M₀ there. Where that was tried
   * without pivoting and a pivot has the wrong sign, Z is read again and factorized with pivoting:
   * no copy of it was kept.
   *
   * @param table the table
   * @param backend where the factors live; stays open until this system is closed
   * @param progress told the bytes read
   * @return the system, owned by the caller
   * @throws IOException when Z cannot be read
   * @throws BadDataException when a cell of Z or x is not a finite number
   * @throws UnproductiveSystemException when M₀ is singular; names a row that depends on those
   *     before it
   * @throws BackendException.OutOfMemory when the factors do not fit; said before Z is read
   */
  public static LeontiefSystem factorize(MrioTable table, Backend backend, Progress progress)
      throws IOException {
    return factorize(table, backend, Work.accounts(table, 1), progress);
  }

  /**
   * The same for work that is known: its memory is planned before Z is read, and right-hand sides
   * are cut into chunks that fit.
   *
   * @param table the table
   * @param backend where the factors live; stays open until this system is closed
   * @param work what is to be done
   * @param progress told the bytes read
   * @return the system, owned by the caller
   * @throws IOException when Z cannot be read
   * @throws BadDataException when a cell of Z or x is not a finite number
   * @throws UnproductiveSystemException when M₀ is singular; names a row that depends on those
   *     before it
   * @throws BackendException.OutOfMemory when the work does not fit; said before Z is read
   * @throws BackendException.Absent when the backend's library cannot count so many rows
   */
  public static LeontiefSystem factorize(
      MrioTable table, Backend backend, Work work, Progress progress) throws IOException {
    TableFactors.requireFinite(table);
    requireMemory(table, backend);
    MemoryPlan plan = work.plan(table, backend);
    plan.require();
    return new LeontiefSystem(table, backend, TableFactors.of(table, backend, progress), plan);
  }

  /**
   * Refuses a table whose factors would not fit, before anything is read.
   *
   * @param table the table
   * @param backend where the factors would live
   * @throws BackendException.OutOfMemory with what is needed and what there is
   * @throws BackendException.Absent when the backend's library cannot count so many rows
   */
  public static void requireMemory(MrioTable table, Backend backend) {
    var shape = table.z().shape();
    backend.requireOrder(shape.rows(), table.z().origin());
    backend.requireMemory(
        shape.bytes(),
        "%s: factorizing %,d × %,d numbers"
            .formatted(table.z().origin(), shape.rows(), shape.columns()));
  }

  /**
   * Whether pivoting is left to try: the rule chose to do without it.
   *
   * @return false too where pivoting was asked for or forbidden
   */
  public boolean canPivot() {
    return backend.pivoting() == Pivoting.AUTO && !path().pivoted();
  }

  /**
   * Factorizes the table once more, now with partial pivoting, because results without it cannot be
   * trusted. The old factors are given back first, so that there is memory for the new ones; when
   * this fails the system can only be closed.
   *
   * @param why what was wrong without it, for {@link #path()}
   * @param progress told the bytes read
   * @throws IOException when Z cannot be read again
   * @throws UnproductiveSystemException when M₀ is singular
   */
  void pivot(String why, Progress progress) throws IOException {
    made.factors().close();
    made = TableFactors.pivoted(table, backend, why, progress);
  }

  /** The same because a certificate failed, in whose checks the reason stands. */
  void pivot(Certificate failed, Progress progress) throws IOException {
    String checks =
        failed.checks().stream()
            .filter(c -> !c.passed())
            .map(Certificate.Check::name)
            .collect(Collectors.joining(", "));
    pivot("without it the certificate fails (%s)".formatted(checks), progress);
  }

  /**
   * The table.
   *
   * @return the table that was factorized
   */
  public MrioTable table() {
    return table;
  }

  /**
   * What the factors live on.
   *
   * @return the backend's description
   */
  public BackendInfo device() {
    return backend.info();
  }

  /**
   * How the factors were made.
   *
   * @return the pivoting path in words, with its reason
   */
  public String method() {
    return path().toString();
  }

  /**
   * Why the rule interchanged rows, or has chosen not to.
   *
   * @return the pivoting path
   */
  public PivotPath path() {
    return made.path();
  }

  /**
   * What the work was planned to need, and how many right-hand sides fit at once.
   *
   * @return the plan made before Z was read
   */
  public MemoryPlan plan() {
    return plan;
  }

  Backend backend() {
    return backend;
  }

  /** M₀, factorized. */
  Factorization factors() {
    return made.factors();
  }

  /** d = x, 1 where x = 0. */
  double[] d() {
    return d;
  }

  /**
   * {@code F·M₀⁻¹}, the multipliers {@code M = S·L} of F. Where x = 0 there is no intensity: F is
   * taken as 0 there.
   *
   * @param arena decides how long the result lives
   * @param f F, K × n, stressor
   * @return M, K × n, stressor per money
   */
  public HostMatrix multipliers(Arena arena, HostMatrix f) {
    var rows = withoutZeroOutputs(arena, f);
    solveTransposed(rows);
    return rows;
  }

  /** F with zeros where x = 0: {@code S·d̂}. */
  HostMatrix withoutZeroOutputs(Arena arena, HostMatrix f) {
    var copy = HostMatrix.allocate(arena, f.rows(), f.columns());
    for (long k = 0; k < f.rows(); k++) {
      double[] row = f.row(k);
      for (int j = 0; j < row.length; j++) {
        if (table.x()[j] == 0) {
          row[j] = 0;
        }
      }
      copy.setRow(k, row);
    }
    return copy;
  }

  /**
   * Replaces B by {@code B·M₀⁻¹}, as many rows at once as the plan allows. With chunks of another
   * height the last bits may differ, within the backward error.
   *
   * @param rows B, k × n; overwritten
   */
  public void solveTransposed(HostMatrix rows) {
    long height = Math.max(1, plan.width(rows.rows()));
    for (long first = 0; first < rows.rows(); first += height) {
      var panel = rows.panel(first, Math.min(height, rows.rows() - first));
      try (var b = backend.upload(panel)) {
        factors().solveTransposed(b);
        b.download(panel);
      }
    }
  }

  /**
   * Replaces B by {@code X = M₀⁻¹·B}, as many columns at once as the plan allows. Output by
   * consumer is {@code W = d̂·X}; {@code F_i·X_i} are the emissions of i for the consumer, because
   * {@code S_i·W_i = F_i/x_i·x_i·X_i}. With chunks of another width the last bits may differ,
   * within the backward error.
   *
   * @param columns B, n × k; overwritten
   */
  public void solve(HostMatrix columns) {
    long width = Math.max(1, plan.width(columns.columns()));
    if (width >= columns.columns()) {
      solveAtOnce(columns);
      return;
    }
    for (long first = 0; first < columns.columns(); first += width) {
      try (var arena = Arena.ofShared()) {
        var chunk =
            HostMatrix.allocate(arena, columns.rows(), Math.min(width, columns.columns() - first));
        ColumnChunk.take(columns, first, chunk);
        solveAtOnce(chunk);
        ColumnChunk.put(chunk, columns, first);
      }
    }
  }

  private void solveAtOnce(HostMatrix columns) {
    try (var b = backend.upload(columns)) {
      factors().solve(b);
      b.download(columns);
    }
  }

  /**
   * Column sums of L, the output multipliers or backward linkages: {@code 1'·L = d'·M₀⁻¹}.
   *
   * @return n numbers
   */
  public double[] columnSumsOfL() {
    var row = HostMatrix.of(d);
    solveTransposed(row);
    return row.row(0);
  }

  /**
   * Row sums of L: {@code L·1 = d̂·M₀⁻¹·1}.
   *
   * @return n numbers
   */
  public double[] rowSumsOfL() {
    var ones = new double[d.length];
    Arrays.fill(ones, 1);
    return applyL(ones);
  }

  /**
   * Row sums of the Ghosh inverse, the forward linkages: {@code G·1 = M₀⁻¹·d}.
   *
   * @return n numbers
   */
  public double[] rowSumsOfG() {
    return solveOne(d);
  }

  /**
   * Replaces B by {@code L·B = d̂·M₀⁻¹·B}: outputs for demands. In chunks as {@link #solve} makes
   * them.
   *
   * @param columns B, n × k; overwritten
   */
  public void leontief(HostMatrix columns) {
    solve(columns);
    DiagonalProducts.left(d, columns);
  }

  /**
   * Replaces B by {@code B·L = B·d̂·M₀⁻¹}: multipliers of intensities, {@code M = S·L}. In chunks
   * as {@link #solveTransposed} makes them.
   *
   * @param rows B, k × n; overwritten
   */
  public void leontiefTransposed(HostMatrix rows) {
    DiagonalProducts.right(rows, d);
    solveTransposed(rows);
  }

  /** {@code L·v}. */
  double[] applyL(double[] v) {
    var column = HostMatrix.of(v).reshape(v.length, 1);
    leontief(column);
    return column.column(0);
  }

  /** {@code Lᵀ·v = M₀⁻ᵀ·d̂·v}. */
  double[] applyLTransposed(double[] v) {
    var row = HostMatrix.of(v);
    leontiefTransposed(row);
    return row.row(0);
  }

  private double[] solveOne(double[] b) {
    var column = HostMatrix.of(b).reshape(b.length, 1);
    solve(column);
    return column.column(0);
  }

  /**
   * An estimate of ‖L‖₁ by Hager's and Higham's method (Higham 1988, algorithm 674): a lower bound
   * that is almost always within a factor of 3.
   *
   * @return the estimate
   */
  public double normOfL() {
    return OneNormEstimate.of(d.length, this::applyL, this::applyLTransposed);
  }

  /**
   * The Leontief inverse {@code L = d̂·M₀⁻¹} in the memory of the factors, which are used up: the
   * system can only be closed afterwards.
   *
   * @return L, n × n, on the device, owned by the caller
   */
  public DeviceMatrix inverse() {
    DeviceMatrix l = factors().inverse();
    try {
      backend.scaleRows(d, l);
      return l;
    } catch (RuntimeException | Error e) {
      l.closeAfter(e);
      throw e;
    }
  }

  /** The shape of M₀. */
  Shape shape() {
    return table.z().shape();
  }

  /** Gives the factors back; the table and the backend stay open. */
  @Override
  public void close() {
    factors().close();
  }
}
