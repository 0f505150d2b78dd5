package wassily.linalg;

/**
 * Blocks of one shape at equal distances in a matrix on a device, taken as many small matrices.
 *
 * <p>Element (i, j) of block r is element {@code offset + r·batchStride + i·rowStride + j} of the
 * matrix, counted row by row. Blocks may share elements, or be one and the same (stride 0), where
 * they are only read.
 *
 * @param matrix the matrix; its memory is shared, nothing is owned
 * @param offset where block 0 begins, in elements
 * @param rows rows of each block
 * @param columns columns of each block
 * @param rowStride elements from row to row, at least {@code columns}
 * @param batchStride elements from block to block, ≥ 0
 * @param count how many blocks
 */
public record DeviceBatch(
    DeviceMatrix matrix,
    long offset,
    long rows,
    long columns,
    long rowStride,
    long batchStride,
    int count) {
  /** Refuses blocks that are not inside the matrix. */
  public DeviceBatch {
    if (offset < 0
        || offset > matrix.shape().elements()
        || rows < 0
        || columns < 0
        || count < 0
        || batchStride < 0
        || rowStride < Math.max(1, columns)
        || !inside(matrix.shape(), offset, rows, columns, rowStride, batchStride, count)) {
      throw new IllegalArgumentException(
          "%d blocks of %d × %d from element %d on, rows %d and blocks %d elements apart, in a matrix of %s"
              .formatted(count, rows, columns, offset, rowStride, batchStride, matrix.shape()));
    }
  }

  private static boolean inside(
      Shape whole,
      long offset,
      long rows,
      long columns,
      long rowStride,
      long batchStride,
      int count) {
    if (rows == 0 || columns == 0 || count == 0) {
      return true;
    }
    try {
      long lastRow = Math.multiplyExact(rows - 1, rowStride);
      long lastBlock = Math.multiplyExact(count - 1L, batchStride);
      long end = Math.addExact(Math.addExact(offset, columns), Math.addExact(lastRow, lastBlock));
      return end <= whole.elements();
    } catch (ArithmeticException beyondAnyMatrix) {
      return false;
    }
  }

  /**
   * A matrix cut into blocks of consecutive rows, each with all columns.
   *
   * @param m the matrix
   * @param rows rows of each block; a divisor of the matrix's rows
   * @return all its blocks
   */
  public static DeviceBatch ofRows(DeviceMatrix m, long rows) {
    Shape s = m.shape();
    return new DeviceBatch(
        m,
        0,
        rows,
        s.columns(),
        Math.max(1, s.columns()),
        rows * s.columns(),
        parts(s.rows(), rows, "rows", s));
  }

  /**
   * A matrix cut into blocks of consecutive columns, each with all rows.
   *
   * @param m the matrix
   * @param columns columns of each block; a divisor of the matrix's columns
   * @return all its blocks
   */
  public static DeviceBatch ofColumns(DeviceMatrix m, long columns) {
    Shape s = m.shape();
    return new DeviceBatch(
        m,
        0,
        s.rows(),
        columns,
        Math.max(s.columns(), columns),
        columns,
        parts(s.columns(), columns, "columns", s));
  }

  private static int parts(long all, long each, String what, Shape whole) {
    if (each < 1 || all % each != 0) {
      throw new IllegalArgumentException(
          "a matrix of %s cannot be cut into blocks of %d %s".formatted(whole, each, what));
    }
    return Math.toIntExact(all / each);
  }

  /**
   * The shape of each block.
   *
   * @return rows × columns
   */
  public Shape shape() {
    return new Shape(rows, columns);
  }

  /**
   * Refuses products that cannot be: numbers of blocks or shapes that do not fit, results that
   * overwrite each other or stand in the matrix of a factor.
   *
   * @param a blocks of p × q
   * @param b blocks of q × k
   * @param out blocks of p × k
   * @throws IllegalArgumentException naming what was given
   */
  public static void requireProducts(DeviceBatch a, DeviceBatch b, DeviceBatch out) {
    if (a.columns != b.rows
        || out.rows != a.rows
        || out.columns != b.columns
        || a.count != b.count
        || out.count != a.count) {
      throw new IllegalArgumentException(
          "products of %d blocks of %s and %d of %s into %d of %s"
              .formatted(a.count, a.shape(), b.count, b.shape(), out.count, out.shape()));
    }
    if (out.matrix == a.matrix || out.matrix == b.matrix) {
      throw new IllegalArgumentException(
          "products of %s and %s cannot be written into the matrix of a factor, %s"
              .formatted(a.shape(), b.shape(), out.matrix.shape()));
    }
    if (!out.isApart()) {
      throw new IllegalArgumentException(
          "%d results of %s, rows %d and blocks %d elements apart, overwrite each other"
              .formatted(out.count, out.shape(), out.rowStride, out.batchStride));
    }
  }

  /** Whether blocks stand one after the other, or side by side within a row stride. */
  private boolean isApart() {
    return count < 2
        || rows == 0
        || columns == 0
        || batchStride >= (rows - 1) * rowStride + columns
        || batchStride >= columns && (count - 1L) * batchStride + columns <= rowStride;
  }
}
