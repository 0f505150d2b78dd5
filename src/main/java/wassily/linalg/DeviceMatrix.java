package wassily.linalg;

/**
 * A row-major matrix in a backend's memory. It has no element access: a transfer is a verb.
 *
 * <p>Closing it twice is harmless; using it after that is an {@link IllegalStateException}.
 */
public interface DeviceMatrix extends AutoCloseable {
  /**
   * Its shape.
   *
   * @return rows and columns
   */
  Shape shape();

  /**
   * Copies the matrix to the host.
   *
   * @param into a matrix of the same shape
   */
  default void download(HostMatrix into) {
    if (!into.shape().equals(shape())) {
      throw new IllegalArgumentException(
          "download of a %s matrix into %s".formatted(shape(), into.shape()));
    }
    downloadRows(0, into);
  }

  /**
   * Copies consecutive rows to the host.
   *
   * @param firstRow the first row wanted
   * @param into as many rows as are wanted, with all columns
   */
  void downloadRows(long firstRow, HostMatrix into);

  /**
   * Closes it because something else has failed. That is the reason to tell: what goes wrong here
   * is only added to it.
   *
   * @param failure what has failed
   */
  default void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException second) {
      if (second != failure) {
        failure.addSuppressed(second);
      }
    }
  }

  @Override
  void close();
}
