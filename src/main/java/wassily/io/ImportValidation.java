package wassily.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.function.IntFunction;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/** The last look at a table that was just imported, whatever the format: every number is finite. */
public final class ImportValidation {
  private static final long PANEL_BYTES = 1 << 23;

  private ImportValidation() {}

  /**
   * Refuses NaN and infinite numbers, naming the cell by its labels. Unknown population (NaN) is
   * allowed, infinite or negative population is not.
   *
   * @param table the table; its shapes were checked when it was made
   * @throws BadDataException when a number is not finite
   * @throws IOException when Z cannot be read
   */
  public static void requireFinite(MrioTable table) throws IOException {
    TableAxes axes = table.axes();
    String title = table.info().title();
    finite(title + ": Z", table.z(), axes::rowLabel, axes::rowLabel);
    finite(title + ": Y", table.y(), axes::rowLabel, axes::columnLabel);
    for (int i = 0; i < table.x().length; i++) {
      if (!Double.isFinite(table.x()[i])) {
        throw refused(title + ": x", axes.rowLabel(i), "output", table.x()[i]);
      }
    }
    var inputs = table.primaryInputs();
    finite(title + ": V", table.v(), i -> inputs.get(i).name(), axes::rowLabel);
    for (SatelliteAccount s : table.satellites()) {
      var stressors = s.stressors();
      finite(title + ": F of " + s.name(), s.f(), i -> stressors.get(i).name(), axes::rowLabel);
      finite(
          title + ": F_Y of " + s.name(), s.fY(), i -> stressors.get(i).name(), axes::columnLabel);
    }
    table
        .population()
        .ifPresent(
            p -> {
              for (int r = 0; r < p.length; r++) {
                if (Double.isInfinite(p[r]) || p[r] < 0) {
                  throw refused(
                      title + ": population", axes.regions().get(r).name(), "people", p[r]);
                }
              }
            });
  }

  private static void finite(
      String what, MatrixSource matrix, IntFunction<String> rows, IntFunction<String> columns)
      throws IOException {
    long n = matrix.shape().rows();
    int m = Math.toIntExact(matrix.shape().columns());
    if (n == 0 || m == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      long count = Math.min(n, Math.max(1, PANEL_BYTES / (Double.BYTES * (long) m)));
      var buffer = HostMatrix.allocate(arena, count, m);
      var row = new double[m];
      for (long first = 0; first < n; first += count) {
        var panel = buffer.panel(0, Math.min(count, n - first));
        matrix.read(first, panel);
        for (int i = 0; i < panel.rows(); i++) {
          panel.getRow(i, row);
          double product = 0; // 0·finite = 0, 0·NaN = 0·Inf = NaN: one test for a row
          for (double v : row) {
            product += 0 * v;
          }
          if (Double.isNaN(product)) {
            for (int j = 0; j < m; j++) {
              if (!Double.isFinite(row[j])) {
                throw refused(what, rows.apply((int) (first + i)), columns.apply(j), row[j]);
              }
            }
          }
        }
      }
    }
  }

  private static BadDataException refused(String what, String row, String column, double found) {
    return new BadDataException(
        "%s[%s, %s] is %s, expected a finite number; correct the source"
            .formatted(what, row, column, found));
  }
}
