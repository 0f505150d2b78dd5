package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/**
 * Lets OpenBLAS's threads sleep soon after a product.
 *
 * <p>They wait for the next one in a loop that takes a whole core, by default for 2²⁸ cycles or
 * about 0.1 s, in which our own threads share the cores with them: flows between 25 groups of 313 ×
 * 42, small products with sums between them, took 4.3 s for 10,000 scenarios so, 3.5 s with 2²²
 * cycles and 2.7 to 3.2 s with 2²⁰, 0.4 ms (one run each, 2 cores). A factorization leaves less
 * than that between its products; to wake them costs 0.1 ms, on a virtual machine up to 1.7 ms.
 */
final class IdleThreads {
  private static final String VARIABLE = "OPENBLAS_THREAD_TIMEOUT";
  private static final String LOG2_CYCLES = "20";

  private IdleThreads() {}

  /**
   * Sets C's environment, where OpenBLAS looks when it is loaded; what the user has set stays. Java
   * copied the environment when it started, so that it and its child processes do not see this.
   */
  static void sleepSoon() {
    var linker = Linker.nativeLinker();
    var setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return; // not POSIX: the threads wait as they do
    }
    var set =
        linker.downcallHandle(
            setenv.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      int refused =
          (int) set.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(LOG2_CYCLES), 0);
      if (refused != 0) {
        throw new AssertionError("setenv refused: no memory");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
