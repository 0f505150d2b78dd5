package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;

/** Computes the batches of a plan on the backend, and checks some of them on the CPU. */
final class SweepRunner implements ScenarioRunner {
  private static final int[] NO_MORE = {};

  private final SweepModel model;
  private final Plan plan;
  private final Backend backend;
  private final LeontiefSystem system;

  /** What to do with the system at the end: close it, or nothing where somebody else owns it. */
  private final Runnable release;

  private final SweepEngine engine;

  /** Empty where no scenario draws. */
  private final Optional<DrawnScenarios> drawn;

  private final Progress progress;
  private Optional<Certificate> certificate = Optional.empty();

  /** The baseline's responses, once they were asked for. */
  private Optional<List<double[]>> known = Optional.empty();

  /**
   * Opens what computes a plan.
   *
   * @param system the factorized table, owned by this from now on
   */
  SweepRunner(
      SweepModel model, Plan plan, LeontiefSystem system, Backend backend, Progress progress)
      throws IOException {
    this(model, plan, system, system::close, backend, progress);
  }

  /**
   * Opens what computes a plan.
   *
   * @param release called at the end, and when this cannot be opened
   */
  SweepRunner(
      SweepModel model,
      Plan plan,
      LeontiefSystem system,
      Runnable release,
      Backend backend,
      Progress progress)
      throws IOException {
    this.model = model;
    this.release = release;
    this.plan = plan;
    this.progress = progress;
    this.backend = backend;
    this.system = system;
    try {
      this.engine = new SweepEngine(model, system, backend, plan.batchSize(), progress);
    } catch (RuntimeException | Error e) {
      release.run();
      throw e;
    }
    try {
      this.drawn = drawn();
    } catch (RuntimeException | Error | IOException e) {
      close(e);
      throw e;
    }
  }

  /** Drawn tables take the memory of the baseline's factors: what needs these is made before. */
  private Optional<DrawnScenarios> drawn() throws IOException {
    if (IntStream.range(0, model.distinct()).noneMatch(model::isDrawn)) {
      return Optional.empty();
    }
    if (plan.draws() != DrawPath.NONE) {
      certificate();
    }
    return Optional.of(new DrawnScenarios(model, system, backend, plan.draws(), progress));
  }

