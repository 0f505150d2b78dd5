package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.account.SpectralRadius;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Pivoting;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/**
 * One factorization of I − A', and what is solved with it: {@code W' = (I−A')⁻¹·Y'} and multipliers
 * {@code (I−A')⁻ᵀ·S'}.
 */
final class PlainSolution implements AutoCloseable {
  private final Backend backend;
  private final Factorization factors;

  /** W', n × m, money. */
  final HostMatrix w;

  private PlainSolution(Backend backend, Factorization factors, HostMatrix w) {
    this.backend = backend;
    this.factors = factors;
    this.w = w;
  }

  /**
   * Factorizes and solves.
   *
   * @param arena decides how long W' lives
   * @throws ScenarioFailure when I − A' is singular or ρ(A') ≥ 1
   */
  static PlainSolution of(Arena arena, MrioTable table, PlainState state, Backend backend)
      throws IOException, ScenarioFailure {
    Optional<HostMatrix> changed = state.coefficients();
    MatrixSource a = changed.isPresent() ? changed.get() : new CoefficientSource(table);
    var device = backend.upload(a, Progress.NONE);
    try {
      var ones = new double[state.axes.n()];
      Arrays.fill(ones, 1);
      backend.diagonalMinus(ones, device);
    } catch (RuntimeException | Error e) {
      device.close();
      throw e;
    }
    Factorization factors;
    try {
      factors = backend.factorize(device, Pivoting.ALWAYS);
    } catch (BackendException.Singular e) {
      throw new ScenarioFailure(
          "",
          "I − A is singular: the row of %s depends on the rows before it"
              .formatted(state.axes.rowLabel(Math.toIntExact(e.row()))));
    }
    try {
      var w = HostMatrix.allocate(arena, state.axes.n(), state.axes.m());
      for (int i = 0; i < state.y.length; i++) {
        w.setRow(i, state.y[i]);
      }
      var solution = new PlainSolution(backend, factors, w);
      if (state.coefficientsChanged()) {
        solution.requireProductive(state);
      }
      try (var columns = backend.upload(w)) {
        factors.solve(columns);
        columns.download(w);
      }
      return solution;
    } catch (RuntimeException | Error | ScenarioFailure e) {
      factors.close();
      throw e;
    }
  }

  /** Replaces each row s of S by s·(I−A')⁻¹. */
  void multiply(HostMatrix rows) {
    try (var b = backend.upload(rows)) {
      factors.solveTransposed(b);
      b.download(rows);
    }
  }

  /**
   * For A' ≥ 0: ρ(A') < 1 exactly when {@code u = L'ᵀ·1 ≥ 1} (method, section 5). With negative
   * cells that proves nothing, and the eigenvalue itself is sought.
   */
  private void requireProductive(PlainState state) throws ScenarioFailure {
    HostMatrix a = state.coefficients().orElseThrow();
    TableAxes axes = state.axes;
    int n = axes.n();
    var row = new double[n];
    boolean negative = false;
    for (int i = 0; i < n && !negative; i++) {
      a.getRow(i, row);
      negative = Arrays.stream(row).anyMatch(v -> v < 0);
    }
    if (negative) {
      double rho = SpectralRadius.of(n, v -> product(a, v));
      if (!(rho < 1)) {
        throw new ScenarioFailure(
            "", "the system is not productive: ρ(A) is about %.4f".formatted(rho));
      }
      return;
    }
    Arrays.fill(row, 1);
    var u = HostMatrix.of(row);
    multiply(u);
    double[] sums = u.row(0);
    // The sums carry the solve's rounding: relative n·eps of a number near 1.
    double rounding = 16.0 * n * Math.ulp(1.0);
    int[] below = IntStream.range(0, n).filter(j -> !(sums[j] >= 1 - rounding)).toArray();
    if (below.length > 0) {
      throw new ScenarioFailure(
          "",
          "the system is not productive, ρ(A) ≥ 1: %s needs more than it produces, %d region-sectors in all"
              .formatted(axes.rowLabel(below[0]), below.length));
    }
  }

  private static double[] product(HostMatrix a, double[] v) {
    var out = new double[v.length];
    var row = new double[v.length];
    for (int i = 0; i < out.length; i++) {
      a.getRow(i, row);
      for (int j = 0; j < row.length; j++) {
        out[i] += row[j] * v[j];
      }
    }
    return out;
  }

  @Override
  public void close() {
    factors.close();
  }
}
