package wassily.scenario;

import java.util.List;

/**
 * The values of all variables in all scenarios.
 *
 * @param variables their names
 * @param rows a row for each scenario, a number for each variable; NaN: the levers that use it are
 *     left out
 */
public record Design(List<String> variables, double[][] rows) {
  /** Copies the names; the rows are shared. */
  public Design {
    variables = List.copyOf(variables);
    for (double[] row : rows) {
      if (row.length != variables.size()) {
        throw new IllegalArgumentException(
            "a row of %d values for %d variables".formatted(row.length, variables.size()));
      }
    }
  }

  /**
   * How many scenarios there are.
   *
   * @return rows of the design
   */
  public int scenarios() {
    return rows.length;
  }
}
