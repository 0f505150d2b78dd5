package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.run.RunDirectory.Outcome;
import wassily.progress.Progress;
import wassily.scenario.Plan;
import wassily.scenario.SweepSpec;
import wassily.table.BadDataException;

/** Shards that are run, found and merged: always the same bytes, or a plain refusal. */
class RunDirectoryTest extends PlannedRuns {
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
      var result = merge.result("t", 2, Progress.NONE);
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
