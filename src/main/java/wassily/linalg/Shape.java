package wassily.linalg;

/**
 * The shape of a matrix.
 *
 * @param rows number of rows, ≥ 0
 * @param columns number of columns, ≥ 0
 */
public record Shape(long rows, long columns) {
  /** Refuses negative sizes and more elements than a 64-bit byte offset can reach. */
  public Shape {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("negative size: " + rows + " × " + columns);
    }
    Math.multiplyExact(Math.multiplyExact(rows, columns), Double.BYTES);
  }

  /**
   * The number of elements.
   *
   * @return rows · columns
   */
  public long elements() {
    return rows * columns;
  }

  /**
   * The size in memory.
   *
   * @return 8 · rows · columns
   */
  public long bytes() {
    return elements() * Double.BYTES;
  }

  @Override
  public String toString() {
    return rows + " × " + columns;
  }
}
