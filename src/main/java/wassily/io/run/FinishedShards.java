package wassily.io.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import wassily.scenario.Plan;
import wassily.table.BadDataException;

/**
 * The shards of a run whose files are there, each held against the plan.
 *
 * @param folder where they lie
 * @param stored the plan that they have to be of
 */
record FinishedShards(Path folder, StoredPlan stored) {
  /** Whether there is nothing left to do for a shard; one without batches has no file. */
  boolean complete(int shard, boolean everyNumber) throws IOException {
    Optional<ShardFile> file = file(shard);
    if (file.isPresent() && everyNumber) {
      try {
        file.get().requireWhole();
      } catch (BadDataException e) { // damaged: to be computed again
        return false;
      }
    }
    return file.isPresent() || empty(shard);
  }

  /** Whether a shard has no batches. */
  boolean empty(int shard) {
    return stored.plan().firstBatch(shard) == stored.plan().firstBatch(shard + 1);
  }

  /**
   * A complete shard.
   *
   * @return empty when it is missing or unreadable
   * @throws BadDataException when it is one of another plan
   */
  Optional<ShardFile> file(int shard) throws IOException {
    Path path = ShardFile.path(folder, shard);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    ShardFile file;
    try {
      file = ShardFile.read(path);
    } catch (BadDataException e) { // damaged: to be computed again
      return Optional.empty();
    }
    Plan plan = stored.plan();
    if (!stored.sha256().equals(file.planHash())) {
      throw new BadDataException(
          "%s: is a shard of another plan (%.12s, this is %.12s); take it away"
              .formatted(path, file.planHash(), stored.sha256()));
    }
    if (file.firstBatch() != plan.firstBatch(shard)
        || file.endBatch() != plan.firstBatch(shard + 1)) {
      throw new BadDataException(
          "%s: holds batches %d to %d, shard %d of %d has %d to %d; take it away"
              .formatted(
                  path,
                  file.firstBatch(),
                  file.endBatch() - 1,
                  shard,
                  plan.shards(),
                  plan.firstBatch(shard),
                  plan.firstBatch(shard + 1) - 1));
    }
    return Optional.of(file);
  }
}
