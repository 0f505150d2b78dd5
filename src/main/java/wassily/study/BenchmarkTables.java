package wassily.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import wassily.scenario.CsvTable;
import wassily.scenario.Where;

/**
 * Hands a sweep what the study has in memory as if it were CSV files: the list of its scenarios,
 * and benchmarks of the table itself where the user has no world averages. All other files are read
 * as always.
 */
final class BenchmarkTables implements CsvTable.Reader {
  static final Path SCENARIOS = Path.of("the study's scenarios");

  /** Named so that a message about it, and the provenance, tell what it is. */
  static final Path LOWEST_QUARTILE = Path.of("the lowest quartile of the table's intensities");

  private final CsvTable.Reader files;
  private final CsvTable scenarios;
  private final CsvTable quartiles;

  BenchmarkTables(CsvTable.Reader files, CityAccounts a, List<String> header, double[][] rows) {
    this.files = files;
    this.scenarios = scenarios(header, rows);
    this.quartiles = quartiles(a);
  }

  @Override
  public CsvTable read(Path file, Where named) throws IOException {
    if (file.equals(SCENARIOS)) {
      return scenarios;
    }
    return file.equals(LOWEST_QUARTILE) ? quartiles : files.read(file, named);
  }

  private static CsvTable scenarios(List<String> header, double[][] rows) {
    var all = new ArrayList<CsvTable.Row>();
    for (double[] row : rows) {
      all.add(
          new CsvTable.Row(
              new Where(SCENARIOS.toString(), all.size() + 2),
              Arrays.stream(row)
                  .mapToObj(v -> Double.isNaN(v) ? "off" : Double.toString(v))
                  .toList()));
    }
    return new CsvTable(SCENARIOS.toString(), header, all);
  }

  private static CsvTable quartiles(CityAccounts a) {
    String name = LOWEST_QUARTILE.toString();
    var rows = new ArrayList<CsvTable.Row>();
    for (int p = 0; p < a.axes().sectors().size(); p++) {
      double value = lowestQuartile(a, p);
      if (!Double.isNaN(value)) {
        rows.add(
            new CsvTable.Row(
                new Where(name, p + 2),
                List.of(
                    a.axes().sectors().get(p).name(),
                    Double.toString(value),
                    a.stressor().unit() + "/" + a.money())));
      }
    }
    return new CsvTable(name, List.of("sector", "value", "unit"), rows);
  }

  /**
   * The intensity below which a quarter of the regions with output lie: of R sorted ones the
   * ⌈R/4⌉-th.
   */
  static double lowestQuartile(CityAccounts a, int sector) {
    var found = new ArrayList<Double>();
    for (int r = 0; r < a.output().length; r++) {
      if (a.output()[r][sector] > 0 && a.emissions()[r][sector] >= 0) {
        found.add(a.emissions()[r][sector] / a.output()[r][sector]);
      }
    }
    found.sort(null);
    return found.isEmpty() ? Double.NaN : found.get(Math.ceilDiv(found.size(), 4) - 1);
  }
}
