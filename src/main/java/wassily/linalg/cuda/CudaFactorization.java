package wassily.linalg.cuda;

import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.PivotPath;
import wassily.linalg.Shape;

/** LU factors by cuSOLVER, in the memory of the matrix that they came from. */
final class CudaFactorization implements Factorization {
  private final CudaSession owner;
  private final int order;
  private final Factors factors;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    INVERTED,
    CLOSED
  }

  /** Takes the factors and their memory over. */
  CudaFactorization(CudaSession owner, Factors factors) {
    this.owner = owner;
    this.factors = new Factors(factors.matrix().handOn(), factors.exchanges(), factors.path());
    this.order = (int) factors.matrix().shape().rows();
  }

  @Override
  public long order() {
    return order;
  }

  @Override
  public PivotPath path() {
    return factors.path();
  }

  @Override
  public void solve(DeviceMatrix columns) {
    requireOpen();
    CudaMatrix b = owner.own(columns);
    requireOrder(b.shape(), b.shape().rows(), "columns");
    solve(b, b.shape().columns(), (lu, k) -> factors.solveColumns(lu, b.address(), k));
  }

  @Override
  public void solveTransposed(DeviceMatrix rows) {
    requireOpen();
    CudaMatrix b = owner.own(rows);
    requireOrder(b.shape(), b.shape().columns(), "rows");
    solve(b, b.shape().rows(), (lu, k) -> factors.solveRows(lu, b.address(), k));
  }

  private interface Solve {
    void run(RowMajorCuda blas, int rightHandSides);
  }

  private void solve(CudaMatrix b, long rightHandSides, Solve work) {
    b.address();
    if (order > 0 && rightHandSides > 0) {
      owner.work("solve", blas -> work.run(blas, RowMajorCuda.size(rightHandSides)));
    }
  }

  @Override
  public DeviceMatrix inverse() {
    requireOpen();
    owner.requireOpen();
    state = State.INVERTED;
    if (order > 0) {
      owner.work("inverse", factors::invert);
    }
    return factors.matrix().handOn();
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

  /** What is not there after a failed solve is the right-hand side, not the factors. */
  @Override
  public void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      try (var scope = new Scope()) {
        scope.own(factors.matrix()::close);
        factors.exchanges().ifPresent(e -> scope.own(() -> owner.free(e.pivots())));
        factors.exchanges().ifPresent(e -> scope.own(() -> owner.free(e.source())));
      }
    }
  }

  /** Refuses orders that cuSOLVER's 32-bit interface cannot count. */
  static void requireCountable(long n) {
    if (n > RowMajorCuda.LARGEST_ORDER) {
      throw new BackendException.Rejected(tooLarge(n));
    }
  }

  /** Why such an order is refused, with the cure. */
  static String tooLarge(long n) {
    return "LU of order %,d: cuSOLVER's 32-bit interface ends at %,d; aggregate the table or use --backend cpu"
        .formatted(n, RowMajorCuda.LARGEST_ORDER);
  }
}
