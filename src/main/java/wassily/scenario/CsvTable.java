package wassily.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A CSV file with a header, read as text.
 *
 * @param file the file as the user named it
 * @param header names of the columns
 * @param rows the rows after it
 */
public record CsvTable(String file, List<String> header, List<Row> rows) {
  /** Copies. */
  public CsvTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param where file and line
   * @param cells as many as the header has
   */
  public record Row(Where where, List<String> cells) {
    /** Copies. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** Reads CSV files; what is behind it knows the format. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads a file.
     *
     * @param file where it is
     * @param named by what, for messages
     * @return its table; rows of another length than the header are refused with their line
     * @throws IOException when it cannot be read
     */
    CsvTable read(Path file, Where named) throws IOException;
  }
}
