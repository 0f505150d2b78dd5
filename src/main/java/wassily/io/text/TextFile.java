package wassily.io.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import wassily.table.BadDataException;

/**
 * A text file to be read: plain, compressed by gzip (its name ends in {@code .gz}), or an entry of
 * a zip.
 *
 * @param name its name for messages
 * @param bytes its size as stored where that is known, else as text; for progress
 * @param opener opens it
 */
record TextFile(String name, long bytes, Opener opener) {
  private static final int BUFFER = 1 << 16;

  /** Opens the stream of decompressed bytes. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens.
     *
     * @param read told how many bytes were read, in the measure of {@link TextFile#bytes}
     * @return decompressed bytes
     * @throws IOException when it cannot be opened
     */
    InputStream open(LongConsumer read) throws IOException;
  }

  /**
   * A file on the disk.
   *
   * @param path where it is
   * @return the file
   * @throws BadDataException when there is none
   * @throws IOException when it cannot be looked at
   */
  static TextFile of(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(
          path + (Files.isDirectory(path) ? " is a folder, expected a file" : " does not exist"));
    }
    boolean gz = path.getFileName().toString().endsWith(".gz");
    return new TextFile(
        path.toString(),
        Files.size(path),
        read -> {
          InputStream stored = new Counting(Files.newInputStream(path), read);
          return gz ? gunzip(stored) : stored;
        });
  }

  private static InputStream gunzip(InputStream stored) throws IOException {
    try {
      return new GZIPInputStream(stored, BUFFER);
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /**
   * Opens it as characters; a byte order mark is skipped, a wrong encoding is an error.
   *
   * @param charset its encoding
   * @param read told how many bytes were read
   * @return the characters
   * @throws IOException when it cannot be opened
   */
  Reader reader(Charset charset, LongConsumer read) throws IOException {
    try {
      var in = new BufferedInputStream(opener.open(read), BUFFER);
      if (charset.equals(StandardCharsets.UTF_8)) {
        in.mark(3);
        if (in.read() != 0xEF || in.read() != 0xBB || in.read() != 0xBF) {
          in.reset();
        }
      }
      return new InputStreamReader(
          in,
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException e) {
      throw explain(e, charset);
    }
  }

  /**
   * Tells data that cannot be used from a failure of the operating system.
   *
   * @param e what happened while reading
   * @param charset the encoding it was read with
   * @return the exception itself when the system failed
   * @throws BadDataException when the file is at fault
   */
  IOException explain(IOException e, Charset charset) {
    return switch (e) {
      case EOFException _ ->
          throw new BadDataException(
              name + ": the compressed file ends too early; copy or download it again", e);
      case ZipException _ ->
          throw new BadDataException(
              name
                  + ": not a sound compressed file ("
                  + e.getMessage()
                  + "); copy or download it again",
              e);
      case CharacterCodingException _ ->
          throw new BadDataException(
              name + ": not written in " + charset + "; name its encoding with --charset", e);
      default -> e;
    };
  }

  private static final class Counting extends FilterInputStream {
    private final LongConsumer read;

    Counting(InputStream in, LongConsumer read) {
      super(in);
      this.read = read;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) {
        read.accept(1);
      }
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      if (count > 0) {
        read.accept(count);
      }
      return count;
    }
  }

  /**
   * Counts what is read from a stream.
   *
   * @param in the stream
   * @param read told how many bytes were read
   * @return the same bytes
   */
  static InputStream counting(InputStream in, LongConsumer read) {
    return new Counting(in, read);
  }
}
