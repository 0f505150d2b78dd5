package wassily.linalg.cuda;

import java.nio.file.Path;
import java.util.List;

/**
 * The libraries of one CUDA installation.
 *
 * @param version which CUDA
 * @param place where it was found, for people
 * @param files the libraries in the order of loading, companions first
 */
record Toolkit(ToolkitVersion version, String place, List<Path> files) {
  /**
   * A short description.
   *
   * @return for example "CUDA 13 in /usr/local/cuda (libcublas.so.13.0.2)"
   */
  String description() {
    return "CUDA %d in %s".formatted(version.major(), place);
  }
}
