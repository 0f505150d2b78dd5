package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;

/** Moments, quantiles and sketches against plain formulas. */
class StatisticsTest {
  private static final double EPS = Math.ulp(1.0);

  private static CellMoments moments(double[] values, long... weights) {
    var m = new CellMoments(1);
    for (int i = 0; i < values.length; i++) {
      m.add(new double[] {values[i]}, weights.length == 0 ? 1 : weights[i]);
    }
    return m;
  }

  @Test
  void momentsOfNumbersByHand() {
    var m = moments(new double[] {2, 4, 4, 4, 5, 5, 7, 9}); // Σ = 40, Σ(x − 5)² = 32
    double tolerance = 8 * 8 * EPS * 9; // n updates of numbers up to 9
    assertEquals(5, m.mean(0), tolerance);
    assertEquals(Math.sqrt(32.0 / 7), m.sd(0), tolerance);
    assertEquals(2, m.min(0));
    assertEquals(9, m.max(0));
    assertEquals(Double.NaN, new CellMoments(1).mean(0));
    assertEquals(Double.NaN, moments(new double[] {3}).sd(0));
    assertEquals(3, moments(new double[] {3}).mean(0));
  }

  @Test
  void aWeightIsSoManyEqualRows() {
    var weighted = moments(new double[] {1, 5, 8, 100}, 3, 1, 2, 0);
    var written = moments(new double[] {1, 1, 1, 5, 8, 8});
    double tolerance = 6 * 8 * EPS * 8;
    assertEquals(6, weighted.weight());
    assertEquals(written.mean(0), weighted.mean(0), tolerance);
    assertEquals(written.sd(0), weighted.sd(0), tolerance);
    assertEquals(8, weighted.max(0));
  }

  /** A large mean and a small spread: Σx² − n·mean² would lose all digits. */
  @Test
  void groupsTogetherAreAllAtOnce() {
    double[] values = new SplittableRandom(3).doubles(1000).map(u -> 1e9 + u).toArray();
    double mean = Arrays.stream(values).map(v -> v - 1e9).sum() / 1000;
    double squares = Arrays.stream(values).map(v -> v - 1e9 - mean).map(d -> d * d).sum();
    var all = new CellMoments(1);
    for (int from = 0; from < 1000; from += 64) {
      all.add(moments(Arrays.copyOfRange(values, from, Math.min(1000, from + 64))));
    }
    double tolerance = 1000 * EPS * 1e9; // n updates of the mean, each rounded at 1e9
    assertEquals(1e9 + mean, all.mean(0), tolerance);
    // An error e of the mean changes Σ(x − mean)² by n·e² + 2·e·Σ|x − mean| at most; sd < 1.
    double relative = (1000 * tolerance * tolerance + 2 * tolerance * 1000) / squares;
    assertTrue(relative < 0.01, "a tolerance that means something: " + relative);
    assertEquals(Math.sqrt(squares / 999), all.sd(0), relative);
    var alone = moments(values);
    var copied = new CellMoments(1);
    copied.add(alone);
    copied.add(new CellMoments(1));
    assertEquals(alone.mean(0), copied.mean(0));
    assertEquals(alone.squares(0), copied.squares(0));
  }

  @Test
  void aNaNIsNotHidden() {
    var m = moments(new double[] {1, Double.NaN, 2});
    for (double v : new double[] {m.mean(0), m.sd(0), m.min(0), m.max(0)}) {
      assertEquals(Double.NaN, v);
    }
    double[] half = {0.5};
    double[] broken = {1, Double.NaN};
    assertEquals(Double.NaN, new ExactQuantiles(new long[] {1, 1}).of(broken, half)[0]);
    assertEquals(1, new ExactQuantiles(new long[] {1, 0}).of(broken, half)[0]);
    var batch = QuantileSketch.ofBatch();
    batch.add(1, 1);
    batch.add(Double.NaN, 1);
    var centroids = new double[4];
    batch.centroids(centroids);
    var sweep = QuantileSketch.ofSweep();
    sweep.add(centroids[0], (long) centroids[1]);
    assertEquals(Double.NaN, sweep.quantile(0.5));
  }

