package wassily.io.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.Workers;
import wassily.scenario.Draws;
import wassily.scenario.SaltelliDesign;
import wassily.scenario.SobolEstimator;
import wassily.scenario.SobolIndices;
import wassily.scenario.SobolIndices.Estimate;

/**
 * How much of the variance over draws each lever explains: its Sobol indices, from draws in which
 * each lever in turn has another number than the rest.
 *
 * <p>Samples of which a draw failed are left out.
 */
final class DrawContributions {
  /** What is kept of each lever. */
  static final List<String> LABELS =
      List.of("first_order", "first_low", "first_high", "total_order", "total_low", "total_high");

  /** The axis of these. */
  static final String AXIS = "contribution";

  private static final int REPLICATES = 1000;
  private static final double CONFIDENCE = 0.95;

  private DrawContributions() {}

  /**
   * The indices of every cell.
   *
   * @param draws whose levers are told apart
   * @param values [draw][cell]
   * @param slice so many cells in a row share a stressor
   * @param threads how many compute
   * @return [lever · labels + label][cell]; NaN where a cell does not vary
   */
  static double[][] of(Draws draws, double[][] values, int slice, int threads) {
    int d = draws.levers().size();
    SaltelliDesign all = draws.samples();
    double[][] whole =
        IntStream.range(0, all.samples())
            .filter(
                q -> IntStream.rangeClosed(all.a(q), all.b(q)).noneMatch(r -> failed(values[r])))
            .boxed()
            .flatMap(q -> Arrays.stream(values, all.a(q), all.b(q) + 1))
            .toArray(double[][]::new);
    int cells = values[0].length;
    var found = new double[d * LABELS.size()][cells];
    if (whole.length == 0) {
      Arrays.stream(found).forEach(row -> Arrays.fill(row, Double.NaN));
      return found;
    }
    var estimator =
        new SobolEstimator(
            new SaltelliDesign(whole.length / (d + 2), d), REPLICATES, CONFIDENCE, 1);
    double[] rounding = rounding(whole, slice);
    Workers.forBlocks(
        threads,
        cells,
        1,
        (cell, _) -> {
          int c = (int) cell;
          double[] f = Arrays.stream(whole).mapToDouble(row -> row[c]).toArray();
          SobolIndices indices = estimator.of(f, rounding[c / slice]);
          for (int i = 0; i < d; i++) {
            double[] figures = figures(indices.first().get(i), indices.total().get(i));
            for (int k = 0; k < figures.length; k++) {
              found[i * figures.length + k][c] = figures[k];
            }
          }
        });
    return found;
  }

  private static double[] figures(Estimate first, Estimate total) {
    return new double[] {
      first.value(), first.low(), first.high(), total.value(), total.low(), total.high()
    };
  }

  /** By stressor, what a standard deviation has to exceed. */
  private static double[] rounding(double[][] values, int slice) {
    var sizes = new double[values[0].length / slice];
    for (double[] row : values) {
      for (int c = 0; c < row.length; c++) {
        sizes[c / slice] = Math.max(sizes[c / slice], Math.abs(row[c]));
      }
    }
    return Arrays.stream(sizes).map(size -> SobolEstimator.ROUNDING * size).toArray();
  }

  private static boolean failed(double[] values) {
    return Arrays.stream(values).anyMatch(Double::isNaN);
  }
}
