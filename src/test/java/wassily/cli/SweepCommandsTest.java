package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.cli.Cli.Ran;

/** The commands of sweeps, with a fake engine: what they print, how they end, what they leave. */
class SweepCommandsTest {
  @TempDir private Path folder;
  private Path sweep;

  @BeforeEach
  void files() throws IOException {
    TinyTable.write(folder.resolve("table.h5"), t -> {});
    sweep = FakeParts.sweep(folder, 24, 4, "all"); // tech = 0 … 11: none fails
  }

  private static Ran run(Object... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            new FakeParts(_ -> {}),
            Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void sweepIsPlanRunAndMerge() throws IOException {
    Path one = folder.resolve("one.h5");
    Ran ran = run("sweep", sweep, "-o", one, "--backend", "cpu").ok();
    assertEquals(one + System.lineSeparator(), ran.out());
    assertTrue(ran.err().contains("24 scenarios, 21 distinct, in 6 batches"), ran.err());
    assertTrue(ran.err().contains("planned for Abacus, but shards 0 ran on cpu"), ran.err());
    assertEquals(List.of("one.h5", "sweep.yaml", "table.h5"), Cli.names(folder));

    Path dir = folder.resolve("run");
    run("plan", sweep, "--run", dir, "--shards", 3, "--backend", "cpu").ok();
    assertEquals("0-2\n", run("missing", dir).ok().out());
    for (int shard = 2; shard >= 0; shard--) {
      run("run", dir, "--shard", shard).ok();
    }
    assertEquals("", run("missing", dir).ok().out());
    String status = run("status", dir).ok().out();
    assertTrue(status.contains("3 of 3") && status.contains("6 of 6"), status);
    Path three = folder.resolve("three.h5");
    run("merge", dir, "-o", three).ok();
    // Only what is said of the devices differs: which shards ran elsewhere.
    Ran list = run("results", three).ok();
    assertTrue(list.out().contains("scenario 24 × region 3 × category 2"), list.out());
    assertTrue(list.out().contains("design"), list.out());
    for (String array : List.of("D_cba", "total", "design", "baseline_total")) {
      Path a = folder.resolve("a.csv");
      Path b = folder.resolve("b.csv");
      run("results", one, "--array", array, "--csv", a, "--force").ok();
      run("results", three, "--array", array, "--csv", b, "--force", "--wide").ok();
      run("results", three, "--array", array, "--csv", b, "--force").ok();
      assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b), array);
      assertTrue(Files.size(a) > 20);
    }
  }

  @Test
  void missingShardsEndWith65AndTheirNumbers() {
    Path dir = folder.resolve("run");
    run("plan", sweep, "--run", dir, "--shards", 4, "--backend", "cpu").ok();
    run("run", dir, "--shard", 1).ok();
    Ran ran = run("merge", dir, "-o", folder.resolve("r.h5"));
    ran.onlyComplaint(Exit.INCOMPLETE, "3 of 4 shards are missing: 0,2-3");
    assertEquals("0,2-3\n", ran.out());
    assertTrue(Files.notExists(folder.resolve("r.h5")));
  }

  @Test
  void submitPrintsWhatIsMissingForSlurm() throws IOException {
    Path dir = folder.resolve("run 1");
    run("plan", sweep, "--run", dir, "--shards", 4, "--backend", "cpu").ok();
    run("run", dir, "--shard", 1).ok();
    Path scripts = Files.createDirectories(folder.resolve("scripts"));
    Object[] words = {
      "submit", "slurm", dir, "--scripts", scripts, "--time", "1:00", "--", "-A", "me"
    };
    run(words).refused(Exit.USAGE, "shards.sbatch: no such file", "--scripts");
    Files.createFile(scripts.resolve("shards.sbatch"));
    Files.createFile(scripts.resolve("merge.sbatch"));
    List<String> lines = run(words).ok().out().lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("export WASSILY=/"), lines.get(0));
    assertEquals(
        "job=$(sbatch --parsable --array=0,2-3%%20 --gres=gpu:1 --time=1:00 -A me %s '%s')"
            .formatted(scripts.resolve("shards.sbatch"), dir),
        lines.get(1));
    assertEquals(
        "sbatch --parsable --dependency=\"afterany:${job%%%%;*}\" -A me %s '%s' '%s.h5'"
            .formatted(scripts.resolve("merge.sbatch"), dir, dir),
        lines.get(2));
    run("submit", "slurm", dir, "--gpus", 2).refused(Exit.USAGE, "--gpus 2");
    run("submit", "slurm", dir, "--array-limit", 0).refused(Exit.USAGE, "--array-limit 0");
  }

  @Test
  void aPlanOfAnotherProgramIsRefused() throws IOException {
    Path out = folder.resolve("r.h5");
    Path dir = folder.resolve("r.h5.run");
    run("plan", sweep, "--run", dir, "--backend", "cpu").ok();
    Path plan = dir.resolve("plan.json");
    String text = Files.readString(plan);
    String ours = "\"program\" : \"%s\"".formatted(Version.text());
    assertTrue(text.contains(ours), text);
    for (String other : List.of("\"program\" : \"0.0.7\"", "\"x\" : 1")) {
      Files.writeString(plan, text.replace(ours, other));
      String version = other.contains("7") ? "0.0.7" : "before 0.1.0";
      for (Object[] words :
          new Object[][] {
            {"run", dir, "--shard", 0},
            {"merge", dir, "-o", out},
            {"sweep", sweep, "-o", out},
            {"submit", "slurm", dir, "--go"}
          }) {
        run(words).refused(Exit.BAD_DATA, plan, "planned by wassily " + version, Version.text());
      }
      assertEquals("0\n", run("missing", dir).ok().out());
    }
    Files.writeString(plan, text);
    run("sweep", sweep, "-o", out).ok();
  }

  @Test
  void mergeWaitsForAShardThatAppearsLate() throws Exception {
    Path dir = folder.resolve("run");
    run("plan", sweep, "--run", dir, "--shards", 2, "--backend", "cpu").ok();
    run("run", dir, "--shard", 0).ok();
    Path out = folder.resolve("r.h5");
    run("merge", dir, "-o", out, "--wait", 1)
        .onlyComplaint(Exit.INCOMPLETE, "1 of 2 shards are missing");
    var late = Thread.ofVirtual().start(() -> run("run", dir, "--shard", 1).ok());
    run("merge", dir, "-o", out, "--wait", 100).ok();
    late.join();
  }

  @Test
  void theTableIsReadFromItsStagedCopy() throws IOException {
    Path dir = folder.resolve("run");
    Path stage = folder.resolve("stage");
    run("plan", sweep, "--run", dir, "--shards", 2, "--backend", "cpu").ok();
    run("run", dir, "--shard", 0, "--stage", stage).ok();
    // From now on the table is not asked for: it was copied once.
    Files.move(folder.resolve("table.h5"), folder.resolve("away.h5"));
    run("run", dir, "--shard", 1).refused(Exit.BAD_DATA, "table.h5");
    run("run", dir, "--shard", 1, "--stage", stage).ok();
    run("merge", dir, "-o", folder.resolve("r.h5"), "--wait", 0).ok();
    run("merge", dir, "-o", folder.resolve("s.h5"), "--wait", -1).refused(Exit.USAGE, "--wait -1");
  }

  @Test
  void theResumeCodeMeansNothingElse() {
    Path dir = folder.resolve("run");
    run("plan", sweep, "--run", dir, "--backend", "cpu").ok();
    for (int code : new int[] {0, 1, 7, 65, 126}) {
      run("run", dir, "--shard", 0, "--resume-code", code)
          .refused(Exit.USAGE, "--resume-code " + code);
    }
    run("run", dir, "--shard", 0, "--resume-code", 99).ok();
  }

  @Test
  void failedScenariosEndWith7() throws IOException {
    Path failing = FakeParts.sweep(folder, 40, 4, "all");
    Path out = folder.resolve("r.h5");
    Ran ran = run("sweep", failing, "-o", out, "--backend", "cpu");
    assertEquals(Exit.CERTIFICATE, ran.code(), ran.err());
    assertTrue(
        ran.err().contains("of 40 scenarios FAILED and are NaN; the first is 26"), ran.err());
    assertTrue(ran.err().contains("cleaner-plants: ρ(A) = 1.2"), ran.err());
    String listed = run("results", out).ok().out();
    assertTrue(listed.contains("failed_scenarios"), listed);
  }

  @Test
  void summariesAreListedAndExported() throws IOException {
    Path summary = FakeParts.sweep(folder, 24, 4, "summary");
    Path out = folder.resolve("r.h5");
    run("sweep", summary, "-o", out, "--backend", "cpu").ok();
    String listed = run("results", out).ok().out();
    assertTrue(listed.contains("statistic 5 × region 3 × category 2"), listed);
    Path csv = folder.resolve("s.csv");
    run("results", out, "--array", "D_cba", "--csv", csv, "--wide").ok();
    List<String> lines = Files.readAllLines(csv);
    assertEquals("statistic,region,household,government", lines.getFirst());
    assertEquals(1 + 5 * 3, lines.size());
  }

  @Test
  void whatCannotBe() throws IOException {
    Path dir = folder.resolve("run");
    Path out = folder.resolve("r.h5");
    run("plan", sweep, "--run", dir, "--shards", 2, "--backend", "cpu").ok();
    run("plan", sweep, "--run", dir, "--shards", 3).refused(Exit.BAD_DATA, "holds a plan already");
    run("run", dir, "--shard", 2).refused(Exit.USAGE, "--shard 2: the run has 2");
    run("run", dir).refused(Exit.USAGE, "SLURM_ARRAY_TASK_ID");
    run("run", folder.resolve("none"), "--shard", 0).refused(Exit.BAD_DATA, "no plan.json");
    run("plan", sweep, "--run", dir, "--shards", 0).refused(Exit.USAGE, "at least 1");
    Files.writeString(out, "old");
    run("sweep", sweep, "-o", out).refused(Exit.USAGE, "exists", "--force");
    run("merge", dir, "-o", out).refused(Exit.USAGE, "exists", "--force");
    TinyTable.write(folder.resolve("other.h5"), t -> t.z[0][0] = 11);
    Files.move(
        folder.resolve("other.h5"),
        folder.resolve("table.h5"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    run("run", dir, "--shard", 0).refused(Exit.BAD_DATA, "table.h5: changed since");
    run("merge", dir, "-o", out, "--force").refused(Exit.BAD_DATA, "table.h5: changed since");
  }

  @Test
  void anUnfinishedRunOfAnotherSweepIsNotTouched() throws IOException {
    Path out = folder.resolve("r.h5");
    run("plan", sweep, "--run", folder.resolve("r.h5.run"), "--backend", "cpu").ok();
    FakeParts.sweep(folder, 25, 4, "all");
    run("sweep", sweep, "-o", out).refused(Exit.BAD_DATA, "unfinished run of another sweep");
    FakeParts.sweep(folder, 24, 4, "all");
    Ran ran = run("sweep", sweep, "-o", out).ok();
    assertTrue(ran.err().contains("going on in " + out + ".run: 0 of 6 batches"), ran.err());
  }

  @Test
  void explainShowsThePlanAndWritesNothing() throws IOException {
    List<String> before = Cli.names(folder);
    String text = run("explain", sweep, "--backend", "cpu").ok().out();
    assertEquals(before, Cli.names(folder));
    assertEquals(
        """
        A sweep of tech and share
          24 scenarios, 21 distinct, in 6 batches of 4

          change                    path             scenarios   GFLOP      expected
          S and Y by column scales  one GEMM on S·W         20  5.5000         0.1 s
          + A changed, rank 11      Woodbury                 1      12  not measured

        device    cpu: Abacus, beads 1.0, 2 threads; needs 1.62 GB
        responses D_cba (region 3 × category 2), total (stressor 1)
        keeps     all scenarios: 0.0 MB
        verifies  2 scenarios from scratch on the CPU
        in all    17.500 GFLOP, not measured
        """,
        text.lines()
            .map(String::stripTrailing)
            .collect(java.util.stream.Collectors.joining("\n", "", "\n")));
  }
}
