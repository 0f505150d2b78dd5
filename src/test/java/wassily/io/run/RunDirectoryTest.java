package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.FaultyDisk;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.io.run.RunDirectory.Outcome;
import wassily.progress.Progress;
import wassily.scenario.Plan;
import wassily.scenario.Summary;
import wassily.scenario.SweepSpec;
import wassily.table.BadDataException;

/** Planned, run, interrupted, damaged, merged: always the same bytes, or a plain refusal. */
class RunDirectoryTest {
  private static final int ROWS = 40;
  private static final int BATCH = 4;

  @TempDir private Path folder;
  private FakeSweep.Sources sources;

  @BeforeEach
  void sources() throws IOException {
    sources = FakeSweep.Sources.in(folder);
  }

  private RunDirectory planned(String name, int shards, SweepSpec.Keep keep) throws IOException {
    return sources.create(folder.resolve(name), sources.plan(ROWS, BATCH, shards, keep));
  }

  private static Outcome run(RunDirectory run, int shard) throws IOException {
    return run.run(
        shard, FakeSweep.computer(run.stored().plan(), _ -> {}), () -> false, Progress.NONE);
  }

  private static void runAll(RunDirectory run) throws IOException {
    for (int s = 0; s < run.stored().plan().shards(); s++) {
      assertEquals(Outcome.COMPLETE, run(run, s));
    }
  }

  private byte[] merged(RunDirectory run) throws IOException {
    Path out = folder.resolve("merged.h5");
    try (var merge = RunMerge.open(run, Progress.NONE)) {
      ResultFile.write(
          merge.result("wassily test", Progress.NONE),
          out,
          new WriteOptions(true, 0, 2),
          Progress.NONE);
    }
    return Files.readAllBytes(out);
  }

