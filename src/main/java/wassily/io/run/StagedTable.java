package wassily.io.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import wassily.io.FileHash;
import wassily.io.OutputFile;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/**
 * A copy of a table on a disk of this node, made by the first process that asks and used by all:
 * the shared file system is read once per node, and the processes share the pages of one file.
 *
 * <p>The copy is called by its hash, so that two tables never meet, and its bytes are hashed every
 * time, so that nobody has to trust what lies on a disk of all.
 */
public final class StagedTable {
  private static final int BLOCK = 1 << 20;

  private StagedTable() {}

  /**
   * Finds or makes the copy.
   *
   * @param table the table
   * @param sha256 its hash
   * @param folder where copies lie on this node; made when it is missing
   * @param progress told how much was copied
   * @return the copy, whose bytes have this hash
   * @throws BadDataException when the table has another hash
   * @throws IOException when it cannot be read, or there is no room for it
   */
  public static Path in(Path folder, Path table, String sha256, Progress progress)
      throws IOException {
    return in(folder, table, sha256, progress, OutputFile::create);
  }

  static Path in(Path folder, Path table, String sha256, Progress progress, NewFile files)
      throws IOException {
    Files.createDirectories(folder);
    Path copy = folder.resolve("wassily-%.16s.h5".formatted(sha256));
    Path lock = folder.resolve("wassily-%.16s.lock".formatted(sha256));
    // Blocks: whoever comes second waits for the copy instead of making another. The system gives
    // the lock back when its process ends.
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (Files.exists(copy)) {
        try (var task = progress.begin("hashing the staged table", 1)) {
          if (FileHash.sha256(copy).equals(sha256)) {
            task.advance(1);
            return copy;
          }
        }
      }
      copy(table, copy, files, progress);
      if (!FileHash.sha256(copy).equals(sha256)) {
        Files.delete(copy);
        throw new BadDataException(
            "%s: changed since the sweep was planned; bring it back or plan again in another folder"
                .formatted(table));
      }
      return copy;
    }
  }

  private static void copy(Path table, Path copy, NewFile files, Progress progress)
      throws IOException {
    try (var in = FileChannel.open(table, StandardOpenOption.READ);
        var out = files.create(copy, true);
        var task = progress.begin("staging the table", in.size())) {
      var buffer = ByteBuffer.allocateDirect(BLOCK);
      for (long at = 0; in.read(buffer) >= 0; buffer.clear()) {
        for (buffer.flip(); buffer.hasRemaining(); ) {
          int written = out.channel().write(buffer, at);
          at += written;
          task.advance(written);
        }
      }
      out.commit();
    }
  }
}
