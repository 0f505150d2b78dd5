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
  void download(HostMatrix into);

  @Override
  void close();
}
