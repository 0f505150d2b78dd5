package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.scenario.CellMoments;
import wassily.scenario.DrawnFigures;
import wassily.scenario.Draws;
import wassily.scenario.ExactQuantiles;
import wassily.scenario.ResponseShape;
import wassily.scenario.Summary;
import wassily.scenario.SweepSpec;

/**
 * What draws say of each scenario of a sweep: statistics over the draws, differences to the first
 * scenario under the same draws, and how often one region ranks above another.
 *
 * <p>Draws that failed are left out, of differences those that failed in either scenario.
 */
final class DrawStatistics {
  /** Labels up to which all pairs are ranked: 128 pairs of 128 are 128 KB for each stressor. */
  private static final int MOST_RANKED = 128;

  /** The axis of statistics over draws. */
  static final String AXIS = "over_draws";

  private final Kept kept;
  private final ShardReaders shards;
  private final Draws draws;
  private final int threads;
  private final Summary summary;
  private final boolean suffixed;

  /**
   * Statistics of a run whose design has draws.
   *
   * @param kept what its batches kept
   * @param shards all of them
   * @param draws how the design's rows lie
   * @param threads how many compute
   */
  DrawStatistics(Kept kept, ShardReaders shards, Draws draws, int threads) {
    this.kept = kept;
    this.shards = shards;
    this.draws = draws;
    this.threads = threads;
    this.suffixed = kept.plan().keep().all();
    List<Double> quantiles = kept.plan().keep().quantiles();
    this.summary = Summary.ofDraws(suffixed ? SweepSpec.Keep.USUAL : quantiles);
  }

  /** Whether all values of a response fit into memory, one scenario at a time. */
  boolean serves(ResponseShape response) {
    return kept.rows(response) && draws.summarizes(response);
  }

  /** Statistics, differences where there are several scenarios, and ranks. */
  List<ResultArray> of(ResponseShape response, Arena arena) throws IOException {
    int cells = response.cells();
    int scenarios = draws.scenarios();
    int labels = summary.labels().size();
    var statistics = HostMatrix.allocate(arena, (long) scenarios * labels, cells);
    var differences = HostMatrix.allocate(arena, (long) (scenarios - 1) * labels, cells);
    Optional<ResultAxis> ranked = ranked(response);
    int width = ranked.map(a -> a.labels().size()).orElse(0);
    var ranks = HostMatrix.allocate(arena, (long) scenarios * (width == 0 ? 0 : cells), width);
    boolean figures = response.name().equals(DrawnFigures.NAME);
    var contributions = new ArrayList<double[]>();
    var ofDifferences = new ArrayList<double[]>();
    double[][] first = {};
    for (int g = 0; g < scenarios; g++) {
      double[][] all = values(response, g);
      double[][] values = independent(all);
      put(statistics, g, values);
      if (g == 0) {
        first = all;
      } else {
        put(differences, g - 1, minus(values, independent(first)));
      }
      if (width > 0) {
        rank(values, width, ranks, g * cells);
      }
      if (!draws.levers().isEmpty() && !figures) {
        contributions.addAll(contributions(response, all));
        if (g > 0) {
          ofDifferences.addAll(contributions(response, minus(all, first)));
        }
      }
    }
    var arrays = new ArrayList<ResultArray>();
    String quantiles = "exact quantiles";
    arrays.add(
        array(
            response.name() + (suffixed ? "_statistics" : ""),
            response.unit(),
            response,
            "over draws: mean, standard deviation (n − 1), its share of the mean, standard error of the mean, extremes, "
                + quantiles,
            scenarios,
            0,
            List.of(new ResultAxis(AXIS, summary.labels())),
            statistics));
    if (scenarios > 1 && !figures) {
      arrays.add(
          array(
              response.name() + "_difference",
              response.unit(),
              response,
              "over draws: the difference to scenario 0 under the same draw",
              scenarios,
              1,
              List.of(new ResultAxis(AXIS, summary.labels())),
              differences));
    }
    ranked.ifPresent(axis -> arrays.add(ranks(response, axis, scenarios, ranks)));
    if (!contributions.isEmpty()) {
      arrays.add(contributions("", response, 0, contributions, arena));
    }
    if (!ofDifferences.isEmpty()) {
      arrays.add(contributions("_difference", response, 1, ofDifferences, arena));
    }
    return arrays;
  }

  /** The draws that statistics are taken of. */
  private double[][] independent(double[][] values) {
    return IntStream.of(draws.independent()).mapToObj(d -> values[d]).toArray(double[][]::new);
  }

  private List<double[]> contributions(ResponseShape response, double[][] values) {
    List<ResultAxis> axes = response.axes();
    int stressors = axes.size() == 1 ? response.cells() : axes.getFirst().labels().size();
    return List.of(DrawContributions.of(draws, values, response.cells() / stressors, threads));
  }

