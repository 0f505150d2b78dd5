package wassily.io.excel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import wassily.label.NearestNames;
import wassily.table.BadDataException;

/** One sheet of a workbook, from its first row to its last; never the whole of it in memory. */
final class XlsxSheet implements AutoCloseable {
  private final Path file;
  private final ReadableWorkbook workbook;
  private final Sheet sheet;
  private final Stream<Row> rows;
  private final Iterator<Row> next;

  private XlsxSheet(Path file, ReadableWorkbook workbook, Sheet sheet) throws IOException {
    this.file = file;
    this.workbook = workbook;
    this.sheet = sheet;
    this.rows = sheet.openStream();
    this.next = rows.iterator();
  }

  /**
   * Opens a sheet.
   *
   * @param name its name; empty: the first sheet
   * @throws BadDataException when the file is no xlsx workbook or has no such sheet
   */
  static XlsxSheet open(Path file, Optional<String> name) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    ReadableWorkbook workbook;
    try {
      workbook = new ReadableWorkbook(file.toFile(), new ReadingOptions(false, true));
    } catch (ExcelReaderException | IOException e) {
      throw new BadDataException(
          "%s: is no xlsx workbook (%s); save older files (.xls) and others as .xlsx"
              .formatted(file, e.getMessage()),
          e);
    }
    try {
      List<Sheet> sheets = workbook.getSheets().toList();
      List<String> names = sheets.stream().map(Sheet::getName).toList();
      int at = name.map(names::indexOf).orElse(0);
      if (at < 0 || sheets.isEmpty()) {
        String wanted = name.orElse("");
        throw new BadDataException(
            "%s: no sheet \"%s\"%s".formatted(file, wanted, NearestNames.hint(wanted, names)));
      }
      return new XlsxSheet(file, workbook, sheets.get(at));
    } catch (IOException | RuntimeException | Error e) {
      try (workbook) {
        throw e;
      }
    }
  }

  /** The next row that the file has; rows without any cell may be missing in it. */
  Optional<XlsxRow> next() throws IOException {
    try {
      return next.hasNext() ? Optional.of(new XlsxRow(this, next.next())) : Optional.empty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (ExcelReaderException e) {
      throw new BadDataException(
          "%s, sheet %s: cannot be read (%s); is the file whole?"
              .formatted(file, sheet.getName(), e.getMessage()),
          e);
    }
  }

  /** The row at a position that has to be there. */
  XlsxRow require(int index, String what) throws IOException {
    XlsxRow row = next().orElseThrow(() -> refusal(index, 0, "the sheet ends, expected " + what));
    if (row.index() != index) {
      throw refusal(index, 0, "an empty row, expected " + what);
    }
    return row;
  }

  String place() {
    return "%s, sheet %s".formatted(file, sheet.getName());
  }

  BadDataException refusal(int row, int column, String message) {
    return new BadDataException(
        "%s, cell %s: %s".formatted(place(), address(row, column), message));
  }

  /** "C5" for row 4 and column 2. */
  static String address(int row, int column) {
    var letters = new StringBuilder();
    for (int c = column + 1; c > 0; c = (c - 1) / 26) {
      letters.insert(0, (char) ('A' + (c - 1) % 26));
    }
    return letters.append(row + 1).toString();
  }

  @Override
  public void close() throws IOException {
    try (workbook) {
      rows.close();
    }
  }
}
