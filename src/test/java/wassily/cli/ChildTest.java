package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own: signals, closed pipes, full disks, exit codes. */
class ChildTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final long LIMIT = 120;

  @TempDir private Path folder;

  private static List<String> wassily(Object... words) {
    var all =
        new ArrayList<>(
            List.of(
                JAVA,
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // seconds of work: not worth the better compiler
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "wassily.cli.Main"));
    Arrays.stream(words).map(Object::toString).forEach(all::add);
    return all;
  }

  private Process start(List<String> words) throws IOException {
    var builder = new ProcessBuilder(words);
    builder.redirectOutput(folder.resolve("stdout").toFile());
    builder.redirectError(folder.resolve("stderr").toFile());
    return builder.start();
  }

  private int end(Process process) throws InterruptedException {
    if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + LIMIT + " s");
    }
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  /** The signal comes when the temporary file is seen: in the middle of seconds of writing. */
  @ParameterizedTest
  @CsvSource({
    "generate, INT, 130",
    "generate, TERM, 143",
    "import, INT, 130",
    "inverse, TERM, 143"
  })
  void interruptedWorkLeavesNothing(String command, String signal, int code) throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path file = out.resolve("t.h5");
    Process process =
        start(
            switch (command) {
              // 233 MB at 20 MB/s and thread.
              case "generate" ->
                  wassily(command, "--regions", 90, "--sectors", 60, "--compress", 9, "-o", file);
              case "import" -> {
                Path z = square("z.csv", 1200);
                Path y = demand("y.csv", 1200);
                yield wassily(
                    command,
                    "--z",
                    z,
                    "--y",
                    y,
                    "--region",
                    "World",
                    "--compress",
                    9,
                    "--demand",
                    "hh",
                    "-o",
                    file);
              }
              default -> {
                Path table = folder.resolve("table.h5");
                Cli.run("generate", "--regions", 60, "--sectors", 40, "-o", table).ok();
                yield wassily(command, table, "-o", file);
              }
            });
    while (process.isAlive() && Cli.names(out).isEmpty()) {
      Thread.sleep(1);
    }
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
    int found = end(process);
    assumeTrue(found != 0, "skipped: " + command + " was done before the signal came");
    assertEquals(code, found, err());
    assertEquals(List.of(), Cli.names(out), err());
    assertFalse(err().contains("\tat "), err());
  }

  /** OpenBLAS's destructor used to wait for ever for threads in the middle of a product. */
  @Test
  void interruptedArithmeticEnds() throws Exception {
    Path table = folder.resolve("table.h5");
    Cli.run("generate", "--regions", 80, "--sectors", 50, "-o", table).ok();
    for (int tenths = 10; tenths < 22; tenths += 4) {
      Process process = start(wassily("inverse", table, "--force", "-o", folder.resolve("l.h5")));
      Thread.sleep(100L * tenths);
      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
      int code = end(process);
      assertTrue(code == 130 || code == Exit.OK, code + err());
    }
  }

  private Path square(String name, int n) throws IOException {
    var random = new Random(1);
    var text = new StringBuilder("row");
    for (int j = 0; j < n; j++) {
      text.append(",s").append(j);
    }
    for (int i = 0; i < n; i++) {
      text.append("\ns").append(i);
      for (int j = 0; j < n; j++) {
        text.append(',').append(random.nextDouble());
      }
    }
    return Files.writeString(folder.resolve(name), text.append('\n'));
  }

  private Path demand(String name, int n) throws IOException {
    var text = new StringBuilder("row,hh\n");
    for (int i = 0; i < n; i++) {
      text.append('s').append(i).append(',').append(n).append('\n');
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(w -> "'" + w + "'").toList());
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoFailure() throws Exception {
    Path table = Cli.smallTable(folder);
    // More than a pipe holds (64 KiB), so that the writer is still at it when head has gone.
    Path large = folder.resolve("large.h5");
    Cli.run("generate", "--regions", 40, "--sectors", 20, "-o", large).ok();
    for (List<String> words :
        List.of(
            wassily("multipliers", large, "--json"),
            wassily("footprint", large, "--by", "product", "--top", 0),
            wassily("info", table))) {
      String line = quoted(words) + " | head -1; exit ${PIPESTATUS[0]}";
      int code = end(start(List.of("bash", "-c", line)));
      assertTrue(code == Exit.NO_READER || words.contains("info") && code == Exit.OK, code + err());
      assertFalse(err().contains("Exception") || err().contains("wassily: "), err());
      assertEquals(1, Files.readAllLines(folder.resolve("stdout")).size());
    }
  }

  @Test
  void stdoutOnAFullDiskIsAFailure() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: no /dev/full");
    Path table = Cli.smallTable(folder);
    String line = quoted(wassily("info", table)) + " > /dev/full";
    assertEquals(Exit.FAILED, end(start(List.of("bash", "-c", line))));
    assertEquals("wassily: stdout could not be written to: No space left on device", err().strip());
  }

  @Test
  void aHeapTooSmallForTheResultIsSaidInOneLine() throws Exception {
    Path table = folder.resolve("table.h5");
    // T alone is 6 stressors × 1,200 × 1,201 flows of 8 bytes: 69 MB on the heap.
    Cli.run("generate", "--regions", 1200, "--sectors", 1, "--stressors", 6, "-o", table).ok();
    var words = wassily("footprint", table);
    words.set(words.indexOf("-Xmx1g"), "-Xmx48m");
    assertEquals(Exit.OUT_OF_MEMORY, end(start(words)), err());
    var lines = err().lines().filter(l -> l.startsWith("wassily: ")).toList();
    assertEquals(1, lines.size(), err());
    assertTrue(lines.getFirst().contains("--stressor"), err());
    assertFalse(err().contains("\tat "), err());
  }

  /** What a quota does: the system refuses to make a file longer. Needs no rights. */
  @Test
  void aFileThatMayNotGrow() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path file = out.resolve("t.h5");
    var words = wassily("generate", "--regions", 20, "--sectors", 20, "-o", file);
    // 400 blocks of 1 KiB; the table has 1.3 MB.
    String line = "ulimit -f 400; exec " + quoted(words);
    assertEquals(Exit.FAILED, end(start(List.of("bash", "-c", line))), err());
    assertTrue(
        err()
            .strip()
            .endsWith(
                "wassily: "
                    + file
                    + ": File too large; nothing was kept, make room or choose another place"),
        err());
    assertEquals(List.of(), Cli.names(out));
  }

  @Test
  void theProcessEndsWithTheExitCode() throws Exception {
    assertEquals(Exit.USAGE, end(start(wassily("footprnt"))));
    assertEquals(Exit.BAD_DATA, end(start(wassily("info", folder.resolve("none.h5")))));
    assertEquals(Exit.OK, end(start(wassily("--version"))));
  }
}
