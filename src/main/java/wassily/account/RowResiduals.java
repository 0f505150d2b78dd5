package wassily.account;

import java.lang.foreign.Arena;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.MemoryPlan;
import wassily.linalg.Shape;

/**
 * Residuals of the multipliers, {@code f − m·M₀}, gathered panel by panel: rows [first, first +
 * count) of Z need the same columns of m.
 */
final class RowResiduals {
  private final HostMatrix m;
  private final HostMatrix f;
  private final double[] output;
  private final boolean mixed;
  private final MemoryPlan plan;

  /** m·Z and |m|·|Z| without the diagonal of Z, [k][j]. */
  private final double[][] mz;

  private final double[][] mzAbsolute;

  RowResiduals(HostMatrix m, HostMatrix f, double[] output, MemoryPlan plan) {
    this.plan = plan;
    this.m = m;
    this.f = f;
    this.output = output;
    int stressors = Math.toIntExact(m.rows());
    mz = new double[stressors][output.length];
    mzAbsolute = new double[stressors][output.length];
    boolean negative = false;
    for (int k = 0; k < stressors; k++) {
      negative |= Ratios.anyNegative(m.row(k));
    }
    mixed = negative;
  }

  /**
   * Adds a panel's part.
   *
   * @param z rows of Z without the diagonal
   * @param absolute the same rows of |Z|; z itself when it has no negative cell
   */
  void add(Backend backend, int first, DeviceMatrix z, DeviceMatrix absolute) {
    int height = (int) Math.max(1, plan.width(mz.length));
    for (int from = 0; from < mz.length; from += height) {
      int to = Math.min(mz.length, from + height);
      double[][] part = product(backend, first, z, from, to, false);
      double[][] size =
          mixed || absolute != z ? product(backend, first, absolute, from, to, true) : part;
      for (int k = from; k < to; k++) {
        for (int j = 0; j < output.length; j++) {
          mz[k][j] += part[k - from][j];
          mzAbsolute[k][j] += size[k - from][j];
        }
      }
    }
  }

  /** Rows [from, to) of m, or of |m|, times a panel. */
  private double[][] product(
      Backend backend, int first, DeviceMatrix z, int from, int to, boolean absolute) {
    int count = Math.toIntExact(z.shape().rows());
    try (var arena = Arena.ofConfined()) {
      var slice = HostMatrix.allocate(arena, to - from, count);
      var part = new double[count];
      for (int k = from; k < to; k++) {
        double[] row = m.row(k);
        for (int i = 0; i < count; i++) {
          part[i] = absolute ? Math.abs(row[first + i]) : row[first + i];
        }
        slice.setRow(k - from, part);
      }
      try (DeviceMatrix left = backend.upload(slice);
          DeviceMatrix out = backend.zeros(new Shape(to - from, output.length))) {
        backend.multiply(left, z, out);
        var host = HostMatrix.allocate(arena, to - from, output.length);
        out.download(host);
        var rows = new double[to - from][];
        for (int k = 0; k < rows.length; k++) {
          rows[k] = host.row(k);
        }
        return rows;
      }
    }
  }

  /** The errors, after all panels. Where x = 0 the column is dropped: the equation is m_j = f_j. */
  ResidualPass.Errors errors(FlowSums sums) {
    double component = 0;
    double norm = 0;
    double normOne = sums.normOne();
    for (int k = 0; k < mz.length; k++) {
      double[] multiplier = m.row(k);
      double[] right = f.row(k);
      double residualMax = 0;
      double solutionMax = 0;
      double rightMax = 0;
      for (int j = 0; j < output.length; j++) {
        double d = output[j] == 0 ? 1 : Math.abs(output[j]);
        double own = sums.diagonalOfM0(j) * multiplier[j];
        double inputs = output[j] == 0 ? 0 : mz[k][j];
        double inputsAbsolute = output[j] == 0 ? 0 : mzAbsolute[k][j];
        double residual = Math.abs(right[j] - own + inputs);
        double size = Math.abs(own) + inputsAbsolute + Math.abs(right[j]);
        component = Math.max(component, Ratios.of(residual, size));
        residualMax = Math.max(residualMax, residual / d);
        solutionMax = Math.max(solutionMax, Math.abs(multiplier[j]));
        rightMax = Math.max(rightMax, Math.abs(right[j]) / d);
      }
      norm = Math.max(norm, Ratios.of(residualMax, normOne * solutionMax + rightMax));
    }
    return new ResidualPass.Errors(component, norm);
  }
}
