package wassily.io.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import wassily.progress.Progress;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;

/** The work of one shard, under its lock: what is missing is computed, then all is put together. */
final class ShardRun implements AutoCloseable {
  private final NewFile files;
  private final Path folder;
  private final Path work;
  private final String planHash;
  private final Kept kept;
  private final int shard;
  private final RunDirectory.Computer computer;
  private final BooleanSupplier stop;
  private final Progress progress;
  private ScenarioRunner runner;
  private int computed;
  private int found;

  ShardRun(
      NewFile files,
      Path folder,
      String planHash,
      Kept kept,
      int shard,
      RunDirectory.Computer computer,
      BooleanSupplier stop,
      Progress progress) {
    this.files = files;
    this.folder = folder;
    this.work = work(folder, shard);
    this.planHash = planHash;
    this.kept = kept;
    this.shard = shard;
    this.computer = computer;
    this.stop = stop;
    this.progress = progress;
  }

  static Path work(Path folder, int shard) {
    return folder.resolve("work").resolve("shard-" + shard);
  }

  /** Whether the shard is complete now; false when it was asked to stop. */
  boolean finish() throws IOException {
    Files.createDirectories(work);
    RunLog log = RunLog.begin(files, folder, shard, computer.device());
    boolean done;
    try {
      done = compute();
    } catch (IOException | RuntimeException | Error e) {
      try {
        log.end("failed: " + e.getMessage(), computed, found);
      } catch (IOException second) { // the same full disk, most likely
        e.addSuppressed(second);
      }
      throw e;
    }
    log.end(done ? "complete" : "stopped", computed, found);
    return done;
  }

  private boolean compute() throws IOException {
    List<BatchFile> batches = batches();
    if (batches.size() < kept.plan().firstBatch(shard + 1) - kept.plan().firstBatch(shard)) {
      return false;
    }
    Optional<List<Verified>> verified = verified(batches);
    if (verified.isEmpty()) {
      return false;
    }
    // Assembled in the work folder, so that nothing half-written ever lies beside the shards.
    Path assembled = work.resolve("shard.h5");
    ShardFile.write(
        files, assembled, planHash, kept, batches, verified.get(), runner(), computer.device());
    Files.move(
        assembled,
        ShardFile.path(folder, shard),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    removeWork(folder, shard);
    return true;
  }

  /** All batches of the shard, or fewer when it was asked to stop. */
  private List<BatchFile> batches() throws IOException {
    Plan plan = kept.plan();
    int first = plan.firstBatch(shard);
    int end = plan.firstBatch(shard + 1);
    var batches = new ArrayList<BatchFile>();
    for (int b = first; b < end; b++) {
      BatchFile.find(work, planHash, kept, b).ifPresent(batches::add);
    }
    found = batches.size();
    boolean asked = found < end - first;
    if (asked) {
      if (stop.getAsBoolean()) {
        return batches;
      }
      runner(); // minutes that are no scenario's, so not in their speed and time left
    }
    long scenarios = kept.firstScenario(end) - kept.firstScenario(first);
    try (Progress.Task task = progress.begin("scenarios", scenarios)) {
      batches.forEach(b -> task.advance(kept.scenarios(b.batch())));
      for (int b = first; b < end; b++) {
        int at = b - first;
        if (at < batches.size() && batches.get(at).batch() == b) {
          continue;
        }
        if (!asked && stop.getAsBoolean()) {
          return batches;
        }
        asked = false;
        try (Arena arena = Arena.ofShared()) {
          batches.add(at, BatchFile.write(files, work, planHash, kept, runner().run(b, arena)));
        }
        computed++;
        task.advance(kept.scenarios(b));
      }
    }
    return batches;
  }

  /** The scenarios of this shard that are recomputed; empty when it was asked to stop. */
  private Optional<List<Verified>> verified(List<BatchFile> batches) throws IOException {
    var failed =
        batches.stream()
            .flatMap(b -> b.failures().stream())
            .map(f -> f.distinct())
            .collect(Collectors.toSet());
    int from = kept.firstScenario(kept.plan().firstBatch(shard));
    int to = kept.firstScenario(kept.plan().firstBatch(shard + 1));
    List<Integer> wanted =
        kept.plan().verify().stream()
            .filter(d -> d >= from && d < to && !failed.contains(d))
            .distinct()
            .sorted()
            .toList();
    var verified = new ArrayList<Verified>();
    try (Progress.Task task = progress.begin("scenarios recomputed", wanted.size())) {
      for (int d : wanted) {
        Optional<Verified> there = Verified.find(work, planHash, d);
        if (there.isEmpty()) {
          if (stop.getAsBoolean()) {
            return Optional.empty();
          }
          there = Optional.of(new Verified(d, runner().verify(d)));
          there.get().write(files, work, planHash);
        }
        verified.add(there.get());
        task.advance(1);
      }
    }
    return Optional.of(verified);
  }

  /** Opened when it is needed: a factorization may take minutes. */
  private ScenarioRunner runner() throws IOException {
    if (runner == null) {
      runner = computer.open();
    }
    return runner;
  }

  /** Takes away what a complete shard no longer needs, even while another process still adds. */
  static void removeWork(Path folder, int shard) throws IOException {
    Path work = work(folder, shard);
    try (var all = Files.walk(work)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e.getCause();
      }
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      // Nothing to do, or the other process takes the rest away when it ends.
    }
  }

  @Override
  public void close() {
    if (runner != null) {
      runner.close();
    }
  }
}
