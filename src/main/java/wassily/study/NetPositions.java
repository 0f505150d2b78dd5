package wassily.study;

/**
 * Who emits for others, and for whom others emit (method, section 3.6): {@code D_pba − D_cba}, &gt;
 * 0 a net producer, &lt; 0 a net consumer. (The sentence of Zheng et al. 2023 has it the wrong way
 * round.)
 *
 * @param position {@code D_pba[r] − D_cba[r]}, stressor
 * @param domestic {@code Σ_s (T[r,s] − T[s,r])} over regions, without exogenous consumers
 */
public record NetPositions(double[] position, double[] domestic) {
  /**
   * Computes both.
   *
   * @param pba D_pba by region
   * @param cba D_cba by region
   * @param t T, R × (R+E)
   * @return by region
   */
  public static NetPositions of(double[] pba, double[] cba, double[][] t) {
    var position = new double[pba.length];
    var domestic = new double[pba.length];
    for (int r = 0; r < pba.length; r++) {
      position[r] = pba[r] - cba[r];
      for (int s = 0; s < pba.length; s++) {
        domestic[r] += t[r][s] - t[s][r];
      }
    }
    return new NetPositions(position, domestic);
  }

  /**
   * How many regions of a study are net producers.
   *
   * @param study its regions
   * @param positions one of the two measures
   * @return how many are above 0
   */
  public static int producers(RegionClasses study, double[] positions) {
    int count = 0;
    for (int r : study.regions()) {
      count += positions[r] > 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * How many regions of a study are net consumers.
   *
   * @param study its regions
   * @param positions one of the two measures
   * @return how many are below 0
   */
  public static int consumers(RegionClasses study, double[] positions) {
    int count = 0;
    for (int r : study.regions()) {
      count += positions[r] < 0 ? 1 : 0;
    }
    return count;
  }
}
