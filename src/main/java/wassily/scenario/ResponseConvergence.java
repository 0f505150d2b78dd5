package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

/**
 * Whether there are enough draws: mean, standard deviation and quantiles over the first eighth, the
 * first quarter, the first half and all of them, each with its interval.
 *
 * <p>Of n independent draws with mean m, standard deviation s and fourth central moment μ₄, and z
 * the normal quantile of the confidence: {@code m ± z·s/√n}; {@code s ± z·√((μ₄ − s⁴·(n − 3)/(n −
 * 1))/n)/(2·s)}, which takes no distribution for granted; and of a quantile q the order statistics
 * whose ranks hold it with that confidence by the binomial distribution of (n, q). An end that so
 * few draws cannot give is NaN.
 *
 * @param array draws × {@code mean, mean_low, mean_high, sd, …, low, …, high, …} × cases, where
 *     there are several × the axes of one scenario
 * @param drawn whether the scenarios are draws
 * @param failed how many have no numbers and are left out
 */
public record ResponseConvergence(ResultArray array, boolean drawn, int failed) {
  /** Values that are held at a time: 128 MiB. */
  private static final long VALUES = 1L << 24;

  private static final int[] PARTS = {8, 4, 2, 1};

  /** Fewer have no fourth moment to speak of. */
  private static final int FEWEST = 4;

  private static final List<String> FIGURES =
      List.of("mean", "sd", "low", "high").stream()
          .flatMap(f -> List.of(f, f + "_low", f + "_high").stream())
          .toList();

  /**
   * Computes the figures.
   *
   * @param sweep the result of a sweep that kept all scenarios
   * @param response one of its arrays
   * @param confidence of the intervals, and the share of the scenarios between low and high
   * @return the figures
   * @throws wassily.table.BadDataException when the array has no scenarios
   * @throws IOException when the result cannot be read
   */
  public static ResponseConvergence of(ResultSet sweep, ResultArray response, double confidence)
      throws IOException {
    if (!ScenarioPass.isOf(response)) {
      throw ResponseStatistics.withoutScenarios(response);
    }
    ScenarioCases cases = ScenarioCases.of(sweep, response);
    var pass = new ScenarioPass(response);
    boolean[] failed = pass.failed();
    int[] counts = counts(cases.each());
    int all = cases.size() * pass.cells();
    var values = HostMatrix.allocate(Arena.ofAuto(), (long) counts.length * FIGURES.size(), all);
    int width = Math.clamp(VALUES / failed.length, 1, pass.cells());
    var intervals = new Intervals(confidence);
    for (int from = 0; from < pass.cells(); from += width) {
      double[][] columns = pass.columns(from, Math.min(width, pass.cells() - from));
      for (int g = 0; g < cases.size(); g++) {
        for (int p = 0; p < counts.length; p++) {
          int[] rows =
              Arrays.stream(cases.rows()[g], 0, counts[p]).filter(s -> !failed[s]).toArray();
          for (int c = 0; c < columns.length; c++) {
            double[] column = columns[c];
            double[] found = intervals.of(IntStream.of(rows).mapToDouble(s -> column[s]).toArray());
            for (int f = 0; f < found.length; f++) {
              values.set((long) p * found.length + f, (long) g * pass.cells() + from + c, found[f]);
            }
          }
        }
      }
    }
    var axes = new ArrayList<ResultAxis>();
    axes.add(
        new ResultAxis(
            cases.drawn() ? "draws" : "scenarios",
            Arrays.stream(counts).mapToObj(Integer::toString).toList()));
    axes.add(new ResultAxis("figure", FIGURES));
    axes.addAll(cases.axis());
    axes.addAll(pass.axes());
    long last = axes.getLast().labels().size();
    var array =
        new ResultArray(
            response.name(),
            response.unit(),
            "%s; over so many of the first: mean, sd and the ends of the central interval, each with an interval of the same confidence"
                .formatted(response.description()),
            axes,
            values.reshape(values.rows() * values.columns() / last, last));
    return new ResponseConvergence(array, cases.drawn(), cases.failed(failed));
  }

  /** An eighth, a quarter, half, all; without those that are too few. */
  private static int[] counts(int all) {
    return Arrays.stream(PARTS)
        .map(part -> all / part)
        .filter(count -> count >= FEWEST || count == all)
        .toArray();
  }

  /** Figures of a sample, each with the ends of its interval. */
  private static final class Intervals {
    private final double confidence;
    private final double z;

    Intervals(double confidence) {
      this.confidence = confidence;
      this.z = new NormalDistribution().inverseCumulativeProbability((1 + confidence) / 2);
    }

    double[] of(double[] values) {
      int n = values.length;
      double mean = n == 0 ? Double.NaN : Arrays.stream(values).sum() / n;
      // By hand: moments are in hipparchus-stat, which is no dependency of this project's own, and
      // its FourthMoment is made for streams; a sample in memory takes two plain passes.
      double second = 0;
      double fourth = 0;
      for (double v : values) {
        double square = (v - mean) * (v - mean);
        second += square;
        fourth += square * square;
      }
      double variance = n < 2 ? Double.NaN : second / (n - 1);
      double sd = Math.sqrt(variance);
      double ofMean = z * sd / Math.sqrt(n);
      double ofVariance =
          n < FEWEST
              ? Double.NaN
              : Math.sqrt(Math.max(0, fourth / n - variance * variance * (n - 3) / (n - 1)) / n);
      double ofSd = sd == 0 ? 0 : z * ofVariance / (2 * sd);
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double[] ends = ResponseStatistics.ends(confidence);
      double[] low = quantile(sorted, ends[0]);
      double[] high = quantile(sorted, ends[1]);
      return new double[] {
        mean,
        mean - ofMean,
        mean + ofMean,
        sd,
        Math.max(0, sd - ofSd),
        sd + ofSd,
        low[0],
        low[1],
        low[2],
        high[0],
        high[1],
        high[2]
      };
    }

    private double[] quantile(double[] sorted, double share) {
      int n = sorted.length;
      if (n == 0) {
        return new double[] {Double.NaN, Double.NaN, Double.NaN};
      }
      var weights = new long[n];
      Arrays.fill(weights, 1);
      double value = new ExactQuantiles(weights).of(sorted, new double[] {share})[0];
      var below = new BinomialDistribution(n, share);
      // So many values at most lie below the quantile, but for half of what is left.
      int first = below.inverseCumulativeProbability((1 - confidence) / 2);
      int last = below.inverseCumulativeProbability((1 + confidence) / 2);
      return new double[] {
        value, first < 1 ? Double.NaN : sorted[first - 1], last >= n ? Double.NaN : sorted[last]
      };
    }
  }
}
