package wassily.linalg;

/**
 * A rectangle of a matrix on a device, perhaps seen transposed. It shares the matrix's memory and
 * owns nothing.
 *
 * @param matrix the matrix
 * @param firstRow its first row of the rectangle
 * @param rows how many rows
 * @param firstColumn its first column of the rectangle
 * @param columns how many columns
 * @param isTransposed whether the rectangle's transpose is meant
 */
public record DeviceBlock(
    DeviceMatrix matrix,
    long firstRow,
    long rows,
    long firstColumn,
    long columns,
    boolean isTransposed) {
  /** Refuses rectangles that are not inside the matrix. */
  public DeviceBlock {
    Shape whole = matrix.shape();
    requireInside("rows", firstRow, rows, whole.rows(), whole);
    requireInside("columns", firstColumn, columns, whole.columns(), whole);
  }

  private static void requireInside(String what, long first, long count, long all, Shape whole) {
    if (first < 0 || count < 0 || first > all - count) {
      throw new IllegalArgumentException(
          "%d %s from %d on of a matrix of %s".formatted(count, what, first, whole));
    }
  }

  /**
   * A whole matrix.
   *
   * @param m the matrix
   * @return all of it
   */
  public static DeviceBlock of(DeviceMatrix m) {
    return new DeviceBlock(m, 0, m.shape().rows(), 0, m.shape().columns(), false);
  }

  /**
   * Consecutive rows with all columns.
   *
   * @param m the matrix
   * @param first the first row
   * @param count how many
   * @return the rows
   */
  public static DeviceBlock ofRows(DeviceMatrix m, long first, long count) {
    return new DeviceBlock(m, first, count, 0, m.shape().columns(), false);
  }

  /**
   * Consecutive columns with all rows.
   *
   * @param m the matrix
   * @param first the first column
   * @param count how many
   * @return the columns
   */
  public static DeviceBlock ofColumns(DeviceMatrix m, long first, long count) {
    return new DeviceBlock(m, 0, m.shape().rows(), first, count, false);
  }

  /**
   * The transpose of this block; nothing is moved.
   *
   * @return the same rectangle, seen the other way
   */
  public DeviceBlock transposed() {
    return new DeviceBlock(matrix, firstRow, rows, firstColumn, columns, !isTransposed);
  }

  /**
   * What the block is as a factor: columns × rows when transposed.
   *
   * @return its shape
   */
  public Shape shape() {
    return isTransposed ? new Shape(columns, rows) : new Shape(rows, columns);
  }

  /**
   * Where the rectangle begins.
   *
   * @return elements from the beginning of the matrix
   */
  public long offset() {
    return firstRow * rowStride() + firstColumn;
  }

  /**
   * How far its rows are apart.
   *
   * @return elements, the number of columns of the matrix
   */
  public long rowStride() {
    return matrix.shape().columns();
  }

  /**
   * Refuses a product that cannot be: shapes that do not fit, a transposed result, a result that
   * covers a part of a factor.
   *
   * @param a p × q
   * @param b q × r
   * @param out p × r
   * @throws IllegalArgumentException naming the three shapes
   */
  public static void requireProduct(DeviceBlock a, DeviceBlock b, DeviceBlock out) {
    if (a.shape().columns() != b.shape().rows()
        || !out.shape().equals(new Shape(a.shape().rows(), b.shape().columns()))) {
      throw new IllegalArgumentException(
          "product of %s and %s into %s".formatted(a.shape(), b.shape(), out.shape()));
    }
    if (out.isTransposed) {
      throw new IllegalArgumentException(
          "a product of %s cannot be written transposed: exchange the factors and transpose them"
              .formatted(out.shape()));
    }
    if (out.covers(a) || out.covers(b)) {
      throw new IllegalArgumentException(
          "the product of %s and %s cannot overwrite one of them".formatted(a.shape(), b.shape()));
    }
  }

  /** Whether the two rectangles have an element in common. */
  private boolean covers(DeviceBlock other) {
    return matrix == other.matrix
        && meet(firstRow, rows, other.firstRow, other.rows)
        && meet(firstColumn, columns, other.firstColumn, other.columns);
  }

  private static boolean meet(long first, long count, long otherFirst, long otherCount) {
    return Math.max(first, otherFirst) < Math.min(first + count, otherFirst + otherCount);
  }
}
