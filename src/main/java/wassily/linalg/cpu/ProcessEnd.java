package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * Ends the process without the destructors of native libraries.
 *
 * <p>OpenBLAS's destructor waits for its threads. When the JVM exits (Ctrl-C) while a product runs,
 * the thread that gave them work is stopped by the JVM and never takes their answer: the process
 * then hung for ever (4 of 8 interrupted LUs of n = 6,720, none of 12 with this). All that Java
 * wants done at exit is done in its shutdown hooks, before C's {@code exit} begins.
 */
final class ProcessEnd {
  private ProcessEnd() {}

  /**
   * Registers C's {@code _exit} as what {@code exit} does first. {@code on_exit} hands its function
   * the status and a pointer; {@code _exit} takes the status and, in the calling convention of
   * x86-64 and AArch64, does not see the other.
   */
  static void skipDestructors() {
    var linker = Linker.nativeLinker();
    var c = linker.defaultLookup();
    var exit = c.find("_exit");
    var onExit = c.find("on_exit");
    if (exit.isEmpty() || onExit.isEmpty()) {
      return; // not glibc: the destructors stay
    }
    var register =
        linker.downcallHandle(onExit.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    try {
      int refused = (int) register.invokeExact(exit.get(), MemorySegment.NULL);
      if (refused != 0) {
        throw new AssertionError("on_exit refused: no memory");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
