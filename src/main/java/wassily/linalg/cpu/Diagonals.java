package wassily.linalg.cpu;

import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/** Work with diagonal matrices: M₀ from Z, and scaling. */
final class Diagonals {
  private Diagonals() {}

  static void diagonalMinus(double[] d, HostMatrix m, RowLoops loops) {
    if (!m.shape().equals(new Shape(d.length, d.length))) {
      throw new IllegalArgumentException(
          "diagonal of %d numbers minus a matrix of %s".formatted(d.length, m.shape()));
    }
    int[] dropped = IntStream.range(0, d.length).filter(j -> d[j] == 0).toArray();
    loops.forRows(
        m,
        (i, row) -> {
          // 0 − z, not −z: absent flows stay +0.0. No condition in the loop, so that it is vector
          // code.
          for (int j = 0; j < row.length; j++) {
            row[j] = 0 - row[j];
          }
          for (int j : dropped) {
            row[j] = 0;
          }
          int at = (int) i;
          row[at] = d[at] == 0 ? 1 : d[at] + row[at];
        });
  }

  static void scaleRows(double[] by, HostMatrix memory, RowLoops loops) {
    requireFactors(by.length, memory.rows(), "rows", memory);
    loops.forRows(
        memory,
        (i, row) -> {
          double factor = by[(int) i];
          for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
          }
        });
  }

  static void scaleColumns(double[] by, HostMatrix memory, RowLoops loops) {
    requireFactors(by.length, memory.columns(), "columns", memory);
    loops.forRows(
        memory,
        (i, row) -> {
          for (int j = 0; j < row.length; j++) {
            row[j] *= by[j];
          }
        });
  }

  private static void requireFactors(int found, long expected, String what, HostMatrix m) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%d factors for the %s of a matrix of %s".formatted(found, what, m.shape()));
    }
  }
}
