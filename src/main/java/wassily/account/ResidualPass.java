package wassily.account;

import java.io.IOException;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/**
 * Streams Z once more in panels and measures how well solutions solve the system that was asked,
 * not the factors that came out of it.
 *
 * <p>For {@code M·(I−A) = S} and {@code (I−A)·W = Y} the componentwise backward error (Oettli and
 * Prager 1964) is {@code max |b − (I−A)x| / (|I−A||x| + |b|)}, 0/0 = 0. Scaling row i or column j
 * of the system changes numerator and denominator alike, so both are computed with M₀ = (I−A)·d̂
 * and never need A. It does not hide a small city behind a large one.
 *
 * <p>Where Z and a solution have no negative cells, {@code |Z||x|} is {@code Z·x} and is not
 * computed again.
 */
final class ResidualPass {
  /** Large enough for a fast product, small beside the matrix: 319 rows of n = 13,146. */
  private static final long PANEL_BYTES = 32L << 20;

  private ResidualPass() {}

  /** Largest errors over all right-hand sides; NaN when a residual is. */
  record Errors(double componentwise, double normwise) {}

  /**
   * What the pass found.
   *
   * @param rows errors of the multipliers
   * @param columns errors of the outputs by consumer
   * @param sums sums and norms of Z
   */
  record Result(Errors rows, Errors columns, FlowSums sums) {}

  /**
   * Reads Z once.
   *
   * @param system the table and its backend
   * @param m solutions of m·M₀ = f, K × n
   * @param f their right-hand sides, K × n
   * @param x solutions of M₀·x = y, n × k
   * @param y their right-hand sides, n × k
   * @param progress told the rows done
   */
  static Result run(
      LeontiefSystem system,
      HostMatrix m,
      HostMatrix f,
      HostMatrix x,
      HostMatrix y,
      Progress progress)
      throws IOException {
    MrioTable table = system.table();
    Backend backend = system.backend();
    int n = table.axes().n();
    int height = height(n);
    var sums = new FlowSums(table);
    var rows = new RowResiduals(m, f, table.x(), system.plan());
    var columns = new ColumnResiduals(x, y, table.x());
    try (var task = progress.begin("residuals of Z", n);
        var chunks = new OutputChunks(system, x, columns.mixedColumns())) {
      for (int first = 0; first < n; first += height) {
        var panel = sums.panel(first, Math.min(height, n - first));
        try (DeviceMatrix z = backend.upload(panel, Progress.NONE)) {
          panel.add();
          if (panel.hasNegative()) {
            try (DeviceMatrix size = backend.upload(panel.absolute(), Progress.NONE)) {
              int at = first;
              chunks.each(
                  c -> columns.take(at, c.from(), c.of(z), c.absolute(size), c.all(), sums));
              rows.add(backend, first, z, size);
            }
          } else {
            int at = first;
            chunks.each(c -> columns.take(at, c.from(), c.of(z), c.mixed(z), c.mixed(), sums));
            rows.add(backend, first, z, z);
          }
          task.advance(z.shape().rows());
        }
      }
    }
    return new Result(rows.errors(sums), columns.errors(sums), sums);
  }

  /** How many rows of Z are on the device at once. */
  static int height(long n) {
    return (int) Math.clamp(PANEL_BYTES / (8L * Math.max(1, n)), 1, Math.max(1, n));
  }
}
