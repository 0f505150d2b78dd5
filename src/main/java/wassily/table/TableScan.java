package wassily.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import wassily.progress.Progress;

/**
 * A table as the checks see it: each of its matrices scanned once. Exists only for tables whose
 * numbers are all finite.
 *
 * @param table the table
 * @param z Z, with the columns of zero outputs watched and the own-region blocks summed
 * @param y Y
 * @param v V
 * @param f F of each satellite account, with the columns of zero outputs watched
 * @param fY F_Y of each satellite account
 */
record TableScan(
    MrioTable table,
    MatrixScan z,
    MatrixScan y,
    MatrixScan v,
    List<MatrixScan> f,
    List<MatrixScan> fY) {

  static TableScan of(MrioTable table, int threads, Progress progress) throws IOException {
    IntFunction<String> row = table.axes()::rowLabel;
    IntFunction<String> consumer = table.axes()::columnLabel;
    requireFiniteOutput(table);
    int[] idle = IntStream.range(0, table.x().length).filter(i -> table.x()[i] == 0).toArray();
    var nothing = MatrixScan.Watch.NOTHING;
    var y = MatrixScan.of(table.y(), nothing, threads, "checking Y", progress);
    requireFinite("Y", y, row, consumer);
    var v = MatrixScan.of(table.v(), nothing, threads, "checking V", progress);
    requireFinite("V", v, k -> table.primaryInputs().get(k).name(), row);
    var f = new ArrayList<MatrixScan>();
    var fY = new ArrayList<MatrixScan>();
    for (SatelliteAccount s : table.satellites()) {
      IntFunction<String> stressor = k -> s.stressors().get(k).name();
      String of = " of " + s.name();
      var watchIdle = new MatrixScan.Watch(idle, 0);
      f.add(MatrixScan.of(s.f(), watchIdle, threads, "checking F" + of, progress));
      requireFinite("F" + of, f.getLast(), stressor, row);
      fY.add(MatrixScan.of(s.fY(), nothing, threads, "checking F_Y" + of, progress));
      requireFinite("F_Y" + of, fY.getLast(), stressor, consumer);
    }
    var watch = new MatrixScan.Watch(idle, table.axes().sectors().size());
    var z = MatrixScan.of(table.z(), watch, threads, "checking Z", progress);
    requireFinite("Z", z, row, row);
    return new TableScan(table, z, y, v, f, fY);
  }

  private static void requireFiniteOutput(MrioTable table) {
    double[] x = table.x();
    int[] bad = IntStream.range(0, x.length).filter(i -> !Double.isFinite(x[i])).toArray();
    if (bad.length > 0) {
      throw notFinite(
          bad.length,
          IntStream.of(bad)
              .limit(5)
              .mapToObj(i -> "x[%s] = %s".formatted(table.axes().rowLabel(i), x[i]))
              .toList());
    }
  }

  private static void requireFinite(
      String name, MatrixScan scan, IntFunction<String> row, IntFunction<String> column) {
    if (scan.notFinite().any()) {
      throw notFinite(scan.notFinite().count(), scan.notFinite().inWords(name, row, column));
    }
  }

  private static BadDataException notFinite(long count, List<String> cells) {
    return new BadDataException(
        "%,d %s not a finite number: %s%s; correct the source and import it again"
            .formatted(
                count,
                count == 1 ? "cell is" : "cells are",
                String.join("; ", cells),
                count > cells.size() ? "; …" : ""));
  }

  /** {@code Z·1 + Y·1}. */
  double[] rowTotals() {
    return plus(z.rowSums(), y.rowSums());
  }

  /** {@code 1'Z + 1'V}. */
  double[] columnTotals() {
    return plus(z.columnSums(), v.columnSums());
  }

  private static double[] plus(double[] a, double[] b) {
    var sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
