package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;

/** Makes {@link ChangedSystem}s from the baseline's factorization. */
final class ChangeMaker implements AutoCloseable {
  /**
   * Up to so many rows of A in all changes together, columns of L are solved for once: twice the
   * sectors of a common table.
   */
  static final int MOST_ROWS = 256;

  private final SweepModel model;
  private final LeontiefSystem system;
  private final Backend backend;
  private final List<RowLayout> layouts;

  /** W[J*,:] for all columns of A that may change, and where each stands. */
  private final HostMatrix usersOfW;

  private final Map<Integer, Integer> userAt = new HashMap<>();

  /** L·1, for the test of productivity. */
  private final double[] rowSums;

  /** Suppliers whose cells change, when there are few; and L of their columns, n × rows. */
  private int[] fewRows;

  private DeviceMatrix columnsOfL;

  ChangeMaker(
      SweepModel model,
      LeontiefSystem system,
      Backend backend,
      List<RowLayout> layouts,
      HostMatrix w) {
    this.model = model;
    this.system = system;
    this.backend = backend;
    this.layouts = layouts;
    int[] users = model.columns().users();
    this.usersOfW = HostMatrix.allocate(Arena.ofAuto(), users.length, w.columns());
    for (int u = 0; u < users.length; u++) {
      userAt.put(users[u], u);
      usersOfW.setRow(u, w.row(users[u]));
    }
    this.rowSums = users.length == 0 ? new double[0] : system.rowSumsOfL();
  }

  /** Solves for the columns of L of the rows that all changes together change. */
  void prepare(int[] rows) {
    if (rows.length == 0) {
      return;
    }
    fewRows = rows;
    try (var arena = Arena.ofShared()) {
      var unit = HostMatrix.allocate(arena, model.table().axes().n(), rows.length);
      for (int c = 0; c < rows.length; c++) {
        unit.set(rows[c], c, 1);
      }
      applyL(unit);
      columnsOfL = backend.upload(unit);
    }
  }

  /** B ← L·B. */
  private void applyL(HostMatrix b) {
    system.solve(b);
    for (long i = 0; i < b.rows(); i++) {
      double x = model.table().x()[(int) i];
      double[] row = b.row(i);
      for (int c = 0; c < row.length; c++) {
        row[c] *= x == 0 ? 1 : x;
      }
      b.setRow(i, row);
    }
  }

  /**
   * Solves a change.
   *
   * @throws ScenarioFailure when the changed system is not productive
   */
  ChangedSystem make(CoefficientState.CoefficientChange change) throws ScenarioFailure {
    int k = change.columns().length;
    if (k == 0) {
      var nothing = backend.zeros(new Shape(0, usersOfW.columns()));
      return new ChangedSystem(0, Map.of(), nothing, change.absorbed());
    }
    try (var arena = Arena.ofShared()) {
      HostMatrix lu = lu(arena, change);
      var core = HostMatrix.allocate(arena, k, k);
      var right = HostMatrix.allocate(arena, k, usersOfW.columns() + 1);
      for (int c = 0; c < k; c++) {
        double[] row = lu.row(change.columns()[c]);
        for (int j = 0; j < k; j++) {
          row[j] = (c == j ? 1 : 0) - row[j];
        }
        core.setRow(c, row);
        double[] w =
            Arrays.copyOf(usersOfW.row(userAt.get(change.columns()[c])), (int) right.columns());
        w[w.length - 1] = rowSums[change.columns()[c]];
        right.setRow(c, w);
      }
      try (var factors = backend.factorize(backend.upload(core), Pivoting.ALWAYS);
          var solved = backend.upload(right)) {
        factors.solve(solved);
        solved.download(right);
      } catch (BackendException.Singular e) {
        throw unproductive();
      }
      requireProductive(lu, right.column(right.columns() - 1));
      return upload(arena, change, lu, right);
    }
  }

  private ChangedSystem upload(
      Arena arena, CoefficientState.CoefficientChange change, HostMatrix lu, HostMatrix right) {
    var g = HostMatrix.allocate(arena, right.rows(), right.columns() - 1);
    for (long i = 0; i < g.rows(); i++) {
      g.setRow(i, Arrays.copyOf(right.row(i), Math.toIntExact(g.columns())));
    }
    var byLayout = new HashMap<RowLayout, DeviceMatrix>();
    try {
      for (RowLayout layout : layouts) {
        byLayout.put(layout, layout.uploadRows(backend, lu));
      }
      return new ChangedSystem(
          change.columns().length, byLayout, backend.upload(g), change.absorbed());
    } catch (RuntimeException | Error e) {
      byLayout.values().forEach(DeviceMatrix::close);
      throw e;
    }
  }

  /** L·U, n × k. */
  private HostMatrix lu(Arena arena, CoefficientState.CoefficientChange change) {
    int n = model.table().axes().n();
    int k = change.columns().length;
    if (columnsOfL == null) {
      var u = HostMatrix.allocate(arena, n, k);
      for (int r = 0; r < change.rows().length; r++) {
        u.setRow(change.rows()[r], change.delta()[r]);
      }
      applyL(u);
      return u;
    }
    var delta = HostMatrix.allocate(arena, fewRows.length, k);
    for (int r = 0; r < change.rows().length; r++) {
      delta.setRow(Arrays.binarySearch(fewRows, change.rows()[r]), change.delta()[r]);
    }
    var lu = HostMatrix.allocate(arena, n, k);
    try (var u = backend.upload(delta);
        var product = backend.zeros(new Shape(n, k))) {
      backend.multiply(columnsOfL, u, product);
      product.download(lu);
    }
    return lu;
  }

  /**
   * A' ≥ 0 is productive exactly when {@code u = L'·1 ≥ 0}: then {@code (I−A')·u = 1 > 0} (Miller
   * &amp; Blair 2009, appendix 2.2). u is 1 or more then, so that no rounding decides.
   */
  private void requireProductive(HostMatrix lu, double[] solved) throws ScenarioFailure {
    boolean productive =
        IntStream.range(0, rowSums.length)
            .parallel()
            .allMatch(
                i -> {
                  double sum = rowSums[i];
                  double[] row = lu.row(i);
                  for (int c = 0; c < row.length; c++) {
                    sum += row[c] * solved[c];
                  }
                  return sum > 0;
                });
    if (!productive) {
      throw unproductive();
    }
  }

  private static ScenarioFailure unproductive() {
    return new ScenarioFailure("", "the changed A is not productive: ρ(A') ≥ 1");
  }

  @Override
  public void close() {
    if (columnsOfL != null) {
      columnsOfL.close();
    }
  }
}
