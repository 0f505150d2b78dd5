package wassily.scenario;

import java.util.List;

/**
 * The values of the variables in one scenario.
 *
 * @param variables their names
 * @param row a number for each; NaN: the levers that use it are left out
 */
public record ScenarioValues(List<String> variables, double[] row) {
  /** No variables: what is left is the numbers of the file. */
  public static final ScenarioValues NONE = new ScenarioValues(List.of(), new double[0]);

  /** Copies the names; the row is shared. */
  public ScenarioValues {
    variables = List.copyOf(variables);
    if (row.length != variables.size()) {
      throw new IllegalArgumentException(
          "%d values for %d variables".formatted(row.length, variables.size()));
    }
  }

  /**
   * A row of a design.
   *
   * @param design all scenarios
   * @param scenario which one
   * @return its values
   */
  public static ScenarioValues of(Design design, int scenario) {
    return new ScenarioValues(design.variables(), design.rows()[scenario]);
  }

  /**
   * The number that stands for an amount.
   *
   * @param amount fixed, or a variable
   * @return its value here; NaN when it is off
   * @throws IllegalArgumentException for a variable that has no value here
   */
  public double of(Amount amount) {
    return switch (amount) {
      case Amount.Fixed fixed -> fixed.value();
      case Amount.Variable variable -> {
        int at = variables.indexOf(variable.name());
        if (at < 0) {
          throw new IllegalArgumentException("no value for the variable " + variable.name());
        }
        yield row[at];
      }
    };
  }

  /**
   * Whether a lever acts: its {@code when} is not 0 and none of its amounts is off.
   *
   * @param lever the lever
   * @return whether it changes anything
   */
  public boolean acts(ResolvedLever lever) {
    double when = of(lever.when());
    return !Double.isNaN(when)
        && when != 0
        && lever.action().amounts().stream().noneMatch(a -> Double.isNaN(of(a)));
  }
}
