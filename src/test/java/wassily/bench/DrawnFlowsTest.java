package wassily.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;

class DrawnFlowsTest {
  private static final HostMatrix Z =
      HostMatrix.of(new double[] {1, 2, 3}, new double[] {0, 5, 6}, new double[] {7, 8, 9});

  private static double[] row(DrawnFlows flows, int i) {
    var one = HostMatrix.of(new double[3]);
    flows.read(i, one);
    return one.row(0);
  }

  @Test
  void theSameNumbersInAnyOrder() {
    var flows = new DrawnFlows(Z, 7, 2);
    var all = HostMatrix.of(new double[3], new double[3], new double[3]);
    flows.read(0, all);
    for (int i = 2; i >= 0; i--) {
      assertArrayEquals(all.row(i), row(flows, i));
    }
  }

  @Test
  void otherDrawsHaveOtherNumbersWithinAFifth() {
    double[] one = row(new DrawnFlows(Z, 7, 0), 1);
    assertFalse(Arrays.equals(one, row(new DrawnFlows(Z, 7, 1), 1)));
    assertFalse(Arrays.equals(one, row(new DrawnFlows(Z, 8, 0), 1)));
    for (int j = 0; j < 3; j++) {
      double z = Z.get(1, j);
      assertTrue(one[j] >= 0.8 * z && one[j] <= 1.2 * z, one[j] + " of " + z);
    }
  }
}
