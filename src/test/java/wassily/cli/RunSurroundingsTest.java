package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shard where it cannot work: on a disk that is really full or read-only, and a scheduler that
 * takes jobs, refuses them or is not there. Failures are one line and never 75, which would make
 * schedulers try for ever.
 */
class RunSurroundingsTest {
  private static final int LIMIT = 120;

  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void plan() throws Exception {
    TinyTable.write(folder.resolve("table.h5"), t -> {});
    Path sweep = FakeParts.sweep(folder, 24, 4, "all");
    run = folder.resolve("run");
    Cli.runFake("plan", sweep, "--run", run, "--shards", 2, "--backend", "cpu").ok();
  }

  private static List<String> wassily(Object... words) {
    var all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dwassily.version=" + Version.text(), // a plan is bound to it
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "wassily.cli.FakeSweepMain",
                "0"));
    Arrays.stream(words).map(Object::toString).forEach(all::add);
    return all;
  }

  private Cli.Ran ended(List<String> words) throws Exception {
    return ended(new ProcessBuilder(words));
  }

  private Cli.Ran ended(ProcessBuilder builder) throws Exception {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + LIMIT + " s");
    }
    return new Cli.Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /**
   * Runs a command in a mount namespace of its own where the run lies on a disk of 1 MiB that only
   * this process sees.
   *
   * @param spoil what is done to the disk {@code $disk} before
   * @param after what is done with it afterwards, when the command has failed
   */
  private Cli.Ran onItsOwnDisk(String spoil, String after, Object... words) throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=1m none '" + disk + "'";
    assumeTrue(
        new ProcessBuilder("unshare", "-rm", "sh", "-c", mount).start().waitFor() == 0,
        "skipped: no mount namespaces here");
    String script =
        "%s && cp -r '%s'/. '%s' && cd '%s' && { %s; } && \"$@\"; code=$?; %s; exit $code"
            .formatted(mount, run, disk, disk, spoil, after);
    var all = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script, "sh"));
    all.addAll(wassily(words));
    return ended(all);
  }

  @Test
  void aReadOnlyRunDirectoryIsAFailureAndLeavesEverythingAsItWas() throws Exception {
    Path disk = folder.resolve("disk");
    Object[] words = {"run", disk, "--shard", 0, "--backend", "cpu"};
    String readOnly = "mount -o remount,ro '" + disk + "'";
    String list = "find . -type f | sort >'" + folder.resolve("list") + "'";
    onItsOwnDisk(readOnly, list, words)
        .refused(Exit.FAILED, disk, "Read-only file system", "permit it, or plan the sweep again");
    assertEquals(
        List.of("./design.csv", "./plan.json", "./sweep.yaml"),
        Files.readAllLines(folder.resolve("list")));
    // What only reads works.
    assertEquals("0-1\n", onItsOwnDisk(readOnly, "true", "missing", disk).ok().out());
    for (int shard = 0; shard < 2; shard++) {
      Cli.runFake("run", run, "--shard", shard, "--backend", "cpu").ok();
    }
    onItsOwnDisk(readOnly, "true", words).ok(); // complete already
    onItsOwnDisk(readOnly, "true", "merge", disk, "-o", folder.resolve("r.h5")).ok();
    assertTrue(Files.exists(folder.resolve("r.h5")));
  }

  @Test
  void aFullDiskIsAFailureAndNothingHalfWrittenStays() throws Exception {
    Path disk = folder.resolve("disk");
    Object[] words = {"run", disk, "--shard", 0, "--backend", "cpu"};
    Cli.runFake("run", run, "--shard", 0, "--backend", "cpu").ok();
    Path expected = Files.move(run.resolve("shard-0.h5"), folder.resolve("expected"));
    Path again = folder.resolve("again");
    for (int free : new int[] {0, 8, 24}) { // KiB: for the lock, the log, some batches
      String spoil =
          "rm -rf lock log work; cat /dev/zero >filler 2>/dev/null; truncate -s -%dK filler; true"
              .formatted(free);
      String after =
          "find . -name 'shard-*.h5' >'%s'; rm filler; \"$@\" && cp shard-0.h5 '%s'"
              .formatted(folder.resolve("list"), again);
      var ran = onItsOwnDisk(spoil, after, words);
      assertEquals(Exit.FAILED, ran.code(), free + " KiB: " + ran.err());
      // The second attempt, with room, talks too.
      List<String> lines = ran.err().lines().toList();
      String line = lines.getFirst();
      assertTrue(line.startsWith("wassily: " + disk + ": "), free + " KiB: " + ran.err());
      assertTrue(line.contains("No space left on device"), line);
      assertTrue(line.contains("make room and run it again"), line);
      assertEquals(List.of("shard 0: complete"), lines.subList(1, lines.size()));
      assertEquals(List.of(), Files.readAllLines(folder.resolve("list")), free + " KiB");
      assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(again), free + " KiB");
      Files.delete(again);
    }
  }

  private ProcessBuilder submitting(String sbatch) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    if (sbatch != null) {
      Path file = Files.writeString(bin.resolve("sbatch"), "#!/bin/sh\n" + sbatch + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path scripts = Files.createDirectories(folder.resolve("scripts"));
    for (String name : List.of("shards.sbatch", "merge.sbatch")) {
      Files.writeString(scripts.resolve(name), "#!/bin/sh\n");
    }
    var builder =
        new ProcessBuilder(
            wassily("submit", "slurm", run, "--scripts", scripts, "--go", "--", "-A", "me"));
    builder.environment().put("PATH", bin.toString());
    return builder;
  }

  @Test
  void goHandsTheArrayAndTheMergeToSbatch() throws Exception {
    Path log = folder.resolve("log");
    Cli.Ran ran =
        ended(
                submitting(
                    "echo \"$WASSILY\" >>'%s'; echo \"$@\" >>'%s'; case $* in *--array*) echo '17;lab' ;; *) echo 18 ;; esac"
                        .formatted(log, log)))
            .ok();
    assertEquals("array 17\nmerge 18\n", ran.out());
    List<String> said = Files.readAllLines(log);
    assertEquals(4, said.size());
    assertTrue(said.get(0).startsWith("/") && said.get(0).endsWith("wassily"), said.get(0));
    assertEquals(said.get(0), said.get(2));
    Path scripts = folder.resolve("scripts");
    assertEquals(
        "--parsable --array=0-1%%20 --gres=gpu:1 -A me %s %s"
            .formatted(scripts.resolve("shards.sbatch"), run),
        said.get(1));
    assertEquals(
        "--parsable --dependency=afterany:17 -A me %s %s %s.h5"
            .formatted(scripts.resolve("merge.sbatch"), run, run),
        said.get(3));
    // What is complete is not computed again, only merged.
    for (int shard = 0; shard < 2; shard++) {
      Cli.runFake("run", run, "--shard", shard, "--backend", "cpu").ok();
    }
    Cli.Ran second = ended(submitting("echo 19")).ok();
    assertEquals("merge 19\n", second.out());
  }

  @Test
  void goWithoutASchedulerThatTakesItIsAFailure() throws Exception {
    Cli.Ran refused = ended(submitting("echo 'sbatch: error: invalid account' >&2; exit 1"));
    assertEquals(Exit.FAILED, refused.code(), refused.err());
    assertEquals(
        List.of("sbatch: error: invalid account", "wassily: sbatch refused the job (exit code 1)"),
        refused.err().lines().toList());
    Files.delete(folder.resolve("bin/sbatch"));
    ended(submitting(null)).refused(Exit.FAILED, "sbatch cannot be run here", "leave out --go");
  }
}
