package wassily.linalg.cuda;

/**
 * Which matrices are factorized without pivoting, and what their pivots must look like then.
 *
 * <p>M₀ = x̂ − Z with Z ≥ 0 off the diagonal has no positive element there. If it is a nonsingular
 * M-matrix, up to the sign of columns with negative output, elimination needs no interchanges, and
 * every pivot has the sign of its diagonal element (architecture decision 11). The rule looks at
 * both; a pivot of the wrong sign means that the matrix has to be factorized again with pivoting.
 */
final class PivotRule {
  /** No pivot is wrong. */
  static final int NONE = -1;

  private PivotRule() {}

  /**
   * Looks at the elements off the diagonal. The twin of the kernel {@code positive_off_diagonal}.
   *
   * @param rows a square matrix
   * @return true when one is positive or not a number
   */
  static boolean positiveOffDiagonal(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        if (i != j && !(rows[i][j] <= 0)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Compares pivots with the diagonal before elimination.
   *
   * @param diagonal of the matrix
   * @param pivots the diagonal of U
   * @return the first row whose pivot is zero, not a number or of the other sign; NONE when all are
   *     right
   */
  static int wrongPivot(double[] diagonal, double[] pivots) {
    for (int i = 0; i < diagonal.length; i++) {
      if (!(pivots[i] > 0 && diagonal[i] > 0 || pivots[i] < 0 && diagonal[i] < 0)) {
        return i;
      }
    }
    return NONE;
  }
}
