package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/** L·B against the inverse made by hand. */
class LeontiefProductTest {
  /** Backward error 16·n·eps (n = 3), cond₁(I−A) = 1.5·2 = 3, results of at most 4. */
  private static final double TOLERANCE = 16 * 3 * Math.ulp(1.0) * 3 * 4;

  /** A = [0 ½; ½ 0], so L = [4/3 2/3; 2/3 4/3]; the third has no output, so its row of L is e₃. */
  @Test
  void scalesBothDemandsByL() throws IOException {
    var z = new double[][] {{0, 10, 0}, {5, 0, 0}, {0, 0, 0}};
    var none = new double[][] {{0}, {0}, {0}};
    var table = SmallTables.of(1, 0, z, none, new double[][] {{1, 1, 0}}, new double[] {10, 20, 0});
    var b = HostMatrix.of(new double[][] {{3, 0}, {0, 3}, {7, -1}});
    var expected = new double[][] {{4, 2}, {2, 4}, {7, -1}};
    try (var backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      system.leontief(b);
    }
    for (int i = 0; i < 3; i++) {
      for (int c = 0; c < 2; c++) {
        assertEquals(expected[i][c], b.get(i, c), TOLERANCE, i + ", " + c);
      }
    }
    assertEquals(7, b.get(2, 0), 0, "nothing is bought by a sector without output");
  }
}
