package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wassily.table.BadDataException;

class SaltelliDesignTest {
  private static final List<String> ABC = List.of("a", "b", "c");

  /** All rows, for variables that are not draws. */
  static double[][] points(int samples, int variables, long seed) {
    double[][][] halves = SaltelliDesign.halves(samples, variables, seed);
    return SaltelliDesign.mixed(halves[0], halves[1], 0);
  }

  /** A, then A with one column of B for each variable, then B; both from one Sobol sequence. */
  @Test
  void isMadeOfTwoSamples() {
    int n = 64;
    double[][] rows = points(n, 3, 7);
    double[][] both = UnitPoints.of(DesignSpec.Method.SOBOL, n, 6, 7);
    assertEquals(n * 5, rows.length);
    for (int q = 0; q < n; q++) {
      double[] a = {both[q][0], both[q][2], both[q][4]};
      double[] b = {both[q][1], both[q][3], both[q][5]};
      assertArrayEquals(a, rows[5 * q]);
      assertArrayEquals(new double[] {b[0], a[1], a[2]}, rows[5 * q + 1]);
      assertArrayEquals(new double[] {a[0], b[1], a[2]}, rows[5 * q + 2]);
      assertArrayEquals(new double[] {a[0], a[1], b[2]}, rows[5 * q + 3]);
      assertArrayEquals(b, rows[5 * q + 4]);
    }
    assertEquals(new SaltelliDesign(n, 3), SaltelliDesign.of(ABC, rows));
    for (int j = 0; j < 3; j++) {
      // Each of A and B puts one point into each of the 64 slices of each variable.
      for (int row : new int[] {0, 4}) {
        var seen = new BitSet();
        for (int q = 0; q < n; q++) {
          seen.set((int) (rows[5 * q + row][j] * n));
        }
        assertEquals(n, seen.cardinality());
      }
    }
  }

  @Test
  void moreRowsAndMoreVariablesLeaveTheOthersAsTheyAre() {
    double[][] rows = points(16, 2, 3);
    double[][] longer = points(32, 2, 3);
    assertArrayEquals(rows, Arrays.copyOf(longer, rows.length));
    double[][] wider = points(16, 3, 3);
    for (int q = 0; q < 16; q++) {
      assertArrayEquals(rows[4 * q], Arrays.copyOf(wider[5 * q], 2));
      assertArrayEquals(rows[4 * q + 3], Arrays.copyOf(wider[5 * q + 4], 2));
    }
    assertNotEquals(rows[0][0], points(16, 2, 4)[0][0]);
  }

  /** Variables that number draws come first; no number is A's in one sample and B's in another. */
  @Test
  void drawsAreVariablesToo() {
    double[][][] halves = SaltelliDesign.halves(8, 1, 5);
    double[][] rows = SaltelliDesign.mixed(halves[0], halves[1], 2);
    for (int q = 0; q < 8; q++) {
      double a = halves[0][q][0];
      double b = halves[1][q][0];
      double even = 2 * q;
      double odd = 2 * q + 1;
      assertArrayEquals(new double[] {even, even, a}, rows[5 * q]);
      assertArrayEquals(new double[] {odd, even, a}, rows[5 * q + 1]);
      assertArrayEquals(new double[] {even, odd, a}, rows[5 * q + 2]);
      assertArrayEquals(new double[] {even, even, b}, rows[5 * q + 3]);
      assertArrayEquals(new double[] {odd, odd, b}, rows[5 * q + 4]);
    }
    assertEquals(new SaltelliDesign(8, 3), SaltelliDesign.of(ABC, rows));
  }

  @Test
  void otherDesignsAreRefused() {
    double[][] rows = points(4, 3, 1);
    String count =
        assertThrows(BadDataException.class, () -> SaltelliDesign.of(ABC, Arrays.copyOf(rows, 19)))
            .getMessage();
    assertTrue(count.contains("19 scenarios of 3 variables") && count.contains("N·5"), count);
    rows[12][2] = Math.nextUp(rows[12][2]);
    String row =
        assertThrows(BadDataException.class, () -> SaltelliDesign.of(ABC, rows)).getMessage();
    assertTrue(row.startsWith("scenario 12 has c = "), row);
    double[][] off =
        Stream.generate(() -> new double[] {Double.NaN}).limit(3).toArray(double[][]::new);
    assertThrows(BadDataException.class, () -> SaltelliDesign.of(List.of("a"), off));
    assertThrows(BadDataException.class, () -> SaltelliDesign.of(List.of(), new double[4][0]));
    assertThrows(IllegalArgumentException.class, () -> new SaltelliDesign(0, 1));
  }
}
