package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.scenario.Draws;
import wassily.scenario.SaltelliDesign;

/** What levers contribute is computed by cell, whoever computes it. */
class DrawContributionsTest {
  @Test
  void theyDoNotDependOnTheNumberOfThreads() {
    var design = new SaltelliDesign(16, 2);
    var random = new SplittableRandom(8);
    double[][] values =
        IntStream.range(0, design.rows())
            .mapToObj(_ -> random.doubles(7).toArray())
            .toArray(double[][]::new);
    values[design.a(3)][5] = Double.NaN; // a draw that failed: its sample is left out
    var draws = new Draws(design.rows(), 1, List.of("z", "f"));
    double[][] alone = DrawContributions.of(draws, values, 7, 1);
    assertTrue(Arrays.stream(alone).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite));
    double[][] together = DrawContributions.of(draws, values, 7, 4);
    for (int row = 0; row < alone.length; row++) {
      assertArrayEquals(alone[row], together[row]);
    }
  }
}
