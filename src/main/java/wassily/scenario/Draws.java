package wassily.scenario;

import java.util.Optional;

/**
 * How the rows of a design with draws lie: all scenarios of draw 0, then all of draw 1, and so on.
 *
 * @param count how many draws
 * @param scenarios how many scenarios each has
 */
public record Draws(int count, int scenarios) {
  /**
   * Looks at a design.
   *
   * @param design all rows
   * @return empty when it has no draws
   */
  public static Optional<Draws> of(Design design) {
    int column = design.variables().indexOf(Action.Perturb.DRAW);
    if (column != 0 || design.scenarios() == 0) {
      return Optional.empty();
    }
    int count = (int) design.rows()[design.scenarios() - 1][0] + 1;
    return Optional.of(new Draws(count, design.scenarios() / count));
  }

  /**
   * The row of a scenario under a draw.
   *
   * @param draw from 0
   * @param scenario from 0, in the order of the design without draws
   * @return a row of the design
   */
  public int row(int draw, int scenario) {
    return draw * scenarios + scenario;
  }
}
