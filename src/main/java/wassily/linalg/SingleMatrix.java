package wassily.linalg;

/**
 * A matrix in a backend's memory in single precision, half as many bytes: good enough to correct
 * with, never to give a result from.
 */
public interface SingleMatrix extends AutoCloseable {
  /**
   * Its shape.
   *
   * @return rows and columns
   */
  Shape shape();

  /** Gives the memory back; twice is harmless. */
  @Override
  void close();
}
