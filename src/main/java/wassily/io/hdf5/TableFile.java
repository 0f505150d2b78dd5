package wassily.io.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import wassily.io.OutputFile;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Keeps a table in an HDF5 file; docs/hdf5-format.md describes the layout.
 *
 * <p>Z is stored row by row in one block, so that it is read straight into the matrix that is
 * factorized, and any other program can map it.
 */
public final class TableFile {
  private TableFile() {}

  /**
   * Writes a table. The file appears under its name only when it is complete.
   *
   * @param table the table
   * @param file the file's name
   * @param options whether to replace, how to compress, how many threads
   * @param progress told how far it is
   * @throws BadDataException when a label or name cannot be stored in HDF5
   * @throws IOException when it exists and may not be replaced, the folder is missing or the disk
   *     is full
   */
  public static void write(MrioTable table, Path file, WriteOptions options, Progress progress)
      throws IOException {
    try (var out = OutputFile.create(file, options.overwrite())) {
      write(table, out, options, progress);
    } catch (BadDataException e) {
      throw new BadDataException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes a table into a begun file and completes it. */
  static void write(MrioTable table, OutputFile out, WriteOptions options, Progress progress)
      throws IOException {
    Hdf5Writer.write(
        TableSpec.of(table), out.channel(), options.compression(), options.threads(), progress);
    out.commit();
  }

  /**
   * Opens a table. Z stays in the file and is read when it is asked for; the rest is in memory. The
   * table owns the file: close it.
   *
   * @param file the file
   * @param threads how many threads read and decompress
   * @return the table
   * @throws BadDataException when it is missing, damaged, not a table, of a newer version, or has
   *     wrong shapes, labels that stand twice, or NaN or infinite numbers outside Z
   * @throws IOException when it cannot be read
   */
  public static MrioTable open(Path file, int threads) throws IOException {
    var reader = Hdf5Reader.open(file);
    try {
      return new TableReader(reader, threads).read();
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
  }
}
