package wassily.scenario;

import java.util.List;
import wassily.linalg.HostMatrix;

/**
 * The responses of one batch.
 *
 * @param batch its number
 * @param first the first distinct scenario
 * @param values for each response of the plan: a row for each distinct scenario of the batch, its
 *     cells as columns; NaN in the rows of failed scenarios
 * @param failures the scenarios that failed
 */
public record BatchResult(int batch, int first, List<HostMatrix> values, List<Failure> failures) {
  /** Copies. */
  public BatchResult {
    values = List.copyOf(values);
    failures = List.copyOf(failures);
  }

  /**
   * A scenario that has no result.
   *
   * @param distinct its number among the distinct scenarios
   * @param lever the lever that made it impossible, "" when none did alone
   * @param reason what was found, with labels
   */
  public record Failure(int distinct, String lever, String reason) {}
}
