package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
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
 */
final class ResidualPass {
  /** 128 rows of n = 13,146 are 13 MB: large enough for a fast product, small beside the matrix. */
  private static final int PANEL = 128;

  private final MrioTable table;
  private final Backend backend;

  /** Z·1. */
  final double[] rowSums;

  /** 1'·Z. */
  final double[] columnSums;

  /** What Z·1 loses with the columns that are dropped because x = 0. */
  final double[] droppedRowSums;

  /** 1'·|Z| over columns with x ≠ 0, without the diagonal, for ‖I−A‖₁. */
  private final double[] offDiagonal;

  private final double[] diagonal;
  private double normInf;
  private boolean negative;

  ResidualPass(MrioTable table, Backend backend) {
    this.table = table;
    this.backend = backend;
    int n = table.axes().n();
    rowSums = new double[n];
    columnSums = new double[n];
    droppedRowSums = new double[n];
    offDiagonal = new double[n];
    diagonal = new double[n];
  }

  /** Largest errors over all right-hand sides. */
  record Errors(double componentwise, double normwise) {}

  /** Errors of the two families of solutions. */
  record Result(Errors rows, Errors columns) {}

  /**
   * Reads Z once.
   *
   * @param m solutions of m·M₀ = f, K × n
   * @param f their right-hand sides, K × n
   * @param x solutions of M₀·x = y, n × k
   * @param y their right-hand sides, n × k
   */
  Result run(HostMatrix m, HostMatrix f, HostMatrix x, HostMatrix y, Progress progress)
      throws IOException {
    int n = rowSums.length;
    int kRows = Math.toIntExact(m.rows());
    int kColumns = Math.toIntExact(x.columns());
    double[] out = table.x();
    var mz = new double[kRows][n];
    var mzAbs = new double[kRows][n];
    double columnComponent = 0;
    var columnResidual = new double[kColumns];
    var columnSolution = new double[kColumns];
    var columnRight = new double[kColumns];
    try (var arena = Arena.ofConfined();
        var task = progress.begin("residuals of Z", n);
        DeviceMatrix xd = backend.upload(x);
        DeviceMatrix xAbs = absolute(x)) {
      var host = HostMatrix.allocate(arena, Math.min(PANEL, n), n);
      for (int first = 0; first < n; first += PANEL) {
        int height = Math.min(PANEL, n - first);
        var panel = host.panel(0, height);
        table.z().read(first, panel);
        sums(first, panel, out);
        double[][] zx;
        double[][] zxAbs;
        try (DeviceMatrix p = backend.upload(panel)) {
          zx = product(p, xd);
          accumulate(slice(m, first, height, false), p, mz);
          try (DeviceMatrix pAbs = backend.upload(makeAbsolute(panel))) {
            zxAbs = product(pAbs, xAbs);
            accumulate(slice(m, first, height, true), pAbs, mzAbs);
          }
        }
        for (int i = 0; i < height; i++) {
          int row = first + i;
          double dRow = out[row] == 0 ? 1 : out[row];
          for (int c = 0; c < kColumns; c++) {
            double solution = x.get(row, c);
            double right = y.get(row, c);
            double residual = Math.abs(right - dRow * solution + zx[i][c]);
            double size = Math.abs(dRow * solution) + zxAbs[i][c] + Math.abs(right);
            columnComponent = worse(columnComponent, ratio(residual, size));
            columnResidual[c] = worse(columnResidual[c], residual);
            columnSolution[c] = Math.max(columnSolution[c], Math.abs(dRow * solution));
            columnRight[c] = Math.max(columnRight[c], Math.abs(right));
          }
        }
        task.advance(height);
      }
    }
    double columnNorm = 0;
    for (int c = 0; c < kColumns; c++) {
      columnNorm =
          worse(columnNorm, ratio(columnResidual[c], normInf * columnSolution[c] + columnRight[c]));
    }
    return new Result(rowErrors(m, f, mz, mzAbs), new Errors(columnComponent, columnNorm));
  }

  /** ‖I−A‖₁ = max_j (|1 − a_jj| + Σ_{i≠j} |a_ij|); a column with x = 0 counts 1. */
  double normOne() {
    double largest = 0;
    for (int j = 0; j < diagonal.length; j++) {
      double xj = table.x()[j];
      double sum = xj == 0 ? 1 : Math.abs(1 - diagonal[j] / xj) + offDiagonal[j] / Math.abs(xj);
      largest = worse(largest, sum);
    }
    return largest;
  }

  /** Whether a cell of Z or an output is negative, so that A ≥ 0 does not hold. */
  boolean hasNegative() {
    return negative;
  }