  private void close(Throwable because) {
    try {
      engine.close();
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    } finally {
      release.run();
    }
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public BatchResult run(int batch, Arena arena) throws IOException {
    int[] distinct = scenarios(batch);
    SweepEngine.Values values = compute(distinct, scenarios(batch + 1), arena);
    var failures = new ArrayList<>(values.failures());
    var all = new ArrayList<>(values.byResponse());
    Optional<HostMatrix> figures =
        plan.draws() == DrawPath.NONE
            ? Optional.empty()
            : Optional.of(DrawnFigures.none(arena, distinct.length));
    drawn.ifPresent(d -> draw(d, distinct, all, figures, failures));
    for (int row = 0; row < distinct.length; row++) {
      if (model.needsPlainFormula(distinct[row])) {
        plainly(distinct[row], row, all, failures);
      }
    }
    subtractBaseline(all);
    figures.ifPresent(all::add);
    failures.sort(Comparator.comparingInt(BatchResult.Failure::distinct));
    return new BatchResult(batch, distinct[0], all, failures);
  }

  /** The distinct scenarios of a batch; none behind the last one. */
  private int[] scenarios(int batch) {
    long first = (long) batch * plan.batchSize();
    long end = Math.min(first + plan.batchSize(), plan.distinct());
    return IntStream.range(Math.toIntExact(Math.min(first, end)), Math.toIntExact(end)).toArray();
  }

  private boolean needsEngine(int[] distinct) {
    return IntStream.of(distinct).anyMatch(d -> model.changeOf()[d] >= 0);
  }

  /** Batches in which everything is computed elsewhere need nothing of the engine. */
  private SweepEngine.Values compute(int[] distinct, int[] next, Arena arena) {
    if (needsEngine(distinct)) {
      return engine.compute(distinct, needsEngine(next) ? next : NO_MORE, arena);
    }
    var empty = new ArrayList<HostMatrix>();
    for (ResponsePath path : model.paths()) {
      empty.add(HostMatrix.allocate(arena, distinct.length, path.shape().cells()));
    }
    return new SweepEngine.Values(empty, List.of());
  }

  private void draw(
      DrawnScenarios scenarios,
      int[] distinct,
      List<HostMatrix> values,
      Optional<HostMatrix> figures,
      List<BatchResult.Failure> failures) {
    int[] rows =
        IntStream.range(0, distinct.length).filter(i -> model.isDrawn(distinct[i])).toArray();
    int[] which = IntStream.of(rows).map(i -> distinct[i]).toArray();
    failures.removeIf(f -> model.isDrawn(f.distinct()));
    scenarios.compute(which, rows, values, figures, failures);
  }

  private void plainly(
      int distinct, int row, List<HostMatrix> values, List<BatchResult.Failure> failures)
      throws IOException {
    failures.removeIf(f -> f.distinct() == distinct);
    try {
      List<double[]> plain = formula(backend, false).values(model.values(distinct));
      for (int r = 0; r < plain.size(); r++) {
        values.get(r).setRow(row, plain.get(r));
      }
    } catch (ScenarioFailure e) {
      failures.add(new BatchResult.Failure(distinct, e.lever(), e.getMessage()));
      SweepEngine.erase(values, row);
    }
  }

  private static Backend cpu() {
    return Backends.open("cpu", BackendOptions.defaults()).backend();
  }

  private PlainScenario formula(Backend cpu, boolean changes) {
    return new PlainScenario(
        model.table(),
        model.account(),
        model.levers(),
        model.paths().stream()
            .map(ResponsePath::resolved)
            .map(
                r ->
                    new ResolvedResponse(r.quantity(), r.by(), changes && r.change(), r.ownFlows()))
            .toList(),
        cpu);
  }

  private void subtractBaseline(List<HostMatrix> values) {
    for (int r = 0; r < values.size(); r++) {
      if (model.paths().get(r).response().change()) {
        double[] base = baselineValues().get(r);
        var row = new double[base.length];
        for (long i = 0; i < values.get(r).rows(); i++) {
          values.get(r).getRow(i, row);
          for (int c = 0; c < row.length; c++) {
            row[c] -= base[c];
          }
          values.get(r).setRow(i, row);
        }
      }
    }
  }

  /** The baseline's responses, as they come out of a batch. */
  private List<double[]> baselineValues() {
    if (known.isEmpty()) {
      try (var arena = Arena.ofShared()) {
        known =
            Optional.of(
                new ArrayList<>(
                    engine.compute(new int[] {-1}, arena).byResponse().stream()
                        .map(m -> m.row(0))
                        .toList()));
      }
    }
    return known.get();
  }

  @Override
  public List<ResultArray> baseline(Arena arena) {
    var arrays = new ArrayList<ResultArray>();
    for (int r = 0; r < model.paths().size(); r++) {
      ResponseShape shape = model.paths().get(r).shape();
      double[] values = baselineValues().get(r);
      int width = shape.axes().getLast().labels().size();
      var m = HostMatrix.allocate(arena, values.length / width, width);
      for (int i = 0; i < m.rows(); i++) {
        m.setRow(i, Arrays.copyOfRange(values, i * width, (i + 1) * width));
      }
      arrays.add(
          new ResultArray(
              shape.name(),
              shape.unit(),
              shape.description().replaceFirst("^minus the baseline: ", ""),
              shape.axes(),
              m));
    }
    return arrays;
  }

  @Override
  public Certificate certificate() throws IOException {
    if (certificate.isEmpty()) {
      var checks =
          new ArrayList<>(
              FootprintRun.of(system, model.account(), progress).certificate().checks());
      checks.add(nullScenario());
      certificate = Optional.of(new Certificate(checks));
    }
    return certificate.get();
  }

  /**
   * Every row of a batch in which nothing acts is the baseline: to the last bit where the library
   * treats all rows alike, else but for the order in which it sums.
   */
  private Certificate.Check nullScenario() {
    boolean solved = model.solvesForMultipliers();
    boolean alike = !solved && new AlikeRows(model, backend).in(plan.batchSize());
    var nothing = new int[plan.batchSize()];
    Arrays.fill(nothing, -1);
    double worst = 0;
    try (var arena = Arena.ofShared()) {
      List<HostMatrix> all = engine.compute(nothing, arena).byResponse();
      for (int r = 0; r < all.size(); r++) {
        for (long row = 0; row < all.get(r).rows(); row++) {
          double off = deviation(baselineValues().get(r), all.get(r).row(row), r);
          worst = off <= worst ? worst : off; // NaN is taken
        }
      }
    }
    return new Certificate.Check(
        "null_scenario_deviation",
        worst,
        alike ? 0 : 2 * Math.ulp(1.0) * model.table().axes().n() * (solved ? condition() : 1),
        solved
            ? "a scenario in which nothing acts, at every place of a batch, against the baseline, relative to the largest number of a response: M is solved for, with an error of n·eps·cond₁(I−A)"
            : alike
                ? "a scenario in which nothing acts, at every place of a batch, against the baseline, relative to the largest number of a response: the last bit counts"
                : "a scenario in which nothing acts, at every place of a batch, against the baseline, relative to the largest number of a response: this BLAS sums some rows in another order, by 2·n·eps at most");
  }

  /** cond₁(I−A) ≤ (1 + ‖A‖₁)·‖L‖₁, with ‖A‖₁ ≤ 1 where value added is not negative. */
  private double condition() {
    return 2 * system.normOfL();
  }

  @Override
  public double verify(int distinct) throws IOException {
    try (Backend cpu = cpu();
        var arena = Arena.ofShared()) {
      BatchResult batch = run(distinct / plan.batchSize(), arena);
      int row = distinct - batch.first();
      boolean failed = batch.failures().stream().anyMatch(f -> f.distinct() == distinct);
      List<double[]> plain;
      try {
        plain = formula(cpu, true).values(model.values(distinct));
      } catch (ScenarioFailure e) {
        return failed ? 0 : Double.POSITIVE_INFINITY;
      }
      if (failed) {
        return Double.POSITIVE_INFINITY;
      }
      double worst = 0;
      for (int r = 0; r < plain.size(); r++) {
        worst = Math.max(worst, deviation(plain.get(r), batch.values().get(r).row(row), r));
      }
      return worst;
    }
  }

  /** The baseline's largest number; of the gap, which it does not have, its final demand. */
  private double scale(int response) {
    boolean gap = model.paths().get(response).side() == ResponsePath.Side.BALANCE;
    if (gap) {
      return IntStream.range(0, model.basis().size())
          .mapToDouble(p -> Math.abs(model.basis().total(p)))
          .sum();
    }
    return Arrays.stream(baselineValues().get(response)).map(Math::abs).reduce(0, Math::max);
  }

  /** Relative to the largest value of the response in the baseline: changes may cancel to 0. */
  private double deviation(double[] expected, double[] found, int response) {
    double scale = scale(response);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double off = expected[i] == found[i] ? 0 : Math.abs(expected[i] - found[i]) / scale;
      worst = off <= worst ? worst : off; // NaN is taken
    }
    return worst;
  }

  @Override
  public void close() {
    try (engine) {
      drawn.ifPresent(DrawnScenarios::close);
    } finally {
      release.run();
    }
  }
}
