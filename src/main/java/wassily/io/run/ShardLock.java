package wassily.io.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps two processes from doing the same work. It saves time only: where locks do not work, as on
 * some network file systems, both write the same bytes, and renaming is one step.
 *
 * <p>The system gives a lock back when its process ends, however it ends; but a file server may
 * keep that of a node that died. So whoever holds a lock writes into its file every now and then,
 * and one that has been silent for long counts for nothing. Both times are the file server's, so
 * that clocks of nodes do not matter.
 */
final class ShardLock implements AutoCloseable {
  /** Well above the minute for which NFS may show an old time of a file. */
  static final Duration SILENCE = Duration.ofMinutes(5);

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);

  private final FileChannel channel;
  private final CountDownLatch givenBack = new CountDownLatch(1);
  private final Thread signs;

  private ShardLock(FileChannel channel) {
    this.channel = channel;
    this.signs = Thread.ofVirtual().name("signs of life").unstarted(this::live);
  }

  /**
   * Takes the lock of a shard.
   *
   * @param silence after how long without a sign of life a lock counts for nothing
   * @return empty when another process has it
   */
  static Optional<ShardLock> take(Path folder, int shard, Duration silence) throws IOException {
    Path locks = Files.createDirectories(folder.resolve("lock"));
    // Never deleted: a second process could lock the file that is just being removed.
    Path file = locks.resolve("shard-" + shard);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      // A time to come is as good as one long past: whoever lives would have overwritten it.
      if (lock == null && age(file).abs().compareTo(silence) < 0) {
        channel.close();
        return Optional.empty();
      }
    } catch (OverlappingFileLockException e) { // this very process has it
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      // ENOLCK: this file system has no locks. The work is done without one.
    }
    var taken = new ShardLock(channel);
    try {
      taken.sign();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    taken.signs.start();
    return Optional.of(taken);
  }

  /** How long a file has not been written to, by the clock of whoever keeps it. */
  private static Duration age(Path file) throws IOException {
    Path now = Files.createTempFile(file.getParent(), ".now", null);
    try {
      return Duration.between(
          Files.getLastModifiedTime(file).toInstant(), Files.getLastModifiedTime(now).toInstant());
    } catch (NoSuchFileException e) { // taken away by hand
      return Duration.ZERO;
    } finally {
      Files.deleteIfExists(now);
    }
  }

  /** Says who holds it, for people; that it is written is what counts. */
  private void sign() throws IOException {
    String holder = "%s, process %d%n".formatted(RunLog.host(), ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private void live() {
    try {
      while (!givenBack.await(SIGN_OF_LIFE.toSeconds(), TimeUnit.SECONDS)) {
        sign();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // A full disk: without signs the lock goes stale, and another process may double the work.
    }
  }

  @Override
  public void close() throws IOException {
    givenBack.countDown();
    try {
      signs.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}
