package wassily.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;

/**
 * Lines of the city study's summary, each with the names of the arrays that its numbers stand in.
 */
record StudyCityLines(ResultCells cells, PrintWriter out) {
  /** More names than these are in the array alone. */
  private static final int LISTED = 10;

  void line(String text, String... arrays) {
    out.println("  %s  [%s]".formatted(text, String.join(", ", arrays)));
  }

  void heading(String text, String... arrays) {
    out.println();
    out.println("%s  [%s]".formatted(text, String.join(", ", arrays)));
  }

  static String n(double v) {
    return TextTable.number(v);
  }

  static String count(double v) {
    return "%.0f".formatted(v);
  }

  static String plain(double v) {
    return new BigDecimal(Double.toString(v)).stripTrailingZeros().toPlainString();
  }

  static String p(double v) {
    return Double.isNaN(v) ? "–" : "%.1f %%".formatted(v);
  }

  /** The first of some names. */
  static String listed(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
        + (names.size() > LISTED ? " …" : "");
  }
}
