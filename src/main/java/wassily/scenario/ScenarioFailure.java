package wassily.scenario;

/**
 * A scenario that has no values: ρ(A') ≥ 1, a cell of A or Y that a lever turned negative, or a
 * lever that cannot be applied to what the levers before have left. The other scenarios of a sweep
 * are not affected.
 */
public final class ScenarioFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String lever;

  /**
   * Says why.
   *
   * @param lever name of the lever that made it impossible, "" when none did alone
   * @param reason what was found, with labels
   */
  public ScenarioFailure(String lever, String reason) {
    super(reason);
    this.lever = lever;
  }

  /**
   * The lever that made it impossible.
   *
   * @return its name, "" when none did alone
   */
  public String lever() {
    return lever;
  }
}
