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
   * @return for example "CUDA 13 in /usr/local/cuda"
   */
  String description() {
    return "CUDA %d in %s".formatted(version.major(), place);
  }

  /**
   * A library's own number in words: cuBLAS and cuSOLVER give 120605 or 11703 for 12.6.5 and
   * 11.7.3.
   *
   * @param number what cublasGetVersion or cusolverGetVersion says
   * @return three numbers with points between
   */
  static String version(int number) {
    return number >= 100_000
        ? "%d.%d.%d".formatted(number / 10_000, number / 100 % 100, number % 100)
        : "%d.%d.%d".formatted(number / 1000, number / 100 % 10, number % 100);
  }
}
