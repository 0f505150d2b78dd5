package wassily.linalg;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user may ask of a backend.
 *
 * @param threads threads of the CPU's library, and of reading, ≥ 1
 * @param blas a BLAS/LAPACK library to use instead of the bundled OpenBLAS
 * @param cudaPath a CUDA toolkit, or a folder with its libraries, to use instead of those found
 * @param device which card, counted from 0 among those that CUDA shows
 * @param pivoting when rows are interchanged during elimination
 */
public record BackendOptions(
    int threads, Optional<Path> blas, Optional<Path> cudaPath, int device, Pivoting pivoting) {
  /** Refuses fewer than one thread and negative devices. */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads, at least 1 is needed");
    }
    if (device < 0) {
      throw new IllegalArgumentException("device " + device + ", they are counted from 0");
    }
  }

  /**
   * Options that leave pivoting to the rule.
   *
   * @param threads threads of the CPU's library, and of reading, ≥ 1
   * @param blas a BLAS/LAPACK library to use instead of the bundled OpenBLAS
   * @param cudaPath a CUDA toolkit, or a folder with its libraries, to use instead of those found
   * @param device which card, counted from 0 among those that CUDA shows
   */
  public BackendOptions(int threads, Optional<Path> blas, Optional<Path> cudaPath, int device) {
    this(threads, blas, cudaPath, device, Pivoting.AUTO);
  }

  /**
   * Options without a wish about CUDA.
   *
   * @param threads threads of the CPU's library, and of reading, ≥ 1
   * @param blas a BLAS/LAPACK library to use instead of the bundled OpenBLAS
   */
  public BackendOptions(int threads, Optional<Path> blas) {
    this(threads, blas, Optional.empty(), 0);
  }

  /**
   * The same options with another pivoting.
   *
   * @param how when rows are interchanged during elimination
   * @return the options
   */
  public BackendOptions with(Pivoting how) {
    return new BackendOptions(threads, blas, cudaPath, device, how);
  }

  /**
   * The bundled library on every processor of this machine.
   *
   * @return the default options
   */
  public static BackendOptions defaults() {
    return new BackendOptions(Runtime.getRuntime().availableProcessors(), Optional.empty());
  }
}
