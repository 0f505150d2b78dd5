package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.Shape;

/** LU factors by LAPACK's dgetrf, in the memory of the matrix that they came from. */
final class CpuFactorization implements Factorization {
  private final CpuBackend owner;
  private final RowMajorBlas blas;
  private final long order;
  private final CpuMatrix factors;
  private final Arena arena;
  private final MemorySegment pivots;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    INVERTED,
    CLOSED
  }

  private CpuFactorization(CpuBackend owner, RowMajorBlas blas, CpuMatrix m, Arena arena) {
    this.owner = owner;
    this.blas = blas;
    this.order = m.shape().rows();
    this.arena = arena;
    this.pivots = arena.allocate(JAVA_INT, order);
    blas.factorize(m.memory(), pivots);
    this.factors = m.handOn();
  }

  /** Factorizes m and takes its memory; when that fails m stays with the caller. */
  static CpuFactorization of(CpuBackend owner, RowMajorBlas blas, CpuMatrix m) {
    var arena = Arena.ofShared();
    try {
      return new CpuFactorization(owner, blas, m, arena);
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
  public String method() {
    return "partial pivoting (dgetrf)";
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
