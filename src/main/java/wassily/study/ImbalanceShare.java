package wassily.study;

/**
 * Flows between regions, sorted by which end has the higher intensity. All in the stressor's unit.
 *
 * @param higherToLower flows from higher to lower intensity
 * @param lowerToHigher flows from lower to higher intensity
 * @param ties flows between equal intensities; they do not count
 * @param undefined flows to a region where the sector has no output and hence no intensity; they
 *     are told but do not count either
 */
public record ImbalanceShare(
    double higherToLower, double lowerToHigher, double ties, double undefined) {
  /** No flows. */
  public static final ImbalanceShare NONE = new ImbalanceShare(0, 0, 0, 0);

  /**
   * The imbalance {@code higherToLower / (higherToLower + lowerToHigher)}.
   *
   * @return the share; NaN when no flow counts
   */
  public double share() {
    return higherToLower / (higherToLower + lowerToHigher);
  }

  /**
   * All flows, whether they count or not.
   *
   * @return the sum of the four
   */
  public double all() {
    return higherToLower + lowerToHigher + ties + undefined;
  }

  /**
   * The share of the flows that cannot be compared.
   *
   * @return {@code undefined / all}; NaN without flows
   */
  public double undefinedShare() {
    return undefined / all();
  }

  /**
   * Both together.
   *
   * @param other further flows
   * @return the sums
   */
  public ImbalanceShare plus(ImbalanceShare other) {
    return new ImbalanceShare(
        higherToLower + other.higherToLower,
        lowerToHigher + other.lowerToHigher,
        ties + other.ties,
        undefined + other.undefined);
  }

  /** A flow between two intensities. */
  static ImbalanceShare of(double flow, double from, double to) {
    if (from > to) {
      return new ImbalanceShare(flow, 0, 0, 0);
    }
    return from < to ? new ImbalanceShare(0, flow, 0, 0) : new ImbalanceShare(0, 0, flow, 0);
  }

  /** A flow that has nothing to be compared with. */
  static ImbalanceShare undefined(double flow) {
    return new ImbalanceShare(0, 0, 0, flow);
  }
}
