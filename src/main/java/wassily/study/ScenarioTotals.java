package wassily.study;

/**
 * What the sweep says of every scenario, in the order of {@link CityScenarios}; scenario 0 is the
 * baseline.
 *
 * @param total Σ D_pba of all regions
 * @param production D_pba by scenario and region
 * @param footprint D_cba by scenario and region
 * @param valueAdded by scenario and region; NaN when the table has no rows of it
 */
record ScenarioTotals(
    double[] total, double[][] production, double[][] footprint, double[][] valueAdded) {
  /** What a scenario saves: baseline total − its total. */
  double quota(int scenario) {
    return total[0] - total[scenario];
  }

  /** What a scenario costs: its total − baseline total. */
  double deficit(int scenario) {
    return total[scenario] - total[0];
  }
}
