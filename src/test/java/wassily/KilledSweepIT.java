package wassily;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/**
 * The packaged program, killed by SIGKILL at random moments of a real sweep of S, Y and A: the
 * result's file is the one of an uninterrupted run, byte by byte. {@code -Dwassily.kills=50} asks
 * for more than the few of every build.
 */
class KilledSweepIT {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Every other time it begins with the process, so that kills hit opening and planning too. */
  private static final int LONGEST_LIFE = 5000;

  @TempDir private Path folder;

  @BeforeEach
  void table() throws Exception {
    Outcome made =
        wassily("generate", "-o", "t.h5", "--regions", 30, "--sectors", 10, "--seed", 5).run(LIMIT);
    assertEquals(0, made.code(), made.err());
    Files.writeString(
        folder.resolve("s.yaml"),
        """
        wassily: 1
        table: t.h5
        stressors: [CO2, NOx]
        levers:
          clean: {kind: intensity-benchmark, benchmark: national-average, strength: $b}
          less: {kind: demand-scale, factor: $d}
          lean: {kind: coefficient-scale, users: {sectors: "Coal*"}, factor: $e}
        design:
          latin-hypercube:
            {rows: 1000, seed: 4, b: {uniform: [0, 1]}, d: {uniform: [0.8, 1.2]}, e: {uniform: [0.8, 1]}}
        responses:
          - D_cba: {by: [region, category]}
          - D_pba: {by: region}
        verify: 1
        """);
  }

  private static List<String> words(Object... arguments) {
    var all =
        new ArrayList<>(
            List.of(
                BuiltImage.jdk().resolve("bin/java").toString(),
                "-XX:+UseSerialGC", // as the launcher has it
                "-XX:TieredStopAtLevel=1", // seconds of work: not worth the better compiler
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                BASE.resolve("target/wassily.jar").toAbsolutePath().toString()));
    Arrays.stream(arguments).map(Object::toString).forEach(all::add);
    return all;
  }

  private Command wassily(Object... arguments) {
    return Command.of(words(arguments).toArray()).in(folder).with("HOME", folder);
  }

  private Command sweep(String out) {
    return wassily("sweep", "s.yaml", "-o", out, "--backend", "cpu", "--threads", 1);
  }

  @Test
  void leavesTheSameBytes() throws Exception {
    Outcome whole = sweep("whole.h5").run(LIMIT);
    assertEquals(0, whole.code(), whole.err());
    byte[] expected = Files.readAllBytes(folder.resolve("whole.h5"));
    int kills = Integer.getInteger("wassily.kills", 2);
    var random = new SplittableRandom(kills);
    var resumed = 0;
    for (int killed = 0, round = 0; killed < kills; round++) {
      Path out = folder.resolve("r" + round + ".h5");
      while (killed < kills && Files.notExists(out)) {
        if (isKilled(out, killed % 2 == 1, random.nextInt(LONGEST_LIFE))) {
          killed++;
          resumed += Files.exists(folder.resolve(out.getFileName() + ".run")) ? 1 : 0;
        }
      }
      if (Files.notExists(out)) {
        Outcome last = sweep(out.getFileName().toString()).run(LIMIT);
        assertEquals(0, last.code(), last.err());
      }
      assertArrayEquals(expected, Files.readAllBytes(out), "round " + round);
    }
    System.out.println(kills + " kills of a sweep, " + resumed + " with work left to resume");
  }

  /**
   * Whether the process was still at work when its time was over.
   *
   * @param planned the time begins when the plan is made, not with the process
   */
  private boolean isKilled(Path out, boolean planned, int millis)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(words("sweep", "s.yaml", "-o", out, "--backend", "cpu", "--threads", 1))
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    Path plan = folder.resolve(out.getFileName() + ".run").resolve("plan.json");
    while (planned && process.isAlive() && Files.notExists(plan)) {
      Thread.sleep(5);
    }
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
      return false;
    }
    process.destroyForcibly();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return true;
  }
}
