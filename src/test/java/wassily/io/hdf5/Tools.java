package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that read and write HDF5 independently of us: Python's libraries and libhdf5's tools.
 */
public final class Tools {
  private Tools() {}

  /** A finished program. */
  record Run(int status, String out, String err) {}

  static Run run(List<String> command) throws IOException {
    Path out = Files.createTempFile("tool", ".out");
    Path err = Files.createTempFile("tool", ".err");
    try {
      var builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().put("PYTHONIOENCODING", "utf-8");
      builder.environment().put("HDF5_USE_FILE_LOCKING", "FALSE");
      int status = builder.start().waitFor();
      return new Run(status, Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /**
   * Runs a script from the test resources, or skips the test where its modules are missing.
   *
   * @param script its name beside this class, or with a slash in front from the root
   * @param modules what it imports: "h5py"
   * @param arguments given to the script
   * @return what it printed
   * @throws IOException when it cannot be run
   */
  public static String python(String script, String modules, String... arguments)
      throws IOException {
    Optional<String> interpreter = interpreter(modules);
    Assumptions.assumeTrue(
        interpreter.isPresent(), "skipped: no python3 with the modules " + modules);
    Path file = Files.createTempFile("script", ".py");
    try (var in = Tools.class.getResourceAsStream(script)) {
      Files.write(file, in.readAllBytes());
      var command = new ArrayList<>(List.of(interpreter.get(), file.toString()));
      command.addAll(List.of(arguments));
      Run run = run(command);
      assertEquals(0, run.status(), script + ": " + run.err());
      return run.out();
    } finally {
      Files.delete(file);
    }
  }

  /** Runs Python code in a folder, or skips the test where modules are missing. */
  static String code(String code, String modules, Path folder) throws IOException {
    Optional<String> interpreter = interpreter(modules);
    Assumptions.assumeTrue(
        interpreter.isPresent(), "skipped: no python3 with the modules " + modules);
    String inFolder = "import os, sys\nos.chdir(sys.argv[1])\n" + code;
    Run run = run(List.of(interpreter.get(), "-c", inFolder, folder.toString()));
    assertEquals(0, run.status(), code + run.err());
    return run.out();
  }

  private static Optional<String> interpreter(String modules) throws IOException {
    for (String candidate : List.of("/usr/bin/python3", "python3")) {
      try {
        if (run(List.of(candidate, "-c", "import " + modules)).status() == 0) {
          return Optional.of(candidate);
        }
      } catch (IOException e) {
        // Not installed; try the next.
        continue;
      }
    }
    return Optional.empty();
  }

  /** Runs one of libhdf5's tools, or skips the test where it is not installed. */
  static Run hdf5(String tool, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(tool));
    command.addAll(List.of(arguments));
    try {
      return run(command);
    } catch (IOException e) {
      Assumptions.abort("skipped: " + tool + " is not installed");
      throw e;
    }
  }
}
