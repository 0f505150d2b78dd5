package wassily.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@link TableChecks} found. Others append what they know, such as ρ(A).
 *
 * @param totals the size of the table
 * @param rows how well {@code x = Z·1 + Y·1} holds
 * @param columns how well {@code x' = 1'Z + 1'V} holds; empty without V
 * @param findings what was found, errors first
 */
public record CheckReport(
    TableTotals totals, Balance rows, Optional<Balance> columns, List<Finding> findings) {

  /** Codes that {@link #strict} turns into errors. */
  private static final List<String> STRICT =
      List.of(TableChecks.NEGATIVE_OUTPUT, TableChecks.NEGATIVE_DEMAND);

  /** Sorts the findings, errors first, otherwise in the order given. */
  public CheckReport {
    findings = findings.stream().sorted((a, b) -> a.severity().compareTo(b.severity())).toList();
  }

  /**
   * Appends findings.
   *
   * @param more what somebody else found
   * @return a report with both
   */
  public CheckReport with(List<Finding> more) {
    var all = new ArrayList<>(findings);
    all.addAll(more);
    return new CheckReport(totals, rows, columns, all);
  }

  /**
   * The same report where warnings about negative output and negative final demand are errors.
   *
   * @return the strict report
   */
  public CheckReport strict() {
    return new CheckReport(
        totals,
        rows,
        columns,
        findings.stream()
            .map(
                f ->
                    f.severity() == Finding.Severity.WARNING && STRICT.contains(f.code())
                        ? f.asError()
                        : f)
            .toList());
  }

  /**
   * Whether there is an error.
   *
   * @return true when the table cannot be used as it is
   */
  public boolean failed() {
    return count(Finding.Severity.ERROR) > 0;
  }

  /**
   * Counts findings.
   *
   * @param severity of which kind
   * @return how many
   */
  public long count(Finding.Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
