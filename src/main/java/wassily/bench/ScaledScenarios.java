package wassily.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import wassily.linalg.Backend;
import wassily.progress.Progress;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.Cells;
import wassily.scenario.Choice;
import wassily.scenario.CsvTable;
import wassily.scenario.DesignSpec;
import wassily.scenario.DesignSpec.Distribution;
import wassily.scenario.Lever;
import wassily.scenario.Response;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;
import wassily.scenario.Where;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * The sweep that is timed: the first stressor's intensities are scaled and then lowered towards the
 * national average, all final demand is scaled, by three numbers of a Latin hypercube, and D_cba
 * and D_pba by region are asked. What is lowered after it was scaled keeps all rows of the table
 * apart: products are of order n, whatever sweeps could save.
 */
public final class ScaledScenarios {
  private static final Where HERE = new Where("wassily bench", 0);

  private ScaledScenarios() {}

  /**
   * Makes the sweep.
   *
   * @param table of what
   * @param backend where it is computed
   * @param scenarios how many
   * @param seed of their numbers
   * @param progress told the phases
   * @return what a planner asks for
   */
  public static SweepPlanner.Inputs of(
      MrioTable table, Backend backend, int scenarios, long seed, Progress progress) {
    var ranges = new LinkedHashMap<String, Distribution>();
    ranges.put("s", new Distribution.Uniform(0.2, 1.2));
    ranges.put("b", new Distribution.Uniform(0, 1));
    ranges.put("d", new Distribution.Uniform(0.8, 1.2));
    return inputs(
        table,
        backend,
        List.of(
            lever(
                "cleaner",
                new Action.IntensityScale(everywhere(), new Amount.Variable("s"), false)),
            lever(
                "best",
                new Action.IntensityBenchmark(
                    everywhere(),
                    new Action.Benchmark.NationalAverage(),
                    new Amount.Variable("b"),
                    false)),
            lever(
                "less",
                new Action.DemandScale(
                    Choice.all(HERE),
                    Choice.all(HERE),
                    everywhere(),
                    new Amount.Variable("d"),
                    false))),
        new DesignSpec.Sample(DesignSpec.Method.LATIN_HYPERCUBE, scenarios, seed, ranges, HERE),
        (file, _) -> {
          throw new BadDataException(file + ": the timed sweep reads no file");
        },
        progress);
  }

  /** A sweep made here, without a file. */
  static SweepPlanner.Inputs inputs(
      MrioTable table,
      Backend backend,
      List<Lever> levers,
      DesignSpec design,
      CsvTable.Reader csv,
      Progress progress) {
    var spec =
        new SweepSpec(
            "timed",
            Path.of("timed.h5"),
            Optional.empty(),
            List.of(),
            List.of(),
            levers,
            design,
            List.of(
                new Response(Response.Quantity.D_CBA, List.of("region"), false, HERE),
                new Response(Response.Quantity.D_PBA, List.of("region"), false, HERE)),
            new SweepSpec.Keep(true, List.of()),
            0,
            HERE);
    return new SweepPlanner.Inputs(spec, "", table, "", backend, csv, progress);
  }

  static Lever lever(String name, Action action) {
    return new Lever(name, Amount.ONE, action, HERE);
  }

  static Cells everywhere() {
    return new Cells(Choice.all(HERE), Choice.all(HERE));
  }

  static Where here() {
    return HERE;
  }
}
