package wassily.scenario;

/** Makes {@link ChangedSystem}s from the baseline's factorization. */
sealed interface ChangeMaker extends AutoCloseable permits SolvedChanges, MultiplierChanges {
  /**
   * Told once, before the first change.
   *
   * @param rows all rows of A that change in the whole sweep, ascending; not told where they are
   *     many
   */
  void prepare(int[] rows);

  /**
   * Solves a change of at least one column.
   *
   * @throws ScenarioFailure when the changed system is not productive
   */
  ChangedSystem make(CoefficientState.CoefficientChange change) throws ScenarioFailure;

  @Override
  void close();

  /** The failure of a change whose spectral radius is 1 or more. */
  static ScenarioFailure unproductive() {
    return new ScenarioFailure("", "the changed A is not productive: ρ(A') ≥ 1");
  }
}
