package wassily.table;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.function.LongUnaryOperator;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;

/**
 * Tells a Z that was read with rows and columns exchanged.
 *
 * <p>In a table {@code Z·1 + Y·1 = x}. Where the published x fits {@code Zᵀ·1 + Y·1} instead, Z
 * lies the other way round, as MATLAB's column-major files do when they are read row by row.
 *
 * @param gap {@code Σ|Z·1 + Y·1 − x| / Σ|x|}, NaN when x is 0
 * @param transposedGap the same for Zᵀ
 */
public record OrientationCheck(double gap, double transposedGap) {
  /**
   * A published table's rows hold within this: WIOD's, rounded down to integers, within 0.0005; a Z
   * the wrong way round misses by tenths.
   */
  public static final double HOLDS = 0.01;

  /** Only a clearly better fit counts: tables exist whose rows and columns have like sums. */
  private static final double CLEARLY = 10;

  private static final long PANEL_BYTES = 1 << 23;

  /**
   * Measures both ways round.
   *
   * @param z Z, n × n
   * @param y Y, n × m
   * @param x published output, n
   * @return the gaps
   * @throws IOException when Z cannot be read
   */
  public static OrientationCheck of(MatrixSource z, HostMatrix y, double[] x) throws IOException {
    var ones = new double[x.length];
    java.util.Arrays.fill(ones, 1);
    return against(products(z, ones), y, x);
  }

  /**
   * Measures both ways round where A is given: {@code A·x + Y·1 = x}, or {@code Aᵀ·x + Y·1 = x}. To
   * be asked before columns are scaled: {@code A·x̂} of a transposed A is no transposed Z.
   *
   * @param a A, n × n
   * @param y Y, n × m
   * @param x published output, n
   * @return the gaps
   * @throws IOException when A cannot be read
   */
  public static OrientationCheck ofCoefficients(MatrixSource a, HostMatrix y, double[] x)
      throws IOException {
    return against(products(a, x), y, x);
  }

  /**
   * Measures both ways round where only primary inputs are known: rows and columns of a table have
   * the same sums, {@code Z·1 + Y·1 = Zᵀ·1 + Vᵀ·1}. It says something only when V is complete.
   *
   * @param z Z, n × n
   * @param y Y, n × m
   * @param v V, v × n
   * @return the gaps, relative to {@code Z·1 + Y·1} of each way round
   * @throws IOException when Z cannot be read
   */
  public static OrientationCheck ofInputs(MatrixSource z, HostMatrix y, HostMatrix v)
      throws IOException {
    int n = Math.toIntExact(y.rows());
    var ones = new double[n];
    java.util.Arrays.fill(ones, 1);
    Products sums = products(z, ones);
    var inputs = new double[n];
    for (long k = 0; k < v.rows(); k++) {
      double[] row = v.row(k);
      for (int i = 0; i < n; i++) {
        inputs[i] += row[i];
      }
    }
    double size = 0;
    double gap = 0;
    double transposedSize = 0;
    double transposed = 0;
    for (int i = 0; i < n; i++) {
      double demand = sum(y.row(i));
      size += Math.abs(sums.rows[i] + demand);
      gap += Math.abs(sums.rows[i] + demand - sums.columns[i] - inputs[i]);
      transposedSize += Math.abs(sums.columns[i] + demand);
      transposed += Math.abs(sums.columns[i] + demand - sums.rows[i] - inputs[i]);
    }
    return new OrientationCheck(gap / size, transposed / transposedSize);
  }

  private static OrientationCheck against(Products z, HostMatrix y, double[] x) {
    double size = 0;
    double gap = 0;
    double transposed = 0;
    for (int i = 0; i < x.length; i++) {
      double demand = sum(y.row(i));
      size += Math.abs(x[i]);
      gap += Math.abs(z.rows[i] + demand - x[i]);
      transposed += Math.abs(z.columns[i] + demand - x[i]);
    }
    return new OrientationCheck(gap / size, transposed / size);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }

  /** {@code Z·w} and {@code Zᵀ·w}. */
  private record Products(double[] rows, double[] columns) {}

  private static Products products(MatrixSource z, double[] weights) throws IOException {
    int n = weights.length;
    var rows = new double[n];
    var columns = new double[n];
    LongUnaryOperator panelRows =
        left -> Math.min(left, Math.max(1, PANEL_BYTES / (Double.BYTES * (long) n)));
    try (Arena arena = Arena.ofConfined()) {
      var buffer =
          HostMatrix.allocate(arena, panelRows.applyAsLong(Math.max(1, n)), z.shape().columns());
      var row = new double[n];
      for (long first = 0; first < n; first += buffer.rows()) {
        var panel = buffer.panel(0, Math.min(buffer.rows(), n - first));
        z.read(first, panel);
        for (int i = 0; i < panel.rows(); i++) {
          panel.getRow(i, row);
          int at = (int) first + i;
          double weight = weights[at];
          double sum = 0;
          for (int j = 0; j < n; j++) {
            sum += row[j] * weights[j];
            columns[j] += row[j] * weight;
          }
          rows[at] = sum;
        }
      }
    }
    return new Products(rows, columns);
  }

  /**
   * Whether Z lies the other way round.
   *
   * @return true when x fits Zᵀ and does not fit Z
   */
  public boolean transposed() {
    return gap > HOLDS && transposedGap <= HOLDS && gap > CLEARLY * transposedGap;
  }

  /**
   * Whether the numbers say that Z lies as it should, and would have said so if it did not.
   *
   * @return true when x fits Z and does not fit Zᵀ
   */
  public boolean confirmed() {
    return gap <= HOLDS && transposedGap > HOLDS && transposedGap > CLEARLY * gap;
  }

  /**
   * Refuses a Z that lies the other way round.
   *
   * @param origin the file or dataset that holds Z
   * @throws BadDataException when it does
   */
  public void require(String origin) {
    if (transposed()) {
      throw new BadDataException(
          "%s: Z lies the other way round: Z·1 + Y·1 misses x by %.3g %%, with Z transposed by %.3g %%; rows must be the sellers and columns the buyers: transpose Z"
              .formatted(origin, 100 * gap, 100 * transposedGap));
    }
  }
}
