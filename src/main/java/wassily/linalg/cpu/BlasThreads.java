package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;

/** A library's number of threads, in the words of each library. */
final class BlasThreads {
  private record Setter(String set, ValueLayout type, String get) {}

  /**
   * BLIS counts in its own 64-bit {@code dim_t}; OpenMP serves libraries that have no setter of
   * their own, such as ArmPL.
   */
  private static final List<Setter> SETTERS =
      List.of(
          new Setter("openblas_set_num_threads", JAVA_INT, "openblas_get_num_threads"),
          new Setter("MKL_Set_Num_Threads", JAVA_INT, "MKL_Get_Max_Threads"),
          new Setter("bli_thread_set_num_threads", JAVA_LONG, "bli_thread_get_num_threads"),
          new Setter("nvpl_blas_set_num_threads", JAVA_INT, "nvpl_blas_get_max_threads"),
          new Setter("omp_set_num_threads", JAVA_INT, "omp_get_max_threads"));

  private final Optional<MethodHandle> set;
  private final Optional<MethodHandle> get;

  private BlasThreads(Optional<MethodHandle> set, Optional<MethodHandle> get) {
    this.set = set;
    this.get = get;
  }

  static BlasThreads of(SharedLibrary library) {
    for (Setter s : SETTERS) {
      var set = library.find(s.set, FunctionDescriptor.ofVoid(s.type));
      var get = library.find(s.get, FunctionDescriptor.of(s.type));
      if (set.isPresent() && get.isPresent()) {
        return new BlasThreads(
            set.map(h -> h.asType(MethodType.methodType(void.class, int.class))),
            get.map(h -> h.asType(MethodType.methodType(long.class))));
      }
    }
    return new BlasThreads(Optional.empty(), Optional.empty());
  }

  /**
   * Sets the number of threads, for the whole process.
   *
   * @param threads how many
   * @return how many the library will use: it may have a limit of its own, and 1 is assumed of a
   *     library that has no such setting, as the reference BLAS
   */
  int set(int threads) {
    if (set.isEmpty()) {
      return 1;
    }
    try {
      set.get().invokeExact(threads);
      return Math.toIntExact((long) get.orElseThrow().invokeExact());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
