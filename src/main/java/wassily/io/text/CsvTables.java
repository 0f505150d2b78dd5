package wassily.io.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import wassily.scenario.CsvTable;
import wassily.scenario.Where;
import wassily.table.BadDataException;

/**
 * Reads CSV files with a header as text: UTF-8 with or without byte order mark; comma, semicolon,
 * tab or bar between cells, found in the first line; gzip when the name ends in {@code .gz}. Blanks
 * around cells are dropped, empty lines skipped.
 */
public final class CsvTables implements CsvTable.Reader {
  private static final int BATCH = 1 << 16;

  /** A reader. */
  public CsvTables() {}

  @Override
  public CsvTable read(Path file, Where named) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw named.refusal(
          file
              + (Files.isDirectory(file)
                  ? " is a folder, expected a CSV file"
                  : " does not exist"));
    }
    try {
      return read(TextFile.of(file), named);
    } catch (BadDataException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new BadDataException(file + ": not written in UTF-8; save it in that encoding", e);
      }
      throw e;
    }
  }

  private static CsvTable read(TextFile text, Where named) throws IOException {
    char delimiter = Layout.delimiter(text, TextFormat.DEFAULT);
    var rows = new ArrayList<CsvTable.Row>();
    List<String> header = null;
    try (var reader = new RecordReader(text, delimiter, StandardCharsets.UTF_8, _ -> {})) {
      for (RecordBatch batch = reader.next(BATCH);
          batch.records() > 0;
          batch = reader.next(BATCH)) {
        for (int i = 0; i < batch.records(); i++) {
          var cells = cells(batch, i);
          if (cells.isEmpty() || cells.size() == 1 && cells.getFirst().isEmpty()) {
            continue;
          }
          var where = new Where(text.name(), Math.toIntExact(batch.line(i)));
          if (header == null) {
            header = header(cells, where);
          } else {
            rows.add(row(cells, header, where));
          }
        }
      }
    }
    if (header == null) {
      throw named.refusal(text.name() + " is empty, expected a line with the names of the columns");
    }
    return new CsvTable(text.name(), header, rows);
  }

  private static List<String> cells(RecordBatch batch, int record) {
    return IntStream.range(0, batch.cells(record)).mapToObj(c -> batch.text(record, c)).toList();
  }

  private static List<String> header(List<String> names, Where where) {
    var at = new HashMap<String, Integer>();
    for (int c = 0; c < names.size(); c++) {
      if (names.get(c).isEmpty()) {
        throw where.refusal("column %d has no name".formatted(c + 1));
      }
      Integer before = at.put(names.get(c), c);
      if (before != null) {
        throw where.refusal(
            "columns %d and %d are both called \"%s\"".formatted(before + 1, c + 1, names.get(c)));
      }
    }
    return names;
  }

  private static CsvTable.Row row(List<String> cells, List<String> header, Where where) {
    if (cells.size() != header.size()) {
      throw where.refusal(
          "%d cells, the header has %d (%s); a cell with a comma in it stands in quotes"
              .formatted(cells.size(), header.size(), String.join(", ", header)));
    }
    return new CsvTable.Row(where, cells);
  }
}
