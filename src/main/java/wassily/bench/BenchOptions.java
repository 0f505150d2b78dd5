package wassily.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured.
 *
 * @param orders wanted orders of tables, ascending
 * @param every whether all of them are measured, whatever it takes; otherwise as many as {@code
 *     budgetSeconds} and memory are thought to allow, the first at least
 * @param budgetSeconds for all that is not {@code every}
 * @param repeats how often each phase is counted, ≥ 1; one more round before them is not
 * @param scenarios of the sweep, ≥ 1
 * @param threads of reading and computing, ≥ 1
 * @param seed of the tables
 * @param folder where tables and results are written and removed again
 * @param copied MiB of the copies that are measured as ceilings, ≥ 1: caches hold tens of them
 * @param productSeconds the matrix product that is measured as a ceiling takes so long: at 0.1 s it
 *     may be 10 % below the rate of longer ones
 */
public record BenchOptions(
    List<Integer> orders,
    boolean every,
    double budgetSeconds,
    int repeats,
    int scenarios,
    int threads,
    long seed,
    Path folder,
    int copied,
    double productSeconds) {
  /**
   * WIOD, two round numbers, EXIOBASE 3 by product, and 313 Chinese cities × 42 sectors: what is
   * measured where nobody says otherwise.
   */
  public static final List<Integer> USUAL_ORDERS = List.of(1_435, 2_500, 5_000, 9_800, 13_146);

  /** Refuses what cannot be measured. */
  public BenchOptions {
    orders = orders.stream().sorted().distinct().toList();
    if (orders.isEmpty()
        || orders.getFirst() < 1
        || copied < 1
        || repeats < 1
        || scenarios < 1
        || threads < 1) {
      throw new IllegalArgumentException(
          "orders %s, %d repeats, %d scenarios, %d threads: at least 1 of each is needed"
              .formatted(orders, repeats, scenarios, threads));
    }
  }
}
