package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every factorization must do. */
abstract class FactorizationContract {
  Backend backend;

  abstract Backend open();

  /** A regular matrix that this setting has to master. */
  HostMatrix matrix(int n, long seed) {
    return TestMatrices.random(n, n, seed);
  }

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    if (backend != null) { // null where opening skipped the test
      backend.close();
    }
  }

  /**
   * Elimination and two triangular solves have a backward error of at most 3·n·u·‖|L||U|‖ (Higham,
   * Accuracy and Stability, theorem 9.4), u = eps/2; ‖|L||U|‖ stays below 10·‖M‖ for the matrices
   * here, pivoted or dominant by rows, which gives 15·n·eps, and one n·eps is left for computing
   * the residual.
   */
  private static double backwardBound(int n) {
    return 16 * n * Math.ulp(1.0);
  }

  static Stream<Arguments> sizes() {
    return IntStream.of(1, 2, 7, 64, 65, 200)
        .boxed()
        .flatMap(n -> Stream.of(1, 3, n).distinct().map(k -> Arguments.of(n, k)));
  }

  private Factorization factorize(HostMatrix m) {
    return backend.factorize(backend.upload(m));
  }

  private HostMatrix solved(Factorization f, HostMatrix b) {
    try (var d = backend.upload(b)) {
      f.solve(d);
      return BackendContract.download(d);
    }
  }

  private HostMatrix solvedTransposed(Factorization f, HostMatrix b) {
    try (var d = backend.upload(b)) {
      f.solveTransposed(d);
      return BackendContract.download(d);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void solves(int n, int k) {
    var m = matrix(n, 1);
    var b = TestMatrices.random(n, k, 2);
    try (var f = factorize(m)) {
      assertEquals(n, f.order());
      assertFalse(f.method().isBlank());
      double error = TestMatrices.backwardError(m, solved(f, b), b);
      assertTrue(error <= backwardBound(n), "backward error " + error);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void solvesTransposed(int n, int k) {
    var m = matrix(n, 3);
    var b = TestMatrices.random(k, n, 4);
    try (var f = factorize(m)) {
      var x = solvedTransposed(f, b);
      // X·M = B is Mᵀ·Xᵀ = Bᵀ, a solve for columns.
      double error =
          TestMatrices.backwardError(
              TestMatrices.transposed(m), TestMatrices.transposed(x), TestMatrices.transposed(b));
      assertTrue(error <= backwardBound(n), "backward error " + error);
    }
  }

  /**
   * Every method to invert guarantees the residual of one side only (Higham, section 14.3), with
   * the bound of a solve.
   */
  @ParameterizedTest
  @MethodSource("sizes")
  void inverts(int n, int k) {
    var m = matrix(n, 5 + k);
    try (var f = factorize(m);
        var inverse = f.inverse()) {
      var x = BackendContract.download(inverse);
      var identity = TestMatrices.identity(n);
      double right = TestMatrices.norm(TestMatrices.minus(TestMatrices.product(m, x), identity));
      double left = TestMatrices.norm(TestMatrices.minus(TestMatrices.product(x, m), identity));
      double error = Math.min(left, right) / (TestMatrices.norm(m) * TestMatrices.norm(x));
      assertTrue(error <= backwardBound(n), "residual " + error);
    }
  }

  /** Zeros on the diagonal; interchanges that do not commute; every number exact. */
  @Test
  void pivots() {
    // M·(x0, x1, x2, x3) = (2·x1, 4·x2, 8·x3, x0)
    var m = HostMatrix.of(new double[][] {{0, 2, 0, 0}, {0, 0, 4, 0}, {0, 0, 0, 8}, {1, 0, 0, 0}});
    if (backend.pivoting() == Pivoting.NEVER) {
      assertEquals(
          0, assertThrows(BackendException.Singular.class, () -> factorize(m)).row(), "as asked");
      return;
    }
    try (var f = factorize(m)) {
      var b = HostMatrix.of(new double[][] {{2, 20}, {4, 40}, {8, 80}, {1, 10}});
      var x = HostMatrix.of(new double[][] {{1, 10}, {1, 10}, {1, 10}, {1, 10}});
      BackendContract.assertSameNumbers(x, solved(f, b));
      // (y0, y1, y2, y3)·M = (y3, 2·y0, 4·y1, 8·y2)
      BackendContract.assertSameNumbers(
          HostMatrix.of(new double[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}),
          solvedTransposed(f, HostMatrix.of(new double[][] {{4, 2, 8, 24}, {8, 10, 24, 56}})));
      BackendContract.assertSameNumbers(
          HostMatrix.of(new double[][] {{4}, {1}, {2}, {3}}),
          solved(f, HostMatrix.of(new double[][] {{2}, {8}, {24}, {4}})));
      try (var inverse = f.inverse()) {
        BackendContract.assertSameNumbers(
            HostMatrix.of(
                new double[][] {{0, 0, 0, 1}, {0.5, 0, 0, 0}, {0, 0.25, 0, 0}, {0, 0, 0.125, 0}}),
            BackendContract.download(inverse));
      }
    }
  }

  @Test
  void namesTheDependentRow() {
    // Row 2 is the sum of rows 0 and 1, exactly, and elimination by rows of M finds it there.
    var m = HostMatrix.of(new double[][] {{2, 1, 0, 0}, {0, 1, 1, 0}, {2, 2, 1, 0}, {0, 0, 0, 1}});
    var uploaded = backend.upload(m);
    var singular = assertThrows(BackendException.Singular.class, () -> backend.factorize(uploaded));
    assertEquals(2, singular.row());
    assertThrows(
        IllegalStateException.class, () -> uploaded.download(m), "owned by the failed call");
    try (var f = factorize(TestMatrices.identity(3))) {
      var b = TestMatrices.random(3, 2, 6);
      BackendContract.assertSameNumbers(b, solved(f, b));
    }
  }

  /** No positive element off the diagonal: without pivoting wherever that is left to the rule. */
  @Test
  void pivotsWhereTheRuleAsksForIt() {
    boolean always = backend.pivoting() == Pivoting.ALWAYS;
    boolean never = backend.pivoting() == Pivoting.NEVER;
    try (var f = factorize(TestMatrices.productive(20, 14))) {
      assertEquals(always, f.path().pivoted(), f.method());
      assertEquals(!always && !never, f.path().why().isPresent(), f.method());
    }
    var mixed = TestMatrices.productive(20, 15);
    mixed.set(19, 0, 1e-300);
    try (var f = factorize(mixed)) {
      assertEquals(!never, f.path().pivoted(), f.method());
      assertEquals(
          always || never ? Optional.empty() : Optional.of(PivotRule.POSITIVE), f.path().why());
    }
    for (Pivoting how : Pivoting.values()) {
      try (var f = backend.factorize(backend.upload(TestMatrices.productive(20, 14)), how)) {
        assertEquals(how == Pivoting.ALWAYS, f.path().pivoted(), "the caller's word: " + how);
      }
    }
  }

  /** 2 − 2·2 &lt; 0: the second pivot is −2, though its diagonal element is 2. */
  @Test
  void aPivotOfTheWrongSignIsForTheCallerToMend() {
    var m = HostMatrix.of(new double[][] {{1, -2, 0}, {-2, 2, 0}, {0, 0, 1}});
    if (backend.pivoting() == Pivoting.AUTO) {
      var uploaded = backend.upload(m);
      var wrong =
          assertThrows(BackendException.WrongPivot.class, () -> backend.factorize(uploaded));
      assertEquals(1, wrong.row());
      assertThrows(
          IllegalStateException.class, () -> uploaded.download(m), "owned by the failed call");
    }
    var how = backend.pivoting() == Pivoting.AUTO ? Pivoting.ALWAYS : backend.pivoting();
    try (var f = backend.factorize(backend.upload(m), how)) {
      var x = HostMatrix.of(new double[][] {{1}, {2}, {3}});
      // Multipliers −2 or −1/2, pivots 1, −2 and −1: every step of either way is exact.
      BackendContract.assertSameNumbers(
          x, solved(f, HostMatrix.of(new double[][] {{-3}, {2}, {3}})));
    }
  }

  /** A column of negative output: diagonal and pivot are negative together. */
  @Test
  void negativePivotsOfNegativeDiagonalsAreRight() {
    var m = HostMatrix.of(new double[][] {{8, -2, 0}, {-4, -8, 0}, {0, 0, 4}});
    try (var f = factorize(m)) {
      assertEquals(backend.pivoting() == Pivoting.ALWAYS, f.path().pivoted(), f.method());
    }
  }

  /** Row 2 is minus the sum of rows 0 and 1; found by the rule as a wrong pivot, by others as 0. */
  @Test
  void aZeroPivotIsNamed() {
    var m =
        HostMatrix.of(new double[][] {{2, -1, 0, 0}, {0, 1, -1, 0}, {-2, 0, 1, 0}, {0, 0, 0, 1}});
    switch (assertThrows(BackendException.class, () -> factorize(m))) {
      case BackendException.WrongPivot e -> {
        assertEquals(Pivoting.AUTO, backend.pivoting());
        assertEquals(2, e.row());
      }
      case BackendException.Singular e -> {
        assertNotEquals(Pivoting.AUTO, backend.pivoting());
        assertEquals(2, e.row());
      }
      case BackendException e -> throw e;
    }
    var uploaded = backend.upload(m);
    var singular =
        assertThrows(
            BackendException.Singular.class, () -> backend.factorize(uploaded, Pivoting.ALWAYS));
    assertEquals(2, singular.row());
  }

  @Test
  void ownsTheMatrix() {
    var m = TestMatrices.identity(3);
    var uploaded = backend.upload(m);
    var f = backend.factorize(uploaded);
    assertThrows(IllegalStateException.class, () -> uploaded.download(m));
    uploaded.close();
    var b = TestMatrices.random(3, 1, 7);
    BackendContract.assertSameNumbers(b, solved(f, b));
    f.close();
    f.close();
    try (var d = backend.upload(b)) {
      assertThrows(IllegalStateException.class, () -> f.solve(d));
      assertThrows(IllegalStateException.class, () -> f.solveTransposed(d));
      assertThrows(IllegalStateException.class, f::inverse);
    }
  }

  @Test
  void isUsedUpByTheInverse() {
    var f = factorize(TestMatrices.identity(3));
    var inverse = f.inverse();
    try (var d = backend.zeros(new Shape(3, 1))) {
      assertThrows(IllegalStateException.class, () -> f.solve(d));
      assertThrows(IllegalStateException.class, f::inverse);
    }
    f.close();
    BackendContract.assertSameNumbers(TestMatrices.identity(3), BackendContract.download(inverse));
    inverse.close();
  }

  @Test
  void refusesWhatDoesNotFit() {
    var rectangle = backend.zeros(new Shape(2, 3));
    var refused = assertThrows(IllegalArgumentException.class, () -> backend.factorize(rectangle));
    assertTrue(refused.getMessage().contains("2 × 3"), refused.getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> rectangle.download(TestMatrices.random(2, 3, 8)),
        "owned by the failed call");
    try (var other = open();
        var theirs = other.zeros(new Shape(3, 1));
        var f = factorize(TestMatrices.identity(3));
        var rows = backend.zeros(new Shape(2, 3));
        var columns = backend.zeros(new Shape(3, 2))) {
      for (var wrong :
          new IllegalArgumentException[] {
            assertThrows(IllegalArgumentException.class, () -> f.solve(rows)),
            assertThrows(IllegalArgumentException.class, () -> f.solveTransposed(columns))
          }) {
        assertTrue(wrong.getMessage().contains("3"), wrong.getMessage());
      }
      assertThrows(BackendException.Rejected.class, () -> f.solve(theirs));
      assertThrows(BackendException.Rejected.class, () -> backend.factorize(theirs));
    }
  }

  @Test
  void refusesWorkOnceTheBackendIsClosed() {
    var f = factorize(TestMatrices.identity(2));
    var d = backend.zeros(new Shape(2, 1));
    var m = backend.zeros(new Shape(2, 2));
    backend.close();
    assertThrows(IllegalStateException.class, () -> f.solve(d));
    assertThrows(IllegalStateException.class, f::inverse);
    assertThrows(IllegalStateException.class, () -> backend.factorize(m));
    f.close();
    d.close();
  }

  /** Not a number in, not a number out; never a hang, a crash or a number that looks right. */
  @ParameterizedTest
  @MethodSource("sizes")
  @Timeout(60)
  void letsNaNThrough(int n, int k) {
    var m = matrix(n, 9);
    m.set(n / 2, n / 3, Double.NaN);
    assertNaN(m, k);
    assertNaN(BackendContract.filled(n, n, Double.NaN), k);
  }

  private void assertNaN(HostMatrix m, int k) {
    long n = m.rows();
    try (var f = factorize(m)) {
      assertTrue(Double.isNaN(TestMatrices.norm(solved(f, TestMatrices.random(n, k, 10)))));
      assertTrue(
          Double.isNaN(TestMatrices.norm(solvedTransposed(f, TestMatrices.random(k, n, 11)))));
    }
  }

  @Test
  void acceptsEmptyMatrices() {
    try (var f = factorize(TestMatrices.identity(0));
        var b = backend.zeros(new Shape(0, 2));
        var c = backend.zeros(new Shape(2, 0))) {
      assertEquals(0, f.order());
      f.solve(b);
      f.solveTransposed(c);
      try (var inverse = f.inverse()) {
        assertEquals(new Shape(0, 0), inverse.shape());
      }
    }
    try (var f = factorize(TestMatrices.identity(2));
        var none = backend.zeros(new Shape(2, 0));
        var noRows = backend.zeros(new Shape(0, 2))) {
      f.solve(none);
      f.solveTransposed(noRows);
    }
  }

  @Test
  void repeatsItselfToTheLastBit() {
    var m = matrix(300, 12);
    var b = TestMatrices.random(300, 40, 13);
    HostMatrix[] first = results(m, b);
    HostMatrix[] second = results(m, b);
    for (int i = 0; i < first.length; i++) {
      assertEquals(-1, first[i].segment().mismatch(second[i].segment()), "result " + i);
    }
  }

  private HostMatrix[] results(HostMatrix m, HostMatrix b) {
    try (var f = factorize(m)) {
      var x = solved(f, b);
      var y = solvedTransposed(f, TestMatrices.transposed(b));
      try (var inverse = f.inverse()) {
        return new HostMatrix[] {x, y, BackendContract.download(inverse)};
      }
    }
  }
}
