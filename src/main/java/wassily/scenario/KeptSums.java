package wassily.scenario;

/**
 * What drawn cells are multiplied by so that their sum stays: cells of at least 0 by r, negative
 * ones by 1/r, as the generalized RAS method does (Junius and Oosterhaven 2003, Econ. Syst. Res.
 * 15:87-96; Lenzen, Wood and Gallego 2007).
 *
 * <p>With P the sum of the positive drawn cells and −N that of the negative ones, {@code r·P − N/r
 * = s} has exactly one solution above 0 where P and N both are: inventory changes that nearly
 * cancel are moved by as much as they have to be. One factor s/(P − N) for all would have no limit
 * there, and no value above 0 where a draw turns the sum's sign. Without negative cells it is r =
 * s/P.
 */
final class KeptSums {
  private KeptSums() {}

  /**
   * The factor of positive cells that restores a sum; that of negative ones is 1/r.
   *
   * @param lever its name, for messages
   * @param before the sum s before the draw
   * @param positive P, of the drawn cells
   * @param negative N, of the drawn cells, at least 0
   * @return r, 1 where the sum is what it was
   * @throws ScenarioFailure when there is no such factor above 0: all cells were drawn as 0
   */
  static double factor(String lever, double before, double positive, double negative)
      throws ScenarioFailure {
    if (before == positive - negative) {
      return 1;
    }
    double factor;
    if (negative == 0) {
      factor = before / positive;
    } else {
      // The root of P·r² − s·r − N, without a difference of numbers of one size.
      double root = Math.sqrt(before * before + 4 * positive * negative);
      factor = before > 0 ? (before + root) / (2 * positive) : 2 * negative / (root - before);
    }
    if (!(factor > 0 && factor <= Double.MAX_VALUE && 1 / factor <= Double.MAX_VALUE)) {
      throw new ScenarioFailure(
          lever,
          "cells that add up to %s are drawn with a sum of %s, which no factor above 0 restores"
              .formatted(before, positive - negative));
    }
    return factor;
  }
}
