package wassily.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that appears under its name only when it is complete: written under a temporary name in
 * the same folder, flushed to the disk, then renamed. Closed without {@link #commit}, it leaves
 * nothing behind.
 */
public final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final boolean overwrite;
  private final Disk disk;
  private final FileChannel channel;

  /** Takes the temporary file away when the process is interrupted (Ctrl-C) while it is written. */
  private final Thread sweeper;

  private boolean committed;

  private OutputFile(
      Path target, Path temporary, boolean overwrite, Disk disk, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.overwrite = overwrite;
    this.disk = disk;
    this.channel = channel;
    this.sweeper = Thread.ofPlatform().unstarted(() -> temporary.toFile().delete());
    Runtime.getRuntime().addShutdownHook(sweeper);
  }

  /**
   * Begins a file.
   *
   * @param target its final name
   * @param overwrite whether a file of that name may be replaced
   * @return the open output
   * @throws FileAlreadyExistsException when it exists and may not be replaced
   * @throws IOException when the folder is missing or cannot be written to
   */
  public static OutputFile create(Path target, boolean overwrite) throws IOException {
    return create(target, overwrite, Disk.REAL);
  }

  /** Begins a file on a given disk. */
  static OutputFile create(Path target, boolean overwrite, Disk disk) throws IOException {
    require(target, overwrite);
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    // The clock keeps two writers of one name, in one process or on two machines, apart; should two
    // still meet, CREATE_NEW lets only one of them begin.
    Path temporary =
        folder.resolve(
            ".%s.%d-%x.tmp"
                .formatted(
                    absolute.getFileName(), ProcessHandle.current().pid(), System.nanoTime()));
    FileChannel channel;
    try {
      channel = disk.create(temporary);
    } catch (AccessDeniedException e) {
      throw new IOException(noPermission(target, folder), e);
    } catch (NoSuchFileException e) {
      // What /proc and the like answer: a folder in which nobody can make files.
      throw new IOException(target + ": no files can be made in the folder " + folder, e);
    }
    return new OutputFile(absolute, temporary, overwrite, disk, channel);
  }

  /**
   * Refuses what {@link #create} would refuse; to be asked before long work.
   *
   * @param target the name wanted
   * @param overwrite whether it may be replaced
   * @throws FileAlreadyExistsException when it exists and may not
   * @throws IOException when its folder is missing or cannot be written to
   */
  public static void require(Path target, boolean overwrite) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IOException(target + ": is a folder; give the name of a file");
    }
    refuseExisting(target, overwrite);
    if (!Files.isDirectory(folder)) {
      throw new IOException(target + ": the folder " + folder + " does not exist; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(noPermission(target, folder));
    }
  }

  private static String noPermission(Path target, Path folder) {
    return target + ": no permission to write to the folder " + folder;
  }

  private static void refuseExisting(Path target, boolean overwrite)
      throws FileAlreadyExistsException {
    if (!overwrite && Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  /**
   * Where to write.
   *
   * @return a channel for reading and writing
   */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Flushes the file to the disk and gives it its name.
   *
   * @throws IOException when the disk is full or the name was taken in the meantime
   */
  public void commit() throws IOException {
    channel.force(true);
    channel.close();
    refuseExisting(target, overwrite);
    disk.rename(temporary, target);
    committed = true;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!committed) {
        Files.deleteIfExists(temporary);
      }
      try {
        Runtime.getRuntime().removeShutdownHook(sweeper);
      } catch (IllegalStateException e) {
        committed = true; // the process is ending, and the sweeper is at work already
      }
    }
  }
}
