package wassily.io.hdf5;

import java.io.IOException;
import wassily.result.ResultSet;

/**
 * A result whose values lie in an open file.
 *
 * @param result the result; its values can be read until this is closed
 * @param reader the file
 */
public record OpenResult(ResultSet result, Hdf5Reader reader) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    reader.close();
  }
}
