package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.hipparchus.random.SobolSequenceGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitPointsTest {
  /** Each of the n slices of each variable holds exactly one point. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000, 65_537})
  void latinHypercubesAreStratified(int n) {
    double[][] points = UnitPoints.of(DesignSpec.Method.LATIN_HYPERCUBE, n, 3, 42);
    for (int j = 0; j < 3; j++) {
      var seen = new BitSet(n);
      for (double[] p : points) {
        assertTrue(p[j] > 0 && p[j] < 1);
        // The slice k is [k/n, (k+1)/n) in rounded numbers: found by comparing, not by p·n.
        int k = Math.min(n - 1, (int) (p[j] * n));
        k += p[j] < (double) k / n ? -1 : p[j] >= (k + 1.0) / n ? 1 : 0;
        seen.set(k);
      }
      assertEquals(n, seen.cardinality());
    }
  }

  /**
   * The first ten points in three dimensions with the direction numbers of Joe and Kuo (2008,
   * new-joe-kuo-6.21201), as SciPy's {@code qmc.Sobol(3, scramble=False)} gives them too.
   */
  @Test
  void sobolAsPublished() {
    double[][] published = {
      {0, 0, 0},
      {0.5, 0.5, 0.5},
      {0.75, 0.25, 0.25},
      {0.25, 0.75, 0.75},
      {0.375, 0.375, 0.625},
      {0.875, 0.875, 0.125},
      {0.625, 0.125, 0.875},
      {0.125, 0.625, 0.375},
      {0.1875, 0.3125, 0.9375},
      {0.6875, 0.8125, 0.4375}
    };
    var generator = new SobolSequenceGenerator(3);
    for (double[] point : published) {
      assertArrayEquals(point, generator.nextVector());
    }
    // Ours are the same points, moved by one digital shift for each variable.
    double[][] ours = UnitPoints.of(DesignSpec.Method.SOBOL, published.length, 3, 5);
    for (int j = 0; j < 3; j++) {
      long mask = bits(ours[0][j]);
      for (int i = 0; i < published.length; i++) {
        assertEquals(bits(published[i][j]), bits(ours[i][j]) ^ mask);
      }
    }
  }

  /** The 52 leading binary digits. */
  private static long bits(double u) {
    return (long) (u * 0x1p52);
  }

  /** The first 2^k points of a shifted Sobol sequence put one into each slice of 2^-k. */
  @Test
  void sobolIsStratifiedToo() {
    double[][] points = UnitPoints.of(DesignSpec.Method.SOBOL, 1024, 5, 9);
    for (int j = 0; j < 5; j++) {
      var seen = new BitSet();
      for (double[] p : points) {
        seen.set((int) (p[j] * 1024));
      }
      assertEquals(1024, seen.cardinality());
    }
  }

  @Test
  void independentDrawsFillTheInterval() {
    int n = 10_000;
    double[][] points = UnitPoints.of(DesignSpec.Method.RANDOM, n, 2, 1);
    for (int j = 0; j < 2; j++) {
      int variable = j;
      double[] sorted = Arrays.stream(points).mapToDouble(p -> p[variable]).sorted().toArray();
      double distance = 0;
      for (int i = 0; i < n; i++) {
        distance =
            Math.max(distance, Math.max((i + 1.0) / n - sorted[i], sorted[i] - (double) i / n));
      }
      // Kolmogorov: P(√n·D > 2.23) = 2·exp(−2·2.23²) < 1e-4; the seed is fixed.
      assertTrue(distance * Math.sqrt(n) < 2.23, distance + "");
    }
  }
}
