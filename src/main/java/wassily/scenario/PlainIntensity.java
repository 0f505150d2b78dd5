package wassily.scenario;

import java.util.Arrays;
import wassily.label.TableAxes;

/** Intensity levers, literally (the sweep file's section on semantics). */
final class PlainIntensity {
  private final PlainState state;
  private final TableAxes axes;

  /** x₀: the benchmark's share of direct emissions is weighted by the baseline's output. */
  private final double[] x0;

  PlainIntensity(PlainState state, double[] x0) {
    this.state = state;
    this.axes = state.axes;
    this.x0 = x0;
  }

  void apply(ResolvedAction.OfIntensity action, ScenarioValues values) {
    switch (action) {
      case ResolvedAction.IntensityScale scale -> scale(scale, values.of(scale.factor()));
      case ResolvedAction.IntensityBenchmark b -> benchmark(b, values.of(b.strength()));
      case ResolvedAction.ConsumerBenchmark c -> consumers(c, values.of(c.strength()));
    }
  }

  /** S' = factor·S, and F_Y' = factor·F_Y in the regions of these rows. */
  private void scale(ResolvedAction.IntensityScale action, double factor) {
    for (int k = 0; k < state.stressors(); k++) {
      for (int i : action.rows()) {
        double[] s = state.intensities(k, i);
        for (int c = 0; c < s.length; c++) {
          s[c] = factor * s[c];
        }
      }
      if (action.direct()) {
        for (int r : regions(action.rows())) {
          scaleDirect(k, r, factor);
        }
      }
    }
  }

  /** S' = S − strength·max(0, S − benchmark), and F_Y by the same share of F₀ = S·x₀. */
  private void benchmark(ResolvedAction.IntensityBenchmark action, double strength) {
    if (action.direct() && state.byConsumer()) {
      throw new IllegalArgumentException(
          "direct emissions have no share once intensities depend on the consumer");
    }
    for (int k = 0; k < state.stressors(); k++) {
      var before = new double[axes.regions().size()];
      var after = new double[axes.regions().size()];
      for (int at = 0; at < action.rows().length; at++) {
        int i = action.rows()[at];
        int r = i / axes.sectors().size();
        double[] s = state.intensities(k, i);
        before[r] += s[0] * x0[i];
        for (int c = 0; c < s.length; c++) {
          s[c] = lowered(s[c], action.benchmark()[k][at], strength);
        }
        after[r] += s[0] * x0[i];
      }
      for (int r = 0; r < before.length; r++) {
        if (action.direct() && before[r] != 0) {
          scaleDirect(k, r, after[r] / before[r]);
        }
      }
    }
  }

  /** The benchmark is the consuming region's own intensity of the same sector. */
  private void consumers(ResolvedAction.ConsumerBenchmark action, double strength) {
    state.spreadOverConsumers();
    for (int k = 0; k < state.stressors(); k++) {
      for (int i : action.rows()) {
        int sector = i % axes.sectors().size();
        double[] s = state.intensities(k, i);
        for (int consumer = 0; consumer < axes.regions().size(); consumer++) {
          double own = action.intensity()[k][axes.row(consumer, sector)];
          s[consumer] = lowered(s[consumer], own, strength);
        }
      }
    }
  }

  private static double lowered(double s, double benchmark, double strength) {
    return s - strength * Math.max(0, s - benchmark);
  }

  private int[] regions(int[] rows) {
    return Arrays.stream(rows).map(i -> i / axes.sectors().size()).distinct().toArray();
  }

  private void scaleDirect(int k, int region, double factor) {
    for (int c = 0; c < axes.categories().size(); c++) {
      state.fY[k][axes.column(region, c)] *= factor;
    }
  }
}
