package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wassily.label.PrimaryInput;
import wassily.linalg.Backend;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * The plain formula of a scenario: what the fast engine is checked against.
 *
 * <p>The levers are applied literally, in their order, to full arrays S (K × n), F_Y, Y (n × m) and
 * A (n × n, in memory only when there is a lever that changes it). Then I − A' is factorized anew,
 * {@code W' = (I−A')⁻¹·Y'}, {@code x' = W'·1}, and every response is summed by its definition.
 * Nothing is shared between scenarios, and none of the shortcuts of method section 5 is taken.
 */
public final class PlainScenario {
  private final MrioTable table;
  private final SatelliteAccount account;
  private final List<ResolvedLever> levers;
  private final List<ResolvedResponse> responses;
  private final Backend backend;
  private Optional<List<double[]>> baseline = Optional.empty();

  /**
   * Remembers what scenarios are made of.
   *
   * @param table the table; stays open as long as this is used
   * @param account the stressors that are followed
   * @param levers in order of application
   * @param responses what is reported
   * @param backend what factorizes; stays open as long as this is used
   * @throws BadDataException when value added is asked of a table that has none
   */
  public PlainScenario(
      MrioTable table,
      SatelliteAccount account,
      List<ResolvedLever> levers,
      List<ResolvedResponse> responses,
      Backend backend) {
    this.table = table;
    this.account = account;
    this.levers = List.copyOf(levers);
    this.responses = List.copyOf(responses);
    this.backend = backend;
    boolean asked = responses.stream().anyMatch(r -> r.quantity() == Response.Quantity.VALUE_ADDED);
    boolean known =
        table.primaryInputs().labels().stream()
            .anyMatch(p -> p.kind() == PrimaryInput.Kind.VALUE_ADDED);
    if (asked && !known) {
      throw new BadDataException(
          "the table \"%s\" has no value-added rows; leave the response VA out, or import V"
              .formatted(table.info().title()));
    }
  }

  /**
   * The responses of the baseline, in which no lever acts. A response that reports a change is
   * given as it is, not as a change.
   *
   * @return values for each response, row-major ({@link ResolvedResponse})
   * @throws IOException when Z cannot be read
   * @throws ScenarioFailure when I − A is singular
   */
  public List<double[]> baseline() throws IOException, ScenarioFailure {
    if (baseline.isEmpty()) {
      baseline = Optional.of(compute(List.of(), ScenarioValues.NONE));
    }
    return baseline.get().stream().map(double[]::clone).toList();
  }

  /**
   * The responses of a scenario.
   *
   * @param values of the variables; shares between 0 and 1, factors ≥ 0, {@code when} 0 or 1 were
   *     checked with the design
   * @return values for each response, row-major ({@link ResolvedResponse})
   * @throws IOException when Z cannot be read
   * @throws ScenarioFailure when the scenario has no values
   */
  public List<double[]> values(ScenarioValues values) throws IOException, ScenarioFailure {
    var acting = levers.stream().filter(values::acts).toList();
    List<double[]> all = compute(acting, values);
    for (int r = 0; r < responses.size(); r++) {
      if (responses.get(r).change()) {
        double[] from = baseline().get(r);
        for (int i = 0; i < from.length; i++) {
          all.get(r)[i] -= from[i];
        }
      }
    }
    return all;
  }

  private List<double[]> compute(List<ResolvedLever> acting, ScenarioValues values)
      throws IOException, ScenarioFailure {
    try (var arena = Arena.ofShared()) {
      boolean changesA =
          acting.stream()
              .anyMatch(
                  l ->
                      l.action() instanceof ResolvedAction.OfCoefficients
                          || l.action() instanceof ResolvedAction.Perturb p
                              && p.what() == Action.What.Z);
      var state = new PlainState(table, account, changesA ? Optional.of(arena) : Optional.empty());
      for (ResolvedLever lever : acting) {
        apply(lever, state, values);
      }
      try (var solution = PlainSolution.of(arena, table, state, backend)) {
        var made = new PlainResponses(state, solution, table.x(), account);
        var all = new ArrayList<double[]>();
        for (ResolvedResponse response : responses) {
          all.add(made.of(response));
        }
        return all;
      }
    }
  }

  private void apply(ResolvedLever lever, PlainState state, ScenarioValues values)
      throws IOException, ScenarioFailure {
    switch (lever.action()) {
      case ResolvedAction.OfIntensity action ->
          new PlainIntensity(state, table.x()).apply(action, values);
      case ResolvedAction.OfDemand action -> new PlainDemand(state).apply(lever, action, values);
      case ResolvedAction.OfCoefficients action ->
          new PlainCoefficients(table, state).apply(lever, action, values);
      case ResolvedAction.Perturb action ->
          new PlainPerturb(state, table.x()).apply(lever, action, values);
    }
  }
}
