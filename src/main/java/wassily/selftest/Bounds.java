package wassily.selftest;

/** How far a right result may be from the exact one; eps = 2⁻⁵², the unit roundoff u is eps/2. */
final class Bounds {
  /** What has to be the same number. */
  static final double EXACT = 0;

  /** What two right footprints of one small table may differ by, relative to their size. */
  static final double FOOTPRINT = 1e-10;

  private static final double EPS = Math.ulp(1.0);

  /**
   * Elimination and two triangular solves have a normwise backward error of at most 3·n·u·‖|L||U|‖
   * (Higham, Accuracy and Stability, theorem 9.4). ‖|L||U|‖ ≤ 10·‖M‖ for the matrices here, which
   * gives 15·n·eps; one n·eps is left for computing the residual.
   */
  private static final int BACKWARD = 16;

  private Bounds() {}

  /** Of the normwise backward error of a solve or of one side of an inverse of order n. */
  static double backward(int n) {
    return BACKWARD * n * EPS;
  }

  /**
   * Of the difference between two computed inner products of length q, over the product of absolute
   * values: each is within q·u/(1 − q·u) of the exact one, in any order of summation (Higham,
   * section 3.1), so they are within q·eps of each other; one more eps covers the denominator.
   */
  static double product(int q) {
    return (q + 1) * EPS;
  }
}
