package wassily.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrossoverTest {
  private static final TreeMap<Double, Double> TIMES =
      new TreeMap<>(Map.of(0.1, 10.0, 0.2, 20.0, 0.4, 60.0));

  private static void says(double refactorized, String text) {
    String line = Crossover.line(1_000, "solved", TIMES, refactorized);
    assertTrue(line.contains(text), line);
  }

  @Test
  void liesBetweenTheTwoNearestRanks() {
    says(40, "rank 300, 0.30 n");
    says(20, "rank 200,");
    says(5, "rank 100,");
    says(100, "none up to rank 400");
  }
}
