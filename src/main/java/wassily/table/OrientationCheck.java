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
    int n = x.length;
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
          double sum = 0;
          for (int j = 0; j < n; j++) {
            sum += row[j];
            columns[j] += row[j];
          }
          rows[(int) first + i] = sum;
        }
      }
    }
    double size = 0;
    double gap = 0;
    double transposed = 0;
    for (int i = 0; i < n; i++) {
      double demand = 0;
      for (double v : y.row(i)) {
        demand += v;
      }
      size += Math.abs(x[i]);
      gap += Math.abs(rows[i] + demand - x[i]);
      transposed += Math.abs(columns[i] + demand - x[i]);
    }
    return new OrientationCheck(gap / size, transposed / size);
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
