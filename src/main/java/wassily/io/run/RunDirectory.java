package wassily.io.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import wassily.io.FileHash;
import wassily.io.OutputFile;
import wassily.progress.Progress;
import wassily.scenario.BatchResult.Failure;
import wassily.scenario.Plan;
import wassily.scenario.ScenarioRunner;
import wassily.scenario.Summary;
import wassily.table.BadDataException;

/**
 * The folder of a sweep: a plan that never changes, and shards that appear when they are complete.
 *
 * <pre>
 * plan.json  design.csv  sweep.yaml     what is computed; fixed from the beginning
 * shard-3.h5                            a complete shard
 * work/shard-4/batch-17                 a complete batch of a shard that is not
 * log/shard-4-*.json  lock/shard-4      who worked on it; nothing that is computed depends on them
 * </pre>
 *
 * <p>A file under its final name is complete: it was written under another, flushed and renamed. So
 * the work can be killed at any moment and begun again, and gives the same bytes.
 */
public final class RunDirectory {
  private final Path folder;
  private final StoredPlan stored;
  private final NewFile files;
  private final Kept kept;
  private final FinishedShards shards;

  private RunDirectory(Path folder, StoredPlan stored, NewFile files, long exactUpTo) {
    this.folder = folder;
    this.stored = stored;
    this.files = files;
    this.kept = new Kept(stored.plan(), exactUpTo);
    this.shards = new FinishedShards(folder, stored);
  }

  /** Computes scenarios, opened when there are some to compute. */
  public interface Computer {
    /**
     * What it computes on.
     *
     * @return the device of this process; another kind than planned is recorded in the shard
     */
    Plan.Device device();

    /**
     * Opens it.
     *
     * @return a runner of the plan, owned by the caller
     * @throws IOException when a file cannot be read
     */
    ScenarioRunner open() throws IOException;
  }

  /** How the work on a shard ended. */
  public enum Outcome {
    /** The shard is complete; perhaps it was before. */
    COMPLETE,
    /** It was asked to stop and did; finished batches are kept. */
    STOPPED,
    /** Another process works on it. */
    LOCKED
  }

