package wassily.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import wassily.emulator.Emulator;

/**
 * The program in a process of its own whose loader finds the emulated driver: {@code
 * LD_LIBRARY_PATH} holds its folder, as a real driver's would be known to the loader.
 */
final class EmulatedCuda {
  private static final long LIMIT_SECONDS = 120;

  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;

  /** Skips the calling test when there is no g++ to build the emulator with. */
  EmulatedCuda(Path folder) {
    this.folder = folder;
    driver(libraries());
  }

  /** The emulator's folder, for {@code --cuda-path}. */
  static Path libraries() {
    return Emulator.of(12).folder();
  }

  /** Where the loader looks for the driver. */
  EmulatedCuda driver(Path where) {
    return with("LD_LIBRARY_PATH", where);
  }

  EmulatedCuda with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** A setting of the emulator. */
  EmulatedCuda set(String name, Object value) {
    return with("WASSILY_EMULATOR_" + name, value);
  }

  Cli.Ran run(Object... words) throws IOException, InterruptedException {
    var all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // seconds of work: not worth the better compiler
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "wassily.cli.Main"));
    Arrays.stream(words).map(Object::toString).forEach(all::add);
    Path out = Files.createTempFile(folder, "stdout", "");
    Path err = Files.createTempFile(folder, "stderr", "");
    var builder = new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(v -> v.startsWith("CUDA_") || v.startsWith("WASSILY_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + all);
    }
    return new Cli.Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
