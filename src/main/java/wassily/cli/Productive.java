package wassily.cli;

import java.io.IOException;
import java.util.List;
import wassily.account.LeontiefSystem;
import wassily.account.ProductivityFindings;
import wassily.account.UnproductiveSystemException;
import wassily.progress.Progress;
import wassily.table.CheckReport;
import wassily.table.Finding;
import wassily.table.TableChecks;

/** Whether a table can produce its own inputs, for commands that do not compute footprints. */
final class Productive {
  private Productive() {}

  /** What the factors tell, given what a look at the numbers told. */
  static List<Finding> findings(LeontiefSystem system, CheckReport report) throws IOException {
    return ProductivityFindings.of(system, nonNegative(report));
  }

  /**
   * Refuses a table whose inverse would be meaningless.
   *
   * @throws UnproductiveSystemException with labels
   */
  static void require(LeontiefSystem system, int threads) throws IOException {
    var report = new TableChecks(threads, Progress.NONE).check(system.table());
    for (Finding f : findings(system, report)) {
      if (f.severity() == Finding.Severity.ERROR) {
        throw new UnproductiveSystemException(inWords(f));
      }
    }
  }

  /** A finding with its first labels in one line. */
  static String inWords(Finding f) {
    String labels = String.join("; ", f.labels().stream().limit(3).toList());
    return f.message()
        + (labels.isEmpty() ? "" : ": " + labels)
        + (f.labels().size() > 3 ? "; …" : "");
  }

  /** Whether Z ≥ 0 and x ≥ 0, so that the column sums of L decide. */
  private static boolean nonNegative(CheckReport report) {
    return report.findings().stream()
        .noneMatch(
            f ->
                f.code().equals(TableChecks.NEGATIVE_OUTPUT)
                    || f.code().equals(TableChecks.NEGATIVE_FLOW));
  }
}
