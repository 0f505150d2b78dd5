package wassily.io.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import wassily.io.OutputFile;
import wassily.progress.Progress;
import wassily.result.ResultSet;
import wassily.table.BadDataException;

/** Keeps a result in an HDF5 file; docs/hdf5-format.md describes the layout. */
public final class ResultFile {
  private ResultFile() {}

  /**
   * Writes a result. The file appears under its name only when it is complete.
   *
   * @param result the result
   * @param file the file's name
   * @param options whether to replace, how to compress, how many threads
   * @param progress told how far it is
   * @throws BadDataException when a name cannot be stored in HDF5
   * @throws IOException when it exists and may not be replaced, the folder is missing or the disk
   *     is full
   */
  public static void write(ResultSet result, Path file, WriteOptions options, Progress progress)
      throws IOException {
    try (var out = OutputFile.create(file, options.overwrite())) {
      write(result, out, options, progress);
    } catch (BadDataException e) {
      throw new BadDataException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a result into a begun file and completes it.
   *
   * @param result the result
   * @param out the file, begun and still empty
   * @param options how to compress, how many threads
   * @param progress told how far it is
   * @throws BadDataException when a name cannot be stored in HDF5
   * @throws IOException when the disk is full or a source of values breaks
   */
  public static void write(
      ResultSet result, OutputFile out, WriteOptions options, Progress progress)
      throws IOException {
    Hdf5Writer.write(
        ResultSpec.of(result), out.channel(), options.compression(), options.threads(), progress);
    out.commit();
  }

  /**
   * Opens a result. Labels, certificate and provenance are in memory; values stay in the file and
   * are read when they are asked for.
   *
   * @param file the file
   * @return the result and what it is read from; to be closed
   * @throws BadDataException when it is missing, damaged, not a result, or of a newer version
   * @throws IOException when it cannot be read
   */
  public static OpenResult open(Path file) throws IOException {
    var reader = Hdf5Reader.open(file);
    try {
      return new OpenResult(new ResultReader(reader).read(), reader);
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
  }
}
