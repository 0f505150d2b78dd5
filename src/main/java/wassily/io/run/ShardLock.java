package wassily.io.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps two processes from doing the same work. It saves time only: where locks do not work, as on
 * some network file systems, both write the same bytes, and renaming is one step.
 */
final class ShardLock implements AutoCloseable {
  private final FileChannel channel;

  private ShardLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a shard; the system gives it back when the process ends, however it ends.
   *
   * @return empty when another process has it
   */
  static Optional<ShardLock> take(Path folder, int shard) throws IOException {
    Path locks = Files.createDirectories(folder.resolve("lock"));
    // Never deleted: a second process could lock the file that is just being removed.
    FileChannel channel =
        FileChannel.open(
            locks.resolve("shard-" + shard), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
    } catch (OverlappingFileLockException e) { // this very process has it
      channel.close();
      return Optional.empty();
    } catch (IOException e) { // ENOLCK: this file system has no locks
      return Optional.of(new ShardLock(channel));
    }
    return Optional.of(new ShardLock(channel));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
