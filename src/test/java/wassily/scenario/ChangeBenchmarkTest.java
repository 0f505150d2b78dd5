package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the crossover is measured with computes the same thing in both ways, at any rank. */
class ChangeBenchmarkTest {
  /** n = 60: as in SweepEngineTest, 2·n·eps·κ² + n·m·eps with κ < 10 and m = 9. */
  private static final double CLOSE = 60 * Math.ulp(1.0) * (2 * 100 + 9);

  @ParameterizedTest
  @CsvSource({"5, false", "30, false", "60, false", "5, true", "30, true", "60, true"})
  void bothWaysAgree(int columns, boolean multipliers) throws Exception {
    double apart = ChangeBenchmark.difference(60, columns, multipliers);
    assertTrue(apart <= CLOSE, "relative difference " + apart);
  }
}
