package wassily.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.progress.Progress;

/**
 * Looks at every number of a table once: balances, negative values, zero outputs, column sums of A,
 * totals.
 *
 * <p>Z is read in panels, so it need not fit in memory. The report does not depend on the number of
 * threads. Whether the table is productive takes a factorization; who has one appends that to the
 * report.
 */
public final class TableChecks {
  /** Code of the finding that lists negative gross outputs. */
  public static final String NEGATIVE_OUTPUT = "negative-output";

  /** Code of the finding that lists negative cells of Z. */
  public static final String NEGATIVE_FLOW = "negative-flow";

  /** Code of the finding that lists region-sectors whose total final demand is negative. */
  public static final String NEGATIVE_DEMAND = "negative-demand";

  /** Code of the finding that names columns of imports in final demand. */
  public static final String IMPORT_COMPETITIVE = "import-competitive";

  /** Above this share of Σ|x|, a gap is more than rounding of printed figures (WIOD: 0.05 %). */
  private static final double LARGE_GAP = 0.01;

  private final int threads;
  private final Progress progress;

  /**
   * Prepares the checks.
   *
   * @param threads how many threads, ≥ 1
   * @param progress told about the rows done
   */
  public TableChecks(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Checks a table.
   *
   * @param table the table
   * @return what was found
   * @throws BadDataException when a number is NaN or infinite; the message counts them and names
   *     the first ones
   * @throws IOException when Z cannot be read
   */
  public CheckReport check(MrioTable table) throws IOException {
    var scan = TableScan.of(table, threads, progress);
    var axes = table.axes();
    var rows = Balance.of("x − Z·1 − Y·1", table.x(), scan.rowTotals(), axes::rowLabel);
    Optional<Balance> columns =
        table.primaryInputs().size() == 0
            ? Optional.empty()
            : Optional.of(
                Balance.of("x − 1'Z − 1'V", table.x(), scan.columnTotals(), axes::rowLabel));
    var findings = new ArrayList<Finding>();
    rowBalance(table, rows, findings);
    columnBalance(table, columns, findings);
    ImportColumns.find(scan).ifPresent(findings::add);
    negatives(scan, findings);
    zeroOutputs(scan, findings);
    largeColumns(scan, findings);
    population(table, findings);
    return new CheckReport(TableTotals.of(scan), rows, columns, findings);
  }

  private static void rowBalance(MrioTable table, Balance rows, List<Finding> findings) {
    boolean rounding = rows.share() <= rounding(table);
    var labels = rows.worst().stream().map(TableChecks::inWords).toList();
    if (!rounding && table.info().output() == TableInfo.OutputSource.ROWS) {
      add(
          findings,
          Finding.Severity.ERROR,
          "row-balance",
          "x should be the row sums of Z and Y, but differs by %.2e of total output; import the table again"
              .formatted(rows.share()),
          labels);
    } else if (!rounding) {
      add(
          findings,
          rows.share() > LARGE_GAP ? Finding.Severity.WARNING : Finding.Severity.NOTE,
          "row-balance",
          "published output and row sums of Z and Y differ by %.2e of total output, by %s at most"
              .formatted(rows.share(), Rounded.text(rows.largestGap())),
          labels);
    }
  }

  private static void columnBalance(
      MrioTable table, Optional<Balance> columns, List<Finding> findings) {
    if (columns.isEmpty()) {
      add(
          findings,
          Finding.Severity.NOTE,
          "no-primary-inputs",
          "the table has no primary inputs: column sums cannot be checked",
          List.of());
      return;
    }
    Balance b = columns.get();
    if (!(b.share() <= rounding(table))) {
      add(
          findings,
          b.share() > LARGE_GAP ? Finding.Severity.WARNING : Finding.Severity.NOTE,
          "column-balance",
          "output and column sums of Z and V differ by %.2e of total output, by %s at most"
              .formatted(b.share(), Rounded.text(b.largestGap())),
          b.worst().stream().map(TableChecks::inWords).toList());
    }
  }

  /** What the plain summation of n + m terms may lose, on both sides, relative to the output. */
  private static double rounding(MrioTable table) {
    return 2.0 * ((double) table.axes().n() + table.axes().m()) * Math.ulp(1.0);
  }

  private static String inWords(Balance.Gap gap) {
    return "%s: output %s, sum %s, gap %s"
        .formatted(
            gap.label(),
            Rounded.text(gap.output()),
            Rounded.text(gap.sum()),
            Rounded.text(gap.gap()));
  }

  private static void negatives(TableScan scan, List<Finding> findings) {
    MrioTable table = scan.table();
    TableAxes axes = table.axes();
    double[] x = table.x();
    double[] y = scan.y().rowSums();
    int[] output = IntStream.range(0, x.length).filter(i -> x[i] < 0).toArray();
    if (output.length > 0) {
      add(
          findings,
          Finding.Severity.WARNING,
          NEGATIVE_OUTPUT,
          "%,d gross outputs are negative".formatted(output.length),
          listed(output, axes, x));
    }
    int[] demand = IntStream.range(0, y.length).filter(i -> y[i] < 0).toArray();
    if (demand.length > 0) {
      add(
          findings,
          Finding.Severity.WARNING,
          NEGATIVE_DEMAND,
          "the final demand for %,d region-sectors is negative in total".formatted(demand.length),
          listed(demand, axes, y));
    }
    if (scan.z().negative().any()) {
      add(
          findings,
          Finding.Severity.WARNING,
          NEGATIVE_FLOW,
          "%,d cells of Z are negative: the system is factorized with pivoting"
              .formatted(scan.z().negative().count()),
          scan.z().negative().inWords("Z", axes::rowLabel, axes::rowLabel));
    }
    if (scan.y().negative().any()) {
      add(
          findings,
          Finding.Severity.NOTE,
          "negative-demand-cell",
          "%,d cells of Y are negative, as inventory changes may be"
              .formatted(scan.y().negative().count()),
          scan.y().negative().inWords("Y", axes::rowLabel, axes::columnLabel));
    }
    if (scan.v().negative().any()) {
      add(
          findings,
          Finding.Severity.NOTE,
          "negative-primary-input",
          "%,d cells of V are negative, as subsidies and losses may be"
              .formatted(scan.v().negative().count()),
          scan.v()
              .negative()
              .inWords("V", k -> table.primaryInputs().get(k).name(), axes::rowLabel));
    }
  }

  private static List<String> listed(int[] rows, TableAxes axes, double[] values) {
    return Arrays.stream(rows)
        .boxed()
        .sorted((a, b) -> Double.compare(values[a], values[b]))
        .limit(Finding.LISTED)
        .map(i -> axes.rowLabel(i) + " = " + Rounded.text(values[i]))
        .toList();
  }

  private static void zeroOutputs(TableScan scan, List<Finding> findings) {
    MrioTable table = scan.table();
    int[] idle = IntStream.range(0, table.x().length).filter(i -> table.x()[i] == 0).toArray();
    if (idle.length == 0) {
      return;
    }
    add(
        findings,
        Finding.Severity.NOTE,
        "zero-output",
        "%,d region-sectors produce nothing".formatted(idle.length),
        Arrays.stream(idle).limit(Finding.LISTED).mapToObj(table.axes()::rowLabel).toList());
    var odd = new ArrayList<String>();
    for (int i : idle) {
      var what = new ArrayList<String>();
      if (!scan.z().emptyRows()[i]) {
        what.add("row of Z");
      }
      if (scan.z().watchedNonZero().get(i)) {
        what.add("column of Z");
      }
      if (!scan.y().emptyRows()[i]) {
        what.add("row of Y");
      }
      for (int s = 0; s < table.satellites().size(); s++) {
        if (scan.f().get(s).watchedNonZero().get(i)) {
          what.add("column of F of " + table.satellites().get(s).name());
        }
      }
      if (!what.isEmpty()) {
        odd.add(table.axes().rowLabel(i) + ": " + String.join(", ", what));
      }
    }
    if (!odd.isEmpty()) {
      add(
          findings,
          Finding.Severity.WARNING,
          "zero-output-not-empty",
          "%,d region-sectors produce nothing but have flows or emissions: their columns of Z and F are dropped"
              .formatted(odd.size()),
          odd.subList(0, Math.min(odd.size(), Finding.LISTED)));
    }
  }

  private static void largeColumns(TableScan scan, List<Finding> findings) {
    double[] x = scan.table().x();
    var sums = scan.z().columnSums().clone();
    for (int j = 0; j < sums.length; j++) {
      sums[j] = x[j] > 0 ? sums[j] / x[j] : 0;
    }
    List<Integer> large =
        IntStream.range(0, sums.length)
            .filter(j -> sums[j] >= 1)
            .boxed()
            .sorted((a, b) -> Double.compare(sums[b], sums[a]))
            .toList();
    if (!large.isEmpty()) {
      add(
          findings,
          Finding.Severity.WARNING,
          "column-sum",
          "%,d columns of A have a sum of 1 or more: these sectors buy more than they sell"
              .formatted(large.size()),
          large.stream()
              .limit(Finding.LISTED)
              .map(j -> scan.table().axes().rowLabel(j) + ": " + Rounded.text(sums[j]))
              .toList());
    }
  }

  private static void population(MrioTable table, List<Finding> findings) {
    var regions = table.axes().regions();
    table
        .population()
        .ifPresent(
            people -> {
              int[] bad = IntStream.range(0, people.length).filter(r -> !(people[r] > 0)).toArray();
              if (bad.length > 0) {
                add(
                    findings,
                    Finding.Severity.WARNING,
                    "population",
                    "%,d regions have no known population: they have no results per head"
                        .formatted(bad.length),
                    Arrays.stream(bad)
                        .limit(Finding.LISTED)
                        .mapToObj(r -> regions.get(r).name() + ": " + Rounded.text(people[r]))
                        .toList());
              }
            });
  }

  private static void add(
      List<Finding> findings,
      Finding.Severity severity,
      String code,
      String message,
      List<String> labels) {
    findings.add(new Finding(severity, code, message, labels));
  }
}
