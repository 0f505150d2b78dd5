package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/**
 * Computes batches of scenarios from one factorization: W = L·Y, kept on the device in the parts
 * that levers treat alike, serves all of them (method, section 5).
 *
 * <p>A batch of B scenarios is two products: {@code S_b·W} by consumer and {@code W·coefficients}
 * by producer, over rows that levers treat alike ({@link EmissionRows}); a change of A adds its
 * low-rank update to both. Scenarios of a batch are computed in the order of their change of A, so
 * that those who share one are consecutive rows.
 */
final class SweepEngine implements AutoCloseable {
  private final SweepModel model;
  private final int batchSize;
  private final Progress progress;
  private final BatchMaker batches;
  private final BaselineOnDevice base;
  private final DirectEmissions direct;
  private final DevicePool pool;
  private final Optional<ChangeCache> changes;

  /**
   * Solves for W and puts all that scenarios share on the device.
   *
   * @param model the sweep
   * @param system the factorized table; stays open until this is closed
   * @param backend where it lives
   * @param batchSize scenarios of a batch
   * @param progress told what takes long
   */
  SweepEngine(
      SweepModel model, LeontiefSystem system, Backend backend, int batchSize, Progress progress) {
    this.model = model;
    this.batchSize = batchSize;
    this.progress = progress;
    this.pool = new DevicePool(backend);
    try (var arena = Arena.ofShared()) {
      HostMatrix w = solve(arena, system, progress);
      this.base = new BaselineOnDevice(model, system, w, backend, batchSize);
      try {
        this.direct = new DirectEmissions(model);
        this.changes =
            model.columns().size() == 0
                ? Optional.empty()
                : Optional.of(new ChangeCache(model, maker(system, w)));
        this.batches =
            new BatchMaker(
                model,
                batchSize,
                model.basis().baseline(),
                backend.info().threads(),
                !backend.memory().host(),
                progress);
      } catch (RuntimeException | Error e) {
        base.close();
        throw e;
      }
    }
  }

  private ChangeMaker maker(LeontiefSystem system, HostMatrix w) {
    var core = new CapacitanceMatrix(model, base.backend(), w);
    return MultiplierChanges.serves(model)
        ? new MultiplierChanges(base, system, core)
        : new SolvedChanges(system, base.backend(), base.layouts(), core);
  }

  /** W = L·parts, n × parts. */
  private HostMatrix solve(Arena arena, LeontiefSystem system, Progress progress) {
    try (var task = progress.begin("solving for W", 1)) {
      HostMatrix b = model.basis().matrix(arena);
      system.leontief(b);
      task.advance(1);
      return b;
    }
  }

  /** Values of some scenarios, one row each, by response; NaN where a scenario failed. */
  record Values(List<HostMatrix> byResponse, List<BatchResult.Failure> failures) {}

  /**
   * Computes a batch that no other follows.
   *
   * @param distinct their numbers; −1 for one in which nothing acts
   * @param arena decides how long the values live
   * @return a row for each
   */
  Values compute(int[] distinct, Arena arena) {
    return compute(distinct, new int[0], arena);
  }

  /**
   * Computes a batch of scenarios.
   *
   * @param distinct their numbers; −1 for one in which nothing acts
   * @param next the scenarios that are likely to be asked for after these; may be empty
   * @param arena decides how long the values live
   * @return a row for each
   */
  Values compute(int[] distinct, int[] next, Arena arena) {
    if (distinct.length > batchSize) {
      throw new IllegalArgumentException(
          "%d scenarios in a batch of %d".formatted(distinct.length, batchSize));
    }
    var out = new ArrayList<HostMatrix>();
    for (ResponsePath path : model.paths()) {
      out.add(HostMatrix.allocate(arena, distinct.length, path.shape().cells()));
    }
    try (var made = batches.make(distinct, next)) {
      try (var step = new BatchStep(base, made.batch(), pool, progress)) {
        run(step, out, made.failures());
      }
      direct.add(made.batch(), base.intensity(), out);
      eraseFailed(distinct, out, made.failures());
      made.failures().sort(Comparator.comparingInt(BatchResult.Failure::distinct));
      return new Values(out, made.failures());
    }
  }

  /**
   * Without a change of A one part after the other takes the same memory; else all are kept until
   * each change, made once, has been added to all of them.
   */
  private void run(BatchStep step, List<HostMatrix> out, List<BatchResult.Failure> failures) {
    List<PartMaker> makers = parts(step);
    if (step.batch().runs().isEmpty()) {
      for (PartMaker maker : makers) {
        try (BatchPart part = maker.make()) {
          part.multiply();
          part.collect(out);
        }
      }
      return;
    }
    var parts = new ArrayList<BatchPart>();
    try {
      for (PartMaker maker : makers) {
        parts.add(maker.make());
        parts.getLast().multiply();
      }
      update(step.batch(), parts, failures);
      parts.forEach(p -> p.collect(out));
    } finally {
      parts.forEach(BatchPart::close);
    }
  }

