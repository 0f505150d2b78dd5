package wassily.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns of text for the terminal: texts to the left, numbers to the right. */
final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final int texts;

  /** A table whose first column is text. */
  TextTable(String... header) {
    this(1, header);
  }

  /** A table whose first columns are texts. */
  TextTable(int texts, String... header) {
    this.texts = texts;
    rows.add(header);
  }

  void add(String... cells) {
    rows.add(cells);
  }

  void print(PrintWriter out) {
    int columns = rows.getFirst().length;
    var width = new int[columns];
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        width[c] = Math.max(width[c], row[c].codePointCount(0, row[c].length()));
      }
    }
    for (String[] row : rows) {
      var line = new StringBuilder("  ");
      for (int c = 0; c < columns; c++) {
        String pad = " ".repeat(width[c] - row[c].codePointCount(0, row[c].length()));
        line.append(c == 0 ? "" : "  ").append(c < texts ? row[c] + pad : pad + row[c]);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** Whole numbers from 1,000 on, 5 significant digits below; files and JSON have all digits. */
  static String number(double v) {
    if (Double.isNaN(v) || Double.isInfinite(v)) {
      return Double.toString(v);
    }
    if (v == Math.rint(v) && Math.abs(v) < 1e15 || Math.abs(v) >= 1e3) {
      return "%,.0f".formatted(v);
    }
    return Math.abs(v) < 1e-3 ? "%.4e".formatted(v) : "%.5g".formatted(v);
  }

  static String percent(double part, double whole) {
    return whole == 0 ? "" : "%.1f %%".formatted(100 * part / whole);
  }
}