  /**
   * How far a run is.
   *
   * @param shards how many shards there are
   * @param shardsDone complete ones
   * @param batches how many batches there are
   * @param batchesDone batches that are computed, those of complete shards among them
   * @param failed rows of the design that failed, in complete shards
   * @param missing shards still to do, in order
   */
  public record Status(
      int shards, int shardsDone, int batches, int batchesDone, int failed, List<Integer> missing) {
    /** Copies. */
    public Status {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Makes the folder of a run.
   *
   * @param folder its name; it may exist as long as there is no plan in it
   * @param program the version of this program
   * @param plan what is to be computed
   * @param table the table file
   * @param sweep the sweep file
   * @param sources the hashes of the sweep file and of the files that it names
   * @return the run
   * @throws BadDataException when the plan cannot be stored
   * @throws FileAlreadyExistsException when the folder holds a plan
   * @throws IOException when it cannot be written to
   */
  public static RunDirectory create(
      Path folder, String program, Plan plan, Path table, Path sweep, SweepSources sources)
      throws IOException {
    return create(folder, program, plan, table, sweep, sources, OutputFile::create);
  }

  static RunDirectory create(
      Path folder,
      String program,
      Plan plan,
      Path table,
      Path sweep,
      SweepSources sources,
      NewFile files)
      throws IOException {
    PlanFiles.requireNames(plan);
    requireNew(folder);
    Files.createDirectories(folder);
    var stored =
        new StoredPlan(
            program,
            plan,
            PlanJson.sha256(plan),
            table.toAbsolutePath().normalize(),
            sweep.toAbsolutePath().normalize(),
            sources.hashes());
    new PlanFiles(folder).write(stored, sweep, files);
    return new RunDirectory(folder, stored, files, Summary.EXACT_UP_TO);
  }

  /**
   * Refuses a folder that holds a plan; to be asked before long work.
   *
   * @param folder the folder wanted
   * @throws IOException when it holds a plan, or is a file
   */
  public static void requireNew(Path folder) throws IOException {
    new PlanFiles(folder).requireNone();
  }

  /**
   * Whether a folder holds a plan.
   *
   * @param folder a folder, or nothing
   * @return true when it does
   */
  public static boolean exists(Path folder) {
    return Files.exists(new PlanFiles(folder).plan());
  }

  /**
   * Opens the folder of a run.
   *
   * @param folder the folder
   * @return the run
   * @throws BadDataException when there is no plan in it, or one that was changed
   * @throws IOException when it cannot be read
   */
  public static RunDirectory open(Path folder) throws IOException {
    return open(folder, OutputFile::create, Summary.EXACT_UP_TO);
  }

  /** Opens a run on a given disk, with summaries exact up to so many values of a response. */
  static RunDirectory open(Path folder, NewFile files, long exactUpTo) throws IOException {
    if (!exists(folder)) {
      throw new BadDataException(
          folder + ": holds no plan.json; plan the sweep first with: wassily plan");
    }
    return new RunDirectory(folder, new PlanFiles(folder).read(), files, exactUpTo);
  }

  /**
   * Where it lies.
   *
   * @return the folder
   */
  public Path folder() {
    return folder;
  }

  /**
   * What is computed.
   *
   * @return the plan with its hash and its sources
   */
  public StoredPlan stored() {
    return stored;
  }

  /**
   * The sweep file as it was when the sweep was planned.
   *
   * @return its copy in the folder; what it names is relative to the folder of {@link
   *     StoredPlan#sweep}
   */
  public Path sweepCopy() {
    return new PlanFiles(folder).sweep();
  }

  Kept kept() {
    return kept;
  }

  /** The shards whose files are there. */
  FinishedShards shards() {
    return shards;
  }

  /**
   * Refuses a plan that another version of the program made: what it computes may differ in the
   * last bits, and what it stores in more.
   *
   * @param program the version of this program
   * @throws BadDataException when it is another
   */
  public void requireProgram(String program) {
    if (!program.equals(stored.program())) {
      throw new BadDataException(
          "%s: was planned by wassily %s, this is %s; go on with that version or plan again in another folder"
              .formatted(
                  new PlanFiles(folder).plan(),
                  stored.program().isEmpty() ? "before 0.1.0" : stored.program(),
                  program));
    }
  }

  /**
   * Refuses sources that are not those of the plan.
   *
   * @throws BadDataException when the table, the copy of the sweep file or a file that it names has
   *     changed
   * @throws IOException when one cannot be read
   */
  public void requireUnchanged() throws IOException {
    requireSame(stored.table(), stored.plan().tableSha256());
    requireSourcesUnchanged();
  }

  /**
   * Refuses sources beside the table that are not those of the plan.
   *
   * @throws BadDataException when the copy of the sweep file or a file that it names has changed
   * @throws IOException when one cannot be read
   */
  public void requireSourcesUnchanged() throws IOException {
    boolean first = true;
    for (var source : stored.sources().entrySet()) {
      requireSame(first ? sweepCopy() : source.getKey(), source.getValue());
      first = false;
    }
  }

  /** Refuses a table that changed; one that is not here is no obstacle to merging. */
  void requireTableUnchanged() throws IOException {
    if (Files.exists(stored.table())) {
      requireSame(stored.table(), stored.plan().tableSha256());
    }
  }

  private void requireSame(Path file, String hash) throws IOException {
    if (!FileHash.sha256(file).equals(hash)) {
      throw new BadDataException(
          "%s: changed since the run in %s was planned; bring it back or plan again in another folder"
              .formatted(file, folder));
    }
  }

  /**
   * Computes what is missing of a shard. Any number of times, by any number of processes: the same
   * bytes.
   *
   * @param shard its number, from 0
   * @param computer opened when there is work
   * @param stop asked before every batch: whether to stop
   * @param progress told how many scenarios are done
   * @return how it ended
   * @throws BadDataException when a shard of another plan is in its place
   * @throws IOException when the disk is full or the folder read-only; finished batches are kept
   */
  public Outcome run(int shard, Computer computer, BooleanSupplier stop, Progress progress)
      throws IOException {
    if (shard < 0 || shard >= stored.plan().shards()) {
      throw new IllegalArgumentException(
          "shard %d: there are %d, counted from 0".formatted(shard, stored.plan().shards()));
    }
    try {
      Optional<ShardLock> lock = ShardLock.take(folder, shard, ShardLock.SILENCE);
      if (lock.isEmpty()) {
        return Outcome.LOCKED;
      }
      try (var _ = lock.get();
          var work =
              new ShardRun(files, folder, stored.sha256(), kept, shard, computer, stop, progress)) {
        if (shards.complete(shard, true)) {
          ShardRun.removeWork(folder, shard); // of a process that was killed just before it did
          return Outcome.COMPLETE;
        }
        return work.finish() ? Outcome.COMPLETE : Outcome.STOPPED;
      }
    } catch (IOException e) {
      // Another process, which no lock kept away, was faster and has cleaned up behind both; or
      // the folder was made read-only when all was done.
      if (shards.complete(shard, true)) {
        return Outcome.COMPLETE;
      }
      throw DiskTrouble.explained(folder, e);
    }
  }

  /**
   * The shards still to do.
   *
   * @return their numbers in order
   * @throws IOException when the folder cannot be read
   */
  public List<Integer> missing() throws IOException {
    var missing = new ArrayList<Integer>();
    for (int s : IntStream.range(0, stored.plan().shards()).toArray()) {
      if (!shards.complete(s, false)) {
        missing.add(s);
      }
    }
    return missing;
  }

  /**
   * How far the run is, from its files.
   *
   * @return the counts
   * @throws IOException when the folder cannot be read
   */
  public Status status() throws IOException {
    Plan plan = stored.plan();
    List<Integer> missing = missing();
    var failures = new ArrayList<Failure>();
    int batches = 0;
    for (int s = 0; s < plan.shards(); s++) {
      if (missing.contains(s)) {
        for (int b = plan.firstBatch(s); b < plan.firstBatch(s + 1); b++) {
          batches += Files.exists(BatchFile.path(ShardRun.work(folder, s), b)) ? 1 : 0;
        }
      } else {
        batches += plan.firstBatch(s + 1) - plan.firstBatch(s);
        shards.file(s).ifPresent(f -> failures.addAll(f.failures()));
      }
    }
    return new Status(
        plan.shards(),
        plan.shards() - missing.size(),
        plan.batches(),
        batches,
        failedRows(failures),
        missing);
  }

  /**
   * Takes the folder away when its result has been written. Files that are not of a run stay, and
   * so does the folder then.
   *
   * @throws IOException when it cannot be removed
   */
  public void delete() throws IOException {
    for (int s = 0; s < stored.plan().shards(); s++) {
      ShardRun.removeWork(folder, s);
      Files.deleteIfExists(ShardFile.path(folder, s));
      Files.deleteIfExists(folder.resolve("lock").resolve("shard-" + s));
    }
    try (var logs = Files.list(folder.resolve("log"))) {
      for (Path log : logs.filter(f -> f.toString().endsWith(".json")).toList()) {
        Files.delete(log);
      }
    }
    new PlanFiles(folder).delete();
    for (Path left :
        List.of(folder.resolve("work"), folder.resolve("lock"), folder.resolve("log"), folder)) {
      try {
        Files.deleteIfExists(left);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  /** How many rows of the design the failures stand for. */
  int failedRows(List<Failure> failures) {
    var failed = new boolean[stored.plan().distinct()];
    failures.forEach(f -> failed[f.distinct()] = true);
    return (int) Arrays.stream(stored.plan().distinctOf()).filter(d -> failed[d]).count();
  }
}
