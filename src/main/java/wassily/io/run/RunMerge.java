package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.Certificate.Check;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.result.ResultTable;
import wassily.scenario.BatchResult.Failure;
import wassily.scenario.DrawnFigures;
import wassily.scenario.Draws;
import wassily.scenario.PathClass;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.table.BadDataException;

/**
 * All shards of a run as one result. What is merged is judged by the files alone.
 *
 * <p>Values of {@code keep: all} stay in the shards and are read while the result is written;
 * memory does not grow with the number of scenarios, but for the design itself.
 */
public final class RunMerge implements AutoCloseable {
  private final RunDirectory run;
  private final Map<Integer, ShardFile> shards;
  private final ShardReaders readers;
  private final ShardAgreement agreement;
  private final Arena arena = Arena.ofShared();
  private final List<Failure> failures;

  private RunMerge(RunDirectory run, Map<Integer, ShardFile> shards) {
    this.run = run;
    this.shards = shards;
    this.readers = new ShardReaders(run);
    this.agreement = new ShardAgreement(run.stored().plan().device(), shards);
    this.failures = shards.values().stream().flatMap(s -> s.failures().stream()).toList();
  }

  /**
   * Looks at all shards once.
   *
   * @param run the run
   * @param progress told how many shards were read
   * @return the merge, to be closed
   * @throws IncompleteRunException when shards are missing, foreign, damaged or do not agree
   * @throws BadDataException when the table has changed since the sweep was planned
   * @throws IOException when a file cannot be read
   */
  public static RunMerge open(RunDirectory run, Progress progress) throws IOException {
    return open(run, Duration.ZERO, progress);
  }

  /**
   * Looks at all shards: that each is there, of this plan, whole, and agrees with the others.
   *
   * @param run the run
   * @param patience how long to look again for shards that are missing or not whole: network file
   *     systems show new files late
   * @param progress told how many shards were read
   * @return the merge, to be closed
   * @throws IncompleteRunException when shards are missing, foreign, damaged or do not agree
   * @throws BadDataException when the table has changed since the sweep was planned
   * @throws IOException when a file cannot be read
   */
  public static RunMerge open(RunDirectory run, Duration patience, Progress progress)
      throws IOException {
    run.requireTableUnchanged();
    var shards = new FoundShards(run);
    shards.look(patience, progress);
    var merge = new RunMerge(run, shards.whole());
    try {
      merge.agreement.require(merge.readers);
    } catch (Throwable e) {
      merge.close();
      throw e;
    }
    return merge;
  }

  /**
   * How many rows of the design failed.
   *
   * @return 0 when all is well
   */
  public int failed() {
    return run.failedRows(failures);
  }

  /**
   * What a user should know beside the result: shards of another kind of device.
   *
   * @return lines for people
   */
  public List<String> remarks() {
    return agreement.elsewhere().entrySet().stream()
        .map(
            e ->
                "planned for %s, but shards %s ran on %s: their last bits may differ"
                    .formatted(
                        run.stored().plan().device().name(),
                        ShardNumbers.text(e.getValue()),
                        e.getKey()))
        .toList();
  }

  /**
   * The result.
   *
   * @param program name and version of this program
   * @param threads how many compute what draws say
   * @param progress told how far summaries are
   * @return the result; its values can be read until this is closed
   * @throws IOException when a shard cannot be read
   */
  public ResultSet result(String program, int threads, Progress progress) throws IOException {
    Plan plan = run.stored().plan();
    var arrays = new ArrayList<ResultArray>();
    if (plan.keep().all()) {
      ResultAxis scenarios = Kept.numbered("scenario", 0, plan.design().scenarios());
      for (ResponseShape r : plan.responses()) {
        var axes = new ArrayList<ResultAxis>(List.of(scenarios));
        axes.addAll(r.axes());
        arrays.add(
            new ResultArray(
                r.name(),
                r.unit(),
                r.description(),
                axes,
                ScenarioRows.ofDesign(run.kept(), readers, r)));
      }
    }
    statistics(plan, arrays, threads, progress);
    design(plan).ifPresent(arrays::add);
    for (ResultArray b : ShardAgreement.baseline(readers, agreement.reference())) {
      var values =
          HostMatrix.allocate(arena, b.values().shape().rows(), b.values().shape().columns());
      b.values().read(0, values); // its shard's file may be closed before it is written
      arrays.add(new ResultArray(b.name(), b.unit(), b.description(), b.axes(), values));
    }
    return new ResultSet(
        plan.title(), arrays, certificate(plan), provenance(program), tables(plan));
  }

  /** Over all scenarios for {@code keep: summary}; where something is drawn, over the draws. */
  private void statistics(Plan plan, List<ResultArray> arrays, int threads, Progress progress)
      throws IOException {
    var draws =
        Draws.of(plan.design()).map(d -> new DrawStatistics(run.kept(), readers, d, threads));
    var summary = new SummaryArrays(run.kept(), readers, run.kept().weights(failures));
    for (ResponseShape r : plan.responses()) {
      if (draws.isPresent() && draws.get().serves(r)) {
        arrays.addAll(draws.get().of(r, arena));
      } else if (!plan.keep().all()) {
        arrays.add(summary.of(r, arena, progress));
      }
    }
  }

