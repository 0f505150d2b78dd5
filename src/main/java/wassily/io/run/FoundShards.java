package wassily.io.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** The shards of a run that are there and whole; each is read in full once. */
final class FoundShards {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final RunDirectory run;
  private final Map<Integer, ShardFile> whole = new TreeMap<>();
  private final List<Integer> missing = new ArrayList<>();
  private boolean foreign;

  /** What is said of the first shard that is there and is not one of this run. */
  private String what;

  FoundShards(RunDirectory run) {
    this.run = run;
  }

  /** Shards by number, when all were found. */
  Map<Integer, ShardFile> whole() {
    return whole;
  }

  /**
   * Looks for all shards, and again for those that are missing until patience ends. A foreign one
   * does not become another by waiting.
   *
   * @throws IncompleteRunException when one is missing, damaged or foreign
   */
  void look(Duration patience, Progress progress) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    int shards = run.stored().plan().shards();
    try (var task = progress.begin("checking shards", shards)) {
      while (true) {
        int before = whole.size();
        missing.clear();
        foreign = false;
        what = null;
        find();
        task.advance(whole.size() - before);
        if (missing.isEmpty()) {
          return;
        }
        if (foreign || System.nanoTime() - deadline >= 0) {
          throw new IncompleteRunException(
              what != null
                  ? what
                  : "%s: %d of %d shards are missing: %s; run them first"
                      .formatted(run.folder(), missing.size(), shards, ShardNumbers.text(missing)),
              missing);
        }
        pause();
      }
    }
  }

  /** Adds the shards that are whole. */
  private void find() throws IOException {
    list();
    for (int s = 0; s < run.stored().plan().shards(); s++) {
      if (!run.shards().empty(s) && !whole.containsKey(s)) {
        find(s);
      }
    }
  }

  private void find(int shard) throws IOException {
    Optional<ShardFile> file = Optional.empty();
    try {
      file = run.shards().file(shard);
    } catch (BadDataException e) {
      foreign = true;
      refused(shard, e);
      return;
    }
    if (file.isEmpty()) {
      missing.add(shard);
      return;
    }
    try {
      file.get().requireWhole();
      whole.put(shard, file.get());
    } catch (BadDataException e) {
      refused(shard, e);
    }
  }

  private void refused(int shard, BadDataException e) {
    what = what == null ? e.getMessage() : what;
    missing.add(shard);
  }

  /** Reading a folder makes NFS ask the server what is in it now. */
  private void list() throws IOException {
    try (var all = Files.newDirectoryStream(run.folder())) {
      all.forEach(_ -> {});
    }
  }

  /** Until something appears in the folder; of what other machines do there nobody tells. */
  private void pause() throws IOException {
    try (var watch = run.folder().getFileSystem().newWatchService()) {
      run.folder().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      watch.poll(PAUSE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for shards", e);
    }
  }
}
