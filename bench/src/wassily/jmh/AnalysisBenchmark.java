package wassily.jmh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import wassily.account.EmbodiedFlow;
import wassily.account.EmbodiedFlows;
import wassily.account.LeontiefSystem;
import wassily.bench.ScaledScenarios;
import wassily.bench.TableShape;
import wassily.progress.Progress;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableGenerator;

/** Work on a factorized table: a batch of a sweep, the largest of n × n embodied flows. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AnalysisBenchmark {
  private static final int SCENARIOS = 1024;
  private static final int LARGEST = 1000;

  /** A factorized table, and a sweep of S and Y on it. */
  @State(Scope.Benchmark)
  public static class Factorized extends OnBackend {
    private MrioTable table;
    private LeontiefSystem system;
    private DeviceSweepPlanner planner;
    private ScenarioRunner runner;

    @Override
    void prepare() throws IOException {
      TableShape shape = TableShape.near(n);
      table =
          new TableGenerator(threads(), Progress.NONE)
              .generate(new GeneratorOptions(shape.regions(), shape.sectors(), 7));
      system = LeontiefSystem.factorize(table, device, Progress.NONE);
      planner = new DeviceSweepPlanner(system);
      var inputs = ScaledScenarios.of(table, device, SCENARIOS, 7, Progress.NONE);
      Plan plan = planner.plan(inputs, 1, true);
      runner = planner.open(inputs, plan);
    }

    @Override
    void release() {
      runner.close();
      planner.close();
      system.close();
      table.close();
    }
  }

  /** A batch of scenarios of S and Y: D_cba and D_pba by region. */
  @Benchmark
  public int sweepBatch(Factorized s) throws IOException {
    try (var arena = Arena.ofShared()) {
      return s.runner.run(0, arena).values().size();
    }
  }

  /** The 1,000 largest cells of Φ = f̂·L·ŷ. */
  @Benchmark
  public List<EmbodiedFlow> largestFlows(Factorized s) {
    double[] f = s.table.satellites().getFirst().f().row(0);
    return EmbodiedFlows.of(s.system, f).largest(LARGEST, Progress.NONE);
  }
}
