package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import wassily.io.FileHash;
import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.linalg.HostMatrix;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.scenario.BatchResult;
import wassily.scenario.BatchResult.Failure;
import wassily.scenario.Design;
import wassily.scenario.PathClass;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.scenario.ScenarioRunner;
import wassily.scenario.SweepSpec;

/**
 * A sweep whose numbers are plain functions of the design's row, so that a test knows them: {@code
 * D_cba[r, c] = tech·(r + 1) − share·(c + 1) / 3}, {@code total = tech − share}. Scenarios with
 * tech = 13 fail.
 */
public final class FakeSweep implements ScenarioRunner {
  /** The value of tech that makes a scenario fail. */
  public static final double FAILING = 13;

  static final int REGIONS = 3;
  static final int CATEGORIES = 2;

  /** What the plan was made for. */
  public static final Plan.Device DEVICE = new Plan.Device("cpu", "Abacus", "beads 1.0", 2, "none");

  private final Plan plan;
  private final IntConsumer beforeBatch;
  private final double rho;

  /**
   * A runner.
   *
   * @param plan of this sweep
   * @param beforeBatch called with each batch's number; may throw or take its time
   */
  public FakeSweep(Plan plan, IntConsumer beforeBatch) {
    this(plan, beforeBatch, 0.5);
  }

  FakeSweep(Plan plan, IntConsumer beforeBatch, double rho) {
    this.plan = plan;
    this.beforeBatch = beforeBatch;
    this.rho = rho;
  }

  /**
   * A design of tech = 0, 0, 1, 1 … with share growing; every seventh row stands twice.
   *
   * @param rows how many
   * @return the design
   */
  public static Design design(int rows) {
    var all = new double[rows][];
    for (int s = 0; s < rows; s++) {
      all[s] =
          s % 7 == 6 ? all[s - 3].clone() : new double[] {s / 2, s % 5 == 0 ? Double.NaN : 0.1 * s};
    }
    return new Design(List.of("tech", "share"), all);
  }

  /**
   * A plan.
   *
   * @param table the file whose hash it has
   * @param sources the sweep file's hashes
   * @param design the design
   * @param batchSize distinct scenarios in a batch
   * @param shards how many
   * @param keep what is kept
   * @return the plan
   * @throws IOException when the table cannot be read
   */
  public static Plan plan(
      Path table,
      SweepSources sources,
      Design design,
      int batchSize,
      int shards,
      SweepSpec.Keep keep)
      throws IOException {
    Map<List<Double>, Integer> seen = new HashMap<>();
    int[] distinctOf = new int[design.scenarios()];
    for (int s = 0; s < distinctOf.length; s++) {
      distinctOf[s] =
          seen.computeIfAbsent(Arrays.stream(design.rows()[s]).boxed().toList(), _ -> seen.size());
    }
    int distinct = seen.size();
    var stressor = new ResultAxis("stressor", List.of("CO2"), Map.of("unit", List.of("kt")));
    return new Plan(
        "A sweep of tech and share",
        FileHash.sha256(table),
        sources.sha256(),
        design,
        distinctOf,
        distinct,
        batchSize,
        shards,
        Axis.of("stressor", List.of(new Stressor("CO2", "kt"))),
        List.of(
            new ResponseShape(
                "D_cba",
                "kt",
                "S·L·Y + F_Y",
                List.of(
                    new ResultAxis("region", List.of("North", "South", "West")),
                    new ResultAxis("category", List.of("household", "government")))),
            new ResponseShape("total", "", "Σ D_pba", List.of(stressor))),
        keep,
        distinct > 4 ? List.of(1, distinct - 1) : List.of(),
        DEVICE,
        List.of(
            new PathClass("S and Y by column scales", "one GEMM on S·W", distinct - 1, 5.5e9, 0.1),
            new PathClass("+ A changed, rank 11", "Woodbury", 1, 1.2e10, Double.NaN)),
        1_620_000_000L);
  }

