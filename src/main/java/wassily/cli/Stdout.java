package wassily.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Remembers why results could not be printed. A writer would only say that they could not, and a
 * reader that has seen enough ({@code | head -1}) is no failure, but a full disk is one.
 */
final class Stdout extends FilterOutputStream {
  private IOException failure;

  Stdout(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw remember(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw remember(e);
    }
  }

  private IOException remember(IOException e) {
    if (failure == null) {
      failure = e;
    }
    return e;
  }

  /** Whether something could not be printed. */
  boolean failed() {
    return failure != null;
  }

  /** Whether that is because nobody reads any more. */
  boolean closedByReader() {
    return failed() && String.valueOf(failure.getMessage()).contains("Broken pipe");
  }

  /** What the operating system said. */
  String reason() {
    return failure.getMessage();
  }
}
