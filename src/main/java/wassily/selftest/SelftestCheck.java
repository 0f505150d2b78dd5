package wassily.selftest;

/**
 * One thing that a backend has to do right, with the figure that was measured.
 *
 * @param name short and fixed: "product 65 × 64 · 64 × 7"
 * @param figure what was measured; NaN where nothing could be measured
 * @param bound the largest acceptable figure; 0 where the numbers have to be exact
 * @param meaning one sentence: what the figure is; where the check could not be made, why
 */
public record SelftestCheck(String name, double figure, double bound, String meaning) {
  /**
   * Whether the figure is within its bound.
   *
   * @return false also for NaN
   */
  public boolean passed() {
    return figure <= bound;
  }
}
