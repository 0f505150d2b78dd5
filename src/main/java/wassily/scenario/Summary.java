package wassily.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The statistics that {@code keep: summary} reports of a cell, in the order of its axis: {@code
 * mean, sd, min, max}, then the quantiles.
 *
 * @param quantiles which, each between 0 and 1
 */
public record Summary(List<Double> quantiles) {
  /**
   * Values of a response, distinct scenarios × cells, up to which they are kept and quantiles are
   * exact: 2²⁷ are 1 GiB.
   */
  public static final long EXACT_UP_TO = 1L << 27;

  private static final int MOMENTS = 4;

  /** Copies. */
  public Summary {
    quantiles = List.copyOf(quantiles);
  }

  /**
   * The names of the statistics.
   *
   * @return "mean", "sd", "min", "max", "q0.025" …
   */
  public List<String> labels() {
    var labels = new ArrayList<>(List.of("mean", "sd", "min", "max"));
    quantiles.forEach(q -> labels.add("q" + q));
    return labels;
  }

  /**
   * The statistics of a cell.
   *
   * @param moments of all cells
   * @param cell which
   * @param found its quantiles
   * @return as many as there are labels
   */
  public double[] of(CellMoments moments, int cell, double[] found) {
    var all = new double[MOMENTS + found.length];
    all[0] = moments.mean(cell);
    all[1] = moments.sd(cell);
    all[2] = moments.min(cell);
    all[3] = moments.max(cell);
    System.arraycopy(found, 0, all, MOMENTS, found.length);
    return all;
  }

  /**
   * The quantiles as numbers.
   *
   * @return a copy
   */
  public double[] wanted() {
    return quantiles.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
