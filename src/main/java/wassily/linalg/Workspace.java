package wassily.linalg;

import java.util.List;
import wassily.linalg.MemoryPlan.Item;

/**
 * What a backend takes for a matrix of some order beside the matrix and its right-hand sides.
 *
 * @param throughout from the factorization to the end: pivots, what the libraries keep
 * @param factorizing while the factors are made
 * @param solving while right-hand sides are solved for
 * @param inverting while the factors become the inverse
 */
public record Workspace(
    List<Item> throughout, List<Item> factorizing, List<Item> solving, List<Item> inverting) {
  /** Copies. */
  public Workspace {
    throughout = List.copyOf(throughout);
    factorizing = List.copyOf(factorizing);
    solving = List.copyOf(solving);
    inverting = List.copyOf(inverting);
  }

  /** Nothing. */
  public static final Workspace NONE = new Workspace(List.of(), List.of(), List.of(), List.of());
}
