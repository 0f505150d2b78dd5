package wassily.linalg;

import java.util.Arrays;

/**
 * Which matrices may be factorized without pivoting, and what their pivots must look like then. One
 * rule for every backend; where a backend pivots faster than it does without, it pivots more.
 *
 * <p>M₀ = d̂ − Z of a table with Z ≥ 0 has no positive element off the diagonal. With x &gt; 0 and
 * ρ(A) &lt; 1 it is a nonsingular M-matrix, whatever the signs of final demand and value added: for
 * some u &gt; 0 the matrix {@code M₀·û} is strictly dominant by rows. Elimination without
 * interchanges exists then, and its backward error relative to {@code |L||U|} does not depend on û.
 * All pivots are positive exactly when ρ(A) &lt; 1 (Hawkins and Simon 1949). Partial pivoting would
 * gain nothing: where final demand is ≥ 0 it swaps no row of what LAPACK sees (M₀ᵀ), elsewhere it
 * swaps freely while the growth stays below 2 without it. A column with negative output has the
 * other sign, diagonal and pivot alike.
 *
 * <p>So the rule looks at the elements off the diagonal before elimination, and at the sign of each
 * pivot against that of its diagonal element after it. Where either is wrong the matrix has to be
 * factorized with pivoting.
 */
public final class PivotRule {
  /** No pivot is wrong. */
  public static final int NONE = -1;

  /** Why a matrix was pivoted at once, in words. */
  public static final String POSITIVE = "positive elements off the diagonal";

  /** Why a matrix was pivoted that has no sign to compare a pivot with, in words. */
  public static final String NOT_A_NUMBER = "not a number on the diagonal";

  /** Why a matrix was not pivoted, in words. */
  public static final String ALL_RIGHT =
      "no positive element off the diagonal, all pivots of the right sign";

  private PivotRule() {}

  /**
   * Looks at the elements off the diagonal. The twin of the kernel {@code positive_off_diagonal}.
   *
   * @param rows a square matrix
   * @return true when one is positive or not a number
   */
  public static boolean positiveOffDiagonal(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (positiveOffDiagonal(i, rows[i])) {
        return true;
      }
    }
    return false;
  }

  /**
   * Looks at the elements of one row off the diagonal.
   *
   * @param i the row's number, and the place of its diagonal element
   * @param row its elements
   * @return true when one is positive or not a number
   */
  public static boolean positiveOffDiagonal(int i, double[] row) {
    return positive(row, 0, i) || positive(row, i + 1, row.length);
  }

  private static boolean positive(double[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      if (!(row[j] <= 0)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Looks for elements that no pivot can be compared with, so that a NaN spreads and is no error.
   *
   * @param diagonal of the matrix
   * @return true when one is not a number
   */
  public static boolean notANumber(double[] diagonal) {
    return Arrays.stream(diagonal).anyMatch(Double::isNaN);
  }

  /**
   * Compares pivots with the diagonal before elimination.
   *
   * @param diagonal of the matrix
   * @param pivots the diagonal of U
   * @return the first row whose pivot is zero, not a number or of the other sign; NONE when all are
   *     right
   */
  public static int wrongPivot(double[] diagonal, double[] pivots) {
    for (int i = 0; i < diagonal.length; i++) {
      if (!right(diagonal[i], pivots[i])) {
        return i;
      }
    }
    return NONE;
  }

  /**
   * Whether a pivot has the sign of its diagonal element.
   *
   * @param diagonal the element before elimination
   * @param pivot the element of U
   * @return false also where one of them is zero or not a number
   */
  public static boolean right(double diagonal, double pivot) {
    return pivot > 0 && diagonal > 0 || pivot < 0 && diagonal < 0;
  }
}
