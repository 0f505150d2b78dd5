package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.Clusterable;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.Well19937c;
import wassily.table.BadDataException;

/**
 * Regions by the structure of their value added (method, section 3.3): K-means on the shares of
 * sector groups, as many clusters as groups, each named by one of them.
 *
 * <p>Lloyd's iteration from k-means++ centres (Arthur &amp; Vassilvitskii 2007), Euclidean, the
 * smallest inertia of many restarts, from one seed. Points are sorted by their features before
 * seeding, so that the order of regions does not matter. All arithmetic is IEEE and in a fixed
 * order: the same clusters on every machine.
 *
 * @param cluster by point, the sector group that names its cluster
 * @param centres by sector group, the mean features of its cluster, k × k
 * @param inertia {@code Σ ‖point − centre‖²}
 */
public record StructureTypes(int[] cluster, double[][] centres, double inertia) {
  /** Lloyd's iteration ends long before; it is a bound against cycles by rounding. */
  private static final int ITERATIONS = 10_000;

  /** All assignments of clusters to groups are tried: 8! are 40,320. */
  private static final int MOST_CLUSTERS = 8;

  private record Point(int index, double[] features) implements Clusterable {
    @Override
    public double[] getPoint() {
      return features;
    }
  }

  /**
   * Clusters points.
   *
   * @param features points × k: each group's share
   * @param seed another seed, other starting centres
   * @param restarts how many starts, ≥ 1
   * @return the types
   * @throws BadDataException when there are fewer different points than clusters, or more clusters
   *     than can be named
   */
  public static StructureTypes of(double[][] features, long seed, int restarts) {
    int k = features.length == 0 ? 0 : features[0].length;
    long different = Arrays.stream(features).map(Arrays::toString).distinct().count();
    if (different < k || k < 1 || k > MOST_CLUSTERS) {
      throw new BadDataException(
          "%d regions with %d different structures, expected at least as many as the %d sector groups (1 to %d) to make types of; name fewer groups"
              .formatted(features.length, different, k, MOST_CLUSTERS));
    }
    List<Point> points =
        IntStream.range(0, features.length)
            .mapToObj(i -> new Point(i, features[i]))
            .sorted(Comparator.comparing(Point::features, Arrays::compare))
            .toList();
    var clusterer =
        new KMeansPlusPlusClusterer<Point>(
            k, ITERATIONS, new EuclideanDistance(), new Well19937c(seed));
    List<CentroidCluster<Point>> best = List.of();
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < restarts; start++) {
      List<CentroidCluster<Point>> found = clusterer.cluster(points);
      double inertia = inertia(found);
      if (inertia < least) {
        best = found;
        least = inertia;
      }
    }
    return named(best, features, least);
  }

  private static double inertia(List<CentroidCluster<Point>> clusters) {
    double sum = 0;
    for (CentroidCluster<Point> c : clusters) {
      double[] centre = c.getCenter().getPoint();
      for (Point p : c.getPoints()) {
        for (int f = 0; f < centre.length; f++) {
          sum += (p.features[f] - centre[f]) * (p.features[f] - centre[f]);
        }
      }
    }
    return sum;
  }

  private static StructureTypes named(
      List<CentroidCluster<Point>> clusters, double[][] features, double inertia) {
    double[][] centres =
        clusters.stream().map(c -> c.getCenter().getPoint()).toArray(double[][]::new);
    // By features, so that ties between names do not depend on the order of restarts.
    Integer[] sorted = Stream.iterate(0, i -> i + 1).limit(centres.length).toArray(Integer[]::new);
    Arrays.sort(sorted, (a, b) -> Arrays.compare(centres[b], centres[a]));
    int[] groupOf =
        names(Arrays.stream(sorted).map(c -> centres[c]).toArray(double[][]::new), features);
    var byGroup = new double[centres.length][];
    var cluster = new int[features.length];
    for (int at = 0; at < sorted.length; at++) {
      byGroup[groupOf[at]] = centres[sorted[at]];
      for (Point p : clusters.get(sorted[at]).getPoints()) {
        cluster[p.index] = groupOf[at];
      }
    }
    return new StructureTypes(cluster, byGroup, inertia);
  }

  /**
   * Names clusters by groups: the one-to-one assignment that maximizes {@code Σ (centre[c][g] −
   * mean[g])/sd[g]} over the regions' mean and standard deviation; of equal ones the first in
   * lexicographic order. A group whose share is the same everywhere counts 0.
   *
   * @param centres k × k
   * @param features points × k
   * @return by cluster, its group
   */
  static int[] names(double[][] centres, double[][] features) {
    int k = centres.length;
    var score = new double[k][k];
    for (int g = 0; g < k; g++) {
      double mean = 0;
      for (double[] p : features) {
        mean += p[g] / features.length;
      }
      double variance = 0;
      for (double[] p : features) {
        variance += (p[g] - mean) * (p[g] - mean) / features.length;
      }
      for (int c = 0; c < k; c++) {
        score[c][g] = variance == 0 ? 0 : (centres[c][g] - mean) / Math.sqrt(variance);
      }
    }
    int[] best = {};
    double most = Double.NEGATIVE_INFINITY;
    for (int[] assignment : permutations(k)) {
      double sum = 0;
      for (int c = 0; c < k; c++) {
        sum += score[c][assignment[c]];
      }
      if (sum > most) {
        most = sum;
        best = assignment;
      }
    }
    return best;
  }

  /** All permutations of 0 … k−1 in lexicographic order. */
  private static List<int[]> permutations(int k) {
    var all = new ArrayList<int[]>();
    extend(new int[k], 0, new boolean[k], all);
    return all;
  }

  private static void extend(int[] begun, int at, boolean[] used, List<int[]> all) {
    if (at == begun.length) {
      all.add(begun.clone());
      return;
    }
    for (int v = 0; v < begun.length; v++) {
      if (!used[v]) {
        used[v] = true;
        begun[at] = v;
        extend(begun, at + 1, used, all);
        used[v] = false;
      }
    }
  }
}
