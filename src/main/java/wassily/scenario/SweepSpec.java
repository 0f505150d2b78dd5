package wassily.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A sweep file as it was written: what changes, over which values, what is reported.
 *
 * @param title one line
 * @param table the table file
 * @param satellite the satellite account; empty: the first
 * @param stressors names; empty: the first stressor
 * @param groups names for regions and sectors
 * @param levers in order of application
 * @param design the values of the variables
 * @param responses what is reported
 * @param keep what is kept of the scenarios
 * @param verify how many scenarios are recomputed from scratch
 * @param where the file
 */
public record SweepSpec(
    String title,
    Path table,
    Optional<String> satellite,
    List<String> stressors,
    List<Group> groups,
    List<Lever> levers,
    DesignSpec design,
    List<Response> responses,
    Keep keep,
    int verify,
    Where where) {
  /** Copies. */
  public SweepSpec {
    stressors = List.copyOf(stressors);
    groups = List.copyOf(groups);
    levers = List.copyOf(levers);
    responses = List.copyOf(responses);
  }

  /**
   * What is kept of the scenarios.
   *
   * @param all whether every scenario is; otherwise mean, sd, min, max and quantiles over them
   * @param quantiles which, each between 0 and 1
   */
  public record Keep(boolean all, List<Double> quantiles) {
    /** Quantiles when none are named. */
    public static final List<Double> USUAL = List.of(0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975);

    /** Copies. */
    public Keep {
      quantiles = List.copyOf(quantiles);
    }
  }
}
