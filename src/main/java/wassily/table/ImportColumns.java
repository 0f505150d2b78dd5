package wassily.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;

/**
 * Recognises import-competitive tables: imports stand in final demand as negative sales, and Z and
 * Y include imported goods. Footprints of such a table would be wrong (method, section 1).
 */
final class ImportColumns {
  private static final Pattern NAME = Pattern.compile("(?i)\\s*(im|m|imp|imports?\\b.*)\\s*");

  private ImportColumns() {}

  /** Columns that are named like imports, are nowhere positive and have a negative total. */
  static Optional<Finding> find(TableScan scan) {
    MrioTable table = scan.table();
    TableAxes axes = table.axes();
    double[] sums = scan.y().columnSums();
    var imports = new ArrayList<String>();
    for (int c = 0; c < axes.categories().size(); c++) {
      int category = c;
      int[] columns =
          IntStream.range(0, axes.regions().size()).map(r -> axes.column(r, category)).toArray();
      addIfImports(axes.categories().get(c).name(), table.y(), columns, sums, imports);
    }
    for (int e = 0; e < axes.exogenous().size(); e++) {
      int[] column = {axes.regionalColumns() + e};
      addIfImports(axes.exogenous().get(e).name(), table.y(), column, sums, imports);
    }
    return imports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Severity.ERROR,
                TableChecks.IMPORT_COMPETITIVE,
                "import-competitive table: final demand has imports as negative sales, Z and Y include imported goods; import it again with --imports convert, which makes the flows domestic",
                imports));
  }

  private static void addIfImports(
      String name, HostMatrix y, int[] columns, double[] sums, List<String> imports) {
    double total = Arrays.stream(columns).mapToDouble(j -> sums[j]).sum();
    if (NAME.matcher(name).matches()
        && total < 0
        && Arrays.stream(columns).allMatch(j -> nowherePositive(y.column(j)))) {
      imports.add(name + ": total " + Rounded.text(total));
    }
  }

  private static boolean nowherePositive(double[] column) {
    return Arrays.stream(column).noneMatch(v -> v > 0);
  }
}
