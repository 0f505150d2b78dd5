package wassily.study;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import wassily.account.SuperEmitters;
import wassily.result.ResultAxis;
import wassily.scenario.Action;
import wassily.scenario.ActionResolver;
import wassily.scenario.Amount;
import wassily.scenario.Lever;
import wassily.scenario.ResolvedAction;
import wassily.scenario.Where;

/** Key-sector intensities against the benchmarks that the technology levers use. */
final class BenchmarkArrays {
  private final CityAccounts a;
  private final CityGroups g;
  private final CityScenarios scenarios;
  private final ActionResolver resolver;
  private final StudyArrays into;

  BenchmarkArrays(
      CityAccounts a,
      CityGroups g,
      CityScenarios scenarios,
      ActionResolver resolver,
      StudyArrays into) {
    this.a = a;
    this.g = g;
    this.scenarios = scenarios;
    this.resolver = resolver;
    this.into = into;
  }

  void all() throws IOException {
    var sector =
        new ResultAxis(
            "key_sector",
            IntStream.of(g.keySectors()).mapToObj(p -> a.axes().sectors().get(p).name()).toList());
    String unit = a.stressor().unit() + "/" + a.money();
    double[] light = values(new Action.Benchmark.NationalAverage());
    double[] deep = values(scenarios.deepBenchmark());
    into.table(
        "benchmark",
        unit,
        "light: Σ_r F/Σ_r x over regions with x > 0; deep: world averages of the study file, or "
            + BenchmarkTables.LOWEST_QUARTILE
            + " where it has none",
        new ResultAxis("benchmark_of", List.of("light", "deep")),
        sector,
        new double[][] {light, deep});
    int[] emitters = g.emitters(EnumSet.allOf(SuperEmitters.Type.class));
    if (emitters.length == 0) {
      return;
    }
    var region =
        new ResultAxis(
            "super_emitter", IntStream.of(emitters).mapToObj(r -> a.regions().get(r)).toList());
    into.table(
        "super_emitter_intensity",
        unit,
        "S = F/x of the key sectors; NaN where x = 0",
        region,
        sector,
        Arrays.stream(emitters).mapToObj(this::intensities).toArray(double[][]::new));
    into.table(
        "super_emitter_intensity_to_light",
        "1",
        "the same over the light benchmark",
        region,
        sector,
        relative(emitters, light));
    into.table(
        "super_emitter_intensity_to_deep",
        "1",
        "the same over the deep benchmark",
        region,
        sector,
        relative(emitters, deep));
  }

  private double[] intensities(int r) {
    return IntStream.of(g.keySectors())
        .mapToDouble(
            p -> a.output()[r][p] == 0 ? Double.NaN : a.emissions()[r][p] / a.output()[r][p])
        .toArray();
  }

  private double[][] relative(int[] regions, double[] benchmark) {
    return Arrays.stream(regions)
        .mapToObj(
            r -> {
              double[] s = intensities(r);
              for (int k = 0; k < s.length; k++) {
                s[k] /= benchmark[k];
              }
              return s;
            })
        .toArray(double[][]::new);
  }

  /** A benchmark by key sector: that of the first region of the study, the same for all. */
  private double[] values(Action.Benchmark benchmark) throws IOException {
    int[] first = {g.study().regions()[0]};
    var lever =
        new Lever(
            "benchmark",
            Amount.ONE,
            new Action.IntensityBenchmark(scenarios.cells(first), benchmark, Amount.ONE, false),
            new Where("benchmarks of the study", 0));
    return ((ResolvedAction.IntensityBenchmark)
            resolver.resolve(List.of(lever)).getFirst().action())
        .benchmark()[0];
  }
}
