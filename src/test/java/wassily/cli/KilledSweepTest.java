package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep as a process of its own: killed at random moments, asked to stop, locked out. */
class KilledSweepTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final int LIMIT = 120;

  @TempDir private Path folder;

  @BeforeEach
  void table() throws IOException {
    TinyTable.write(folder.resolve("table.h5"), t -> {});
  }

  private Process start(int millis, Object... words) throws IOException {
    return start(List.of(), millis, words);
  }

  private Process start(List<String> flags, int millis, Object... words) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                JAVA,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dwassily.version=" + Version.text(), // a plan is bound to it
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "wassily.cli.FakeSweepMain",
                Integer.toString(millis)));
    all.addAll(1, flags);
    Arrays.stream(words).map(Object::toString).forEach(all::add);
    return new ProcessBuilder(all)
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("stderr").toFile())
        .start();
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

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  /**
   * Each process lives for a random time after its first sign of work, so that the kill hits
   * batches, the log, the assembly and the moments between; {@code wassily.kills} asks for more.
   */
  @Test
  void killedAtRandomMomentsTheResultIsTheSame() throws Exception {
    Path sweep = FakeParts.sweep(folder, 60, 2, "all");
    Path expected = folder.resolve("expected.h5");
    Cli.Ran whole = Cli.runFake("sweep", sweep, "-o", expected, "--backend", "cpu");
    assertEquals(Exit.CERTIFICATE, whole.code(), whole.err());
    int kills = Integer.getInteger("wassily.kills", 2);
    var random = new SplittableRandom(kills);
    int killed = 0;
    for (int round = 0; killed < kills; round++) {
      Path out = folder.resolve("r" + round + ".h5");
      Object[] words = {"sweep", sweep, "-o", out, "--backend", "cpu"};
      int code = -1;
      while (code != Exit.CERTIFICATE) {
        Path logs = folder.resolve(out.getFileName() + ".run").resolve("log");
        long before = files(logs);
        Process process = start(20, words);
        while (process.isAlive() && files(logs) == before) {
          Thread.sleep(1);
        }
        if (killed < kills) {
          Thread.sleep(random.nextInt(400));
          if (process.isAlive()) {
            killed++;
          }
          process.destroyForcibly();
        }
        code = end(process);
        assertTrue(code == Exit.CERTIFICATE || code == 137, code + err());
        if (code == 137 && Files.exists(out)) {
          break; // killed between the rename and its end: then it is complete
        }
      }
      assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(out), "round " + round);
    }
  }

  private static long files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var all = Files.list(folder)) {
      return all.filter(f -> f.toString().endsWith(".json")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "USR1", "INT"})
  void aSignalEndsWithTheResumeCodeAndTheBatchIsKept(String name) throws Exception {
    Path sweep = FakeParts.sweep(folder, 24, 4, "all");
    Path dir = folder.resolve("run");
    Cli.runFake("plan", sweep, "--run", dir, "--backend", "cpu").ok();
    Process process = start(300, "run", dir, "--shard", 0, "--backend", "cpu", "--resume-code", 99);
    Path first = dir.resolve("work/shard-0/batch-0");
    while (process.isAlive() && Files.notExists(first)) {
      Thread.sleep(1);
    }
    // Meanwhile it is locked for others.
    signal(process, name);
    signal(process, "USR1"); // a wrapper passes it on beside the scheduler's own signal
    assertEquals(99, end(process), err());
    assertTrue(err().contains("stopping after this batch"), err());
    assertTrue(err().contains("wassily: shard 0: stopped, all batches are kept; run it again"));
    assertTrue(Files.exists(first));
    assertTrue(Files.notExists(dir.resolve("shard-0.h5")));
    Cli.runFake("run", dir, "--shard", 0, "--backend", "cpu").ok();
    assertTrue(Files.exists(dir.resolve("shard-0.h5")));
  }

  @Test
  void aSecondProcessStaysAwayAndASecondSignalEndsTheFirst() throws Exception {
    Path sweep = FakeParts.sweep(folder, 24, 4, "all");
    Path dir = folder.resolve("run");
    Cli.runFake("plan", sweep, "--run", dir, "--backend", "cpu").ok();
    Process first = start(60_000, "run", dir, "--shard", 0, "--backend", "cpu");
    Path work = dir.resolve("work/shard-0");
    while (first.isAlive() && Files.notExists(work)) {
      Thread.sleep(1);
    }
    Cli.Ran second = Cli.runFake("run", dir, "--shard", 0, "--backend", "cpu");
    assertEquals(Exit.TRY_AGAIN, second.code(), second.err());
    assertTrue(second.err().contains("another process works on it"), second.err());
    signal(first, "TERM");
    Thread.sleep(200);
    assertTrue(first.isAlive(), "it finishes the batch");
    signal(first, "TERM");
    assertEquals(143, end(first), err());
  }

  /** What the selftest on Slurm relies on, however fast the machine is. */
  @Test
  void heldWorkWaitsAfterABatchUntilItsFileIsGone() throws Exception {
    Path sweep = FakeParts.sweep(folder, 24, 4, "all");
    Path dir = folder.resolve("run");
    Path hold = Files.createFile(folder.resolve("hold"));
    List<String> held = List.of("-Dwassily.hold=" + hold);
    Cli.runFake("plan", sweep, "--run", dir, "--backend", "cpu").ok();
    Object[] words = {"run", dir, "--shard", 0, "--backend", "cpu"};
    for (int batches = 1; batches <= 2; batches++) {
      Process process = start(held, 0, words);
      while (process.isAlive() && batches(dir) < batches) {
        Thread.sleep(1);
      }
      Thread.sleep(500); // the other five take no time at all
      assertEquals(batches, batches(dir));
      signal(process, "USR1");
      assertEquals(Exit.TRY_AGAIN, end(process), err());
    }
    Process process = start(held, 0, words);
    while (process.isAlive() && batches(dir) < 3) {
      Thread.sleep(1);
    }
    assertTrue(process.isAlive(), err());
    Files.delete(hold);
    assertEquals(0, end(process), err());
    assertTrue(Files.exists(dir.resolve("shard-0.h5")));
  }

  private static int batches(Path run) throws IOException {
    Path work = run.resolve("work/shard-0");
    if (!Files.isDirectory(work)) {
      return 0;
    }
    return (int) Cli.names(work).stream().filter(n -> n.startsWith("batch-")).count();
  }
}
