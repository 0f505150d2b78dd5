package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.OneNormEstimate;
import wassily.linalg.Shape;
import wassily.progress.Progress;
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
  private final Factorization factors;
  private final double[] d;

  private LeontiefSystem(MrioTable table, Backend backend, Factorization factors, double[] d) {
    this.table = table;
    this.backend = backend;
    this.factors = factors;
    this.d = d;
  }

  /**
   * Reads Z straight into the backend's memory and factorizes M₀ there.
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
    requireFinite(table);
    requireMemory(table, backend);
    DeviceMatrix m0 = backend.upload(table.z(), progress);
    try {
      requireFinite(table, backend, m0);
      backend.diagonalMinus(table.x(), m0);
    } catch (RuntimeException | Error e) {
      m0.close();
      throw e;
    }
    return factorize(table, backend, m0, progress);
  }

  /**
   * Refuses a table whose factors would not fit, before anything is read.
   *
   * @param table the table
   * @param backend where the factors would live
   * @throws BackendException.OutOfMemory with what is needed and what there is
   */
  public static void requireMemory(MrioTable table, Backend backend) {
    var shape = table.z().shape();
    backend.requireMemory(
        shape.bytes(),
        "%s: factorizing %,d × %,d numbers"
            .formatted(table.z().origin(), shape.rows(), shape.columns()));
  }

  private static void requireFinite(MrioTable table) {
    for (int i = 0; i < table.x().length; i++) {
      if (!Double.isFinite(table.x()[i])) {
        throw new BadDataException(
            "%s: x[%s] is %s; every output has to be a finite number"
                .formatted(table.info().title(), table.axes().rowLabel(i), table.x()[i]));
      }
    }
  }

  /**
   * A bad cell is named by its labels instead of spreading through the factors. Looked for where Z
   * is now: no second pass over the file.
   */
  private static void requireFinite(MrioTable table, Backend backend, DeviceMatrix z) {
    backend
        .firstNotFinite(z)
        .ifPresent(
            at -> {
              long n = z.shape().columns();
              try (var arena = Arena.ofConfined()) {
                var row = HostMatrix.allocate(arena, 1, n);
                z.downloadRows(at / n, row);
                throw new BadDataException(
                    "%s: Z[%s, %s] is %s; every cell has to be a finite number"
                        .formatted(
                            table.z().origin(),
                            table.axes().rowLabel(Math.toIntExact(at / n)),
                            table.axes().rowLabel(Math.toIntExact(at % n)),
                            row.get(0, at % n)));
              }
            });
  }

  private static LeontiefSystem factorize(
      MrioTable table, Backend backend, DeviceMatrix m0, Progress progress) {
    try (var task = progress.begin("factorizing " + m0.shape(), 0)) {
      var factors = backend.factorize(m0);
      task.advance(1);
      var d = Arrays.stream(table.x()).map(v -> v == 0 ? 1 : v).toArray();
      return new LeontiefSystem(table, backend, factors, d);
    } catch (BackendException.Singular e) {
      throw new UnproductiveSystemException(
          "I − A is singular: the row of %s depends on the rows before it; look for a region-sector that sells only to itself, or run: wassily check"
              .formatted(table.axes().rowLabel(Math.toIntExact(e.row()))));
    }
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
   * @return the pivoting path
   */
  public String method() {
    return factors.method();
  }

  Backend backend() {
    return backend;
  }

  /** M₀, factorized. */
  Factorization factors() {
    return factors;
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
   * Replaces B by {@code B·M₀⁻¹}.
   *
   * @param rows B, k × n; overwritten
   */
  public void solveTransposed(HostMatrix rows) {
    try (var b = backend.upload(rows)) {
      factors.solveTransposed(b);
      b.download(rows);
    }
  }

  /**
   * Replaces B by {@code X = M₀⁻¹·B}. Output by consumer is {@code W = d̂·X}; {@code F_i·X_i} are
   * the emissions of i for the consumer, because {@code S_i·W_i = F_i/x_i·x_i·X_i}.
   *
   * @param columns B, n × k; overwritten
   */
  public void solve(HostMatrix columns) {
    try (var b = backend.upload(columns)) {
      factors.solve(b);
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

  /** {@code L·v = d̂·M₀⁻¹·v}. */
  double[] applyL(double[] v) {
    double[] u = solveOne(v);
    for (int i = 0; i < u.length; i++) {
      u[i] *= d[i];
    }
    return u;
  }

  /** {@code Lᵀ·v = M₀⁻ᵀ·d̂·v}. */
  double[] applyLTransposed(double[] v) {
    var scaled = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      scaled[i] = d[i] * v[i];
    }
    var row = HostMatrix.of(scaled);
    solveTransposed(row);
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
    DeviceMatrix l = factors.inverse();
    backend.scaleRows(d, l);
    return l;
  }

  /** The shape of M₀. */
  Shape shape() {
    return table.z().shape();
  }

  /** Gives the factors back; the table and the backend stay open. */
  @Override
  public void close() {
    factors.close();
  }
}
