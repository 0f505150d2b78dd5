package wassily.linalg.cuda;

import java.util.List;
import java.util.Map;

/**
 * A major version of the CUDA toolkit, with the names of its libraries.
 *
 * <p>JCuda 12.6 asks for the names of CUDA 12. Those of CUDA 13 are as long, so that a copy of
 * JCuda's libraries can ask for them instead ({@link Retarget}).
 */
enum ToolkitVersion {
  /** What JCuda was built for. */
  CUDA_12(
      12,
      List.of("libnvrtc.so.12", "libcublas.so.12", "libcusolver.so.11", "libcusolverMg.so.11"),
      List.of("libnvJitLink.so.12", "libcublasLt.so.12", "libcusparse.so.12")),
  /** Needs retargeted copies. */
  CUDA_13(
      13,
      List.of("libnvrtc.so.13", "libcublas.so.13", "libcusolver.so.12", "libcusolverMg.so.12"),
      List.of("libnvJitLink.so.13", "libcublasLt.so.13", "libcusparse.so.12"));

  private final int major;
  private final List<String> libraries;
  private final List<String> companions;

  ToolkitVersion(int major, List<String> libraries, List<String> companions) {
    this.major = major;
    this.libraries = libraries;
    this.companions = companions;
  }

  /** 12 or 13. */
  int major() {
    return major;
  }

  /** What JCuda's libraries need, in the order of loading. */
  List<String> libraries() {
    return libraries;
  }

  /** What those need of each other, loaded before them where it lies in the same place. */
  List<String> companions() {
    return companions;
  }

  /** Names that JCuda's libraries ask for → names of this version. */
  Map<String, String> renaming() {
    var names = new java.util.LinkedHashMap<String, String>();
    for (int i = 0; i < libraries.size(); i++) {
      names.put(CUDA_12.libraries.get(i), libraries.get(i));
    }
    return names;
  }
}
