package wassily.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The statistics that {@code keep: summary} reports of a cell, in the order of its axis: {@code
 * mean, sd, min, max}, of draws also {@code cv} (sd over |mean|) and {@code se} (of the mean,
 * sd/√n) after sd, then the quantiles.
 *
 * @param quantiles which, each between 0 and 1
 * @param ofDraws whether they are over draws
 */
public record Summary(List<Double> quantiles, boolean ofDraws) {
  /**
   * Values of a response, distinct scenarios × cells, up to which they are kept and quantiles are
   * exact: 2²⁷ are 1 GiB.
   */
  public static final long EXACT_UP_TO = 1L << 27;

  /**
   * Statistics over scenarios.
   *
   * @param quantiles which, each between 0 and 1
   */
  public Summary(List<Double> quantiles) {
    this(quantiles, false);
  }

  /**
   * Statistics over draws.
   *
   * @param quantiles which, each between 0 and 1
   * @return with cv and standard error
   */
  public static Summary ofDraws(List<Double> quantiles) {
    return new Summary(quantiles, true);
  }

  /** Copies. */
  public Summary {
    quantiles = List.copyOf(quantiles);
  }

  /**
   * The names of the statistics.
   *
   * @return "mean", "sd", "min", "max", "q0.025" …; of draws "mean", "sd", "cv", "se", "min" …
   */
  public List<String> labels() {
    var labels =
        new ArrayList<>(
            ofDraws
                ? List.of("mean", "sd", "cv", "se", "min", "max")
                : List.of("mean", "sd", "min", "max"));
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
    double sd = moments.sd(cell);
    double mean = moments.mean(cell);
    double[] first =
        ofDraws
            ? new double[] {
              mean,
              sd,
              sd == 0 ? 0 : sd / Math.abs(mean),
              sd / Math.sqrt(moments.weight()),
              moments.min(cell),
              moments.max(cell)
            }
            : new double[] {mean, sd, moments.min(cell), moments.max(cell)};
    double[] all = Arrays.copyOf(first, first.length + found.length);
    System.arraycopy(found, 0, all, first.length, found.length);
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
