package wassily.linalg;

import java.io.IOException;

/**
 * A matrix whose rows are read when they are asked for: one in memory, or one in a file that is
 * larger than memory allows twice.
 *
 * <p>A table's Z is such a source, so that it is read once, straight into the matrix that is
 * factorized, and once more in panels for residuals.
 */
public interface MatrixSource {
  /**
   * The shape of the whole matrix.
   *
   * @return rows and columns
   */
  Shape shape();

  /**
   * Reads consecutive rows. Thread-safe: several threads may read different panels at once.
   *
   * @param firstRow the first row wanted
   * @param into as many rows as are wanted, with all columns
   * @throws IOException when the file cannot be read
   */
  void read(long firstRow, HostMatrix into) throws IOException;

  /**
   * How many rows are best read at once: the height of panels that start at a multiple of it.
   *
   * <p>Any panel may be read, but a compressed file holds blocks of rows, and a panel that cuts
   * through a block makes two readers decompress it.
   *
   * @return at least 1; by default as many rows as fit in 8 MiB
   */
  default long preferredRows() {
    long rowBytes = Math.max(1, shape().columns()) * Double.BYTES;
    return Math.max(1, Math.min(shape().rows(), (8L << 20) / rowBytes));
  }

  /**
   * Where the numbers come from, for messages.
   *
   * @return "table.h5:/Z" or "memory"
   */
  default String origin() {
    return "memory";
  }
}
