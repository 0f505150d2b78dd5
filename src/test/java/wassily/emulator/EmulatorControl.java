package wassily.emulator;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a test can do to the emulated device: order failures, count calls, read what is left. */
public final class EmulatorControl {
  private final MethodHandle fail;
  private final MethodHandle orders;
  private final MethodHandle calls;
  private final MethodHandle functions;
  private final MethodHandle messages;
  private final MethodHandle leaks;
  private final MethodHandle set;
  private final MethodHandle bytes;
  private final MethodHandle sticky;
  private final MethodHandle reset;

  EmulatorControl(Path libcuda) {
    var symbols = SymbolLookup.libraryLookup(libcuda, Arena.global());
    var text = FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG);
    fail =
        bind(
            symbols,
            "emulator_fail",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    orders = bind(symbols, "emulator_orders", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    calls = bind(symbols, "emulator_calls", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    functions = bind(symbols, "emulator_functions", text);
    messages = bind(symbols, "emulator_messages", text);
    leaks = bind(symbols, "emulator_leaks", text);
    set = bind(symbols, "emulator_set", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    bytes = bind(symbols, "emulator_bytes", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    sticky = bind(symbols, "emulator_sticky", FunctionDescriptor.of(JAVA_INT));
    reset = bind(symbols, "emulator_reset", FunctionDescriptor.ofVoid());
  }

  private static MethodHandle bind(SymbolLookup symbols, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }

  private interface Call<T> {
    T run() throws Throwable;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines(MethodHandle text) {
    return call(
        () -> {
          try (var arena = Arena.ofConfined()) {
            long length = (long) text.invokeExact(MemorySegment.NULL, 0L);
            var to = arena.allocate(length + 1);
            var unused = (long) text.invokeExact(to, length + 1);
            return to.getString(0).lines().toList();
          }
        });
  }

  /**
   * Orders one failure: that call does nothing and returns the status.
   *
   * @param function the exported name, such as {@code cuMemAlloc_v2}; {@code *} for any (then the
   *     status is the driver's, translated for the other libraries)
   * @param kth 1 for the next call from now
   * @param status what it returns; 700, 710, 719 and their like stay for all later calls
   */
  public void fail(String function, long kth, int status) {
    call(
        () -> {
          try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(function);
            if ((int) fail.invokeExact(name, kth, status) != 0) {
              throw new IllegalArgumentException(function + ":" + kth + ":" + status);
            }
            return null;
          }
        });
  }

  /**
   * Forgets ordered failures.
   *
   * @return how many of them had not happened
   */
  public long forgetFailures() {
    return call(() -> (long) orders.invokeExact(1));
  }

  /**
   * Counts calls since the last reset.
   *
   * @param function the exported name, or {@code *} for all
   * @return how often it was called
   */
  public long calls(String function) {
    return call(
        () -> {
          try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(function);
            return (long) calls.invokeExact(name);
          }
        });
  }

  /**
   * The functions called since the last reset.
   *
   * @return exported name → number of calls, by name
   */
  public Map<String, Long> functions() {
    var map = new TreeMap<String, Long>();
    for (String line : lines(functions)) {
      int space = line.indexOf(' ');
      map.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
    }
    return map;
  }

  /**
   * What the emulator found wrong since the last reset, in words.
   *
   * @return oldest first
   */
  public List<String> messages() {
    return lines(messages);
  }

  /**
   * What is live on the device now: memory, streams, events, modules, library handles, programs.
   * What could not be given back because that very call was made to fail is marked "(its release
   * was refused)".
   *
   * @return one line each; empty when all was given back
   */
  public List<String> live() {
    return lines(leaks);
  }

  /**
   * What is live although nobody tried to give it back.
   *
   * @return one line each
   */
  public List<String> leaks() {
    return live().stream().filter(line -> !line.endsWith("(its release was refused)")).toList();
  }

  /**
   * Changes the machine, until the next reset.
   *
   * @param name the end of a variable {@code WASSILY_EMULATOR_…}, such as {@code MEMORY}, or {@code
   *     CUDA_VISIBLE_DEVICES}
   * @param value its value
   */
  public void set(String name, Object value) {
    call(
        () -> {
          try (var arena = Arena.ofConfined()) {
            var key = arena.allocateFrom(name);
            var text = arena.allocateFrom(value.toString());
            return (int) set.invokeExact(key, text);
          }
        });
  }

  /**
   * Device memory in use.
   *
   * @return bytes
   */
  public long bytes() {
    return call(() -> (long) bytes.invokeExact(0));
  }

  /**
   * The most device memory that ever was in use since the last reset.
   *
   * @return bytes
   */
  public long peakBytes() {
    return call(() -> (long) bytes.invokeExact(1));
  }

  /**
   * The error that stays.
   *
   * @return 700, 710, 719 …; 0 when there is none
   */
  public int stickyError() {
    return call(() -> (int) sticky.invokeExact());
  }

  /** As if the process had just started. */
  public void reset() {
    call(
        () -> {
          reset.invokeExact();
          return null;
        });
  }
}
