package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.io.FaultyDisk;
import wassily.scenario.Plan;
import wassily.table.BadDataException;

/**
 * The plan of a run: read back to the last bit, never changed, refused when it or its sources were.
 */
class RunPlanTest extends PlannedRuns {
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
}
