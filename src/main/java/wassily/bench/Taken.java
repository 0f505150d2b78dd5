package wassily.bench;

/**
 * What others had of the processors while something was measured, as shares of all processors that
 * this process may use: 0.5 is one of two.
 *
 * @param stolen by the host of a virtual machine
 * @param others with other programs
 */
public record Taken(double stolen, double others) {
  /** Half a percent is a busy desktop; from here on medians move. */
  private static final double QUIET = 0.05;

  /**
   * Whether the times mean less than they seem to.
   *
   * @return true from 5 % of the processors on
   */
  public boolean disturbing() {
    return stolen + others > QUIET;
  }

  @Override
  public String toString() {
    return "meanwhile of the processors %.0f %% stolen, %.0f %% with other programs%s"
        .formatted(100 * stolen, 100 * others, disturbing() ? ": DISTURBED" : "");
  }
}
