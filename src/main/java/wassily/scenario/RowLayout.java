package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.stream.IntStream;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/**
 * The rows of a table in an order in which groups of origin are consecutive, so that what a group
 * causes is one product of a block of columns and a block of rows.
 *
 * @param order position → row
 * @param position row → position; rows of no group stand last
 * @param start where each group begins; the last entry ends the last group
 */
record RowLayout(int[] order, int[] position, int[] start) {
  /**
   * Orders rows by group, in the table's order within a group.
   *
   * @param group row → group, −1 for none
   * @param groups how many groups
   */
  static RowLayout of(int[] group, int groups) {
    int[] order =
        IntStream.range(0, group.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> group[i] < 0 ? groups : group[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var position = new int[order.length];
    var start = new int[groups + 1];
    for (int p = 0; p < order.length; p++) {
      position[order[p]] = p;
      if (group[order[p]] >= 0) {
        start[group[order[p]] + 1]++;
      }
    }
    for (int g = 0; g < groups; g++) {
      start[g + 1] += start[g];
    }
    return new RowLayout(order, position, start);
  }

  /** Puts the rows of a matrix in this order on a device. */
  DeviceMatrix uploadRows(Backend backend, HostMatrix m) {
    return upload(
        backend,
        new MatrixSource() {
          @Override
          public Shape shape() {
            return m.shape();
          }

          @Override
          public void read(long firstRow, HostMatrix into) {
            for (long i = 0; i < into.rows(); i++) {
              into.panel(i, 1)
                  .segment()
                  .copyFrom(m.panel(order[Math.toIntExact(firstRow + i)], 1).segment());
            }
          }
        });
  }

  /** Puts the columns of a matrix in this order on a device. */
  DeviceMatrix uploadColumns(Backend backend, HostMatrix m) {
    try (var arena = Arena.ofShared()) {
      var sorted = HostMatrix.allocate(arena, m.rows(), m.columns());
      var to = new double[order.length];
      for (long k = 0; k < m.rows(); k++) {
        double[] from = m.row(k);
        for (int p = 0; p < to.length; p++) {
          to[p] = from[order[p]];
        }
        sorted.setRow(k, to);
      }
      return backend.upload(sorted);
    }
  }

  private static DeviceMatrix upload(Backend backend, MatrixSource source) {
    try {
      return backend.upload(source, Progress.NONE);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("a matrix in memory cannot fail to be read", e);
    }
  }
}