  private static java.util.Optional<ResultArray> design(Plan plan) {
    List<String> variables = plan.design().variables();
    if (variables.isEmpty()) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        new ResultArray(
            "design",
            "",
            "values of the variables; NaN: the levers that use it are left out",
            List.of(
                Kept.numbered("scenario", 0, plan.design().scenarios()),
                new ResultAxis("variable", variables)),
            new DesignRows(plan.design())));
  }

  private Certificate certificate(Plan plan) throws IOException {
    var checks = new ArrayList<>(agreement.certificate().checks());
    var verified = shards.values().stream().flatMap(s -> s.verified().stream()).toList();
    if (!plan.verify().isEmpty()) {
      double bound =
          shards.values().stream().mapToDouble(ShardFile::verifyBound).min().orElse(Double.NaN);
      double worst = verified.stream().mapToDouble(Verified::deviation).reduce(0, Math::max);
      checks.add(
          new Check(
              "verify_max_deviation",
              worst,
              bound,
              "largest deviation of %d scenarios recomputed from scratch by the plain formula"
                  .formatted(verified.size())));
    }
    drawn(plan).ifPresent(checks::add);
    checks.add(
        new Check(
            "failed_scenarios",
            failed(),
            Double.NaN,
            "scenarios without a result, of " + plan.design().scenarios()));
    return new Certificate(checks);
  }

  /** The largest backward error of all drawn systems. */
  private java.util.Optional<Check> drawn(Plan plan) throws IOException {
    for (ResponseShape r : plan.responses()) {
      if (!r.name().equals(DrawnFigures.NAME) || !run.kept().rows(r)) {
        continue;
      }
      ScenarioRows rows = ScenarioRows.ofDistinct(run.kept(), readers, r);
      var one = HostMatrix.allocate(arena, 1, r.cells());
      double worst = 0;
      double bound = 0;
      long solved = 0;
      long factorized = 0;
      for (int d = 0; d < plan.distinct(); d++) {
        rows.read(d, one);
        if (Double.isNaN(one.get(0, DrawnFigures.BOUND))) {
          continue; // no drawn Z, or failed, or by the plain formula
        }
        double error = one.get(0, DrawnFigures.ERROR);
        worst = error <= worst ? worst : error; // NaN is taken
        bound = Math.max(bound, one.get(0, DrawnFigures.BOUND));
        solved++;
        factorized += one.get(0, DrawnFigures.FACTORIZED) > 0 ? 1 : 0;
      }
      return java.util.Optional.of(
          new Check(
              "backward_error_componentwise_draws",
              worst,
              bound,
              "max |S − M(I−A)| / (|M||I−A| + |S|) of %,d scenarios with a drawn Z, %,d of them factorized, bound 16·n·eps; those of the plain formula and those that failed are not among them"
                  .formatted(solved, factorized)));
    }
    return java.util.Optional.empty();
  }

  /** Of the plan, not of this moment: no host, no time, no folder. */
  private Map<String, String> provenance(String program) {
    StoredPlan stored = run.stored();
    Plan plan = stored.plan();
    var p = new LinkedHashMap<String, String>();
    p.put("program", program);
    p.put("command", "sweep");
    p.put("table", stored.table().getFileName().toString());
    p.put("table_sha256", plan.tableSha256());
    p.put("sweep", stored.sweep().getFileName().toString());
    p.put("sweep_sha256", plan.specSha256());
    p.put("plan_sha256", stored.sha256());
    p.put("scenarios", Integer.toString(plan.design().scenarios()));
    p.put("distinct_scenarios", Integer.toString(plan.distinct()));
    p.put("batch_size", Integer.toString(plan.batchSize()));
    p.put("keep", plan.keep().all() ? "all" : "summary");
    p.putAll(ShardFile.device(plan.device()));
    if (plan.draws() != wassily.scenario.DrawPath.NONE) {
      p.put("draws", plan.draws().text());
    }
    p.put("precision", "FP64");
    if (!agreement.elsewhere().isEmpty()) {
      p.put("computed_elsewhere", String.join("; ", remarks()));
    }
    return p;
  }

  private List<ResultTable> tables(Plan plan) throws IOException {
    var tables = new ArrayList<ResultTable>();
    tables.add(
        new ResultTable(
            "plan",
            List.of(
                new ResultTable.Texts(
                    "what", plan.classes().stream().map(PathClass::what).toList()),
                new ResultTable.Texts(
                    "path", plan.classes().stream().map(PathClass::path).toList()),
                new ResultTable.Numbers(
                    "scenarios", plan.classes().stream().map(c -> (double) c.scenarios()).toList()),
                new ResultTable.Numbers(
                    "flops", plan.classes().stream().map(PathClass::flops).toList()))));
    tables.add(
        new ResultTable(
            "sweep_file",
            List.of(new ResultTable.Texts("line", Files.readAllLines(run.sweepCopy())))));
    var of = new TreeMap<Integer, Failure>();
    failures.forEach(f -> of.put(f.distinct(), f));
    var rows = new ArrayList<Double>();
    var failed = new ArrayList<Failure>();
    for (int s = 0; s < plan.design().scenarios(); s++) {
      Failure f = of.get(plan.distinctOf()[s]);
      if (f != null) {
        rows.add((double) s);
        failed.add(f);
      }
    }
    tables.add(
        new ResultTable(
            "failure",
            List.of(
                new ResultTable.Numbers("scenario", rows),
                new ResultTable.Texts("lever", failed.stream().map(Failure::lever).toList()),
                new ResultTable.Texts("reason", failed.stream().map(Failure::reason).toList()))));
    return tables;
  }

  @Override
  public void close() throws IOException {
    arena.close();
    readers.close();
  }
}
