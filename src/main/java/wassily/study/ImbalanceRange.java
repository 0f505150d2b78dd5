package wassily.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The range of a sector's intensities among some regions of a cluster that produce (x ≠ 0): how far
 * net producers are from net consumers in each sector (method, section 4.3).
 *
 * @param regions how many regions of that kind produce in the sector
 * @param lowest the lowest {@code S[r,i]}; NaN when there is none
 * @param average {@code Σ_r F[r,i] / Σ_r x[r,i]}; NaN when there is none
 * @param highest the highest {@code S[r,i]}; NaN when there is none
 */
public record ImbalanceRange(int regions, double lowest, double average, double highest) {

  /**
   * Among the net producers of the cluster: {@code D_pba − D_cba > 0}.
   *
   * @param inputs the stressor's accounts
   * @param cluster positions of the regions
   * @return one range for each sector
   */
  public static List<ImbalanceRange> ofNetProducers(NetworkInputs inputs, int[] cluster) {
    return of(inputs, cluster, r -> inputs.position()[r] > 0);
  }

  /**
   * Among the net consumers of the cluster: {@code D_pba − D_cba < 0}.
   *
   * @param inputs the stressor's accounts
   * @param cluster positions of the regions
   * @return one range for each sector
   */
  public static List<ImbalanceRange> ofNetConsumers(NetworkInputs inputs, int[] cluster) {
    return of(inputs, cluster, r -> inputs.position()[r] < 0);
  }

  private static List<ImbalanceRange> of(NetworkInputs inputs, int[] cluster, IntPredicate kind) {
    int[] regions = IntStream.of(cluster).filter(kind).toArray();
    var ranges = new ArrayList<ImbalanceRange>();
    for (int p = 0; p < inputs.axes().sectors().size(); p++) {
      ranges.add(of(inputs, regions, p));
    }
    return ranges;
  }

  private static ImbalanceRange of(NetworkInputs inputs, int[] regions, int sector) {
    int count = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    double f = 0;
    double x = 0;
    for (int r : regions) {
      int row = inputs.axes().row(r, sector);
      if (inputs.x()[row] != 0) {
        count++;
        lowest = Math.min(lowest, inputs.intensity(row));
        highest = Math.max(highest, inputs.intensity(row));
        f += inputs.f()[row];
        x += inputs.x()[row];
      }
    }
    return count == 0
        ? new ImbalanceRange(0, Double.NaN, Double.NaN, Double.NaN)
        : new ImbalanceRange(count, lowest, f / x, highest);
  }
}
