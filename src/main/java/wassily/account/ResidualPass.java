package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.IntStream;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
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
    int height = Math.clamp(PANEL_BYTES / (8L * Math.max(1, n)), 1, Math.max(1, n));
    var sums = new FlowSums(table);
    var rows = new RowResiduals(m, f, table.x());
    var columns = new ColumnResiduals(x, y, table.x());
    int[] every = IntStream.range(0, Math.toIntExact(x.columns())).toArray();
    int[] mixed = columns.mixedColumns();
    try (var task = progress.begin("residuals of Z", n);
        DeviceMatrix xd = backend.upload(new Used(table.x(), x, every, false), Progress.NONE);
        DeviceMatrix xMixed = backend.upload(new Used(table.x(), x, mixed, true), Progress.NONE)) {
      for (int first = 0; first < n; first += height) {
        var panel = sums.panel(first, Math.min(height, n - first));
        try (var arena = Arena.ofConfined();
            DeviceMatrix z = backend.upload(panel, Progress.NONE)) {
          panel.add();
          HostMatrix zx = product(arena, backend, z, xd);
          if (panel.hasNegative()) {
            try (DeviceMatrix size = backend.upload(panel.absolute(), Progress.NONE);
                DeviceMatrix xAbsolute =
                    backend.upload(new Used(table.x(), x, every, true), Progress.NONE)) {
              columns.take(first, zx, product(arena, backend, size, xAbsolute), every, sums);
              rows.add(backend, first, z, size);
            }
          } else {
            columns.take(first, zx, product(arena, backend, z, xMixed), mixed, sums);
            rows.add(backend, first, z, z);
          }
          task.advance(z.shape().rows());
        }
      }
    }
    return new Result(rows.errors(sums), columns.errors(sums), sums);
  }

  /**
   * Chosen columns of X, or of |X|, with zeros in the rows where x = 0: there the columns of Z are
   * dropped.
   */
  private record Used(double[] output, HostMatrix x, int[] columns, boolean absolute)
      implements MatrixSource {
    @Override
    public Shape shape() {
      return new Shape(x.rows(), columns.length);
    }

    @Override
    public void read(long firstRow, HostMatrix into) {
      var all = new double[Math.toIntExact(x.columns())];
      var row = new double[columns.length];
      for (int i = 0; i < into.rows(); i++) {
        if (output[Math.toIntExact(firstRow + i)] == 0) {
          Arrays.fill(row, 0);
        } else {
          x.getRow(firstRow + i, all);
          for (int c = 0; c < row.length; c++) {
            row[c] = absolute ? Math.abs(all[columns[c]]) : all[columns[c]];
          }
        }
        into.setRow(i, row);
      }
    }
  }

  private static HostMatrix product(Arena arena, Backend backend, DeviceMatrix a, DeviceMatrix b) {
    var shape = new Shape(a.shape().rows(), b.shape().columns());
    try (DeviceMatrix out = backend.zeros(shape)) {
      backend.multiply(a, b, out);
      var host = HostMatrix.allocate(arena, shape.rows(), shape.columns());
      out.download(host);
      return host;
    }
  }
}
