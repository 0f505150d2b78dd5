package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a library calls itself; it is stored with every result, because the last bits depend on it.
 */
final class BlasName {
  private static final FunctionDescriptor TEXT = FunctionDescriptor.of(ADDRESS);
  private static final Pattern OPENBLAS_VERSION = Pattern.compile("OpenBLAS (\\S+)");
  private static final int MKL_TEXT_LENGTH = 198;

  private BlasName() {}

  /**
   * Asks the library.
   *
   * @param library OpenBLAS, MKL, BLIS or another
   * @return name and version with the kernels in use; the file where it does not say
   */
  static String of(SharedLibrary library) {
    return openBlas(library)
        .or(() -> mkl(library))
        .or(() -> blis(library))
        .orElseGet(() -> library.file().toString());
  }

  /** "OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64" and "Haswell". */
  private static Optional<String> openBlas(SharedLibrary library) {
    return text(library, "openblas_get_config")
        .map(
            config -> {
              var version = OPENBLAS_VERSION.matcher(config);
              return (version.find() ? version.group() : "OpenBLAS")
                  + text(library, "openblas_get_corename")
                      .map(core -> " (" + core + ")")
                      .orElse("");
            });
  }

  private static Optional<String> mkl(SharedLibrary library) {
    return library
        .find("MKL_Get_Version_String", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT))
        .map(
            version -> {
              try (var arena = Arena.ofConfined()) {
                var text = arena.allocate(MKL_TEXT_LENGTH + 1);
                version.invokeExact(text, MKL_TEXT_LENGTH);
                return text.getString(0).strip();
              } catch (Throwable e) {
                throw failed(e);
              }
            });
  }

  private static Optional<String> blis(SharedLibrary library) {
    return text(library, "bli_info_get_version_str").map(version -> "BLIS " + version);
  }

  private static Optional<String> text(SharedLibrary library, String function) {
    return library.find(function, TEXT).map(BlasName::call);
  }

  private static String call(MethodHandle function) {
    try {
      return ((MemorySegment) function.invokeExact()).reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}
