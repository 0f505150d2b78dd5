package wassily.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import wassily.table.Balance;
import wassily.table.CheckReport;
import wassily.table.Finding;
import wassily.table.MrioTable;

/** What a check found, as text: what the table is, how it balances, then what is odd about it. */
final class CheckText {
  /** Labels shown below a finding; JSON has more. */
  private static final int LABELS = 3;

  private static final String INDENT = " ".repeat(9);

  private CheckText() {}

  static void print(PrintWriter out, MrioTable table, CheckReport report) {
    var axes = table.axes();
    out.println(table.info().title().isBlank() ? "a table without a title" : table.info().title());
    out.println(
        "  %s, %s, %s%s, %s, %s"
            .formatted(
                count(axes.regions().size(), "region"),
                count(axes.sectors().size(), "sector"),
                count(axes.categories().size(), "categor", "y", "ies"),
                axes.exogenous().size() == 0
                    ? ""
                    : ", " + count(axes.exogenous().size(), "exogenous consumer"),
                table.info().unit().isBlank() ? "unit unknown" : table.info().unit(),
                table.info().year() == 0 ? "year unknown" : "" + table.info().year()));
    balance(out, "rows", report.rows());
    report.columns().ifPresent(b -> balance(out, "columns", b));
    for (Finding f : report.findings()) {
      out.println("%-8s %s".formatted(f.severity().name().toLowerCase(Locale.ROOT), f.message()));
      List<String> labels = f.labels();
      labels.stream().limit(LABELS).forEach(l -> out.println(INDENT + l));
      if (labels.size() > LABELS) {
        out.println(INDENT + "…");
      }
    }
    out.println(
        count(report.count(Finding.Severity.ERROR), "error")
            + ", "
            + count(report.count(Finding.Severity.WARNING), "warning"));
  }

  private static void balance(PrintWriter out, String what, Balance b) {
    out.println(
        "%-8s %s: %.1e of all output%s"
            .formatted(
                what,
                b.name(),
                b.share(),
                b.worst().isEmpty()
                    ? ""
                    : ", at most %.1e: %s"
                        .formatted(b.largestGap(), b.worst().getFirst().label())));
  }

  private static String count(long count, String noun) {
    return count(count, noun, "", "s");
  }

  private static String count(long count, String noun, String one, String many) {
    return "%,d %s%s".formatted(count, noun, count == 1 ? one : many);
  }
}
