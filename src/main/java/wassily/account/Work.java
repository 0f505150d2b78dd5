package wassily.account;

import java.util.ArrayList;
import java.util.List;
import wassily.linalg.Backend;
import wassily.linalg.MemoryPlan;
import wassily.linalg.MemoryPlan.Item;
import wassily.linalg.MemoryPlan.Phase;
import wassily.linalg.Workspace;
import wassily.table.MrioTable;

/**
 * What is to be done with a factorized table, as far as its memory is concerned.
 *
 * @param columns right-hand sides as columns, n × columns: consumers
 * @param rows right-hand sides as rows, rows × n: stressors
 * @param residuals whether Z is read again for the residuals of both
 * @param inverse whether the factors become L
 */
public record Work(long columns, long rows, boolean residuals, boolean inverse) {
  /**
   * A few products with L: whether a table is productive.
   *
   * @return one right-hand side at a time
   */
  public static Work few() {
    return new Work(1, 1, false, false);
  }

  /**
   * The accounts with their certificate.
   *
   * @param table the table
   * @param stressors how many stressors are followed
   * @return solves for all consumers and stressors, and their residuals
   */
  public static Work accounts(MrioTable table, long stressors) {
    return new Work(table.axes().consumers(), stressors, true, false);
  }

  /**
   * The whole Leontief inverse.
   *
   * @return an inverse, after a few products
   */
  public static Work wholeInverse() {
    return new Work(1, 1, false, true);
  }

  /**
   * Plans the memory of this work.
   *
   * @param table the table; nothing of it is read
   * @param backend where the factors will live; asked what its library needs and what is free
   * @return the plan, which may not fit
   * @throws wassily.linalg.BackendException.Absent when the table is larger than the library counts
   */
  public MemoryPlan plan(MrioTable table, Backend backend) {
    long n = table.axes().n();
    String origin = table.z().origin();
    backend.requireOrder(n, origin);
    Workspace space = backend.workspace(n);
    var throughout = new ArrayList<Item>();
    throughout.add(Item.of("factors", table.z().shape().bytes()));
    throughout.addAll(space.throughout());
    throughout.addAll(onHost(n));
    var phases = new ArrayList<Phase>();
    phases.add(new Phase("factorizing", space.factorizing()));
    var solving = new ArrayList<>(space.solving());
    solving.add(new Item("right-hand sides", false, 0, n * Double.BYTES));
    if (columns > 1) {
      solving.add(new Item("a chunk of columns", true, 0, n * Double.BYTES));
    }
    phases.add(new Phase("solving", solving));
    if (residuals) {
      phases.add(new Phase("residuals", residuals(n)));
    }
    if (inverse) {
      phases.add(new Phase("inverting", space.inverting()));
    }
    return MemoryPlan.of(
        "%s: factorizing %,d × %,d numbers".formatted(origin, n, n),
        backend.memory(),
        throughout,
        phases,
        Math.max(columns, rows));
  }

  /** What the accounts keep in the machine's memory whatever the backend. */
  private List<Item> onHost(long n) {
    return residuals
        ? List.of(
            new Item("demand and outputs", true, 2 * n * columns * Double.BYTES, 0),
            // F, F without zero outputs, M, and M·Z and |M|·|Z| of the residuals.
            new Item("stressors and multipliers", true, 5 * n * rows * Double.BYTES, 0))
        : List.of();
  }

  /** A panel of Z and of |Z|; X, |X| of mixed columns, |X|, a row of M·Z; their products. */
  private static List<Item> residuals(long n) {
    long height = ResidualPass.height(n);
    return List.of(
        Item.of("panels of Z", 2 * n * height * Double.BYTES),
        new Item("outputs, products", false, 0, (4 * n + 3 * height) * Double.BYTES),
        new Item("products", true, 0, (n + 2 * height) * Double.BYTES));
  }
}
