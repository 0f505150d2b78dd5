package wassily.scenario;

import java.util.SplittableRandom;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Points in the open unit cube, from a seed. Variable j draws from a stream of its own, so that a
 * variable that is appended leaves the others' numbers as they are.
 */
final class UnitPoints {
  /** A half more, so that neither 0 nor 1 comes out; with 53 bits the largest would round to 1. */
  private static final double UNIT = 0x1p-52;

  private UnitPoints() {}

  /**
   * The points.
   *
   * @param method how they are placed
   * @param rows how many
   * @param variables how many numbers each has
   * @param seed of the pseudo-random numbers
   */
  static double[][] of(DesignSpec.Method method, int rows, int variables, long seed) {
    var points = new double[rows][variables];
    var seeds = new SplittableRandom(seed);
    switch (method) {
      case LATIN_HYPERCUBE -> {
        for (int j = 0; j < variables; j++) {
          latin(points, j, seeds.split());
        }
      }
      case RANDOM -> {
        for (int j = 0; j < variables; j++) {
          var random = seeds.split();
          for (double[] point : points) {
            point[j] = uniform(random.nextLong());
          }
        }
      }
      case SOBOL -> sobol(points, variables, seeds);
    }
    return points;
  }

  private static double uniform(long bits) {
    return ((bits >>> 12) + 0.5) * UNIT;
  }

  /** One point in each of the {@code rows} slices, anywhere in it (McKay et al. 1979). */
  private static void latin(double[][] points, int j, SplittableRandom random) {
    int rows = points.length;
    int[] slice = shuffled(rows, random);
    for (int i = 0; i < rows; i++) {
      double u = (slice[i] + uniform(random.nextLong())) / rows;
      // Rounding must not carry it into the next slice, nor to 1.
      points[i][j] = Math.min(u, Math.nextDown((slice[i] + 1.0) / rows));
    }
  }

  /** Fisher and Yates. */
  private static int[] shuffled(int count, SplittableRandom random) {
    var order = new int[count];
    for (int i = 0; i < count; i++) {
      int k = (int) Long.remainderUnsigned(random.nextLong(), i + 1L);
      order[i] = order[k];
      order[k] = i;
    }
    return order;
  }

  /**
   * Sobol's sequence (direction numbers of Joe and Kuo 2008), each variable's bits changed by a
   * random mask: the digital shift keeps how evenly points lie and moves the first one off 0.
   */
  private static void sobol(double[][] points, int variables, SplittableRandom seeds) {
    if (variables == 0) {
      return;
    }
    var masks = new long[variables];
    for (int j = 0; j < variables; j++) {
      masks[j] = seeds.split().nextLong() >>> 12;
    }
    var sequence = new SobolSequenceGenerator(variables);
    for (double[] point : points) {
      double[] raw = sequence.nextVector();
      for (int j = 0; j < variables; j++) {
        point[j] = (((long) (raw[j] / UNIT) ^ masks[j]) + 0.5) * UNIT;
      }
    }
  }
}