  private static List<String> names(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .filter(n -> !n.startsWith("log/") && !n.startsWith("lock/"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aPlanIsReadBackAsItWas() throws IOException {
    Plan plan = sources.plan(ROWS, BATCH, 3, FakeSweep.SUMMARY);
    var made = sources.create(folder.resolve("run"), plan);
    StoredPlan read = RunDirectory.open(folder.resolve("run")).stored();
    Plan p = read.plan();
    assertEquals(made.stored().sha256(), read.sha256());
    assertArrayEquals(plan.distinctOf(), p.distinctOf());
    assertEquals(plan.design().variables(), p.design().variables());
    assertTrue(java.util.Arrays.deepEquals(plan.design().rows(), p.design().rows()));
    assertEquals(plan.classes(), p.classes());
    assertEquals(plan.responses(), p.responses());
    assertEquals(plan.device(), p.device());
    assertEquals(plan.keep(), p.keep());
    assertEquals(plan.verify(), p.verify());
    assertEquals(plan.stressors().labels(), p.stressors().labels());
    assertEquals(
        List.of(plan.title(), plan.tableSha256(), plan.specSha256()),
        List.of(p.title(), p.tableSha256(), p.specSha256()));
    assertEquals(
        List.of(plan.distinct(), plan.batchSize(), plan.shards(), plan.bytes()),
        List.of(p.distinct(), p.batchSize(), p.shards(), p.bytes()));
    assertEquals(sources.table().toAbsolutePath(), read.table());
    assertArrayEquals(
        Files.readAllBytes(sources.sweep()),
        Files.readAllBytes(RunDirectory.open(folder.resolve("run")).sweepCopy()));
  }

  /** -0.0, subnormals, names with commas: what text loses when it is written carelessly. */
  @Test
  void aDesignKeepsEveryBit() throws IOException {
    var design =
        new wassily.scenario.Design(
            List.of("a,\"b\"\nc", "d"),
            new double[][] {
              {-0.0, Double.MIN_VALUE}, {0.1, Double.NaN}, {1.0 / 3, -1e300}, {Double.NaN, 5e-324}
            });
    Plan plan = FakeSweep.plan(sources.table(), sources.sources(), design, 2, 1, FakeSweep.ALL);
    sources.create(folder.resolve("run"), plan);
    Plan read = RunDirectory.open(folder.resolve("run")).stored().plan();
    assertEquals(design.variables(), read.design().variables());
    for (int s = 0; s < design.scenarios(); s++) {
      for (int v = 0; v < 2; v++) {
        assertEquals(
            Double.doubleToRawLongBits(design.rows()[s][v]),
            Double.doubleToRawLongBits(read.design().rows()[s][v]));
      }
    }
  }

  @Test
  void aPlanNeverChanges() throws IOException {
    RunDirectory run = planned("run", 2, FakeSweep.ALL);
    var e =
        assertThrows(BadDataException.class, () -> planned("run", 3, FakeSweep.ALL)).getMessage();
    assertTrue(e.contains("holds a plan already"), e);
    Path file = run.folder().resolve("plan.json");
    Files.writeString(file, Files.readString(file).replace("\"threads\" : 2", "\"threads\" : 3"));
    e = assertThrows(BadDataException.class, () -> RunDirectory.open(run.folder())).getMessage();
    assertTrue(e.contains("was edited"), e);
    Path none = folder.resolve("none");
    e = assertThrows(BadDataException.class, () -> RunDirectory.open(none)).getMessage();
    assertTrue(e.contains("wassily plan"), e);
  }

  @Test
  void aDesignThatWasEditedIsRefused() throws IOException {
    RunDirectory run = planned("run", 1, FakeSweep.ALL);
    Path file = run.folder().resolve("design.csv");
    Files.writeString(file, Files.readString(file).replace("0.1", "0.2"));
    var e = assertThrows(BadDataException.class, () -> RunDirectory.open(run.folder()));
    assertTrue(e.getMessage().contains("is not the design of this plan"), e.getMessage());
  }

  static Stream<SweepSpec.Keep> keeps() {
    return Stream.of(FakeSweep.ALL, FakeSweep.SUMMARY);
  }

  @ParameterizedTest
  @MethodSource("keeps")
  void shardsDoNotMatter(SweepSpec.Keep keep) throws IOException {
    byte[] one = null;
    for (int shards : new int[] {1, 3, 8, 20}) { // 35 distinct in 9 batches: some of 20 are empty
      RunDirectory run = planned("run" + shards, shards, keep);
      runAll(run);
      byte[] bytes = merged(run);
      one = one == null ? bytes : one;
      assertArrayEquals(one, bytes, shards + " shards");
      assertEquals(List.of(), run.missing());
    }
  }

  @Test
  void valuesAreThoseOfTheDesignsRows() throws IOException {
    RunDirectory run = planned("run", 3, FakeSweep.ALL);
    runAll(run);
    merged(run);
    int failed = 0;
    try (var open = ResultFile.open(folder.resolve("merged.h5"))) {
      var cba = open.result().array("D_cba").values();
      var total = open.result().array("total").values();
      var design = open.result().array("design").values();
      var block = wassily.linalg.HostMatrix.of(new double[3][2]);
      var single = wassily.linalg.HostMatrix.of(new double[1][1]);
      var variables = wassily.linalg.HostMatrix.of(new double[1][2]);
      for (int s = 0; s < ROWS; s++) {
        double[] row = run.stored().plan().design().rows()[s];
        boolean fails = row[0] == FakeSweep.FAILING;
        failed += fails ? 1 : 0;
        cba.read(s * 3L, block);
        for (int r = 0; r < 3; r++) {
          for (int c = 0; c < 2; c++) {
            assertEquals(fails ? Double.NaN : FakeSweep.cba(row, r, c), block.get(r, c));
          }
        }
        total.read(s, single);
        assertEquals(fails ? Double.NaN : FakeSweep.total(row), single.get(0, 0));
        design.read(s, variables);
        assertArrayEquals(row, variables.row(0));
      }
      assertTrue(failed > 0);
      assertEquals(failed, run.status().failed());
      var failures = open.result().table("failure").orElseThrow();
      assertEquals(failed, failures.rows());
      assertEquals("cleaner-plants", failures.texts("lever").getFirst());
      for (double s : failures.numbers("scenario")) {
        assertEquals(FakeSweep.FAILING, run.stored().plan().design().rows()[(int) s][0]);
      }
      assertEquals(
          List.of("wassily: 1", "title: Light"),
          open.result().table("sweep_file").orElseThrow().texts("line"));
      assertEquals(
          List.of("one GEMM on S·W", "Woodbury"),
          open.result().table("plan").orElseThrow().texts("path"));
      var checks = open.result().certificate().checks();
      assertEquals("failed_scenarios", checks.getLast().name());
      assertEquals(failed, checks.getLast().value());
      var verified = checks.get(checks.size() - 2);
      assertEquals("verify_max_deviation", verified.name());
      assertEquals(1e-15 * (run.stored().plan().distinct() - 1), verified.value());
      assertTrue(verified.passed());
    }
  }

  @Test
  void askedToStopItGoesOnWhereItWas() throws IOException {
    RunDirectory whole = planned("whole", 1, FakeSweep.ALL);
    runAll(whole);
    byte[] expected = merged(whole);
    RunDirectory run = planned("run", 1, FakeSweep.ALL);
    var computed = new ArrayList<Integer>();
    var computer = FakeSweep.computer(run.stored().plan(), computed::add);
    Outcome outcome = Outcome.STOPPED;
    int starts = 0;
    while (outcome == Outcome.STOPPED) {
      var left = new AtomicInteger(2); // two batches, then stop
      outcome = run.run(0, computer, () -> left.getAndDecrement() <= 0, Progress.NONE);
      starts++;
      if (outcome == Outcome.STOPPED) {
        assertEquals(
            Math.min(2 * starts, run.stored().plan().batches()), run.status().batchesDone());
        assertEquals(List.of(0), run.missing());
      }
    }
    assertEquals(FakeSweep.range(0, run.stored().plan().batches()), computed, "each batch once");
    assertArrayEquals(expected, merged(run));
    try (var logs = Files.list(run.folder().resolve("log"))) {
      assertEquals(starts, logs.count());
    }
  }

  @Test
  void aCompleteShardIsNotComputedAgain() throws IOException {
    RunDirectory run = planned("run", 2, FakeSweep.ALL);
    runAll(run);
    List<String> before = names(run.folder());
    var computer =
        FakeSweep.computer(
            run.stored().plan(),
            b -> {
              throw new AssertionError("batch " + b);
            });
    assertEquals(Outcome.COMPLETE, run.run(1, computer, () -> false, Progress.NONE));
    assertEquals(before, names(run.folder()));
    assertEquals(
        List.of("design.csv", "plan.json", "shard-0.h5", "shard-1.h5", "sweep.yaml"), before);
  }

  @Test
  void whatThrowsKeepsFinishedBatches() throws IOException {
    RunDirectory whole = planned("whole", 1, FakeSweep.ALL);
    runAll(whole);
    RunDirectory run = planned("run", 1, FakeSweep.ALL);
    int batches = run.stored().plan().batches();
    for (int k = 0; k < batches; k++) {
      int broken = k;
      var computer =
          FakeSweep.computer(
              run.stored().plan(),
              b -> {
                assertTrue(b >= broken, "batch " + b + " was kept");
                if (b == broken) {
                  throw new IllegalStateException("the card fell out");
                }
              });
      var e =
          assertThrows(
              IllegalStateException.class, () -> run.run(0, computer, () -> false, Progress.NONE));
      assertEquals("the card fell out", e.getMessage());
      assertEquals(k, run.status().batchesDone());
      var one = new AtomicInteger(1);
      run.run(
          0,
          FakeSweep.computer(run.stored().plan(), _ -> {}),
          () -> one.getAndDecrement() <= 0,
          Progress.NONE);
    }
    runAll(run);
    assertArrayEquals(merged(whole), merged(run));
  }

  @Test
  void aPlanThatCouldNotBeWrittenIsNoPlan() throws IOException {
    Path at = folder.resolve("run");
    Plan plan = sources.plan(ROWS, BATCH, 1, FakeSweep.ALL);
    int k = 1;
    for (boolean done = false; !done; k++) {
      var disk = FaultyDisk.failing(k);
      try {
        RunDirectory.create(
            at, "1.0", plan, sources.table(), sources.sweep(), sources.sources(), disk::file);
        done = true;
      } catch (IOException e) {
        assertTrue(e.getMessage().contains("No space left"), e.getMessage());
        assertFalse(RunDirectory.exists(at), "a plan after failure " + k);
      }
    }
    // Three files: create, write, flush, close, rename.
    assertEquals(3 * 5 + 2, k);
    assertEquals(List.of("design.csv", "plan.json", "sweep.yaml"), names(at));
  }

  /** Whatever operation of the disk fails: one line, and the next attempt gives the same bytes. */
  @ParameterizedTest
  @MethodSource("keeps")
  void everyOperationOfAShardMayFail(SweepSpec.Keep keep) throws IOException {
    int rows = 10;
    RunDirectory whole =
        sources.create(folder.resolve("whole"), sources.plan(rows, BATCH, 1, keep));
    runAll(whole);
    byte[] expected = Files.readAllBytes(whole.folder().resolve("shard-0.h5"));
    int k = 1;
    for (boolean done = false; !done; k++) {
      Path at = folder.resolve("run-" + k);
      sources.create(at, sources.plan(rows, BATCH, 1, keep));
      var disk = FaultyDisk.failing(k);
      try {
        run(RunDirectory.open(at, disk::file, Summary.EXACT_UP_TO), 0);
        done = true;
      } catch (IOException e) {
        String line = e.getMessage();
        assertTrue(line.contains("No space left") && line.contains("run it again"), line);
        assertEquals(Outcome.COMPLETE, run(RunDirectory.open(at), 0));
      }
      assertArrayEquals(expected, Files.readAllBytes(at.resolve("shard-0.h5")), "operation " + k);
      assertEquals(
          List.of("design.csv", "plan.json", "shard-0.h5", "sweep.yaml"), names(at), "" + k);
    }
    assertTrue(k > 50, "only " + k + " operations");
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of("cut", -1L),
        Arguments.of("flip", 0L),
        Arguments.of("flip", 45L),
        Arguments.of("flip", 220L),
        Arguments.of("empty", 0L));
  }

  private static void damage(Path file, String how, long at) throws IOException {
    try (var f = new RandomAccessFile(file.toFile(), "rw")) {
      switch (how) {
        case "cut" -> f.setLength(f.length() - 1);
        case "empty" -> f.setLength(0);
        default -> {
          f.seek(at);
          int b = f.read();
          f.seek(at);
          f.write(b ^ 16);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedBatchIsComputedAgain(String how, long at) throws IOException {
    RunDirectory whole = planned("whole", 1, FakeSweep.ALL);
    runAll(whole);
    RunDirectory run = planned("run", 1, FakeSweep.ALL);
    var computed = new ArrayList<Integer>();
    var computer = FakeSweep.computer(run.stored().plan(), computed::add);
    var left = new AtomicInteger(5);
    run.run(0, computer, () -> left.getAndDecrement() <= 0, Progress.NONE);
    damage(run.folder().resolve("work/shard-0/batch-2"), how, at);
    computed.clear();
    assertEquals(Outcome.COMPLETE, run.run(0, computer, () -> false, Progress.NONE));
    var expected = new ArrayList<>(List.of(2));
    expected.addAll(FakeSweep.range(5, run.stored().plan().batches()));
    assertEquals(expected, computed);
    assertArrayEquals(merged(whole), merged(run));
  }

  @Test
  void aDamagedShardIsNotMergedAndIsComputedAgain() throws IOException {
    RunDirectory run = planned("run", 3, FakeSweep.ALL);
    runAll(run);
    byte[] expected = merged(run);
    Path shard = run.folder().resolve("shard-1.h5");
    byte[] whole = Files.readAllBytes(shard);
    for (long at : new long[] {8, 4200, whole.length - 9}) { // superblock, data, the end
      Files.write(shard, whole);
      damage(shard, "flip", at);
      var e = assertThrows(IncompleteRunException.class, () -> merged(run));
      assertEquals(List.of(1), e.shards(), "byte " + at);
      assertEquals(Outcome.COMPLETE, run(run, 1));
      assertArrayEquals(whole, Files.readAllBytes(shard));
    }
    assertArrayEquals(expected, merged(run));
  }

  @Test
  void missingShardsAreNamed() throws IOException {
    RunDirectory run = planned("run", 8, FakeSweep.ALL);
    run(run, 2);
    run(run, 6);
    assertEquals(List.of(0, 1, 3, 4, 5, 7), run.missing());
    var e = assertThrows(IncompleteRunException.class, () -> merged(run));
    assertTrue(e.getMessage().contains("6 of 8 shards are missing: 0-1,3-5,7"), e.getMessage());
    assertEquals(run.missing(), e.shards());
    RunDirectory.Status status = run.status();
    assertEquals(2, status.shardsDone());
    assertEquals(9, status.batches());
    assertEquals(2, status.batchesDone());
  }

  @Test
  void foreignShardsAreRefused() throws IOException {
    RunDirectory run = planned("run", 3, FakeSweep.ALL);
    runAll(run);
    RunDirectory other =
        sources.create(folder.resolve("other"), sources.plan(ROWS + 1, BATCH, 3, FakeSweep.ALL));
    runAll(other);
    Path shard = run.folder().resolve("shard-1.h5");
    Files.delete(shard);
    Files.copy(other.folder().resolve("shard-1.h5"), shard);
    var e = assertThrows(IncompleteRunException.class, () -> merged(run));
    assertTrue(e.getMessage().contains("is a shard of another plan"), e.getMessage());
    assertEquals(List.of(1), e.shards());
    // Not overwritten either: it may be somebody's only copy.
    assertThrows(BadDataException.class, () -> run(run, 1));
    // The same plan cut otherwise, and a shard under another's name.
    RunDirectory four = planned("four", 4, FakeSweep.ALL);
    runAll(four);
    for (Path wrong :
        List.of(four.folder().resolve("shard-1.h5"), run.folder().resolve("shard-2.h5"))) {
      Files.delete(shard);
      Files.copy(wrong, shard);
      e = assertThrows(IncompleteRunException.class, () -> merged(run));
      assertTrue(e.getMessage().contains("take it away"), e.getMessage());
    }
  }

  @Test
  void anotherKindOfDeviceIsToldAndOneThatLiesIsRefused() throws IOException {
    RunDirectory run = planned("run", 3, FakeSweep.ALL);
    Plan plan = run.stored().plan();
    run(run, 0);
    var gpu = new Plan.Device("cuda", "H200", "cuBLAS 12.6", 1, "none");
    run.run(1, FakeSweep.computer(plan, gpu, _ -> {}, 0.75), () -> false, Progress.NONE);
    run(run, 2);
    try (var merge = RunMerge.open(run, Progress.NONE)) {
      assertEquals(1, merge.remarks().size());
      assertTrue(merge.remarks().getFirst().contains("shards 1 ran on cuda, H200"));
      var result = merge.result("t", Progress.NONE);
      assertTrue(result.provenance().containsKey("computed_elsewhere"));
      assertEquals(0.75, result.certificate().checks().get(1).value(), "the worst");
    }
    Files.delete(run.folder().resolve("shard-2.h5"));
    run.run(
        2, FakeSweep.computer(plan, FakeSweep.DEVICE, _ -> {}, 0.5001), () -> false, Progress.NONE);
    var e = assertThrows(IncompleteRunException.class, () -> merged(run));
    assertTrue(e.getMessage().contains("do not agree on the baseline"), e.getMessage());
    assertEquals(List.of(0, 2), e.shards());
  }

  @Test
  void aShardThatIsBeingComputedIsLocked() throws IOException {
    RunDirectory run = planned("run", 2, FakeSweep.ALL);
    var inner = new ArrayList<Outcome>();
    var computer =
        FakeSweep.computer(
            run.stored().plan(),
            b -> {
              try {
                if (b == 0) {
                  inner.add(run(run, 0));
                  inner.add(run(run, 1)); // the other shard is free
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertEquals(Outcome.COMPLETE, run.run(0, computer, () -> false, Progress.NONE));
    assertEquals(List.of(Outcome.LOCKED, Outcome.COMPLETE), inner);
  }

  /** Where locks do not work a second process computes the same shard, and is faster. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aSecondWriterThatWasFasterIsNoFailure(int during) throws IOException {
    RunDirectory whole = planned("whole", 2, FakeSweep.ALL);
    runAll(whole);
    RunDirectory run = planned("run", 2, FakeSweep.ALL);
    var computer =
        FakeSweep.computer(
            run.stored().plan(),
            b -> {
              if (b == during) {
                try { // what it leaves: the shard, and no folder of its work
                  Files.copy(
                      whole.folder().resolve("shard-0.h5"), run.folder().resolve("shard-0.h5"));
                  ShardRun.removeWork(run.folder(), 0);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    assertEquals(Outcome.COMPLETE, run.run(0, computer, () -> false, Progress.NONE));
    run(run, 1);
    assertArrayEquals(merged(whole), merged(run));
  }

  @Test
  void aShardThatAppearsLateIsFound() throws Exception {
    RunDirectory run = planned("run", 3, FakeSweep.ALL);
    runAll(run);
    Path shard = run.folder().resolve("shard-1.h5");
    int failed;
    try (var merge = RunMerge.open(run, Progress.NONE)) {
      failed = merge.failed();
    }
    Path hidden = folder.resolve("hidden.h5");
    Files.move(shard, hidden);
    var e =
        assertThrows(
            IncompleteRunException.class,
            () -> RunMerge.open(run, Duration.ofMillis(1), Progress.NONE));
    assertEquals(List.of(1), e.shards());
    var late =
        Thread.startVirtualThread(
            () -> {
              try {
                Thread.sleep(500);
                Files.move(hidden, shard);
              } catch (IOException | InterruptedException e2) {
                throw new IllegalStateException(e2);
              }
            });
    try (var merge = RunMerge.open(run, Duration.ofSeconds(60), Progress.NONE)) {
      assertEquals(failed, merge.failed());
    }
    late.join();
  }

  /** Nodes whose clocks are decades apart: nothing that is computed looks at a time of a file. */
  @Test
  void clocksOfNodesDoNotMatter() throws IOException {
    RunDirectory whole = planned("whole", 2, FakeSweep.ALL);
    runAll(whole);
    RunDirectory run = planned("run", 2, FakeSweep.ALL);
    var random = new java.util.SplittableRandom(7);
    var computed = new ArrayList<Integer>();
    while (!run.missing().isEmpty()) {
      var left = new AtomicInteger(2);
      run.run(
          run.missing().getLast(),
          FakeSweep.computer(run.stored().plan(), computed::add),
          () -> left.getAndDecrement() <= 0,
          Progress.NONE);
      try (var all = Files.walk(run.folder())) {
        for (Path file : all.toList()) { // 1970 to 2070
          Files.setLastModifiedTime(
              file,
              java.nio.file.attribute.FileTime.fromMillis(random.nextLong(3_155_760_000_000L)));
        }
      }
    }
    assertEquals(
        FakeSweep.range(0, run.stored().plan().batches()), computed.stream().sorted().toList());
    assertArrayEquals(merged(whole), merged(run));
  }

  @Test
  void aPlanOfAnotherVersionIsRefused() throws IOException {
    RunDirectory run = planned("run", 2, FakeSweep.ALL);
    Path plan = run.folder().resolve("plan.json");
    Files.writeString(
        plan, Files.readString(plan).replace("\"wassily_run\" : 1", "\"wassily_run\" : 2"));
    var e = assertThrows(BadDataException.class, () -> RunDirectory.open(run.folder()));
    assertTrue(e.getMessage().contains("no plan of a run of version 1"), e.getMessage());
  }

  @Test
  void changedSourcesAreRefused() throws IOException {
    RunDirectory run = planned("run", 1, FakeSweep.ALL);
    runAll(run);
    run.requireUnchanged();
    Files.writeString(sources.sweep(), "edited"); // the copy counts, not the original
    run.requireUnchanged();
    Files.writeString(sources.table(), "another table");
    var e = assertThrows(BadDataException.class, run::requireUnchanged);
    assertTrue(e.getMessage().contains("table.h5: changed since the run"), e.getMessage());
    assertThrows(BadDataException.class, () -> merged(run));
    Files.delete(sources.table()); // merging on a machine without the table
    merged(run);
  }

  @Test
  void filesAreMadeByTheUsualWay() throws IOException {
    // What the tests with a failing disk replace is what RunDirectory uses by default.
    NewFile usual = OutputFile::create;
    try (var out = usual.create(folder.resolve("x"), false)) {
      assertTrue(Files.notExists(folder.resolve("x")));
      out.commit();
    }
    assertTrue(Files.exists(folder.resolve("x")));
  }

  @Test
  void numbersForSlurm() {
    assertEquals("", ShardNumbers.text(List.of()));
    assertEquals("7", ShardNumbers.text(List.of(7)));
    assertEquals("0-3,7,9-10", ShardNumbers.text(List.of(0, 1, 2, 3, 7, 9, 10)));
  }
}
