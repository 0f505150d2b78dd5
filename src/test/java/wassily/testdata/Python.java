package wassily.testdata;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The Python of this machine, for tests that read our files or compute our numbers with it. */
public final class Python {
  private Python() {}

  /**
   * The first Python that has the modules; the distribution's may be behind another one.
   *
   * @param modules names to import
   * @return its name, or nothing where none has them
   * @throws InterruptedException when the test is stopped
   */
  public static Optional<String> with(String... modules) throws InterruptedException {
    for (String name : List.of("python3", "/usr/bin/python3")) {
      try {
        var probe =
            new ProcessBuilder(name, "-c", "import " + String.join(", ", modules))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (probe.start().waitFor() == 0) {
          return Optional.of(name);
        }
      } catch (IOException e) {
        continue; // not there
      }
    }
    return Optional.empty();
  }
}
