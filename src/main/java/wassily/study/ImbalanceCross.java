package wassily.study;

/**
 * Flows between regions by two comparisons at once: of the regions' intensities and of the
 * producing sector's. All in the stressor's unit.
 *
 * @param both from the higher region and from the higher sector
 * @param regionOnly from the higher region, but from the lower sector
 * @param sectorOnly from the lower region, but from the higher sector
 * @param neither from the lower region and from the lower sector
 * @param left flows that one of the comparisons leaves out, as ties or without output
 */
public record ImbalanceCross(
    double both, double regionOnly, double sectorOnly, double neither, double left) {

  /**
   * The overall imbalance: {@code both} over the four that count.
   *
   * @return the share; NaN when no flow counts
   */
  public double share() {
    return both / (both + regionOnly + sectorOnly + neither);
  }
}
