package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/** The tables of bench/README.md are what {@code bench/tables.py} makes from bench/results. */
class BenchTablesTest {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private Path temporary;

  @BeforeAll
  static void requirePython() {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: " + PYTHON + " is not installed");
  }

  private static Outcome check(Path bench) throws Exception {
    return Command.of(PYTHON, "-B", bench.resolve("tables.py"), "--check")
        .with("PATH", "/usr/bin:/bin")
        .run(Duration.ofMinutes(1));
  }

  @Test
  void areMadeFromTheResults() throws Exception {
    Outcome o = check(BASE.resolve("bench"));
    assertEquals(0, o.code(), o.err());
  }

  @Test
  void aTypedNumberIsSeen() throws Exception {
    Path bench = Files.createDirectories(temporary.resolve("bench"));
    for (String file : new String[] {"tables.py", "quiet.py"}) {
      Files.copy(BASE.resolve("bench").resolve(file), bench.resolve(file));
    }
    Path results = Files.createDirectories(bench.resolve("results"));
    Path from = BASE.resolve("bench/results/cpu-2cores-n13146.json");
    Files.copy(from, results.resolve("cpu.json"));
    Files.writeString(
        bench.resolve("README.md"), "<!-- tables.py: begin -->\n<!-- tables.py: end -->\n");
    assertNotEquals(0, check(bench).code(), "an empty table");
    Command.of(PYTHON, "-B", bench.resolve("tables.py")).run(Duration.ofMinutes(1));
    assertEquals(0, check(bench).code());
    String readme = Files.readString(bench.resolve("README.md"));
    assertTrue(readme.contains("| LU / scipy.linalg.lu_factor |"), readme);
    Files.writeString(bench.resolve("README.md"), readme.replaceFirst("reached", "surpassed"));
    assertNotEquals(0, check(bench).code(), "a word that nobody measured");
  }
}
