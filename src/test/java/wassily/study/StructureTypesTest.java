package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import wassily.table.BadDataException;

class StructureTypesTest {
  /** Regions in five rather mixed lots: each has one group a bit larger. */
  private static double[][] shares(int regions) {
    var random = new SplittableRandom(11);
    var features = new double[regions][5];
    for (int r = 0; r < regions; r++) {
      double sum = 0;
      for (int g = 0; g < 5; g++) {
        features[r][g] = random.nextDouble() + (g == r % 5 ? 1 : 0);
        sum += features[r][g];
      }
      for (int g = 0; g < 5; g++) {
        features[r][g] /= sum;
      }
    }
    return features;
  }

  /**
   * Centres (1/8, 7/8) of two regions and (7/8, 1/8) of two: the first is above the mean in group
   * 1, the second in group 0. Inertia: each region is 1/8 away in both features, 4·2/64 = 1/8.
   */
  @Test
  void twoTypesByHand() {
    double[][] f = {{0, 1}, {1, 0}, {0.25, 0.75}, {0.75, 0.25}};
    var types = StructureTypes.of(f, 1, 10);
    assertArrayEquals(new int[] {1, 0, 1, 0}, types.cluster());
    assertArrayEquals(new double[] {0.875, 0.125}, types.centres()[0]);
    assertArrayEquals(new double[] {0.125, 0.875}, types.centres()[1]);
    assertEquals(0.125, types.inertia());
  }

  /** Both clusters are rich in group 0; the better fit in all decides: 3+2 > 2.5+2.2 loses. */
  @Test
  void namesAreTheBestOneToOneAssignment() {
    // Regions with mean 0 and standard deviation 1 in both groups: scores are the centres.
    double[][] f = {{1, 1}, {-1, -1}};
    assertArrayEquals(
        new int[] {0, 1}, StructureTypes.names(new double[][] {{3, 2.2}, {2.5, 2}}, f));
    assertArrayEquals(
        new int[] {1, 0}, StructureTypes.names(new double[][] {{3, 2.9}, {2.5, 2}}, f));
    // A tie goes to the first in the order of groups.
    assertArrayEquals(new int[] {0, 1}, StructureTypes.names(new double[][] {{1, 1}, {1, 1}}, f));
  }

  @Test
  void theSameTypesForAnyOrderOfRegions() {
    double[][] f = shares(60);
    var types = StructureTypes.of(f, 3, 20);
    double[][] turned = new double[f.length][];
    for (int r = 0; r < f.length; r++) {
      turned[r] = f[f.length - 1 - r];
    }
    var other = StructureTypes.of(turned, 3, 20);
    for (int r = 0; r < f.length; r++) {
      assertEquals(types.cluster()[r], other.cluster()[f.length - 1 - r]);
    }
    assertEquals(types.inertia(), other.inertia());
  }

  /** Lloyd's iteration written anew, from random regions as centres: nothing of it is shared. */
  @Test
  void noOtherStartFindsASmallerInertia() {
    double[][] f = shares(60);
    double found = StructureTypes.of(f, 1, 100).inertia();
    var random = new SplittableRandom(99);
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < 400; start++) {
      least = Math.min(least, lloyd(f, random));
    }
    // 60·5 squares of sums of up to 60 numbers.
    assertEquals(least, found, 300 * 60 * Math.ulp(1.0));
  }

  private static double lloyd(double[][] f, SplittableRandom random) {
    var centres = new double[5][];
    for (int c = 0; c < 5; c++) {
      centres[c] = f[random.nextInt(f.length)].clone();
    }
    double before = Double.POSITIVE_INFINITY;
    while (true) {
      var sum = new double[5][5];
      var count = new int[5];
      double inertia = 0;
      for (double[] p : f) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < 5; c++) {
          double d = 0;
          for (int g = 0; g < 5; g++) {
            d += (p[g] - centres[c][g]) * (p[g] - centres[c][g]);
          }
          if (d < least) {
            least = d;
            nearest = c;
          }
        }
        inertia += least;
        count[nearest]++;
        for (int g = 0; g < 5; g++) {
          sum[nearest][g] += p[g];
        }
      }
      if (inertia >= before) {
        return inertia;
      }
      before = inertia;
      for (int c = 0; c < 5; c++) {
        for (int g = 0; g < 5 && count[c] > 0; g++) {
          centres[c][g] = sum[c][g] / count[c];
        }
      }
    }
  }

  @Test
  void fewerStructuresThanTypesAreRefused() {
    double[][] same = new double[10][];
    Arrays.fill(same, new double[] {0.5, 0.25, 0.25});
    var e = assertThrows(BadDataException.class, () -> StructureTypes.of(same, 1, 1));
    assertTrue(e.getMessage().startsWith("10 regions with 1 different structures"), e.getMessage());
  }
}
