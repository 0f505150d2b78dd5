package wassily.table;

import java.io.IOException;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;

/**
 * Row sums and column sums of a matrix, from one pass over its rows in panels of 8 MiB.
 *
 * <p>Rows are summed pairwise, columns with compensation, in an order that depends on the shape
 * only: the same bits for any number of threads, and whether the matrix is in memory or in a file.
 *
 * @param rows {@code Z·1}, one for each row
 * @param columns {@code 1'Z}, one for each column
 */
public record PanelSums(double[] rows, double[] columns) {

  /**
   * Sums a matrix.
   *
   * @param matrix the matrix, in memory or in a file
   * @param threads how many threads, ≥ 1
   * @param progress told about the rows done
   * @return its sums
   * @throws IOException when the matrix cannot be read
   */
  public static PanelSums of(MatrixSource matrix, int threads, Progress progress)
      throws IOException {
    var rows = new double[Math.toIntExact(matrix.shape().rows())];
    int width = Math.toIntExact(matrix.shape().columns());
    final class Sums implements PanelPass.Part {
      private final ColumnAccumulator columns = new ColumnAccumulator(width);

      @Override
      public void take(int row, double[] values) {
        rows[row] = PairwiseSum.of(values);
        columns.add(values);
      }
    }
    var all = new ColumnAccumulator(width);
    PanelPass.over(matrix, threads, "summing " + matrix.origin(), progress, Sums::new)
        .forEach(part -> all.add(part.columns));
    return new PanelSums(rows, all.total());
  }
}
