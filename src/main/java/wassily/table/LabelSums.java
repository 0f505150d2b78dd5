package wassily.table;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Workers;
import wassily.progress.Progress;

/**
 * Sums over labels that become one.
 *
 * @param to the new position of every old one
 * @param size how many new positions there are
 */
record LabelSums(int[] to, int size) {
  /** Rows that are collapsed together before they are added: at most this many bytes of them. */
  private static final long STAGE_BYTES = 64 << 20;

  /** Rows that one thread reads at a time. */
  private static final int READ = 16;

  /** The same, followed by labels that stay. */
  LabelSums extended(int more) {
    int[] longer = Arrays.copyOf(to, to.length + more);
    for (int e = 0; e < more; e++) {
      longer[to.length + e] = size + e;
    }
    return new LabelSums(longer, size + more);
  }

  /** Adds the elements of a vector. */
  double[] vector(double[] old) {
    var sum = new double[size];
    for (int i = 0; i < old.length; i++) {
      sum[to[i]] += old[i];
    }
    return sum;
  }

  /** Adds the columns of a matrix of few rows. */
  HostMatrix columns(HostMatrix old, Arena arena) {
    var sum = HostMatrix.allocate(arena, old.rows(), size);
    for (long k = 0; k < old.rows(); k++) {
      sum.setRow(k, vector(old.row(k)));
    }
    return sum;
  }

  /**
   * Adds rows by these labels and columns by others: a stage of rows is read and its columns added
   * in parallel, then its rows are added in their order.
   */
  HostMatrix rowsAndColumns(
      MatrixSource old, LabelSums byColumn, Arena arena, int threads, Progress progress)
      throws IOException {
    long rows = old.shape().rows();
    var sum = HostMatrix.allocate(arena, size, byColumn.size());
    long stage = Math.max(READ, STAGE_BYTES / (8L * Math.max(1, byColumn.size())));
    var collapsed = new double[(int) Math.min(rows, stage)][];
    var total = new double[byColumn.size()];
    try (var task = progress.begin("aggregating " + old.origin(), rows)) {
      for (long start = 0; start < rows; start += stage) {
        long first = start;
        int count = (int) Math.min(stage, rows - start);
        Workers.forBlocks(
            threads,
            count,
            READ,
            (from, end) -> {
              try (var local = Arena.ofConfined()) {
                var panel = HostMatrix.allocate(local, end - from, old.shape().columns());
                old.read(first + from, panel);
                for (long k = from; k < end; k++) {
                  collapsed[(int) k] = byColumn.vector(panel.row(k - from));
                }
              }
              task.advance(end - from);
            });
        for (int k = 0; k < count; k++) {
          int target = to[(int) start + k];
          sum.getRow(target, total);
          for (int j = 0; j < total.length; j++) {
            total[j] += collapsed[k][j];
          }
          sum.setRow(target, total);
        }
      }
    }
    return sum;
  }
}
