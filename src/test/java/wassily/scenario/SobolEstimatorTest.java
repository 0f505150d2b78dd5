package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.scenario.SobolIndices.Estimate;

/** Estimates against indices that are known in closed form. */
class SobolEstimatorTest {
  private static final int REPLICATES = 1000;

  /** Five standard errors: with a fixed seed the test passes or not, once and for all. */
  private static final double FAR = 5;

  /** Ishigami and Homma (1990) on [−π, π]³, a = 7, b = 0.1. */
  private static double ishigami(double[] u) {
    double x = Math.PI * (2 * u[0] - 1);
    double y = Math.PI * (2 * u[1] - 1);
    double z = Math.PI * (2 * u[2] - 1);
    return Math.sin(x) + 7 * Math.pow(Math.sin(y), 2) + 0.1 * Math.pow(z, 4) * Math.sin(x);
  }

  /** Saltelli et al. 2008, Global Sensitivity Analysis, p. 179: parts of the variance. */
  private static double[][] exactIshigami() {
    double pi4 = Math.pow(Math.PI, 4);
    double v1 = Math.pow(1 + 0.1 * pi4 / 5, 2) / 2;
    double v2 = 49 / 8.0;
    double v13 = 0.01 * pi4 * pi4 * 8 / 225;
    double v = v1 + v2 + v13;
    return new double[][] {{v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
  }

  private static double[] values(double[][] points, ToDoubleFunction<double[]> f) {
    return Arrays.stream(points).mapToDouble(f).toArray();
  }

  /**
   * The standard error of {@code S = Σt/(N·V)} for independent samples by the delta method: that of
   * the mean of {@code (t − S·(a² + b²)/2)/V}. Points of Sobol's sequence do better.
   */
  private static double[][] standardErrors(SaltelliDesign design, double[] f, SobolIndices found) {
    int n = design.samples();
    int d = design.variables();
    double v = Math.pow(found.sd(), 2);
    var errors = new double[2][d];
    for (int i = 0; i < d; i++) {
      for (int kind = 0; kind < 2; kind++) {
        double index = (kind == 0 ? found.first() : found.total()).get(i).value();
        double sum = 0;
        double squares = 0;
        for (int q = 0; q < n; q++) {
          double a = f[design.a(q)] - found.mean();
          double b = f[design.b(q)] - found.mean();
          double mixed = f[design.ab(q, i)] - found.mean();
          double t = kind == 0 ? b * (mixed - a) : (a - mixed) * (a - mixed) / 2;
          double psi = (t - index * (a * a + b * b) / 2) / v;
          sum += psi;
          squares += psi * psi;
        }
        errors[kind][i] = Math.sqrt((squares / n - sum / n * (sum / n)) / n);
      }
    }
    return errors;
  }

  private static void assertNear(double[][] exact, SobolIndices found, double[][] errors) {
    for (int i = 0; i < exact[0].length; i++) {
      assertEquals(exact[0][i], found.first().get(i).value(), FAR * errors[0][i] + 1e-12, "S" + i);
      assertEquals(exact[1][i], found.total().get(i).value(), FAR * errors[1][i] + 1e-12, "T" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1000, 4096})
  void ishigami(int n) {
    double[][] points = SaltelliDesignTest.points(n, 3, 20);
    var design = new SaltelliDesign(n, 3);
    double[] f = values(points, SobolEstimatorTest::ishigami);
    SobolIndices found = new SobolEstimator(design, REPLICATES, 0.95, 1).of(f, 0);
    double[][] errors = standardErrors(design, f, found);
    assertNear(exactIshigami(), found, errors);
    for (int i = 0; i < 3; i++) {
      assertInterval(found.first().get(i), errors[0][i]);
      assertInterval(found.total().get(i), errors[1][i]);
    }
    // The mean of f is a/2 = 3.5; its standard error over 2·N values is sd/√(2N).
    assertEquals(3.5, found.mean(), FAR * found.sd() / Math.sqrt(2.0 * n));
    if (n == 4096) {
      assertTrue(errors[0][0] < 0.05, "the bound means something: " + errors[0][0]);
      // x3 acts only together with x1.
      assertEquals(0.2437, found.interactions(), 0.05);
    }
  }

  /**
   * A percentile interval of 95 % is 3.92 standard errors wide. Each end is a quantile of 1,000
   * replicates, with a standard error of √(0.025·0.975/1000)/φ(1.96) = 0.085 of them, both 0.12, so
   * 3 % of the width; five times that. In small samples the statistic is not quite normal: 10 %
   * more.
   */
  private static void assertInterval(Estimate e, double error) {
    assertEquals(1, (e.high() - e.low()) / (3.92 * error), 0.25, e.toString());
    assertTrue(e.low() <= e.value() && e.value() <= e.high(), e.toString());
  }

  /**
   * {@code f = 10⁶ + x₁ + 2x₂ + 4x₃ + 0·x₄}: S = T = c²/21; a variable without effect has exactly
   * 0.
   */
  @Test
  void additive() {
    int n = 1024;
    double[][] points = SaltelliDesignTest.points(n, 4, 5);
    double[] f = values(points, u -> 1e6 + u[0] + 2 * u[1] + 4 * u[2]);
    var design = new SaltelliDesign(n, 4);
    SobolIndices found = new SobolEstimator(design, REPLICATES, 0.95, 1).of(f, 0);
    double[] s = {1 / 21.0, 4 / 21.0, 16 / 21.0, 0};
    assertNear(new double[][] {s, s}, found, standardErrors(design, f, found));
    assertEquals(new Estimate(0, 0, 0), found.total().get(3));
    assertEquals(0, found.first().get(3).value());
    assertEquals(Math.sqrt(21 / 12.0), found.sd(), 0.01 * found.sd());
    // Errors of S₁ … S₃ add up at most.
    double slack = FAR * Arrays.stream(standardErrors(design, f, found)[0]).sum();
    assertEquals(0, found.interactions(), slack);
  }

  /** Without additive parts: f = (x₁ − ½)(x₂ − ½) has S = 0 and T = 1. */
  @Test
  void pureInteraction() {
    int n = 2048;
    double[] f = values(SaltelliDesignTest.points(n, 2, 8), u -> (u[0] - 0.5) * (u[1] - 0.5));
    var design = new SaltelliDesign(n, 2);
    SobolIndices found = new SobolEstimator(design, REPLICATES, 0.9, 3).of(f, 0);
    assertNear(new double[][] {{0, 0}, {1, 1}}, found, standardErrors(design, f, found));
  }

  @Test
  void whatDoesNotVaryIsSaid() {
    var design = new SaltelliDesign(8, 2);
    var estimator = new SobolEstimator(design, 10, 0.95, 1);
    var constant = new double[design.rows()];
    Arrays.fill(constant, 0.1);
    SobolIndices none = estimator.of(constant, 0);
    assertTrue(none.constant());
    assertTrue(
        Double.isNaN(none.first().get(0).value()) && Double.isNaN(none.total().get(1).high()));
    assertEquals(0.1, none.mean(), Math.ulp(0.1));
    constant[3] = Math.nextUp(0.1);
    constant[8] = Math.nextUp(0.1);
    assertTrue(estimator.of(constant, 1e-13).constant(), "rounding is no variation");
  }

  @Test
  void theSameSeedGivesTheSameIntervals() {
    double[][] points = SaltelliDesignTest.points(64, 3, 1);
    double[] f = values(points, SobolEstimatorTest::ishigami);
    var design = new SaltelliDesign(64, 3);
    SobolIndices one = new SobolEstimator(design, 50, 0.95, 1).of(f, 0);
    assertEquals(one, new SobolEstimator(design, 50, 0.95, 1).of(f, 0));
    SobolIndices other = new SobolEstimator(design, 50, 0.95, 2).of(f, 0);
    assertEquals(one.first().get(0).value(), other.first().get(0).value());
    assertNotEquals(one.first().get(0).low(), other.first().get(0).low());
    assertThrows(IllegalArgumentException.class, () -> new SobolEstimator(design, 1, 0.95, 1));
    assertThrows(IllegalArgumentException.class, () -> new SobolEstimator(design, 9, 1, 1));
  }
}
