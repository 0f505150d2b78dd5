package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.table.MrioTable;

/** What the crossover is measured with computes the same thing in both ways, at any rank. */
class ChangeBenchmarkTest {
  private static final int N = 60;

  /** As in SweepEngineTest, 2·n·eps·κ² + n·m·eps with κ < 10 and m = 9. */
  private static final double CLOSE = N * Math.ulp(1.0) * (2 * 100 + 9);

  @Test
  void theToleranceAssumesNoMoreThanIsTrue() {
    MrioTable table = ChangeBenchmark.table(N);
    assertEquals(N, table.axes().n());
    assertTrue(table.axes().m() <= 9);
    // Scenarios only make cells of A smaller, and L with them.
    assertTrue(Scenarios.condition(table) < 10);
  }

  @ParameterizedTest
  @CsvSource({"5, false", "30, false", "60, false", "5, true", "30, true", "60, true"})
  void bothWaysAgree(int columns, boolean multipliers) throws Exception {
    double apart = ChangeBenchmark.difference(N, columns, multipliers);
    assertTrue(apart <= CLOSE, "relative difference " + apart);
  }
}
