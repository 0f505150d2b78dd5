package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.Collection;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.Workers;

/**
 * Changes with {@code L·U} for every row of the table: one solve for each changed column, or, where
 * all changes together change few rows P, {@code L[:,P]·ΔA[P,J]}.
 */
final class SolvedChanges implements ChangeMaker {
  /** Of L·U for one thread at a time: 1 ms, several times what it takes to start a thread. */
  private static final int CELLS = 1 << 20;

  private final LeontiefSystem system;
  private final Backend backend;
  private final Collection<RowLayout> layouts;
  private final CapacitanceMatrix core;

  /** L·1, for the test of productivity. */
  private final double[] rowSums;

  /** L of the columns of the suppliers whose cells change, n × rows, when these are few. */
  private DeviceMatrix columnsOfL;

  SolvedChanges(
      LeontiefSystem system,
      Backend backend,
      Collection<RowLayout> layouts,
      CapacitanceMatrix core) {
    this.system = system;
    this.backend = backend;
    this.layouts = layouts;
    this.core = core;
    this.rowSums = system.rowSumsOfL();
  }

  @Override
  public void prepare(int[] rows) {
    if (rows.length == 0) {
      return;
    }
    try (var arena = Arena.ofShared()) {
      var unit = HostMatrix.allocate(arena, rowSums.length, rows.length);
      for (int c = 0; c < rows.length; c++) {
        unit.set(rows[c], c, 1);
      }
      system.leontief(unit);
      columnsOfL = backend.upload(unit);
    }
  }

  @Override
  public ChangedSystem make(CoefficientState.CoefficientChange change) throws ScenarioFailure {
    int[] columns = change.columns();
    try (var arena = Arena.ofShared()) {
      HostMatrix lu = lu(arena, change);
      var lju = HostMatrix.allocate(arena, columns.length, columns.length);
      var sums = HostMatrix.allocate(arena, columns.length, 1);
      for (int c = 0; c < columns.length; c++) {
        lju.setRow(c, lu.row(columns[c]));
        sums.set(c, 0, rowSums[columns[c]]);
      }
      try (var factors = core.factorize(lju)) {
        try (var solved = backend.upload(sums)) {
          factors.solve(solved);
          solved.download(sums);
        }
        requireProductive(lu, sums.column(0));
        DeviceMatrix g = core.g(factors, columns);
        try {
          return upload(change, lu, g);
        } catch (RuntimeException | Error e) {
          g.close();
          throw e;
        }
      }
    }
  }

  private ChangedSystem upload(
      CoefficientState.CoefficientChange change, HostMatrix lu, DeviceMatrix g) {
    var byLayout = new HashMap<RowLayout, DeviceMatrix>();
    try {
      for (RowLayout layout : layouts) {
        byLayout.put(layout, layout.uploadRows(backend, lu));
      }
      return new ChangedSystem.Solved(
          change.columns().length, byLayout, g, change.absorbed(), core.gap(change, g));
    } catch (RuntimeException | Error e) {
      byLayout.values().forEach(DeviceMatrix::close);
      throw e;
    }
  }

  /** L·U, n × k. */
  private HostMatrix lu(Arena arena, CoefficientState.CoefficientChange change) {
    int n = rowSums.length;
    int k = change.columns().length;
    if (columnsOfL == null) {
      var u = HostMatrix.allocate(arena, n, k);
      change.fill(u);
      system.leontief(u);
      return u;
    }
    // Every change is told with the same rows, those of all levers.
    var delta = HostMatrix.allocate(arena, k, change.rows().length);
    change.fillTransposed(delta);
    var lu = HostMatrix.allocate(arena, n, k);
    try (var u = backend.upload(delta);
        var product = backend.zeros(new Shape(n, k))) {
      backend.multiply(
          1,
          DeviceBlock.of(columnsOfL),
          DeviceBlock.of(u).transposed(),
          0,
          DeviceBlock.of(product));
      product.download(lu);
    }
    return lu;
  }

  /**
   * A' ≥ 0 is productive exactly when {@code u = L'·1 ≥ 0}: then {@code (I−A')·u = 1 > 0} (Miller
   * &amp; Blair 2009, appendix 2.2). u is 1 or more then, so that no rounding decides.
   */
  private void requireProductive(HostMatrix lu, double[] solved) throws ScenarioFailure {
    var productive = new AtomicBoolean(true);
    Workers.forBlocks(
        backend.info().threads(),
        rowSums.length,
        Math.max(1, CELLS / Math.max(1, solved.length)),
        (from, to) -> {
          var row = new double[solved.length];
          for (int i = (int) from; i < to; i++) {
            lu.getRow(i, row);
            double sum = rowSums[i];
            for (int c = 0; c < row.length; c++) {
              sum += row[c] * solved[c];
            }
            if (!(sum > 0)) {
              productive.set(false);
            }
          }
        });
    if (!productive.get()) {
      throw ChangeMaker.unproductive();
    }
  }

  @Override
  public void close() {
    if (columnsOfL != null) {
      columnsOfL.close();
    }
  }
}
