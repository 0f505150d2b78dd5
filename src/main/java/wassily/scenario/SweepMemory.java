package wassily.scenario;

/** The memory that a batch needs on the device, beside the factors of the table. */
final class SweepMemory {
  /** A change of half the columns of 313 × 42 takes 0.8 GB, one of 42 columns 5 MB. */
  private static final long KEPT_BYTES = 2L << 30;

  private SweepMemory() {}

  /**
   * What {@link SweepEngine} holds with batches of one size.
   *
   * @param model the sweep
   * @param batch scenarios of a batch
   * @return bytes
   */
  static long bytes(SweepModel model, int batch) {
    long n = model.table().axes().n();
    long parts = model.basis().size();
    long k = model.account().stressors().size();
    long rows = model.emitting().size();
    long layouts = 1 + ResponseLayouts.others(model);
    long products = ResponseLayouts.products(model);
    boolean both = model.needsOutput() && !model.emitting().areOfTable();
    long byConsumer = model.paths().stream().filter(model::consumersFirst).count();
    long shared =
        layouts * (rows * parts + k * rows)
            + (both ? n * parts : 0)
            + byConsumer * rows * parts
            + accountSums(model) * parts
            + products * (n * parts + k * n);
    long perScenario =
        layouts * k * rows
            + byConsumer * parts
            + consumersAtOnce(model)
            + products(model) * k * parts
            + 2 * parts
            + producers(model)
            + (model.solvesForMultipliers() ? products * k * n : 0);
    return Double.BYTES * (shared + batch * perScenario + changes(model, layouts));
  }

  /** x of some groups of consumers, and its sums by origin. */
  private static long consumersAtOnce(SweepModel model) {
    long rows = model.emitting().size();
    long k = model.account().stressors().size();
    return model.paths().stream()
        .filter(model::consumersFirst)
        .mapToLong(p -> ConsumerOutputPart.atOnce(rows, p.consumers()) * (rows + k * p.origins()))
        .max()
        .orElse(0);
  }

  /** S·W of how many origins is held at once: where A changes, of all. */
  private static long products(SweepModel model) {
    boolean changes = model.columns().size() > 0;
    boolean own = model.paths().stream().anyMatch(p -> !p.ownFlows());
    long origins =
        model.paths().stream()
            .filter(p -> p.side() == ResponsePath.Side.CONSUMER)
            .mapToLong(ResponsePath::origins)
            .sum();
    return changes ? origins + (own ? 1 : 0) : 1;
  }

  /** Origins of value added and output that are summed once. */
  private static long accountSums(SweepModel model) {
    return model.paths().stream().filter(model::sumsAccount).mapToLong(ResponsePath::origins).sum();
  }

  /** x, and rows of value added and of ones; what is not asked for together is counted together. */
  private static long producers(SweepModel model) {
    long n = model.table().axes().n();
    boolean emissions =
        model.paths().stream()
            .anyMatch(
                p ->
                    p.side() == ResponsePath.Side.PRODUCER
                        && p.account() == ResponsePath.Account.EMISSIONS);
    long accounts =
        model.paths().stream()
            .filter(p -> p.side() == ResponsePath.Side.PRODUCER)
            .filter(p -> !model.sumsAccount(p))
            .map(ResponsePath::account)
            .filter(a -> a != ResponsePath.Account.EMISSIONS)
            .distinct()
            .count();
    boolean own = accounts > 0 && !(emissions && model.emitting().areOfTable());
    return (emissions ? model.emitting().size() : 0)
        + (own ? n : 0)
        + 2 * accounts * n
        + accountSums(model);
  }

  /** How many changes of A are kept, one at least: all together up to {@link #KEPT_BYTES}. */
  static int keptChanges(SweepModel model) {
    long parts = model.basis().size();
    long width =
        MultiplierChanges.serves(model)
            ? MultiplierChanges.rows(model) + parts
            : (1 + ResponseLayouts.others(model)) * model.table().axes().n() + parts;
    return keptChanges(Double.BYTES * model.mostRank() * width);
  }

  /** Of so many bytes each. */
  static int keptChanges(long one) {
    return Math.clamp(KEPT_BYTES / Math.max(1, one), 1, ChangeCache.MOST);
  }

  /** What is kept of changes of A: rows of L and M, and the last few. */
  private static long changes(SweepModel model, long layouts) {
    long n = model.table().axes().n();
    long parts = model.basis().size();
    long most = model.columns().size();
    if (most == 0) {
      return 0;
    }
    long rank = model.mostRank();
    long kept = Math.min(keptChanges(model), model.changeExample().length);
    if (MultiplierChanges.serves(model)) {
      long rows = MultiplierChanges.rows(model);
      return rows * n + (rows + rank) * n + kept * rank * (rows + parts);
    }
    return ChangeCache.MOST_ROWS * n + kept * rank * (layouts * n + parts);
  }
}
