package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.Certificate.Check;
import wassily.table.MrioTable;

/**
 * Checks a Leontief inverse on a few vectors v of ±1: {@code |v − (I−A)·(L·v)|} against {@code
 * |I−A|·(|L|·1)}, row by row, so that no small region-sector hides behind a large one; one pass
 * over L and one over Z instead of a third product of n³.
 */
public final class InverseCertificate {
  private static final int VECTORS = 4;
  private static final int PANEL = 64;

  private InverseCertificate() {}

  /**
   * L on a device as a source of rows, so that it goes to a file without a second copy on the host.
   *
   * @param l the inverse on its device
   * @return its rows
   */
  public static MatrixSource rows(DeviceMatrix l) {
    return new MatrixSource() {
      @Override
      public Shape shape() {
        return l.shape();
      }

      @Override
      public void read(long firstRow, HostMatrix into) {
        l.downloadRows(firstRow, into);
      }
    };
  }

  /**
   * Measures the right residual.
   *
   * @param table the table
   * @param l L, n × n
   * @param progress told the rows of L and Z that were read
   * @return residual, norm and condition number
   * @throws IOException when Z cannot be read
   */
  public static Certificate of(MrioTable table, MatrixSource l, Progress progress)
      throws IOException {
    int n = table.axes().n();
    var v = signs(n);
    var w = new double[n][VECTORS];
    var columnSums = new double[n];
    var absolute = new double[n];
    try (var task = progress.begin("reading L", n)) {
      panels(
          l,
          (first, row, values) -> {
            for (int j = 0; j < n; j++) {
              double a = values[j];
              columnSums[j] += Math.abs(a);
              absolute[first + row] += Math.abs(a);
              for (int c = 0; c < VECTORS; c++) {
                w[first + row][c] += a * v[j][c];
              }
            }
            task.advance(1);
          });
    }
    double[] x = table.x();
    var norms = new double[n];
    var residual = new double[1];
    try (var task = progress.begin("residuals of Z", n)) {
      panels(
          table.z(),
          (first, row, values) -> {
            int i = first + row;
            var r = new double[VECTORS];
            for (int c = 0; c < VECTORS; c++) {
              r[c] = v[i][c] - w[i][c];
            }
            double size = 0;
            for (int j = 0; j < n; j++) {
              double a = x[j] == 0 ? 0 : values[j] / x[j];
              double cell = Math.abs((i == j ? 1 : 0) - a);
              norms[j] += cell;
              size += cell * absolute[j];
              for (int c = 0; c < VECTORS; c++) {
                r[c] += a * w[j][c];
              }
            }
            for (double e : r) {
              // NaN stays NaN in Math.max
              residual[0] = Math.max(residual[0], Ratios.of(Math.abs(e), size));
            }
            task.advance(1);
          });
    }
    double normL = max(columnSums);
    double condition = max(norms) * normL;
    // |I − (I−A)L| ≤ c·n·eps·|I−A||L| in every row for an inverse from LU factors (Higham 2002,
    // section 14.3); each of the n entries of v is ±1.
    return new Certificate(
        List.of(
            new Check(
                "inverse_residual",
                residual[0],
                16.0 * n * Math.ulp(1.0),
                "max |v − (I−A)·L·v| / (|I−A|·|L|·1) for %d vectors of ±1, bound 16·n·eps"
                    .formatted(VECTORS)),
            new Check(
                "condition_number_1",
                condition,
                Double.NaN,
                "cond₁(I−A) = ‖I−A‖₁·‖L‖₁ from all cells"),
            new Check("norm_1_of_L", normL, Double.NaN, "‖L‖₁, the largest output multiplier")));
  }

  private interface Row {
    void at(int first, int row, double[] values);
  }

  private static void panels(MatrixSource m, Row row) throws IOException {
    int n = Math.toIntExact(m.shape().rows());
    try (var arena = Arena.ofConfined()) {
      var host = HostMatrix.allocate(arena, Math.min(PANEL, n), m.shape().columns());
      var values = new double[Math.toIntExact(m.shape().columns())];
      for (int first = 0; first < n; first += PANEL) {
        var panel = host.panel(0, Math.min(PANEL, n - first));
        m.read(first, panel);
        for (int i = 0; i < panel.rows(); i++) {
          panel.getRow(i, values);
          row.at(first, i, values);
        }
      }
    }
  }

  /** Fixed signs from a multiplicative hash, so that a certificate can be repeated. */
  private static double[][] signs(int n) {
    var v = new double[n][VECTORS];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < VECTORS; c++) {
        long h = (i * (long) VECTORS + c + 1) * 0x9E3779B97F4A7C15L;
        v[i][c] = (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L < 0 ? -1 : 1;
      }
    }
    return v;
  }

  private static double max(double[] a) {
    double largest = 0;
    for (double v : a) {
      largest = Double.isNaN(v) || Double.isNaN(largest) ? Double.NaN : Math.max(largest, v);
    }
    return largest;
  }
}
