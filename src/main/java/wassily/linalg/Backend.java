package wassily.linalg;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import wassily.progress.Progress;

/**
 * A device that holds dense matrices and factorizes them.
 *
 * <p>Matrices of one backend cannot be given to another: {@link BackendException.Rejected}. Shapes
 * that do not fit together are an {@link IllegalArgumentException} that names both. Matrices
 * without rows or columns are allowed everywhere: work on them does nothing, and the inverse of a 0
 * × 0 matrix is 0 × 0. A NaN spreads as arithmetic makes it and ends no call with an error.
 *
 * <p>One thread at a time may use a backend and what it made. Calls after close, of the backend or
 * of an argument, are an {@link IllegalStateException}; closing twice is harmless.
 */
public interface Backend extends AutoCloseable {
  /**
   * What this backend runs on.
   *
   * @return name, device, library, threads
   */
  BackendInfo info();

  /**
   * Refuses work that cannot fit into the memory that is free now, before it starts.
   *
   * @param bytes what the work needs at its peak
   * @param what the work in words, for the message
   * @throws BackendException.OutOfMemory with both figures and the cure
   */
  void requireMemory(long bytes, String what);

  /**
   * A matrix of zeros.
   *
   * @param shape its shape
   * @return the matrix, owned by the caller
   */
  DeviceMatrix zeros(Shape shape);

  /**
   * Copies a matrix to the device.
   *
   * @param m the matrix
   * @return a copy, owned by the caller
   */
  DeviceMatrix upload(HostMatrix m);

  /**
   * Reads a matrix from its source straight into device memory, without a second copy on the host.
   *
   * @param source where the rows come from
   * @param progress told the bytes read
   * @return the matrix, owned by the caller
   * @throws IOException when the source cannot be read
   */
  DeviceMatrix upload(MatrixSource source, Progress progress) throws IOException;

  /**
   * Copies so many bytes from memory that the device reads best (page-locked) in the plainest way,
   * and throws them away: what the time of an upload can be measured against.
   *
   * @param bytes at least 1
   * @return seconds; empty where the device's memory is the host's
   * @throws BackendException.OutOfMemory when there is no room for the copy's buffer, of 256 MiB at
   *     most
   */
  default OptionalDouble plainCopySeconds(long bytes) {
    return OptionalDouble.empty();
  }

  /**
   * Looks for a number that is NaN or infinite.
   *
   * @param m a matrix
   * @return the row-major index i·columns + j of the first, empty when all are finite
   */
  OptionalLong firstNotFinite(DeviceMatrix m);

  /**
   * Matrix product: out ← a·b.
   *
   * @param a p × q
   * @param b q × r
   * @param out p × r, neither a nor b; overwritten
   */
  void multiply(DeviceMatrix a, DeviceMatrix b, DeviceMatrix out);

  /**
   * Turns Z into d̂ − Z in place. A column j with {@code d[j] = 0} becomes the unit vector e_j:
   * what stood there is dropped.
   *
   * @param d n numbers
   * @param z n × n; overwritten by M with M[i,j] = δ(i,j)·d[j] − Z[i,j]
   */
  void diagonalMinus(double[] d, DeviceMatrix z);

  /**
   * Multiplies row i by {@code by[i]}.
   *
   * @param by a number for each row
   * @param m overwritten
   */
  void scaleRows(double[] by, DeviceMatrix m);

  /**
   * Multiplies column j by {@code by[j]}.
   *
   * @param by a number for each column
   * @param m overwritten
   */
  void scaleColumns(double[] by, DeviceMatrix m);

  /**
   * Factorizes a square matrix.
   *
   * @param m n × n; this call takes ownership of it, also when it fails
   * @return the factors, owned by the caller
   * @throws BackendException.Singular when a pivot is exactly zero
   */
  Factorization factorize(DeviceMatrix m);

  @Override
  void close();
}
