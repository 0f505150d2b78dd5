package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.io.run.RunDirectory.Outcome;
import wassily.progress.Progress;
import wassily.scenario.SweepSpec;

/** Runs of a small sweep that is only thought of: made, run, merged. */
abstract class PlannedRuns {
  static final int ROWS = 40;

  static final int BATCH = 4;

  @TempDir Path folder;
  FakeSweep.Sources sources;

  @BeforeEach
  void sources() throws IOException {
    sources = FakeSweep.Sources.in(folder);
  }

  RunDirectory planned(String name, int shards, SweepSpec.Keep keep) throws IOException {
    return sources.create(folder.resolve(name), sources.plan(ROWS, BATCH, shards, keep));
  }

  static Outcome run(RunDirectory run, int shard) throws IOException {
    return run.run(
        shard, FakeSweep.computer(run.stored().plan(), _ -> {}), () -> false, Progress.NONE);
  }

  static void runAll(RunDirectory run) throws IOException {
    for (int s = 0; s < run.stored().plan().shards(); s++) {
      assertEquals(Outcome.COMPLETE, run(run, s));
    }
  }

  byte[] merged(RunDirectory run) throws IOException {
    Path out = folder.resolve("merged.h5");
    try (var merge = RunMerge.open(run, Progress.NONE)) {
      ResultFile.write(
          merge.result("wassily test", 2, Progress.NONE),
          out,
          new WriteOptions(true, 0, 2),
          Progress.NONE);
    }
    return Files.readAllBytes(out);
  }

  static List<String> names(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .filter(n -> !n.startsWith("log/") && !n.startsWith("lock/"))
          .sorted()
          .toList();
    }
  }

  static Stream<SweepSpec.Keep> keeps() {
    return Stream.of(FakeSweep.ALL, FakeSweep.SUMMARY);
  }
}
