package wassily.study;

/**
 * Footprint and multiplier by category of final demand (method, section 2; Zheng et al. 2023:
 * investment 1.8 against consumption 1.1 t for 10⁴ yuan).
 *
 * @param footprint {@code Σ_s D_cba[(s,c)]} by category, stressor
 * @param demand {@code Σ_s Σ_i Y[i,(s,c)]} by category, money
 * @param share of the footprint of all categories
 * @param multiplier footprint / demand; NaN for 0/0
 */
public record CategoryFootprints(
    double[] footprint, double[] demand, double[] share, double[] multiplier) {
  /**
   * Sums over the regions of a study.
   *
   * @param study its regions
   * @param footprint D_cba by region and category, R × C
   * @param demand by region and category, R × C, money
   * @return by category
   */
  public static CategoryFootprints of(
      RegionClasses study, double[][] footprint, double[][] demand) {
    int categories = footprint[0].length;
    var f = new double[categories];
    var y = new double[categories];
    double all = 0;
    for (int r : study.regions()) {
      for (int c = 0; c < categories; c++) {
        f[c] += footprint[r][c];
        y[c] += demand[r][c];
        all += footprint[r][c];
      }
    }
    var share = new double[categories];
    var multiplier = new double[categories];
    for (int c = 0; c < categories; c++) {
      share[c] = f[c] / all;
      multiplier[c] = f[c] / y[c];
    }
    return new CategoryFootprints(f, y, share, multiplier);
  }
}
