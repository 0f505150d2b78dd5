package wassily.io.excel;

import java.util.function.Supplier;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.Row;
import wassily.table.BadDataException;

/** A row of a sheet: cells by column, told of by their place. */
final class XlsxRow {
  private final XlsxSheet sheet;
  private final Row row;

  XlsxRow(XlsxSheet sheet, Row row) {
    this.sheet = sheet;
    this.row = row;
  }

  /** Position from 0. */
  int index() {
    return row.getRowNum() - 1;
  }

  /** How many columns it has, empty ones in between included. */
  int width() {
    return row.getCellCount();
  }

  private Cell cell(int column) {
    return column < row.getCellCount() ? row.getCell(column) : null;
  }

  /** The text of a cell, "" when there is none; a whole number without its ".0". */
  String text(int column) {
    Cell cell = cell(column);
    if (cell == null || cell.getType() == CellType.EMPTY) {
      return "";
    }
    String text =
        cell.getType() == CellType.NUMBER || cell.getType() == CellType.FORMULA
            ? cell.getRawValue()
            : cell.getText();
    return text == null ? "" : text.strip().replaceFirst("^(\\d+)\\.0+$", "$1");
  }

  /**
   * The number in a cell.
   *
   * @param label what stands there, for messages
   * @throws BadDataException when it is empty, a text or one of Excel's errors
   */
  double number(int column, boolean emptyIsZero, Supplier<String> label) {
    Cell cell = cell(column);
    boolean empty = cell == null || cell.getType() == CellType.EMPTY;
    if (empty && emptyIsZero) {
      return 0;
    }
    if (empty) {
      throw refusal(
          column, label.get() + ": empty, expected a number; with --empty-as-zero it is 0");
    }
    String raw = cell.getRawValue();
    if (cell.getType() == CellType.FORMULA && (raw == null || raw.isBlank())) {
      throw refusal(
          column,
          label.get()
              + ": a formula without its value; open the workbook in a spreadsheet program and save it");
    }
    boolean numeric = cell.getType() == CellType.NUMBER || cell.getType() == CellType.FORMULA;
    try {
      if (numeric) {
        return Double.parseDouble(raw);
      }
    } catch (NumberFormatException e) {
      // Told below: a formula whose value is a text.
    }
    throw refusal(
        column,
        "%s: found \"%s\", expected a number; correct the cell"
            .formatted(label.get(), text(column)));
  }

  /** A refusal that names file, sheet and cell. */
  BadDataException refusal(int column, String message) {
    return sheet.refusal(index(), column, message);
  }
}
