package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.table.BadDataException;

/**
 * Mean, spread and interval of every number of a response over the scenarios of a sweep, from a
 * result that kept the scenarios or one that kept their statistics. Where something is drawn they
 * are over the draws, for each scenario of the rest of the design (a case).
 *
 * <p>The standard error {@code sd/√n} is that of the mean of independent draws; points of a Latin
 * hypercube or of Sobol's sequence do better, and of a grid it means nothing.
 *
 * @param array {@code mean, sd, cv, standard_error, low, high} × cases, where there are several ×
 *     the axes of one scenario; low and high are the ends of the central interval
 * @param cases how many cases have draws of their own; 0 where nothing is drawn
 * @param scenarios how many count in all; 0 when the result does not say
 * @param failed how many have no numbers and are left out
 */
public record ResponseStatistics(ResultArray array, int cases, int scenarios, int failed) {
  /** Values that are held at a time: 128 MiB. */
  private static final long VALUES = 1L << 24;

  private static final List<String> LABELS =
      List.of("mean", "sd", "cv", "standard_error", "low", "high");

  private static final String STATISTIC = "statistic";

  /**
   * Computes the statistics.
   *
   * @param sweep the result of a sweep
   * @param response one of its arrays
   * @param confidence the share of the scenarios between low and high, between 0 and 1
   * @return the statistics
   * @throws BadDataException when the array has neither scenarios nor statistics, or not those
   *     quantiles
   * @throws IOException when the result cannot be read
   */
  public static ResponseStatistics of(ResultSet sweep, ResultArray response, double confidence)
      throws IOException {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("a share of " + confidence);
    }
    if (ScenarioPass.isOf(response)) {
      return ofScenarios(response, ScenarioCases.of(sweep, response), confidence);
    }
    if (response.axes().size() > 1 && response.axes().getFirst().name().equals(STATISTIC)) {
      return ofSummary(response, confidence);
    }
    throw withoutScenarios(response);
  }

  /** What is said of an array that holds no scenarios. */
  static BadDataException withoutScenarios(ResultArray response) {
    return new BadDataException(
        "%s has no scenarios to take statistics of; its first axis is \"%s\"%s"
            .formatted(
                response.name(),
                response.axes().getFirst().name(),
                response.axes().stream().anyMatch(a -> a.name().equals("over_draws"))
                    ? ", and it holds statistics over draws: print it as it is, or run the sweep with keep: all"
                    : ""));
  }

  private static ResponseStatistics ofScenarios(
      ResultArray response, ScenarioCases cases, double confidence) throws IOException {
    var pass = new ScenarioPass(response);
    boolean[] failed = pass.failed();
    var weights = new long[cases.size()][];
    var moments = new CellMoments[cases.size()];
    var quantiles = new ExactQuantiles[cases.size()];
    for (int g = 0; g < weights.length; g++) {
      weights[g] = cases.weights(g, failed);
      moments[g] = new CellMoments(pass.cells());
      quantiles[g] = new ExactQuantiles(weights[g]);
    }
    pass.each(
        (scenario, row) -> {
          for (int g = 0; g < moments.length; g++) {
            moments[g].add(row, weights[g][scenario]);
          }
        });
    double[] ends = ends(confidence);
    int width = Math.clamp(VALUES / failed.length, 1, pass.cells());
    var values =
        HostMatrix.allocate(Arena.ofAuto(), LABELS.size(), (long) moments.length * pass.cells());
    for (int from = 0; from < pass.cells(); from += width) {
      double[][] columns = pass.columns(from, Math.min(width, pass.cells() - from));
      for (int g = 0; g < moments.length; g++) {
        for (int c = 0; c < columns.length; c++) {
          int cell = from + c;
          double[] found = quantiles[g].of(columns[c], ends);
          double sd = moments[g].sd(cell);
          double error = sd / Math.sqrt(moments[g].weight());
          int at = g * pass.cells() + cell;
          put(values, at, moments[g].mean(cell), sd, error, found[0], found[1]);
        }
      }
    }
    var axes = new ArrayList<>(cases.axis());
    axes.addAll(pass.axes());
    int missing = cases.failed(failed);
    return new ResponseStatistics(
        array(response, axes, values, confidence),
        cases.drawn() ? cases.size() : 0,
        cases.size() * cases.each() - missing,
        missing);
  }

  private static ResponseStatistics ofSummary(ResultArray response, double confidence)
      throws IOException {
    List<String> labels = response.axes().getFirst().labels();
    double[] ends = ends(confidence);
    int low = row(response, labels, "q" + rounded(ends[0]));
    int high = row(response, labels, "q" + rounded(ends[1]));
    int mean = row(response, labels, "mean");
    int sd = row(response, labels, "sd");
    List<ResultAxis> axes = response.axes().subList(1, response.axes().size());
    long all = response.values().shape().elements();
    int cells = Math.toIntExact(all / labels.size());
    var values = HostMatrix.allocate(Arena.ofAuto(), LABELS.size(), cells);
    try (var arena = Arena.ofConfined()) {
      var read =
          HostMatrix.allocate(
              arena, response.values().shape().rows(), response.values().shape().columns());
      response.values().read(0, read);
      var by = read.reshape(labels.size(), cells);
      for (int c = 0; c < cells; c++) {
        // A summary does not say how many scenarios there were, so it has no standard error.
        put(values, c, by.get(mean, c), by.get(sd, c), Double.NaN, by.get(low, c), by.get(high, c));
      }
    }
    return new ResponseStatistics(array(response, axes, values, confidence), 0, 0, 0);
  }

  private static void put(
      HostMatrix values, int cell, double mean, double sd, double error, double low, double high) {
    double[] figures = {mean, sd, mean == 0 ? Double.NaN : sd / Math.abs(mean), error, low, high};
    for (int i = 0; i < figures.length; i++) {
      values.set(i, cell, figures[i]);
    }
  }

  /** The ends of the central interval. */
  static double[] ends(double confidence) {
    return new double[] {(1 - confidence) / 2, (1 + confidence) / 2};
  }

  /** 0.025 and not 0.025000000000000022, as the file has it. */
  private static double rounded(double quantile) {
    return Math.rint(quantile * 1e12) / 1e12;
  }

  private static int row(ResultArray response, List<String> labels, String label) {
    int at = labels.indexOf(label);
    if (at < 0) {
      throw new BadDataException(
          "%s was summarized without %s; there are: %s; choose the interval with --confidence"
              .formatted(response.name(), label, String.join(", ", labels)));
    }
    return at;
  }

  private static ResultArray array(
      ResultArray response, List<ResultAxis> axes, HostMatrix values, double confidence) {
    var all = new ArrayList<ResultAxis>();
    all.add(new ResultAxis(STATISTIC, LABELS));
    all.addAll(axes);
    long last = axes.getLast().labels().size();
    return new ResultArray(
        response.name(),
        response.unit(),
        "%s; over scenarios: mean, sd (n − 1), sd/|mean|, sd/√n, ends of the central %s %% (cv has no unit)"
            .formatted(response.description(), text(100 * confidence)),
        all,
        values.reshape(values.rows() * values.columns() / last, last));
  }

  private static String text(double percent) {
    double shown = rounded(percent);
    return shown == Math.rint(shown) ? Long.toString((long) shown) : Double.toString(shown);
  }
}
