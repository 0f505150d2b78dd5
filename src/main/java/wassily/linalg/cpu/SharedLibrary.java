package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import wassily.linalg.BackendException;

/**
 * A shared library of the operating system.
 *
 * <p>Loaded by {@code dlopen} itself: Java's {@code SymbolLookup.libraryLookup} drops the reason of
 * a failure, and on a cluster that reason (a missing libgfortran, a file system mounted noexec) is
 * all the user has. Symbols of the libraries it depends on are found too.
 */
final class SharedLibrary {
  private static final int RTLD_LAZY = 1;
  private static final MethodHandle DLOPEN =
      handle("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle DLSYM =
      handle("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle DLERROR = handle("dlerror", FunctionDescriptor.of(ADDRESS));

  private final Path file;
  private final MemorySegment library;

  private SharedLibrary(Path file, MemorySegment library) {
    this.file = file;
    this.library = library;
  }

  /**
   * Loads a library; it stays loaded until the process ends.
   *
   * @param file the library
   * @return the loaded library
   * @throws BackendException.Absent in one line: no such file, other processor, what it misses
   */
  static SharedLibrary load(Path file) {
    refuseOtherFiles(file);
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom(file.toAbsolutePath().toString());
      var library = (MemorySegment) DLOPEN.invokeExact(path, RTLD_LAZY);
      if (library.address() == 0) {
        throw new BackendException.Absent("cannot load the library " + file + ": " + reason());
      }
      return new SharedLibrary(file, library);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Where it was loaded from.
   *
   * @return the file
   */
  Path file() {
    return file;
  }

  /**
   * Looks for a function.
   *
   * @param symbol its name
   * @return its address, empty when there is none
   */
  Optional<MemorySegment> find(String symbol) {
    try (var arena = Arena.ofConfined()) {
      var found = (MemorySegment) DLSYM.invokeExact(library, arena.allocateFrom(symbol));
      return found.address() == 0 ? Optional.empty() : Optional.of(found);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Looks for a function and makes it callable.
   *
   * @param symbol its name
   * @param type its arguments and result
   * @return a handle, empty when there is none
   */
  Optional<MethodHandle> find(String symbol, FunctionDescriptor type) {
    return find(symbol).map(address -> Linker.nativeLinker().downcallHandle(address, type));
  }

  /**
   * What dlopen says of such files ("invalid ELF header") names neither what is there nor what is
   * wanted.
   */
  private static void refuseOtherFiles(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BackendException.Absent(
          file
              + (Files.exists(file) ? " is not a file" : " does not exist")
              + ", expected a shared library with BLAS and LAPACK");
    }
    var header = new byte[20];
    try (var in = Files.newInputStream(file)) {
      if (in.readNBytes(header, 0, header.length) < header.length
          || header[0] != 0x7f
          || header[1] != 'E'
          || header[2] != 'L'
          || header[3] != 'F') {
        throw new BackendException.Absent(
            file + " is not a shared library (no ELF header), expected one with BLAS and LAPACK");
      }
    } catch (IOException e) {
      throw new BackendException.Absent("cannot read the library " + file + ": " + e);
    }
    int machine = header[18] & 0xff | (header[19] & 0xff) << 8;
    boolean is64Bit = header[4] == 2;
    if (!is64Bit || machine != expectedMachine()) {
      throw new BackendException.Absent(
          "%s is built for %s (%d bits), this Java runs on %s (64 bits); give a library built for this machine"
              .formatted(
                  file, machineName(machine), is64Bit ? 64 : 32, machineName(expectedMachine())));
    }
  }

  private static int expectedMachine() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> 62;
      case "aarch64" -> 183;
      case "ppc64le" -> 21;
      case "riscv64" -> 243;
      case String other ->
          throw new BackendException.Absent("no CPU backend for processors of type " + other);
    };
  }

  /** Numbers of the ELF specification. */
  private static String machineName(int machine) {
    return switch (machine) {
      case 3 -> "x86";
      case 21 -> "ppc64";
      case 40 -> "arm";
      case 62 -> "x86-64";
      case 183 -> "aarch64";
      case 243 -> "riscv64";
      default -> "another processor (ELF machine " + machine + ")";
    };
  }

  private static String reason() throws Throwable {
    var text = (MemorySegment) DLERROR.invokeExact();
    return text.address() == 0 ? "no reason given" : text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
  }
}
