package wassily.io.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Small text files as they are: label lists, unit files. */
final class TextRows {
  private static final int BATCH_CHARACTERS = 1 << 14;

  private TextRows() {}

  /**
   * Reads all cells.
   *
   * @param file the file
   * @param format how it is written; header and index do not count
   * @return its lines, cells without blanks around them
   * @throws IOException when it cannot be read
   */
  static List<List<String>> read(TextFile file, TextFormat format) throws IOException {
    char delimiter =
        format.delimiter() == TextFormat.SNIFF
            ? Layout.delimiter(file, format)
            : format.delimiter();
    var rows = new ArrayList<List<String>>();
    try (var reader = new RecordReader(file, delimiter, format.charset(), _ -> {})) {
      for (; ; ) {
        RecordBatch batch = reader.next(BATCH_CHARACTERS);
        if (batch.records() == 0) {
          return rows;
        }
        for (int r = 0; r < batch.records(); r++) {
          var cells = new ArrayList<String>();
          for (int c = 0; c < batch.cells(r); c++) {
            cells.add(batch.text(r, c));
          }
          rows.add(List.copyOf(cells));
        }
      }
    }
  }
}
