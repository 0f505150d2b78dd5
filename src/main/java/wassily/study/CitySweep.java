package wassily.study;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import wassily.label.PrimaryInput;
import wassily.linalg.Backend;
import wassily.progress.Progress;
import wassily.scenario.BatchResult;
import wassily.scenario.CsvTable;
import wassily.scenario.Plan;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Hands the study's scenarios to the engine of sweeps and reads their totals. */
record CitySweep(SweepPlanner planner, Backend backend, Progress progress) {
  /** Computes every scenario. */
  ScenarioTotals run(MrioTable table, CityAccounts a, CityScenarios scenarios, CsvTable.Reader csv)
      throws IOException {
    String satellite = satellite(table, a.stressor().name());
    boolean valueAdded =
        table.primaryInputs().labels().stream()
            .anyMatch(p -> p.kind() == PrimaryInput.Kind.VALUE_ADDED);
    SweepSpec spec = scenarios.spec(table.info().title(), satellite, valueAdded);
    var inputs = new SweepPlanner.Inputs(spec, "", table, "", backend, csv, progress);
    Plan plan = planner.plan(inputs, 1, true);
    int count = scenarios.design().length;
    int regions = a.regions().size();
    double[][][] distinct = distinct(inputs, plan);
    var byScenario = new double[distinct.length][count][];
    for (int q = 0; q < distinct.length; q++) {
      for (int s = 0; s < count; s++) {
        // A sweep without levers has one scenario, the baseline.
        int at = plan.distinctOf().length == count ? plan.distinctOf()[s] : 0;
        byScenario[q][s] = distinct[q][at];
      }
    }
    return new ScenarioTotals(
        Arrays.stream(byScenario[0]).mapToDouble(v -> v[0]).toArray(),
        byScenario[1],
        byScenario[2],
        valueAdded ? byScenario[3] : nothing(count, regions));
  }

  /** By response and distinct scenario. */
  private double[][][] distinct(SweepPlanner.Inputs inputs, Plan plan) throws IOException {
    var distinct = new double[plan.responses().size()][plan.distinct()][];
    try (var runner = planner.open(inputs, plan)) {
      for (int b = 0; b < plan.batches(); b++) {
        try (var arena = Arena.ofShared()) {
          BatchResult batch = runner.run(b, arena);
          requireComputed(batch);
          int rows = Math.min(plan.batchSize(), plan.distinct() - batch.first());
          for (int q = 0; q < distinct.length; q++) {
            for (int row = 0; row < rows; row++) {
              distinct[q][batch.first() + row] = batch.values().get(q).row(row);
            }
          }
        }
      }
    }
    return distinct;
  }

  private static void requireComputed(BatchResult batch) {
    if (!batch.failures().isEmpty()) {
      BatchResult.Failure first = batch.failures().getFirst();
      throw new BadDataException(
          "%d scenarios cannot be computed; the first because of %s: %s"
              .formatted(batch.failures().size(), first.lever(), first.reason()));
    }
  }

  private static double[][] nothing(int scenarios, int regions) {
    var values = new double[scenarios][regions];
    for (double[] row : values) {
      Arrays.fill(row, Double.NaN);
    }
    return values;
  }

  private static String satellite(MrioTable table, String stressor) {
    return table.satellites().stream()
        .filter(s -> s.stressors().find(stressor).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new BadDataException(
                    "the stressor %s stands in several accounts; the study follows one"
                        .formatted(stressor)))
        .name();
  }
}
