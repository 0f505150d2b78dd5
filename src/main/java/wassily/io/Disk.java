package wassily.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What {@link OutputFile} asks of the operating system; tests put a disk in place that fails. */
interface Disk {
  /** The real one. */
  Disk REAL =
      new Disk() {
        @Override
        public FileChannel create(Path file) throws IOException {
          return FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
      };

  /**
   * Opens a new file for reading and writing.
   *
   * @param file its name; nothing of that name exists
   * @return the channel
   * @throws IOException when the system refuses
   */
  FileChannel create(Path file) throws IOException;

  /**
   * Gives a file another name in one step, replacing what had that name.
   *
   * @param from the name it has
   * @param to the name it gets, in the same folder
   * @throws IOException when the system refuses
   */
  void rename(Path from, Path to) throws IOException;
}