  /** Columns of A whose sum is 1 or more. */
  List<Integer> columnsOfAAtLeastOne() {
    return IntStream.range(0, columnSums.length)
        .filter(j -> table.x()[j] != 0 && columnSums[j] / table.x()[j] >= 1)
        .boxed()
        .toList();
  }

  private Errors rowErrors(HostMatrix m, HostMatrix f, double[][] mz, double[][] mzAbs) {
    double[] x = table.x();
    double component = 0;
    double norm = 0;
    double normOne = normOne();
    for (int k = 0; k < mz.length; k++) {
      double[] multiplier = m.row(k);
      double[] right = f.row(k);
      double residualMax = 0;
      double solutionMax = 0;
      double rightMax = 0;
      for (int j = 0; j < x.length; j++) {
        // A column with x = 0 was dropped: there the equation is m_j = f_j.
        double d = x[j] == 0 ? 1 : x[j];
        double inputs = x[j] == 0 ? 0 : mz[k][j];
        double inputsAbs = x[j] == 0 ? 0 : mzAbs[k][j];
        double residual = Math.abs(right[j] - multiplier[j] * d + inputs);
        double size = Math.abs(multiplier[j] * d) + inputsAbs + Math.abs(right[j]);
        component = worse(component, ratio(residual, size));
        residualMax = worse(residualMax, residual / Math.abs(d));
        solutionMax = Math.max(solutionMax, Math.abs(multiplier[j]));
        rightMax = Math.max(rightMax, Math.abs(right[j] / d));
      }
      norm = worse(norm, ratio(residualMax, normOne * solutionMax + rightMax));
    }
    return new Errors(component, norm);
  }

  /** Row and column sums and norms; then drops the columns with x = 0 from the panel. */
  private void sums(int first, HostMatrix panel, double[] x) {
    int n = x.length;
    var row = new double[n];
    for (int i = 0; i < panel.rows(); i++) {
      panel.getRow(i, row);
      double sum = 0;
      double norm = 0;
      for (int j = 0; j < n; j++) {
        double z = row[j];
        sum += z;
        columnSums[j] += z;
        negative |= z < 0 || x[j] < 0;
        if (x[j] == 0) {
          droppedRowSums[first + i] += z;
          row[j] = 0;
        } else if (j == first + i) {
          diagonal[j] = z;
          norm += Math.abs(1 - z / x[j]);
        } else {
          offDiagonal[j] += Math.abs(z);
          norm += Math.abs(z / x[j]);
        }
      }
      rowSums[first + i] = sum;
      if (x[first + i] == 0) {
        norm += 1;
      }
      normInf = worse(normInf, norm);
      panel.setRow(i, row);
    }
  }

  private double[][] product(DeviceMatrix panel, DeviceMatrix x) {
    long rows = panel.shape().rows();
    long columns = x.shape().columns();
    try (var arena = Arena.ofConfined();
        DeviceMatrix out = backend.zeros(new Shape(rows, columns))) {
      backend.multiply(panel, x, out);
      var host = HostMatrix.allocate(arena, rows, columns);
      out.download(host);
      return toArrays(host);
    }
  }

  private void accumulate(HostMatrix part, DeviceMatrix panel, double[][] into) {
    try (DeviceMatrix left = backend.upload(part)) {
      double[][] add = product(left, panel);
      for (int k = 0; k < into.length; k++) {
        for (int j = 0; j < into[k].length; j++) {
          into[k][j] += add[k][j];
        }
      }
    }
  }

  private static double[][] toArrays(HostMatrix m) {
    var rows = new double[Math.toIntExact(m.rows())][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = m.row(i);
    }
    return rows;
  }

  private static HostMatrix slice(HostMatrix m, int first, int count, boolean absolute) {
    var part = HostMatrix.allocate(Arena.ofAuto(), m.rows(), count);
    for (long k = 0; k < m.rows(); k++) {
      for (int i = 0; i < count; i++) {
        double value = m.get(k, first + i);
        part.set(k, i, absolute ? Math.abs(value) : value);
      }
    }
    return part;
  }

  private DeviceMatrix absolute(HostMatrix m) {
    try (var arena = Arena.ofConfined()) {
      var copy = HostMatrix.allocate(arena, m.rows(), m.columns());
      m.read(0, copy);
      return backend.upload(makeAbsolute(copy));
    }
  }

  private static HostMatrix makeAbsolute(HostMatrix m) {
    var row = new double[Math.toIntExact(m.columns())];
    for (long i = 0; i < m.rows(); i++) {
      m.getRow(i, row);
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.abs(row[j]);
      }
      m.setRow(i, row);
    }
    return m;
  }

  private static double ratio(double residual, double size) {
    return residual == 0 && size == 0 ? 0 : residual / size;
  }

  /** The larger of two; NaN wins, so that it cannot pass. */
  private static double worse(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
  }
}