  /** What a cell of D_cba is in a scenario. */
  static double cba(double[] row, int region, int category) {
    return value(row, 0) * (region + 1) - value(row, 1) * (category + 1) / 3;
  }

  static double total(double[] row) {
    return value(row, 0) - value(row, 1);
  }

  private static double value(double[] row, int variable) {
    return Double.isNaN(row[variable]) ? 0 : row[variable];
  }

  /** The design's row of each distinct scenario. */
  private double[] row(int distinct) {
    for (int s = 0; s < plan.distinctOf().length; s++) {
      if (plan.distinctOf()[s] == distinct) {
        return plan.design().rows()[s];
      }
    }
    throw new IllegalArgumentException("no scenario " + distinct);
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public BatchResult run(int batch, Arena arena) {
    beforeBatch.accept(batch);
    int first = batch * plan.batchSize();
    int count = Math.min(plan.batchSize(), plan.distinct() - first);
    var cba = HostMatrix.allocate(arena, count, REGIONS * CATEGORIES);
    var total = HostMatrix.allocate(arena, count, 1);
    var failures = new ArrayList<Failure>();
    for (int i = 0; i < count; i++) {
      double[] row = row(first + i);
      boolean failed = row[0] == FAILING;
      if (failed) {
        failures.add(new Failure(first + i, "cleaner-plants", "ρ(A) = 1.2 ≥ 1, first in South"));
      }
      for (int c = 0; c < REGIONS * CATEGORIES; c++) {
        cba.set(i, c, failed ? Double.NaN : cba(row, c / CATEGORIES, c % CATEGORIES));
      }
      total.set(i, 0, failed ? Double.NaN : total(row));
    }
    return new BatchResult(batch, first, List.of(cba, total), failures);
  }

  @Override
  public List<ResultArray> baseline(Arena arena) {
    var values = HostMatrix.allocate(arena, 1, 1);
    values.set(0, 0, 42);
    return List.of(new ResultArray("total", "", "Σ D_pba", plan.responses().get(1).axes(), values));
  }

  @Override
  public Certificate certificate() {
    return new Certificate(
        List.of(
            new Certificate.Check("backward_error", 1e-16, 1e-12, "of the solves"),
            new Certificate.Check("spectral_radius", rho, Double.NaN, "of A")));
  }

  @Override
  public double verify(int distinct) {
    return 1e-15 * distinct;
  }

  @Override
  public void close() {}

  /** A table and a sweep file in a folder; only their hashes matter. */
  record Sources(Path table, Path sweep, SweepSources sources) {
    static Sources in(Path folder) throws IOException {
      Path table = Files.writeString(folder.resolve("table.h5"), "a table");
      Path sweep = Files.writeString(folder.resolve("light.yaml"), "wassily: 1\ntitle: Light\n");
      return new Sources(table, sweep, new SweepSources(Map.of(sweep, FileHash.sha256(sweep))));
    }

    Plan plan(int rows, int batchSize, int shards, SweepSpec.Keep keep) throws IOException {
      return FakeSweep.plan(table, sources, design(rows), batchSize, shards, keep);
    }

    RunDirectory create(Path folder, Plan plan) throws IOException {
      return RunDirectory.create(folder, "1.0", plan, table, sweep, sources);
    }
  }

  static final SweepSpec.Keep ALL = new SweepSpec.Keep(true, List.of());
  static final SweepSpec.Keep SUMMARY = new SweepSpec.Keep(false, List.of(0.05, 0.5, 0.95));

  /** Computes with this sweep. */
  static RunDirectory.Computer computer(Plan plan, IntConsumer beforeBatch) {
    return computer(plan, DEVICE, beforeBatch, 0.5);
  }

  static RunDirectory.Computer computer(
      Plan plan, Plan.Device device, IntConsumer beforeBatch, double rho) {
    return new RunDirectory.Computer() {
      @Override
      public Plan.Device device() {
        return device;
      }

      @Override
      public ScenarioRunner open() {
        return new FakeSweep(plan, beforeBatch, rho);
      }
    };
  }

  /** Batches in order, for tests. */
  static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
