package wassily.result;

import java.util.List;

/**
 * How far a result can be trusted: measured figures, each with its bound where it has one.
 *
 * @param checks the figures in the order in which they are shown
 */
public record Certificate(List<Check> checks) {
  /** Copies the checks. */
  public Certificate {
    checks = List.copyOf(checks);
  }

  /**
   * One figure.
   *
   * @param name short and fixed: "backward_error_componentwise"
   * @param value what was measured; NaN fails where there is a bound
   * @param bound the largest acceptable value, or NaN when the figure is only told
   * @param meaning one sentence: what it is and how its bound is derived
   */
  public record Check(String name, double value, double bound, String meaning) {
    /**
     * Whether the figure is within its bound.
     *
     * @return true also when it has none
     */
    public boolean passed() {
      return Double.isNaN(bound) || value <= bound;
    }
  }

  /**
   * Whether every figure is within its bound.
   *
   * @return false when one is not
   */
  public boolean passed() {
    return checks.stream().allMatch(Check::passed);
  }
}
