package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneNormEstimateTest {
  /** Sums of n numbers, twice over (a product and its norm): 2·n·u relative, u = eps/2. */
  private static double tolerance(int n) {
    return n * Math.ulp(1.0);
  }

  private static double[] times(HostMatrix m, double[] v) {
    var column = HostMatrix.of(v).reshape(v.length, 1);
    return TestMatrices.product(m, column).column(0);
  }

  private static double estimate(HostMatrix b) {
    var transposed = TestMatrices.transposed(b);
    return OneNormEstimate.of(
        Math.toIntExact(b.rows()), v -> times(b, v), v -> times(transposed, v));
  }

  private static double norm(HostMatrix b) {
    return TestMatrices.norm(TestMatrices.transposed(b));
  }

  @Test
  void isExactForDiagonalMatricesAndOrderOne() {
    assertEquals(3, estimate(HostMatrix.of(new double[][] {{-3}})));
    assertEquals(7, estimate(HostMatrix.of(new double[][] {{2, 0, 0}, {0, -7, 0}, {0, 0, 1}})));
    assertEquals(0, estimate(HostMatrix.of(new double[][] {{0, 0}, {0, 0}})));
    assertEquals(0, OneNormEstimate.of(0, v -> v, v -> v));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 40})
  void isTheNormOfAMatrixWithoutNegativeElements(int n) {
    for (int seed = 0; seed < 20; seed++) {
      var b = TestMatrices.absolute(TestMatrices.random(n, n, seed));
      assertEquals(norm(b), estimate(b), tolerance(n) * norm(b), "seed " + seed);
    }
  }

  /**
   * Never above the norm; at least a third of it in Higham's experience, which is no theorem but
   * holds for these seeds, whose numbers do not change.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 40})
  void isCloseBelowTheNorm(int n) {
    for (int seed = 0; seed < 50; seed++) {
      var b = TestMatrices.random(n, n, 100 + seed);
      double norm = norm(b);
      double estimate = estimate(b);
      assertTrue(estimate <= norm * (1 + tolerance(n)), estimate + " > " + norm);
      assertTrue(estimate >= norm / 3, "seed " + seed + ": " + estimate + " of " + norm);
    }
  }

  /**
   * Higham's counterexample (Accuracy and Stability, section 15.3): I + θ·C with C·e = C·e₁ = C·b =
   * 0 and Cᵀ likewise, where b is the alternating vector, looks like I to all trial vectors. Here C
   * = w·wᵀ with w orthogonal to (1,1,1,1,1), (1,0,0,0,0) and (1, −1.25, 1.5, −1.75, 2). The
   * estimate is 1 and the norm 451: it is a lower bound, no more.
   */
  @Test
  void isBlindToHighamsCounterexample() {
    double[] w = {0, -15, 0, 13, 2};
    var b = TestMatrices.identity(5);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        b.add(i, j, w[i] * w[j]);
      }
    }
    assertEquals(451, norm(b));
    // The first trial vector, e/5, is rounded: its elements' errors of u/5 meet columns of norm
    // 451.
    assertEquals(1, estimate(b), 451 * tolerance(5));
  }

  /**
   * The matrix on which Hager's steps alone stop at once with 1 of 1 + 2θ: C·e = Cᵀ·e = 0 makes the
   * first vector stationary, and only the alternating vector sees θ.
   */
  @Test
  void isSavedByTheAlternatingVector() {
    double theta = 1e6;
    var b = TestMatrices.identity(4);
    // C = s·sᵀ with s = (0, 1, −1, 0): s is orthogonal to e and e₁.
    b.add(1, 1, theta);
    b.add(1, 2, -theta);
    b.add(2, 1, -theta);
    b.add(2, 2, theta);
    double norm = norm(b);
    assertEquals(1 + 2 * theta, norm);
    double estimate = estimate(b);
    // b = (1, −4/3, 5/3, −2): s·b = −3, so ‖B·b‖₁ ≥ 6θ − 6, and the estimate ≥ (2/12)·(6θ − 6).
    assertTrue(estimate >= theta - 1 && estimate <= norm, "estimate " + estimate);
  }

  @Test
  void needsFewProducts() {
    var b = TestMatrices.random(60, 60, 3);
    var transposed = TestMatrices.transposed(b);
    var products = new AtomicInteger();
    OneNormEstimate.of(
        60,
        v -> {
          products.incrementAndGet();
          return times(b, v);
        },
        v -> {
          products.incrementAndGet();
          return times(transposed, v);
        });
    assertTrue(products.get() >= 4 && products.get() <= 11, products + " products");
  }

  @Test
  void passesNaNOn() {
    var b = TestMatrices.identity(3);
    b.set(1, 2, Double.NaN);
    assertTrue(Double.isNaN(estimate(b)));
  }
}
