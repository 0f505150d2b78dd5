package wassily.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.account.LeontiefSystem;
import wassily.bench.WorkloadReport.Estimate;
import wassily.linalg.Backend;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.progress.Progress;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.Cells;
import wassily.scenario.Choice;
import wassily.scenario.CsvTable;
import wassily.scenario.DesignSpec;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.Lever;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;
import wassily.scenario.SweepPlanner;
import wassily.table.MrioTable;

/**
 * What a user of RaMa-Scene asks of EXIOBASE 3 by product (49 regions × 200 products): scenarios in
 * each of which the inputs of one product's makers change in all regions, as with a new technology.
 */
public final class RamaSceneWorkload extends Workload {
  /** The change: a fifth less of every input. */
  private static final double FACTOR = 0.8;

  /** Makes the workload. */
  public RamaSceneWorkload() {}

  @Override
  public String title() {
    return "scenarios of technology as in RaMa-Scene";
  }

  @Override
  public TableShape published() {
    return new TableShape(49, 200);
  }

  @Override
  public int usualSample() {
    return 30;
  }

  @Override
  public int publishedCount() {
    return 30;
  }

  @Override
  void run(MrioTable table, Backend backend, Setting setting, Progress progress)
      throws IOException {
    double n = table.axes().n();
    int count = Math.min(setting.sample(), table.axes().sectors().size());
    var clock = new PhaseClock();
    try (var system = LeontiefSystem.factorize(table, backend, clock);
        var planner = new DeviceSweepPlanner(system)) {
      keep("read Z", clock.of("reading").seconds(), 8 * n * n, Optional.of(Ceiling.Kind.HOST_COPY));
      keep(
          "LU of the baseline",
          clock.of("factorizing").seconds(),
          2 / 3.0 * n * n * n,
          Optional.of(Ceiling.Kind.PRODUCT));
      SweepPlanner.Inputs inputs = inputs(table, backend, count, clock);
      Plan plan = timed("plan", 0, null, () -> planner.plan(inputs, 1, true));
      try (ScenarioRunner runner =
          timed("W of the baseline", 0, null, () -> planner.open(inputs, plan))) {
        timed(
            "%,d scenarios".formatted(count),
            0,
            null,
            () -> {
              for (int batch = 0; batch < plan.batches(); batch++) {
                try (var arena = Arena.ofShared()) {
                  runner.run(batch, arena);
                }
              }
              return plan;
            });
        double apart =
            timed(
                "one scenario by a factorization of its own, CPU",
                0,
                null,
                () -> runner.verify(plan.distinct() - 1));
        proofs.add(new Proof("a scenario against the plain formula", apart, runner.verifyBound()));
      }
      plan.classes().forEach(c -> notes.add("%s: %s".formatted(c.what(), c.path())));
    }
    estimates.add(
        new Estimate(
            "%,d scenarios by factorizations of their own".formatted(count),
            count * median("one scenario by a factorization of its own, CPU"),
            "%,d × one on the CPU, with its baseline compared; not measured".formatted(count)));
    notes.add(
        "scenario s makes the %d makers of one product use %.0f %% of their inputs; D_cba and D_pba by region"
            .formatted(table.axes().regions().size(), 100 * FACTOR));
  }

  /** Lever s acts in scenario s only: a list in which all other columns are off. */
  private static SweepPlanner.Inputs inputs(
      MrioTable table, Backend backend, int count, Progress progress) {
    var here = ScaledScenarios.here();
    var levers = new ArrayList<Lever>();
    for (int s = 0; s < count; s++) {
      var makers =
          new Cells(
              Choice.all(here), new Choice(List.of(table.axes().sectors().get(s).name()), here));
      levers.add(
          ScaledScenarios.lever(
              "technology-" + s,
              new Action.CoefficientScale(
                  makers, ScaledScenarios.everywhere(), new Amount.Variable("f" + s), false)));
    }
    List<String> names = IntStream.range(0, count).mapToObj(s -> "f" + s).toList();
    var rows = new ArrayList<CsvTable.Row>();
    for (int s = 0; s < count; s++) {
      int acting = s;
      rows.add(
          new CsvTable.Row(
              here,
              IntStream.range(0, count)
                  .mapToObj(c -> c == acting ? Double.toString(FACTOR) : "off")
                  .toList()));
    }
    return ScaledScenarios.inputs(
        table,
        backend,
        levers,
        new DesignSpec.Rows(Path.of("scenarios.csv"), here),
        (file, _) -> new CsvTable(file.toString(), names, rows),
        progress);
  }
}