  private ResultArray contributions(
      String of, ResponseShape response, int from, List<double[]> rows, Arena arena) {
    var values = HostMatrix.allocate(arena, rows.size(), response.cells());
    for (int r = 0; r < rows.size(); r++) {
      values.setRow(r, rows.get(r));
    }
    return array(
        response.name() + of + "_contribution",
        "",
        response,
        "share of the variance over draws that each lever explains, alone (first order) and with all its interactions (total), with 95 % intervals; NaN where nothing varies",
        draws.scenarios(),
        from,
        List.of(
            new ResultAxis("lever", draws.levers()),
            new ResultAxis(DrawContributions.AXIS, DrawContributions.LABELS)),
        values);
  }

  private ResultArray array(
      String name,
      String unit,
      ResponseShape response,
      String description,
      int scenarios,
      int from,
      List<ResultAxis> own,
      HostMatrix values) {
    var axes = new ArrayList<ResultAxis>();
    if (scenarios > 1) {
      axes.add(cases(from));
    }
    axes.addAll(own);
    axes.addAll(response.axes());
    long last = response.axes().getLast().labels().size();
    return new ResultArray(
        name,
        unit,
        response.description() + "; " + description,
        axes,
        values.reshape(values.shape().elements() / last, last));
  }

  /** Scenarios with the values of their variables: "1: f=0.8". */
  private ResultAxis cases(int from) {
    List<String> labels = draws.labels(kept.plan().design());
    return new ResultAxis(
        from == 0 ? "case" : "case_compared", labels.subList(from, labels.size()));
  }

  /** The last axis, where values along it are ranked: regions or groups of them. */
  private static Optional<ResultAxis> ranked(ResponseShape response) {
    ResultAxis last = response.axes().getLast();
    boolean one = response.axes().size() <= 2;
    boolean stressors = last.name().equals("stressor") || last.name().equals("solution");
    return one && !stressors && last.labels().size() > 1 && last.labels().size() <= MOST_RANKED
        ? Optional.of(last)
        : Optional.empty();
  }

  private ResultArray ranks(
      ResponseShape response, ResultAxis axis, int scenarios, HostMatrix values) {
    var axes = new ArrayList<ResultAxis>();
    if (scenarios > 1) {
      axes.add(cases(0));
    }
    axes.addAll(response.axes());
    axes.add(new ResultAxis("above_" + axis.name(), axis.labels()));
    return new ResultArray(
        response.name() + "_rank",
        "",
        "share of draws in which the first is larger than the second: " + response.name(),
        axes,
        values);
  }

  /** All draws of a scenario, [draw][cell]. */
  private double[][] values(ResponseShape response, int scenario) throws IOException {
    ScenarioRows source = ScenarioRows.ofDesign(kept, shards, response);
    int cells = response.cells();
    long columns = source.shape().columns();
    long rowsOfOne = cells / columns;
    var all = new double[draws.count()][];
    try (Arena arena = Arena.ofConfined()) {
      var one = HostMatrix.allocate(arena, rowsOfOne, columns);
      for (int d = 0; d < all.length; d++) {
        source.read((long) draws.row(d, scenario) * rowsOfOne, one);
        all[d] = one.reshape(1, cells).row(0);
      }
    }
    return all;
  }

  private static double[][] minus(double[][] a, double[][] b) {
    return IntStream.range(0, a.length)
        .mapToObj(
            d -> IntStream.range(0, a[d].length).mapToDouble(c -> a[d][c] - b[d][c]).toArray())
        .toArray(double[][]::new);
  }

  private static boolean failed(double[] values) {
    return Arrays.stream(values).anyMatch(Double::isNaN);
  }

  private void put(HostMatrix into, int entry, double[][] values) {
    var weights = new long[values.length];
    int cells = values.length == 0 ? 0 : values[0].length;
    var moments = new CellMoments(cells);
    for (int d = 0; d < values.length; d++) {
      weights[d] = failed(values[d]) ? 0 : 1;
      moments.add(values[d], weights[d]);
    }
    var quantiles = new ExactQuantiles(weights);
    var column = new double[values.length];
    for (int c = 0; c < cells; c++) {
      for (int d = 0; d < values.length; d++) {
        column[d] = values[d][c];
      }
      double[] found = summary.of(moments, c, quantiles.of(column, summary.wanted()));
      for (int s = 0; s < found.length; s++) {
        into.set((long) entry * found.length + s, c, found[s]);
      }
    }
  }

  /** For each stressor the share of draws in which label a has more than label b. */
  private static void rank(double[][] values, int width, HostMatrix into, long firstRow) {
    int groups = values.length == 0 ? 0 : values[0].length / width;
    var above = new double[groups * width][width];
    int counted = 0;
    for (double[] draw : values) {
      if (failed(draw)) {
        continue;
      }
      counted++;
      for (int k = 0; k < groups; k++) {
        for (int a = 0; a < width; a++) {
          double mine = draw[k * width + a];
          double[] row = above[k * width + a];
          for (int b = 0; b < width; b++) {
            row[b] += mine > draw[k * width + b] ? 1 : 0;
          }
        }
      }
    }
    for (int r = 0; r < above.length; r++) {
      for (int b = 0; b < width; b++) {
        above[r][b] = counted == 0 ? Double.NaN : above[r][b] / counted;
      }
      into.setRow(firstRow + r, above[r]);
    }
  }
}
