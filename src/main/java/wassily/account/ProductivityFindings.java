package wassily.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import wassily.table.Finding;

/** What a factorization tells about a table, as findings of a check. */
public final class ProductivityFindings {
  private ProductivityFindings() {}

  /**
   * Estimates ρ(A) and lists the region-sectors that cannot produce their own inputs.
   *
   * @param system the factorized table
   * @param nonNegative whether Z ≥ 0 and x ≥ 0, so that the column sums of L decide
   * @return a note with ρ(A), or an error when the table is not productive
   * @throws IOException when Z has to be read again and cannot be
   */
  public static List<Finding> of(LeontiefSystem system, boolean nonNegative) throws IOException {
    var p = Productivity.of(system, nonNegative);
    var axes = system.table().axes();
    var labels = p.unproductive().stream().map(axes::rowLabel).toList();
    var findings = new ArrayList<Finding>();
    // NaN says that the solves failed: such a table has not been shown to be productive.
    boolean shown = nonNegative ? p.upperBound() < 1 : p.spectralRadius() < 1;
    if (p.failed() || !shown) {
      findings.add(
          new Finding(
              Finding.Severity.ERROR,
              "unproductive",
              "the table is not productive: ρ(A) is about %.4f, below 1 is needed; column sums of L are below 1 in %d region-sectors"
                  .formatted(p.spectralRadius(), labels.size()),
              labels));
    } else {
      findings.add(
          new Finding(
              Finding.Severity.NOTE,
              "productive",
              "productive: ρ(A) is about %.4f".formatted(p.spectralRadius()),
              List.of()));
    }
    return findings;
  }
}
