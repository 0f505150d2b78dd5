package wassily.linalg.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor of this machine, for people who compare figures. */
final class Processor {
  private Processor() {}

  /**
   * Its name as the operating system gives it.
   *
   * @return for example "Intel(R) Xeon(R) Processor", or the architecture where there is no name
   */
  static String name() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
