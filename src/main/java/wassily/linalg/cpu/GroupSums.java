package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import wassily.linalg.AxisGroups;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/**
 * Sums over groups of rows, then over groups of columns, as {@link
 * wassily.linalg.Backend#aggregate} says. Each sum is made by one thread, in ascending order.
 */
final class GroupSums {
  /**
   * Columns whose rows are summed in one go: 8 KB of each row, so that sum and row stay in cache.
   */
  private static final int COLUMNS = 1024;

  /** Row sums that wait for their columns to be summed. */
  private static final long WORKSPACE_BYTES = 64L << 20;

  private final int threads;
  private final AxisGroups rows;
  private final AxisGroups columns;

  GroupSums(int threads, AxisGroups rows, AxisGroups columns) {
    this.threads = threads;
    this.rows = rows;
    this.columns = columns;
  }

  void sum(HostMatrix m, HostMatrix out) {
    if (out.shape().elements() == 0) {
      return;
    }
    if (columns.isIdentity()) {
      sumRows(m, 0, out);
      return;
    }
    if (rows.isIdentity()) {
      sumColumns(m, out);
      return;
    }
    long rowBytes = Math.max(1, m.columns()) * Double.BYTES;
    long most = Math.clamp(WORKSPACE_BYTES / rowBytes, 1, out.rows());
    try (var arena = Arena.ofShared()) {
      HostMatrix sums = HostMatrix.allocate(arena, most, m.columns());
      for (long first = 0; first < out.rows(); first += most) {
        HostMatrix now = sums.panel(0, Math.min(most, out.rows() - first));
        sumRows(m, first, now);
        sumColumns(now, out.panel(first, now.rows()));
      }
    }
  }

  /** Row g of {@code to} ← the sum of the rows of group first + g. */
  private void sumRows(HostMatrix m, long first, HostMatrix to) {
    int[] starts = rows.starts();
    int[] members = rows.members();
    long width = m.columns();
    MemorySegment source = m.segment();
    Workers.forBlocks(
        threads,
        width,
        COLUMNS,
        (from, end) -> {
          int length = (int) (end - from);
          var sum = new double[length];
          var row = new double[length];
          for (int g = 0; g < to.rows(); g++) {
            Arrays.fill(sum, 0);
            int group = (int) first + g;
            for (int k = starts[group]; k < starts[group + 1]; k++) {
              long at = (members[k] * width + from) * Double.BYTES;
              MemorySegment.copy(source, JAVA_DOUBLE, at, row, 0, length);
              for (int j = 0; j < length; j++) {
                sum[j] += row[j];
              }
            }
            long at = (g * width + from) * Double.BYTES;
            MemorySegment.copy(sum, 0, to.segment(), JAVA_DOUBLE, at, length);
          }
        });
  }

  /** Column h of {@code to} ← the sum of the columns of group h. */
  private void sumColumns(HostMatrix m, HostMatrix to) {
    int[] starts = columns.starts();
    int[] members = columns.members();
    Workers.forBlocks(
        threads,
        m.rows(),
        RowLoops.rowsPerBlock(m),
        (from, end) -> {
          var row = new double[Math.toIntExact(m.columns())];
          var sums = new double[columns.count()];
          for (long i = from; i < end; i++) {
            m.getRow(i, row);
            for (int h = 0; h < sums.length; h++) {
              double sum = 0;
              for (int k = starts[h]; k < starts[h + 1]; k++) {
                sum += row[members[k]];
              }
              sums[h] = sum;
            }
            to.setRow(i, sums);
          }
        });
  }
}
