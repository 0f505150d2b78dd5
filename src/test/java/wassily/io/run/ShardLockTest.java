package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks against another process, alive or silent. */
class ShardLockTest {
  @TempDir private Path folder;

  /** Another process: locks a file, says so, and gives no sign of life. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        System.out.println("locked " + lock.isValid());
        System.in.read();
      }
    }
  }

  /** Starts the other process; it holds the lock from the moment it says so. */
  static Process holder(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Holder.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aSilentLockCountsForNothing() throws Exception {
    Path file = Files.createDirectories(folder.resolve("lock")).resolve("shard-3");
    Files.createFile(file);
    Process holder = holder(file);
    try (var said = new BufferedReader(new InputStreamReader(holder.getInputStream()))) {
      assertEquals("locked true", said.readLine());
      assertTrue(ShardLock.take(folder, 3, ShardLock.SILENCE).isEmpty(), "it was just made");
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.now().minus(ShardLock.SILENCE).minusSeconds(60)));
      assertTrue(ShardLock.take(folder, 3, Duration.ofDays(1)).isEmpty(), "patience of a day");
      // A clock that was set back: whoever lives would have written since.
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.now().plus(ShardLock.SILENCE).plusSeconds(60)));
      assertTrue(ShardLock.take(folder, 3, Duration.ofDays(1)).isEmpty());
      try (var taken = ShardLock.take(folder, 3, ShardLock.SILENCE).orElseThrow()) {
        // Taking it is a sign of life: a third process stays away again.
        assertTrue(ShardLock.take(folder, 3, ShardLock.SILENCE).isEmpty());
        assertEquals(1, Files.readAllLines(file).size());
        assertTrue(Files.readString(file).contains("process"), taken.toString());
      }
    } finally {
      holder.destroyForcibly();
    }
    holder.waitFor();
    ShardLock.take(folder, 3, ShardLock.SILENCE).orElseThrow().close(); // the system gave it back
    try (var left = Files.list(folder.resolve("lock"))) {
      assertEquals(1, left.count());
    }
  }
}