  private void update(Batch batch, List<BatchPart> parts, List<BatchResult.Failure> failures) {
    try (var task = progress.begin("changing A", 0)) {
      for (Batch.Run run : batch.runs()) {
        try {
          ChangedSystem change = changes.orElseThrow().get(run.change());
          if (change.rank() > 0) {
            parts.forEach(p -> p.update(run, change));
          }
        } catch (ScenarioFailure e) {
          for (int row = run.from(); row < run.to(); row++) {
            batch.fail(row, e, failures);
          }
        }
        task.advance(1);
      }
    }
  }

  @FunctionalInterface
  private interface PartMaker {
    BatchPart make();
  }

  /** Every origin of every layout once, what regions emit for themselves, and producers. */
  private List<PartMaker> parts(BatchStep step) {
    var consumers = new LinkedHashMap<RowLayout, List<Integer>>();
    var products = new LinkedHashMap<RowLayout, List<Integer>>();
    var consumersFirst = new ArrayList<Integer>();
    var withoutOwn = new ArrayList<Integer>();
    var producers = new LinkedHashMap<RowLayout, List<Integer>>();
    var accounts = new ArrayList<Integer>();
    var gaps = new ArrayList<Integer>();
    for (int r = 0; r < model.paths().size(); r++) {
      ResponsePath path = model.paths().get(r);
      switch (path.side()) {
        case CONSUMER -> {
          if (model.consumersFirst(path)) {
            consumersFirst.add(r);
          } else {
            consumers.computeIfAbsent(base.layout(path), _ -> new ArrayList<>()).add(r);
          }
          if (!path.ownFlows() && !model.leavesOwnOut(path)) {
            withoutOwn.add(r);
          }
        }
        case PRODUCER -> {
          if (model.sumsAccount(path)) {
            accounts.add(r);
          } else {
            boolean emissions = path.account() == ResponsePath.Account.EMISSIONS;
            producers
                .computeIfAbsent(emissions ? base.plain() : base.whole(), _ -> new ArrayList<>())
                .add(r);
          }
        }
        case BALANCE -> gaps.add(r);
        case PRODUCT -> products.computeIfAbsent(base.layout(path), _ -> new ArrayList<>()).add(r);
      }
    }
    var makers = new ArrayList<PartMaker>();
    addAll(makers, step, Followed.PRODUCERS, consumers);
    addAll(makers, step, Followed.PRODUCTS, products);
    for (int r : consumersFirst) {
      int groups = model.paths().get(r).consumers();
      int some = ConsumerOutputPart.atOnce(model.emitting().size(), groups);
      for (int c = 0; c < groups; c += some) {
        int first = c;
        int end = Math.min(groups, c + some);
        makers.add(() -> new ConsumerOutputPart(step, r, first, end));
      }
    }
    if (!withoutOwn.isEmpty()) {
      makers.add(() -> new OwnFlowsPart(step, withoutOwn)); // takes out of what is there by now
    }
    producers.forEach((layout, some) -> makers.add(() -> new ProducerPart(step, layout, some)));
    accounts.forEach(r -> makers.add(() -> new AccountPart(step, r)));
    if (!gaps.isEmpty()) {
      makers.add(() -> new GapPart(step, gaps));
    }
    return makers;
  }

  private static void addAll(
      List<PartMaker> makers,
      BatchStep step,
      Followed followed,
      Map<RowLayout, List<Integer>> responses) {
    responses.forEach(
        (layout, some) -> {
          for (int g = 0; g + 1 < layout.start().length; g++) {
            int group = g;
            makers.add(() -> new ConsumerPart(step, followed, layout, group, some));
          }
        });
  }

  private static void eraseFailed(
      int[] distinct, List<HostMatrix> out, List<BatchResult.Failure> failures) {
    for (BatchResult.Failure f : failures) {
      for (int row = 0; row < distinct.length; row++) {
        if (distinct[row] == f.distinct()) {
          erase(out, row);
        }
      }
    }
  }

  /** A scenario without values is NaN in every response. */
  static void erase(List<HostMatrix> values, int row) {
    for (HostMatrix of : values) {
      var nan = new double[Math.toIntExact(of.columns())];
      Arrays.fill(nan, Double.NaN);
      of.setRow(row, nan);
    }
  }

  @Override
  public void close() {
    batches.close();
    changes.ifPresent(ChangeCache::close);
    pool.close();
    base.close();
  }
}
