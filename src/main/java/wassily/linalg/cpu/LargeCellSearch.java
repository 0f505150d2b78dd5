package wassily.linalg.cpu;

import wassily.linalg.HostMatrix;
import wassily.linalg.LargeCells;
import wassily.linalg.Workers;

/**
 * Finds the large cells of f̂·X·ŷ in two passes over X: rows count theirs, then those whose cells
 * are wanted write them to the place that the counts give them.
 */
final class LargeCellSearch {
  private final int threads;
  private final double[] f;
  private final HostMatrix x;
  private final double[] y;
  private final double threshold;

  LargeCellSearch(int threads, double[] f, HostMatrix x, double[] y, double threshold) {
    this.threads = threads;
    this.f = f;
    this.x = x;
    this.y = y;
    this.threshold = threshold;
  }

  private interface Hit {
    void at(int column, double value);
  }

  /** The first cells from a row-major index on, at most {@code most}, and how many there are. */
  LargeCells from(long first, int most) {
    if (first == x.shape().elements()) {
      return new LargeCells(0, new long[0], new double[0]);
    }
    int width = y.length;
    int firstRow = (int) (first / width);
    int firstColumn = (int) (first % width);
    var before = new long[f.length + 1]; // large cells in the rows before
    forRows(
        firstRow,
        (i, row) -> {
          var counted = new int[1];
          scan(i, row, i == firstRow ? firstColumn : 0, (j, value) -> counted[0]++);
          before[i + 1] = counted[0];
        });
    for (int i = firstRow; i < f.length; i++) {
      before[i + 1] += before[i];
    }
    int kept = (int) Math.min(most, before[f.length]);
    var cells = new long[kept];
    var values = new double[kept];
    forRows(
        firstRow,
        (i, row) -> {
          if (before[i] < Math.min(kept, before[i + 1])) {
            var at = new int[] {(int) before[i]};
            scan(
                i,
                row,
                i == firstRow ? firstColumn : 0,
                (j, value) -> {
                  if (at[0] < kept) {
                    cells[at[0]] = (long) i * width + j;
                    values[at[0]++] = value;
                  }
                });
          }
        });
    return new LargeCells(before[f.length], cells, values);
  }

  private interface RowWork {
    void on(int i, double[] row);
  }

  private void forRows(int firstRow, RowWork work) {
    Workers.forBlocks(
        threads,
        f.length - firstRow,
        RowLoops.rowsPerBlock(x),
        (from, end) -> {
          var row = new double[y.length];
          for (int i = firstRow + (int) from; i < firstRow + end; i++) {
            work.on(i, row);
          }
        });
  }

  private void scan(int i, double[] row, int firstColumn, Hit hit) {
    x.getRow(i, row);
    for (int j = firstColumn; j < row.length; j++) {
      double value = f[i] * row[j] * y[j];
      if (!(Math.abs(value) < threshold)) { // NaN is seen
        hit.at(j, value);
      }
    }
  }
}
