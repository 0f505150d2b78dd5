package wassily.linalg;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user may ask of a backend.
 *
 * @param threads threads of the CPU's library, ≥ 1
 * @param blas a BLAS/LAPACK library to use instead of the bundled OpenBLAS
 */
public record BackendOptions(int threads, Optional<Path> blas) {
  /** Refuses fewer than one thread. */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads, at least 1 is needed");
    }
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