  /** Values for which (N − 1)·q and the interpolation are exact in binary. */
  @Test
  void quantilesByHand() {
    double[] five = {50, 10, 40, 20, 30};
    double[] wanted = {0, 0.125, 0.25, 0.5, 0.75, 1};
    assertArrayEquals(
        new double[] {10, 15, 20, 30, 40, 50},
        new ExactQuantiles(new long[] {1, 1, 1, 1, 1}).of(five, wanted));
    // 10, 10, 10, 40, 40: the others do not count.
    assertArrayEquals(
        new double[] {10, 10, 10, 10, 40, 40},
        new ExactQuantiles(new long[] {0, 3, 2, 0, 0}).of(five, wanted));
    assertEquals(Double.NaN, new ExactQuantiles(new long[5]).of(five, wanted)[3]);
    double[] infinite = {1.0 / 0, 1.0 / 0};
    assertEquals(1.0 / 0, new ExactQuantiles(new long[] {1, 1}).of(infinite, wanted)[3]);
  }

  /** The cluster at q of a t-digest holds at most Z·q(1−q)/δ of the ranks, Z = 4·ln(n/δ) + 24. */
  private static double cluster(double q, double n, double compression) {
    return (4 * Math.log(Math.max(1, n / compression)) + 24) * q * (1 - q) / compression;
  }

  private static QuantileSketch sketched(double[] values, int batch) {
    var sweep = QuantileSketch.ofSweep();
    for (int from = 0; from < values.length; from += batch) {
      int count = Math.min(batch, values.length - from);
      try (Arena arena = Arena.ofConfined()) {
        var block = HostMatrix.allocate(arena, count, 1);
        for (int i = 0; i < count; i++) {
          block.set(i, 0, values[from + i]);
        }
        var weights = new long[count];
        Arrays.fill(weights, 1);
        BatchSummary.addCentroids(BatchSummary.of(block, weights, batch, arena).row(0), sweep);
      }
    }
    return sweep;
  }

  @Test
  void sketchesAreCloseAndTheSameEveryTime() {
    int n = 40_000;
    double[] values = new SplittableRandom(11).doubles(n).toArray();
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int batch : new int[] {60, 512, 4096}) {
      var sketch = sketched(values, batch);
      for (double q : new double[] {0.001, 0.025, 0.25, 0.5, 0.75, 0.975, 0.999}) {
        int at = Arrays.binarySearch(sorted, sketch.quantile(q));
        double rank = (at < 0 ? -at - 1 : at) / (double) n;
        double tolerance = cluster(q, batch, 100) + cluster(q, n, 500) + 2.0 / n;
        assertEquals(q, rank, tolerance, "batch " + batch + ", q " + q);
      }
      // The library sorts with random pivots: nothing of that may be seen, ties included.
      double[] ties = Arrays.stream(values).limit(8000).map(v -> Math.rint(v * 50)).toArray();
      double first = sketched(ties, batch).quantile(0.3);
      for (int again = 0; again < 10; again++) {
        assertEquals(
            Double.doubleToRawLongBits(first),
            Double.doubleToRawLongBits(sketched(ties, batch).quantile(0.3)));
      }
    }
  }

  @Test
  void aBatchNeverHasMoreCentroidsThanItsPlace() {
    for (int n : new int[] {81, 200, 5000, 100_000}) {
      for (int kind = 0; kind < 3; kind++) {
        var random = new SplittableRandom(n + kind);
        var sketch = QuantileSketch.ofBatch();
        for (int i = 0; i < n; i++) {
          double u = random.nextDouble();
          sketch.add(kind == 0 ? u : kind == 1 ? Math.log(u) : i, 1);
        }
        var centroids = new double[2 * QuantileSketch.BATCH_CENTROIDS];
        sketch.centroids(centroids); // throws when they are more
        double total = 0;
        for (int i = 1; i < centroids.length; i += 2) {
          total += centroids[i];
        }
        assertEquals(n, total);
      }
    }
    assertTrue(BatchSummary.columns(512) < 512, "a summary is smaller than its batch");
  }
}
