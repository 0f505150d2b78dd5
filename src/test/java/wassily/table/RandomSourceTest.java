package wassily.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import wassily.table.RandomSource.Stream;

class RandomSourceTest {
  private static final int DRAWS = 100_000;

  @Test
  void drawsAreThoseOfTheJdksSplittableRandom() {
    var source = new RandomSource(20260101);
    var jdk = new SplittableRandom(20260101);
    for (int k = 0; k < 1000; k++) {
      assertEquals(jdk.nextLong(), source.bits(k));
    }
  }

  @Test
  void momentsAreThoseOfTheDistributions() {
    var uniform = RandomSource.of(1, Stream.SIZE).child(3);
    var normal = RandomSource.of(1, Stream.INCOME);
    double u = 0;
    double z = 0;
    double zz = 0;
    for (int k = 0; k < DRAWS; k++) {
      double v = uniform.uniform(k);
      assertTrue(v > 0 && v < 1);
      u += v;
      z += normal.normal(k);
      zz += normal.normal(k) * normal.normal(k);
    }
    // Five standard errors: sd of a mean of uniforms 0.289/√N, of normals 1/√N, of squares √2/√N.
    double root = Math.sqrt(DRAWS);
    assertEquals(0.5, u / DRAWS, 5 * 0.289 / root);
    assertEquals(0, z / DRAWS, 5 / root);
    assertEquals(1, zz / DRAWS, 5 * Math.sqrt(2) / root);
  }

  @Test
  void childrenAndStreamsAreUncorrelated() {
    var parent = RandomSource.of(7, Stream.TRADE);
    double product = 0;
    for (int k = 0; k < DRAWS; k++) {
      double a = parent.uniform(k) - 0.5;
      double b = parent.child(k).uniform(0) - 0.5;
      product += a * b;
    }
    // The product of two independent centred uniforms has sd 1/12.
    assertEquals(0, product / DRAWS, 5 / 12.0 / Math.sqrt(DRAWS));
    assertNotEquals(
        RandomSource.of(7, Stream.TRADE).bits(0), RandomSource.of(7, Stream.HOME).bits(0));
    assertNotEquals(
        RandomSource.of(7, Stream.TRADE).bits(0), RandomSource.of(8, Stream.TRADE).bits(0));
  }

  @Test
  void belowCoversItsRange() {
    var seen = new boolean[7];
    for (int k = 0; k < 1000; k++) {
      seen[RandomSource.of(3, Stream.IDLE).below(7, k)] = true;
    }
    for (boolean s : seen) {
      assertTrue(s);
    }
  }
}
