package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;

/**
 * The small system of an update by the Woodbury identity, its capacitance matrix {@code I −
 * L[J,:]·U}, k × k (Hager 1989, Updating the inverse of a matrix).
 */
final class CapacitanceMatrix {
  private final Backend backend;
  private final boolean asksGap;

  /** W[J*,:] for all columns of A that may change, and where each stands. */
  private final HostMatrix usersOfW;

  private final Map<Integer, Integer> userAt = new HashMap<>();

  CapacitanceMatrix(SweepModel model, Backend backend, HostMatrix w) {
    this.backend = backend;
    this.asksGap = model.paths().stream().anyMatch(p -> p.side() == ResponsePath.Side.BALANCE);
    int[] users = model.columns().users();
    this.usersOfW = HostMatrix.allocate(Arena.ofAuto(), users.length, w.columns());
    for (int u = 0; u < users.length; u++) {
      userAt.put(users[u], u);
      usersOfW.setRow(u, w.row(users[u]));
    }
  }

  /**
   * What a change of A lets inputs and value added exceed output by, for every part of Y: {@code
   * (1'·ΔA + Δv)[J]·G}, as {@code x'[J] = G·coefficients}.
   *
   * @param g G, k × parts
   * @return by part; empty where it is not asked
   */
  double[] gap(CoefficientState.CoefficientChange change, DeviceMatrix g) {
    if (!asksGap) {
      return new double[0];
    }
    try (var beyond = backend.upload(HostMatrix.of(change.beyondOutput()));
        var product = backend.zeros(new Shape(1, g.shape().columns()));
        var arena = Arena.ofConfined()) {
      backend.multiply(beyond, g, product);
      var host = HostMatrix.allocate(arena, 1, g.shape().columns());
      product.download(host);
      return host.row(0);
    }
  }

  /** Where a column of A that may change stands among these. */
  int userAt(int column) {
    return userAt.get(column);
  }

  /**
   * Factorizes the core.
   *
   * @param lju L[J,:]·U, k × k; overwritten
   */
  Factorization factorize(HostMatrix lju) throws ScenarioFailure {
    for (long c = 0; c < lju.rows(); c++) {
      double[] row = lju.row(c);
      for (int j = 0; j < row.length; j++) {
        row[j] = (c == j ? 1 : 0) - row[j];
      }
      lju.setRow(c, row);
    }
    try {
      return backend.factorize(backend.upload(lju), Pivoting.ALWAYS);
    } catch (BackendException.Singular e) {
      throw ChangeMaker.unproductive();
    }
  }

  /** G = core⁻¹·W[J,:], k × parts. */
  DeviceMatrix g(Factorization core, int[] columns) {
    try (var arena = Arena.ofShared()) {
      var right = HostMatrix.allocate(arena, columns.length, usersOfW.columns());
      for (int c = 0; c < columns.length; c++) {
        right.panel(c, 1).segment().copyFrom(usersOfW.panel(userAt(columns[c]), 1).segment());
      }
      DeviceMatrix g = backend.upload(right);
      try {
        core.solve(g);
        return g;
      } catch (RuntimeException | Error e) {
        g.close();
        throw e;
      }
    }
  }
}
