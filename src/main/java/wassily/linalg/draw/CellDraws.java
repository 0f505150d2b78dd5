package wassily.linalg.draw;

/**
 * Factors that are drawn for the cells of a block of a matrix.
 *
 * <p>A cell (i, j) is in the block when neither {@code rowClass[i]} nor {@code columnClass[j]} is
 * −1; its parameters are those of its pair of classes.
 *
 * @param distribution of the factors
 * @param by what has a draw of its own
 * @param block the block's number among those of its stream
 * @param rowClass row → class, −1 outside the block; shared, not to be written to
 * @param columnClass column → class, −1 outside the block; shared
 * @param classes how many classes of columns there are
 * @param first [row class · classes + column class]; shared
 * @param second the same for the second parameter
 */
public record CellDraws(
    Distribution distribution,
    By by,
    int block,
    int[] rowClass,
    int[] columnClass,
    int classes,
    double[] first,
    double[] second) {
  /** What has a draw of its own. */
  public enum By {
    /** Every cell: independent. */
    CELL,
    /** Every row of the block: its cells change together. */
    ROW,
    /** Every column of the block. */
    COLUMN,
    /** The block as a whole: full correlation. */
    BLOCK
  }

  /** Refuses classes without parameters. */
  public CellDraws {
    if (classes < 1 || first.length != second.length || first.length % classes != 0) {
      throw new IllegalArgumentException(
          "%d and %d parameters for %d classes of columns"
              .formatted(first.length, second.length, classes));
    }
    for (int k = 0; k < first.length && distribution == Distribution.LOG_NORMAL; k++) {
      if (!distribution.isSmooth(new Distribution.Parameters(first[k], second[k]))) {
        throw new IllegalArgumentException(
            "log-normal factors of μ = %s, σ = %s".formatted(first[k], second[k]));
      }
    }
    requireClasses(rowClass, first.length / classes);
    requireClasses(columnClass, classes);
  }

  private static void requireClasses(int[] of, int classes) {
    for (int c : of) {
      if (c < -1 || c >= classes) {
        throw new IllegalArgumentException("class %d of %d".formatted(c, classes));
      }
    }
  }

  /**
   * Factors of a block that all have the same distribution.
   *
   * @param distribution of the factors
   * @param by what has a draw of its own
   * @param block the block's number among those of its stream
   * @param rows which rows are in it
   * @param columns which columns are in it
   * @param parameters of all
   * @return the block
   */
  public static CellDraws of(
      Distribution distribution,
      By by,
      int block,
      boolean[] rows,
      boolean[] columns,
      Distribution.Parameters parameters) {
    return new CellDraws(
        distribution,
        by,
        block,
        members(rows),
        members(columns),
        1,
        new double[] {parameters.first()},
        new double[] {parameters.second()});
  }

  private static int[] members(boolean[] in) {
    var of = new int[in.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = in[i] ? 0 : -1;
    }
    return of;
  }
}
