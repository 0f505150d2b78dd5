package wassily.scenario;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wassily.label.TableAxes;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** The numbers that intensities are compared with, evaluated once on the baseline. */
final class Benchmarks {
  private final MrioTable table;
  private final TableAxes axes;
  private final SatelliteAccount account;
  private final ActionResolver.Names names;
  private final CsvTable.Reader csv;

  Benchmarks(
      MrioTable table, SatelliteAccount account, ActionResolver.Names names, CsvTable.Reader csv) {
    this.table = table;
    this.axes = table.axes();
    this.account = account;
    this.names = names;
    this.csv = csv;
  }

  ResolvedAction resolve(Lever lever, Action.IntensityBenchmark a, int[] rows) throws IOException {
    return switch (a.benchmark()) {
      case Action.Benchmark.NationalAverage _ -> bySector(a, rows, nationalAverage(lever, rows));
      case Action.Benchmark.FromFile file -> bySector(a, rows, fromFile(lever, file, rows));
      case Action.Benchmark.Consumers _ -> {
        if (a.direct()) {
          throw lever
              .where()
              .refusal(
                  "lever %s: direct: true cannot go with of: consumers, direct emissions have no consumer elsewhere"
                      .formatted(lever.name()));
        }
        yield new ResolvedAction.ConsumerBenchmark(rows, intensities(), a.strength());
      }
    };
  }

  private ResolvedAction bySector(Action.IntensityBenchmark a, int[] rows, double[][] values) {
    int sectors = axes.sectors().size();
    var benchmark = new double[values.length][];
    for (int k = 0; k < benchmark.length; k++) {
      double[] of = values[k];
      benchmark[k] = Arrays.stream(rows).mapToDouble(i -> of[i % sectors]).toArray();
    }
    return new ResolvedAction.IntensityBenchmark(rows, benchmark, a.strength(), a.direct());
  }

  /** Σ_r F/Σ_r x over all regions of the table with x > 0, [k][sector] of the sectors of rows. */
  private double[][] nationalAverage(Lever lever, int[] rows) {
    int sectors = axes.sectors().size();
    var average = new double[account.stressors().size()][sectors];
    for (int p : sectorsOf(rows)) {
      double output = 0;
      for (int r = 0; r < axes.regions().size(); r++) {
        output += Math.max(0, table.x()[axes.row(r, p)]);
      }
      if (output == 0) {
        throw lever
            .where()
            .refusal(
                "lever %s: no region has output in the sector %s, so that it has no national average; leave the sector out"
                    .formatted(lever.name(), axes.sectors().get(p).name()));
      }
      for (int k = 0; k < average.length; k++) {
        double f = 0;
        for (int r = 0; r < axes.regions().size(); r++) {
          int i = axes.row(r, p);
          f += table.x()[i] > 0 ? account.f().get(k, i) : 0;
        }
        average[k][p] = f / output;
      }
    }
    return average;
  }

  /** Baseline S, +∞ where there is no output: nobody is compared with a technology of nobody. */
  private double[][] intensities() {
    var s = new double[account.stressors().size()][];
    for (int k = 0; k < s.length; k++) {
      s[k] = account.f().row(k);
      for (int i = 0; i < s[k].length; i++) {
        double x = table.x()[i];
        s[k][i] = x == 0 ? Double.POSITIVE_INFINITY : s[k][i] / x;
      }
    }
    return s;
  }

  /** Columns sector, stressor (needed when there are several), value, unit. */
  private double[][] fromFile(Lever lever, Action.Benchmark.FromFile file, int[] rows)
      throws IOException {
    CsvTable given = csv.read(file.file(), lever.where());
    var columns = new CsvColumns(given, lever.where());
    int sectorAt = columns.required("sector");
    int valueAt = columns.required("value");
    int unitAt = columns.required("unit");
    Optional<Integer> stressorAt = columns.optional("stressor");
    if (stressorAt.isEmpty() && account.stressors().size() > 1) {
      throw lever
          .where()
          .refusal(
              "%s has no column stressor, needed because %d stressors are followed"
                  .formatted(given.file(), account.stressors().size()));
    }
    int stressors = account.stressors().size();
    var values = new double[stressors][axes.sectors().size()];
    for (double[] row : values) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    Map<Integer, Where> seen = new HashMap<>();
    for (CsvTable.Row row : given.rows()) {
      int p =
          new CsvLabels(row)
              .one("sector", row.cells().get(sectorAt), axes.sectors(), names::sectors);
      int k = stressorAt.isEmpty() ? 0 : stressor(row, row.cells().get(stressorAt.get()));
      if (k < 0) {
        continue; // a file may hold more stressors than this sweep follows
      }
      Where before = seen.put(k * axes.sectors().size() + p, row.where());
      if (before != null) {
        throw row.where()
            .refusal(
                "%s stands twice, first in line %d"
                    .formatted(axes.sectors().get(p).name(), before.line()));
      }
      requireUnit(row, row.cells().get(unitAt), k);
      double value = CsvColumns.number(row, "value", row.cells().get(valueAt));
      if (value < 0) {
        throw row.where().refusal("the benchmark is %s, expected 0 or more".formatted(value));
      }
      values[k][p] = value;
    }
    requireComplete(lever, given, rows, values);
    return values;
  }

  private int stressor(CsvTable.Row row, String name) {
    int at = account.stressors().find(name.strip()).orElse(-1);
    if (at < 0
        && table.satellites().stream()
            .noneMatch(s -> s.stressors().find(name.strip()).isPresent())) {
      throw row.where()
          .refusal(
              "no stressor \"%s\" in the table; the sweep follows: %s"
                  .formatted(name, String.join(", ", account.stressors().texts())));
    }
    return at;
  }

  private void requireUnit(CsvTable.Row row, String found, int k) {
    String expected = account.stressors().get(k).unit() + "/" + table.info().unit();
    if (!plain(found).equals(plain(expected))) {
      throw row.where()
          .refusal(
              "the unit is \"%s\", intensities here are in \"%s\"; convert the values"
                  .formatted(found, expected));
    }
  }

  private static String plain(String unit) {
    return unit.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
  }

  /** A stressor that the file names at all has to have every sector of the lever. */
  private void requireComplete(Lever lever, CsvTable given, int[] rows, double[][] values) {
    boolean any = false;
    for (int k = 0; k < values.length; k++) {
      double[] of = values[k];
      if (Arrays.stream(of).allMatch(Double::isInfinite)) {
        continue;
      }
      any = true;
      for (int p : sectorsOf(rows)) {
        if (Double.isInfinite(of[p])) {
          throw lever
              .where()
              .refusal(
                  "%s has no benchmark of %s for the sector %s, which lever %s changes; add it or leave the sector out"
                      .formatted(
                          given.file(),
                          account.stressors().get(k).name(),
                          axes.sectors().get(p).name(),
                          lever.name()));
        }
      }
    }
    if (!any) {
      throw lever
          .where()
          .refusal(
              "%s has no benchmark for any of: %s"
                  .formatted(given.file(), String.join(", ", account.stressors().texts())));
    }
  }

  private int[] sectorsOf(int[] rows) {
    return Arrays.stream(rows).map(i -> i % axes.sectors().size()).distinct().sorted().toArray();
  }
}
