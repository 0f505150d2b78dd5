package wassily.table;

import java.io.IOException;
import java.util.BitSet;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;

/**
 * Everything the checks need to know about a matrix, from one pass.
 *
 * @param rowSums its row sums
 * @param columnSums its column sums
 * @param notFinite cells that are NaN or infinite
 * @param negative cells below 0
 * @param zeros number of cells that are 0
 * @param emptyRows rows that hold zeros only
 * @param watchedNonZero which of the watched columns hold anything but zeros
 * @param diagonal Σ of the diagonal blocks of the size given; 0 when none was
 */
record MatrixScan(
    double[] rowSums,
    double[] columnSums,
    BadCells notFinite,
    BadCells negative,
    long zeros,
    boolean[] emptyRows,
    BitSet watchedNonZero,
    double diagonal) {

  /** What is looked at beyond sums and bad cells. */
  record Watch(int[] columns, int diagonalBlock) {
    static final Watch NOTHING = new Watch(new int[0], 0);
  }

  static MatrixScan of(
      MatrixSource matrix, Watch watch, int threads, String what, Progress progress)
      throws IOException {
    int rows = Math.toIntExact(matrix.shape().rows());
    int columns = Math.toIntExact(matrix.shape().columns());
    var rowSums = new double[rows];
    var diagonal = new double[rows];
    var emptyRows = new boolean[rows];
    final class Part implements PanelPass.Part {
      private final ColumnAccumulator sums = new ColumnAccumulator(columns);
      private final BadCells notFinite = BadCells.first();
      private final BadCells negative = BadCells.mostNegative();
      private final BitSet nonZero = new BitSet();
      private long zeros;

      @Override
      public void take(int row, double[] values) {
        rowSums[row] = PairwiseSum.of(values);
        sums.add(values);
        if (watch.diagonalBlock() > 0) {
          int home = row / watch.diagonalBlock() * watch.diagonalBlock();
          diagonal[row] = PairwiseSum.of(values, home, home + watch.diagonalBlock());
        }
        int zero = 0;
        double least = 0;
        for (double v : values) {
          zero += v == 0 ? 1 : 0;
          least = Math.min(least, v);
        }
        zeros += zero;
        emptyRows[row] = zero == values.length;
        for (int j : watch.columns()) {
          if (values[j] != 0) {
            nonZero.set(j);
          }
        }
        // A row with NaN or infinity has no finite sum; neither has one whose sum overflows.
        if (least < 0 || !Double.isFinite(rowSums[row])) {
          collect(row, values);
        }
      }

      private void collect(int row, double[] values) {
        for (int j = 0; j < values.length; j++) {
          if (!Double.isFinite(values[j])) {
            notFinite.add(row, j, values[j]);
          } else if (values[j] < 0) {
            negative.add(row, j, values[j]);
          }
        }
      }
    }
    var sums = new ColumnAccumulator(columns);
    var notFinite = BadCells.first();
    var negative = BadCells.mostNegative();
    var nonZero = new BitSet();
    long zeros = 0;
    for (Part p : PanelPass.over(matrix, threads, what, progress, Part::new)) {
      sums.add(p.sums);
      notFinite.addAll(p.notFinite);
      negative.addAll(p.negative);
      nonZero.or(p.nonZero);
      zeros += p.zeros;
    }
    return new MatrixScan(
        rowSums,
        sums.total(),
        notFinite,
        negative,
        zeros,
        emptyRows,
        nonZero,
        PairwiseSum.of(diagonal));
  }
}
