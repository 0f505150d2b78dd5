package wassily.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the rows of a design with draws lie: all scenarios of draw 0, then all of draw 1, and so on.
 *
 * @param count how many draws
 * @param scenarios how many scenarios each has
 * @param levers those whose part in the variance is asked: the draws are the rows of Saltelli's
 *     design then; empty where all levers have the same number
 */
public record Draws(int count, int scenarios, List<String> levers) {
  /** Copies. */
  public Draws {
    levers = List.copyOf(levers);
  }

  /**
   * Looks at a design.
   *
   * @param design all rows
   * @return empty when it has no draws, or draws that differ between scenarios
   */
  public static Optional<Draws> of(Design design) {
    if (design.scenarios() == 0) {
      return Optional.empty();
    }
    if (design.variables().indexOf(Action.Perturb.DRAW) == 0) {
      int count = (int) design.rows()[design.scenarios() - 1][0] + 1;
      return Optional.of(new Draws(count, design.scenarios() / count, List.of()));
    }
    List<String> levers =
        design.variables().stream()
            .takeWhile(Action.Perturb::isDrawOf)
            .map(Action.Perturb::leverOf)
            .toList();
    return levers.isEmpty() ? Optional.empty() : apart(design.rows(), levers);
  }

  /**
   * Whether statistics over draws are made of a response: where all values of a scenario fit into
   * memory.
   *
   * @param response a response
   * @return false where they are left out
   */
  public boolean summarizes(ResponseShape response) {
    return (long) count * response.cells() <= Summary.EXACT_UP_TO;
  }

  private static Optional<Draws> apart(double[][] rows, List<String> levers) {
    int d = levers.size();
    int scenarios = 1;
    while (scenarios < rows.length && Arrays.equals(rows[scenarios], 0, d, rows[0], 0, d)) {
      scenarios++;
    }
    int each = scenarios;
    int samples = rows.length / each / (d + 2);
    var draws = new Draws(samples * (d + 2), each, levers);
    if (samples == 0 || draws.count * each != rows.length) {
      return Optional.empty();
    }
    var first = new double[draws.count][];
    for (int i = 0; i < rows.length; i++) {
      if (!Arrays.equals(rows[i], d, rows[i].length, rows[i % each], d, rows[i].length)) {
        return Optional.empty(); // variables of Saltelli's design, beside the draws
      }
      first[i / each] = rows[i];
    }
    return new SaltelliDesign(samples, d).other(first).isEmpty()
        ? Optional.of(draws)
        : Optional.empty();
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

  /**
   * Names the scenarios by the values of their variables.
   *
   * @param design that has these draws
   * @return "1: f=0.8" for each scenario
   */
  public List<String> labels(Design design) {
    return IntStream.range(0, scenarios)
        .mapToObj(
            g ->
                g
                    + ": "
                    + IntStream.range(Math.max(1, levers.size()), design.variables().size())
                        .mapToObj(v -> design.variables().get(v) + "=" + text(design.rows()[g][v]))
                        .collect(Collectors.joining(", ")))
        .toList();
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "off" : Double.toString(value);
  }

  /**
   * The draws that are independent of each other: A and B of Saltelli's design, else all.
   *
   * @return their numbers, ascending
   */
  public int[] independent() {
    if (levers.isEmpty()) {
      return IntStream.range(0, count).toArray();
    }
    SaltelliDesign design = samples();
    return IntStream.range(0, design.samples())
        .flatMap(q -> IntStream.of(design.a(q), design.b(q)))
        .toArray();
  }

  /**
   * Which draw is which where levers are told apart.
   *
   * @return the scheme of the draws
   */
  public SaltelliDesign samples() {
    return new SaltelliDesign(count / (levers.size() + 2), levers.size());
  }
}
