package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.FaultyDisk;
import wassily.io.run.RunDirectory.Outcome;
import wassily.progress.Progress;
import wassily.scenario.Summary;
import wassily.scenario.SweepSpec;

/** Stopped, failed, damaged, overtaken: the next attempt gives the same bytes. */
class InterruptedRunTest extends PlannedRuns {
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
}
