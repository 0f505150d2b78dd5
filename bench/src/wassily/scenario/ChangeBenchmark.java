package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import wassily.account.LeontiefSystem;
import wassily.bench.TableShape;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * One scenario that changes some columns of A: by Woodbury's identity against a factorization of
 * its own. The number of columns at which both take as long is the crossover rank, which {@link
 * SweepModel#mostColumns} takes from here.
 *
 * <p>Each call computes a scenario whose change nobody has computed before. What all scenarios of a
 * sweep share (the baseline, rows of M and L) is made before the clock starts.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ChangeBenchmark {
  /** A sweep of scenarios that all change the same columns, each by another factor. */
  abstract static class Sweep {
    /** More than {@link ChangeCache#MOST}, so that none is found again when they come round. */
    private static final int SCENARIOS = ChangeCache.MOST + 8;

    private static final Where HERE = new Where("benchmark", 0);

    Backend device;
    SweepModel model;
    SweepEngine engine;
    PlainScenario plain;
    private MrioTable table;
    private LeontiefSystem system;
    private int next;

    /** Opens it; all columns of A may be updated here, whatever is faster. */
    void open(String backend, int n, int columns, boolean multipliers) throws IOException {
      device = Backends.open(backend, BackendOptions.defaults()).backend();
      table = table(n);
      SatelliteAccount account = table.satellites().getFirst();
      int order = table.axes().n();
      int[] users = IntStream.range(0, Math.clamp(columns, 1, order)).toArray();
      int[] all = IntStream.range(0, order).toArray();
      var levers = new ArrayList<ResolvedLever>();
      levers.add(
          lever(new ResolvedAction.CoefficientScale(users, all, new Amount.Variable("a"), false)));
      if (!multipliers) { // S of its own: M·U of the baseline does not serve
        levers.add(lever(new ResolvedAction.IntensityScale(all, new Amount.Variable("s"), false)));
      }
      var rows = new double[SCENARIOS][];
      for (int s = 0; s < SCENARIOS; s++) {
        rows[s] = new double[] {0.7 + 0.2 * s / SCENARIOS, 0.9};
      }
      var response =
          ResponsePath.of(
              new Response(Response.Quantity.D_CBA, List.of("region"), false, HERE),
              table,
              account,
              (by, _) -> byRegion(table, by));
      model =
          SweepModel.of(
              table,
              account,
              levers,
              new Design(List.of("a", "s"), rows),
              List.of(response),
              order);
      system = LeontiefSystem.factorize(table, device, Progress.NONE);
      engine = new SweepEngine(model, system, device, 1, Progress.NONE);
      plain = new PlainScenario(table, account, levers, List.of(response.resolved()), device);
    }

    private static RegionGrouping byRegion(MrioTable table, String by) {
      var regions = table.axes().regions();
      return new RegionGrouping(by, regions.texts(), IntStream.range(0, regions.size()).toArray());
    }

    private static ResolvedLever lever(ResolvedAction action) {
      return new ResolvedLever("lever", Amount.ONE, action, HERE);
    }

    int next() {
      next = (next + 1) % model.distinct();
      return next;
    }

    double updated() {
      try (var arena = Arena.ofShared()) {
        SweepEngine.Values values = engine.compute(new int[] {next()}, arena);
        if (!values.failures().isEmpty()) {
          throw new IllegalStateException(values.failures().toString());
        }
        return values.byResponse().getFirst().get(0, 0);
      }
    }

    @TearDown(Level.Trial)
    public void close() {
      engine.close();
      system.close();
      device.close();
      table.close();
    }
  }

  /** By Woodbury's identity. */
  @State(Scope.Benchmark)
  public static class Updated extends Sweep {
    @Param("cpu")
    public String backend;

    @Param({"1435", "2500", "5000"})
    public int n;

    /** Changed columns, as a share of n. */
    @Param({"0.05", "0.1", "0.2", "0.4", "0.6", "0.8", "1"})
    public double share;

    /** L·U is solved for, or M·U is multiplied from rows that were solved for once. */
    @Param({"solved", "multipliers"})
    public String how;

    @Setup(Level.Trial)
    public void open() throws IOException {
      open(backend, n, (int) Math.round(share * n), how.equals("multipliers"));
    }
  }

  /** By a factorization of its own. */
  @State(Scope.Benchmark)
  public static class Refactorized extends Sweep {
    @Param("cpu")
    public String backend;

    @Param({"1435", "2500", "5000"})
    public int n;

    @Setup(Level.Trial)
    public void open() throws IOException {
      open(backend, n, 1, false);
    }
  }

  /** D_cba of one scenario. */
  @Benchmark
  public double woodbury(Updated s) {
    return s.updated();
  }

  /** The same by the plain formula. */
  @Benchmark
  public double refactorization(Refactorized s) throws IOException, ScenarioFailure {
    return s.plain.values(s.model.values(s.next())).getFirst()[0];
  }

  /** About n region-sectors; Z is in memory, as if it had been read. */
  static MrioTable table(int n) {
    TableShape shape = TableShape.near(n);
    return Scenarios.generated(new GeneratorOptions(shape.regions(), shape.sectors(), 7));
  }

  /** Both ways, for a test: their largest relative difference. */
  static double difference(int n, int columns, boolean multipliers)
      throws IOException, ScenarioFailure {
    var sweep = new Sweep() {};
    sweep.open("cpu", n, columns, multipliers);
    try (var arena = Arena.ofShared()) {
      double[] one = sweep.engine.compute(new int[] {3}, arena).byResponse().getFirst().row(0);
      double[] other = sweep.plain.values(sweep.model.values(3)).getFirst();
      double most = 0;
      double apart = 0;
      for (int i = 0; i < one.length; i++) {
        most = Math.max(most, Math.abs(other[i]));
        apart = Math.max(apart, Math.abs(one[i] - other[i]));
      }
      return apart / most;
    } finally {
      sweep.close();
    }
  }
}
