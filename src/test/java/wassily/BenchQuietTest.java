package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/**
 * Measurements beside peers notice when the processors were not theirs, repeat disturbed rounds,
 * and drop none of them silently: {@code bench/quiet.py}, with made-up numbers.
 */
class BenchQuietTest {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private Path folder;

  @Test
  void disturbedRoundsAreSeenRepeatedAndKept() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: " + PYTHON + " is not installed");
    assumeTrue(Files.exists(Path.of("/proc/stat")), "skipped: no /proc/stat");
    Outcome o =
        Command.of(PYTHON, "-B", BASE.resolve("src/test/resources/bench/quiet_checks.py"))
            .and(BASE.resolve("bench"), folder)
            .with("PATH", "/usr/bin:/bin")
            .run(Duration.ofMinutes(1));
    assertEquals(0, o.code(), o.err());
  }
}
