package wassily.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScalingTest {
  /**
   * Logarithms near 10 and a 2 × 2 system of condition below 1e3: 1e-12 is a thousand times eps.
   */
  private static final double CLOSE = 1e-12;

  @Test
  void aPowerIsFound() {
    double[] n = {100, 1_000, 5_000, 20_000};
    var seconds = new double[n.length];
    for (int i = 0; i < n.length; i++) {
      seconds[i] = 3e-9 * Math.pow(n[i], 2.75);
    }
    var fit = Scaling.fit("LU", n, seconds);
    assertEquals(2.75, fit.exponent(), CLOSE);
    assertEquals(3e-9, fit.factor(), 3e-9 * 1e-10);
    assertTrue(fit.standardError().getAsDouble() < CLOSE);
    assertEquals(seconds[2], fit.seconds(n[2]), seconds[2] * 1e-10);
  }

  /**
   * ln n = 0, 1, 2 and ln s = 0, 1, 5: slope (5 − 0)/2 = 2.5, intercept 2 − 2.5 = −0.5, residuals
   * 0.5, −1, 0.5; error √(1.5 / 1 / 2).
   */
  @Test
  void workedOutByHand() {
    double[] n = {1, Math.E, Math.exp(2)};
    var fit = Scaling.fit("x", n, new double[] {1, Math.E, Math.exp(5)});
    assertEquals(2.5, fit.exponent(), CLOSE);
    assertEquals(Math.exp(-0.5), fit.factor(), CLOSE);
    assertEquals(Math.sqrt(0.75), fit.standardError().getAsDouble(), CLOSE);
    // With one degree of freedom t is Cauchy's: tan(0.475·π).
    double t = Math.tan(0.475 * Math.PI);
    assertEquals(Math.sqrt(0.75) * t, fit.within().getAsDouble(), 1e-8);
  }

  @Test
  void twoPointsHaveNoError() {
    assertTrue(
        Scaling.fit("x", new double[] {1, 2}, new double[] {1, 8}).standardError().isEmpty());
    assertThrows(
        IllegalArgumentException.class, () -> Scaling.fit("x", new double[] {1}, new double[] {1}));
  }
}
