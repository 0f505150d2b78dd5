package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.PivotPath;
import wassily.linalg.PivotRule;
import wassily.linalg.Pivoting;
import wassily.linalg.Shape;

/**
 * LU factors, by LAPACK's dgetrf or without interchanges by {@link UnpivotedLu}, in the memory of
 * the matrix that they came from.
 */
final class CpuFactorization implements Factorization {
  private static final String UNPIVOTED = "LU by halves on dgemm and dtrsm";

  private final CpuBackend owner;
  private final RowMajorBlas blas;
  private final long order;
  private final CpuMatrix factors;
  private final Arena arena;
  private final MemorySegment pivots;
  private final PivotPath path;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    INVERTED,
    CLOSED
  }

  private CpuFactorization(
      CpuBackend owner,
      RowMajorBlas blas,
      CpuMatrix m,
      Pivoting how,
      PivotChoice choice,
      Arena arena) {
    this.owner = owner;
    this.blas = blas;
    this.order = m.shape().rows();
    this.arena = arena;
    this.pivots = arena.allocate(JAVA_INT, order);
    this.path =
        switch (how) {
          case ALWAYS -> pivoted(m.memory());
          case NEVER -> unpivoted(m.memory());
          case AUTO -> byRule(m.memory(), choice);
        };
    this.factors = m.handOn();
  }

  private PivotPath pivoted(HostMatrix m) {
    blas.factorize(m, pivots);
    return PivotPath.pivoted("dgetrf");
  }

  /** A NaN is no zero: it spreads. */
  private PivotPath unpivoted(HostMatrix m) {
    int zero = blas.factorizeUnpivoted(m, pivots, (_, pivot) -> pivot != 0);
    if (zero != UnpivotedLu.NONE) {
      throw new BackendException.Singular(zero);
    }
    return PivotPath.unpivoted(UNPIVOTED);
  }

  private PivotPath byRule(HostMatrix m, PivotChoice choice) {
    double[] diagonal = PivotChoice.diagonal(m);
    Optional<String> why = choice.whyPivotAtOnce(m, diagonal, owner.loops());
    if (why.isPresent()) {
      return pivoted(m).because(why.get());
    }
    int wrong =
        blas.factorizeUnpivoted(m, pivots, (i, pivot) -> PivotRule.right(diagonal[i], pivot));
    if (wrong != UnpivotedLu.NONE) {
      throw new BackendException.WrongPivot(wrong);
    }
    return PivotPath.unpivoted(UNPIVOTED).because(PivotRule.ALL_RIGHT);
  }

  /** Factorizes m and takes its memory; when that fails m stays with the caller. */
  static CpuFactorization of(
      CpuBackend owner, RowMajorBlas blas, CpuMatrix m, Pivoting how, PivotChoice choice) {
    var arena = Arena.ofShared();
    try {
      return new CpuFactorization(owner, blas, m, how, choice, arena);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public long order() {
    return order;
  }

  @Override
  public PivotPath path() {
    return path;
  }

  @Override
  public void solve(DeviceMatrix columns) {
    requireOpen();
    CpuMatrix b = owner.own(columns);
    requireOrder(b.shape(), b.shape().rows(), "columns");
    blas.solve(factors.memory(), pivots, b.memory());
  }

  @Override
  public void solveTransposed(DeviceMatrix rows) {
    requireOpen();
    CpuMatrix b = owner.own(rows);
    requireOrder(b.shape(), b.shape().columns(), "rows");
    blas.solveTransposed(factors.memory(), pivots, b.memory());
  }

  @Override
  public DeviceMatrix inverse() {
    requireOpen();
    owner.requireOpen();
    state = State.INVERTED;
    blas.invert(factors.memory(), pivots);
    return factors.handOn();
  }

  private void requireOpen() {
    switch (state) {
      case OPEN -> {}
      case INVERTED ->
          throw new IllegalStateException(
              "the factors of order " + order + " were turned into the inverse");
      case CLOSED ->
          throw new IllegalStateException("the factorization of order " + order + " is closed");
    }
  }

  private void requireOrder(Shape shape, long found, String what) {
    if (found != order) {
      throw new IllegalArgumentException(
          "right-hand sides as %s of %s, the factorized matrix is %s"
              .formatted(what, shape, new Shape(order, order)));
    }
  }

  @Override
  public void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      factors.close();
      arena.close();
    }
  }
}
