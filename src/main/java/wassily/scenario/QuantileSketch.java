package wassily.scenario;

import com.tdunning.math.stats.MergingDigest;
import com.tdunning.math.stats.TDigest;

/**
 * Quantiles of one cell in little memory, close at the ends and looser in the middle: a t-digest
 * (Dunning 2021).
 *
 * <p>Values and the centroids of other sketches are added one by one in a given order: same order,
 * same bytes. The library's own way to join two digests shuffles them with random bits and is not
 * used. A NaN makes all quantiles NaN.
 *
 * <p>Measured on 200,000 normal values in batches of 200 to 4,096: a quantile is off by at most
 * 0.003 of rank in the middle and 0.0006 at 0.025.
 */
public final class QuantileSketch {
  /**
   * Centroids of one batch, at most. Measured on 101 to 100,000 uniform, normal and log-normal
   * values: digests of compression 100 end with 43 to 66.
   */
  public static final int BATCH_CENTROIDS = 80;

  private static final double BATCH_COMPRESSION = 100;
  private static final double COMPRESSION = 500;

  private final TDigest digest;
  private boolean broken;

  private QuantileSketch(double compression) {
    digest = new MergingDigest(compression);
  }

  /**
   * A sketch over all batches.
   *
   * @return empty
   */
  public static QuantileSketch ofSweep() {
    return new QuantileSketch(COMPRESSION);
  }

  /**
   * A sketch of one batch, to be kept as centroids.
   *
   * @return empty
   */
  public static QuantileSketch ofBatch() {
    return new QuantileSketch(BATCH_COMPRESSION);
  }

  /**
   * How many centroids a batch keeps.
   *
   * @param batchSize scenarios in a batch
   * @return batchSize, or {@link #BATCH_CENTROIDS} when that is less
   */
  public static int slots(int batchSize) {
    return Math.min(batchSize, BATCH_CENTROIDS);
  }

  /**
   * Adds a value or a centroid.
   *
   * @param value the value, or the mean of several
   * @param weight how often it counts; 0 adds nothing
   */
  public void add(double value, long weight) {
    if (weight == 0) {
      return;
    }
    if (Double.isNaN(value)) {
      broken = true;
      return;
    }
    digest.add(value, Math.toIntExact(weight));
  }

  /**
   * The centroids in order of their means.
   *
   * @param into mean, weight, mean, weight …; what is not needed becomes 0
   * @throws IllegalStateException when they are more than fit
   */
  public void centroids(double[] into) {
    java.util.Arrays.fill(into, 0);
    if (broken) {
      into[0] = Double.NaN;
      into[1] = 1;
      return;
    }
    int at = 0;
    for (var c : digest.centroids()) {
      if (at == into.length) {
        throw new IllegalStateException(
            "more than %d centroids, %d were expected at most"
                .formatted(into.length / 2, BATCH_CENTROIDS));
      }
      into[at++] = c.mean();
      into[at++] = c.count();
    }
  }

  /**
   * A quantile.
   *
   * @param q between 0 and 1
   * @return NaN when nothing was added, or a NaN
   */
  public double quantile(double q) {
    return broken || digest.size() == 0 ? Double.NaN : digest.quantile(q);
  }
}
