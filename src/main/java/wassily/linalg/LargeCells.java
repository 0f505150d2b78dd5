package wassily.linalg;

/**
 * The first of the cells that were looked for, in row-major order, and how many there are.
 *
 * @param found how many cells qualify, those that did not fit in here too
 * @param cells row-major indices, ascending
 * @param values their values
 */
public record LargeCells(long found, long[] cells, double[] values) {
  /**
   * Whether all that were found are here.
   *
   * @return false when the search has to go on from {@link #next}
   */
  public boolean complete() {
    return cells.length == found;
  }

  /**
   * Where to go on.
   *
   * @return the row-major index after the last cell in here
   */
  public long next() {
    return cells[cells.length - 1] + 1;
  }

  /**
   * Refuses a search that cannot be.
   *
   * @param f factors of the rows
   * @param x the shape of X
   * @param y factors of the columns
   * @param threshold what counts as large
   * @param from where the search begins
   * @param most how many cells are wanted
   * @throws IllegalArgumentException saying what does not fit
   */
  public static void requireSearch(
      double[] f, Shape x, double[] y, double threshold, long from, int most) {
    if (!x.equals(new Shape(f.length, y.length))) {
      throw new IllegalArgumentException(
          "%d and %d factors for the rows and columns of a matrix of %s"
              .formatted(f.length, y.length, x));
    }
    if (!(threshold >= 0) || from < 0 || from > x.elements() || most < 1) {
      throw new IllegalArgumentException(
          "%d cells of at least %s from cell %d on of a matrix of %s"
              .formatted(most, threshold, from, x));
    }
  }
}
