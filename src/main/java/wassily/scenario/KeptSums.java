package wassily.scenario;

/** What drawn cells are multiplied by so that their sum stays. */
final class KeptSums {
  private KeptSums() {}

  /**
   * The factor that restores a sum.
   *
   * @param lever its name, for messages
   * @param before the sum before the draw
   * @param after the sum of the drawn cells
   * @return before / after, 1 where both are 0
   * @throws ScenarioFailure when there is no such factor above 0
   */
  static double factor(String lever, double before, double after) throws ScenarioFailure {
    if (before == after) {
      return 1;
    }
    double factor = before / after;
    if (!(factor > 0 && factor <= Double.MAX_VALUE)) {
      throw new ScenarioFailure(
          lever,
          "cells that add up to %s are drawn with a sum of %s, which no factor above 0 restores"
              .formatted(before, after));
    }
    return factor;
  }
}
