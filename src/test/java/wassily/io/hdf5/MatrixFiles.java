package wassily.io.hdf5;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/** Writes files of matrices as MATLAB v7.3 stores them, or row by row as h5py does. */
public final class MatrixFiles {
  private final GroupSpec root = GroupSpec.root();
  private final boolean matlab;

  private MatrixFiles(boolean matlab) {
    this.matlab = matlab;
  }

  /**
   * A file of MATLAB: datasets are transposed and say what they are.
   *
   * @return an empty file
   */
  public static MatrixFiles matlab() {
    return new MatrixFiles(true);
  }

  /**
   * A plain file, row by row.
   *
   * @return an empty file
   */
  public static MatrixFiles plain() {
    return new MatrixFiles(false);
  }

  /**
   * Adds a matrix.
   *
   * @param name its name
   * @param m its numbers
   * @return this
   */
  public MatrixFiles matrix(String name, HostMatrix m) {
    HostMatrix stored = matlab ? transposed(m) : m;
    var dataset = root.matrix(name, stored, stored.rows(), stored.columns());
    if (matlab) {
      dataset.attribute("MATLAB_class", "double");
    }
    return this;
  }

  /**
   * Adds a matrix of one row.
   *
   * @param name its name
   * @param values its numbers
   * @return this
   */
  public MatrixFiles row(String name, double... values) {
    return matrix(name, HostMatrix.of(values));
  }

  /**
   * Adds a vector of one dimension, which MATLAB does not have.
   *
   * @param name its name
   * @param values its numbers
   * @return this
   */
  public MatrixFiles vector(String name, double... values) {
    root.numbers(name, values);
    return this;
  }

  /**
   * Adds strings.
   *
   * @param name their name
   * @param values the strings
   * @return this
   */
  public MatrixFiles texts(String name, List<String> values) {
    root.strings(name, values);
    return this;
  }

  /**
   * Writes the file.
   *
   * @param file where
   * @param compression the level for matrices of 64 KiB and more, 0 for none
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path write(Path file, int compression) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Hdf5Writer.write(root, channel, compression, 2, Progress.NONE);
    }
    return file;
  }

  /**
   * Transposes.
   *
   * @param m a matrix
   * @return its transpose
   */
  public static HostMatrix transposed(HostMatrix m) {
    var t = HostMatrix.allocate(Arena.ofAuto(), m.columns(), m.rows());
    for (long i = 0; i < m.rows(); i++) {
      for (long j = 0; j < m.columns(); j++) {
        t.set(j, i, m.get(i, j));
      }
    }
    return t;
  }

  /**
   * Runs the script that writes a file with h5py, or skips the test where that is missing.
   *
   * @param arguments a folder of text matrices, the file to write
   * @throws IOException when it cannot be run
   */
  public static void python(String... arguments) throws IOException {
    Tools.python("write_matlab.py", "h5py, numpy", arguments);
  }
}
