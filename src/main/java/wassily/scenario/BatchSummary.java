package wassily.scenario;

import java.lang.foreign.Arena;
import wassily.linalg.HostMatrix;

/**
 * What is kept of one batch for {@code keep: summary} when its scenarios are too many to be kept
 * themselves: for each cell {@code weight, mean, M₂, min, max}, then the centroids of its values
 * ({@link QuantileSketch}) as {@code mean, weight} pairs.
 *
 * <p>It depends on the batch alone, so that summaries put together in the order of the batches do
 * not depend on shards.
 */
public final class BatchSummary {
  /** Figures of a cell before its centroids. */
  private static final int MOMENTS = 5;

  private BatchSummary() {}

  /**
   * How many numbers are kept of a cell.
   *
   * @param batchSize scenarios in a batch of the plan
   * @return columns of a summary
   */
  public static int columns(int batchSize) {
    return MOMENTS + 2 * QuantileSketch.slots(batchSize);
  }

  /**
   * Summarizes a batch.
   *
   * @param values a row for each scenario of the batch, a column for each cell
   * @param weights how often each scenario counts, 0 for failed ones
   * @param batchSize scenarios in a batch of the plan
   * @param arena decides how long the summary lives
   * @return a row for each cell
   */
  public static HostMatrix of(HostMatrix values, long[] weights, int batchSize, Arena arena) {
    int cells = Math.toIntExact(values.columns());
    int scenarios = Math.toIntExact(values.rows());
    var moments = new CellMoments(cells);
    var row = new double[cells];
    for (int s = 0; s < scenarios; s++) {
      values.getRow(s, row);
      moments.add(row, weights[s]);
    }
    var summary = HostMatrix.allocate(arena, cells, columns(batchSize));
    var figures = new double[columns(batchSize)];
    var centroids = new double[figures.length - MOMENTS];
    boolean all = scenarios <= QuantileSketch.slots(batchSize);
    for (int c = 0; c < cells; c++) {
      figures[0] = moments.weight();
      figures[1] = moments.mean(c);
      figures[2] = moments.squares(c);
      figures[3] = moments.min(c);
      figures[4] = moments.max(c);
      if (all) { // every value is its own centroid
        java.util.Arrays.fill(centroids, 0);
        for (int s = 0; s < scenarios; s++) {
          centroids[2 * s] = weights[s] == 0 ? 0 : values.get(s, c);
          centroids[2 * s + 1] = weights[s];
        }
      } else {
        var sketch = QuantileSketch.ofBatch();
        for (int s = 0; s < scenarios; s++) {
          sketch.add(values.get(s, c), weights[s]);
        }
        sketch.centroids(centroids);
      }
      System.arraycopy(centroids, 0, figures, MOMENTS, centroids.length);
      summary.setRow(c, figures);
    }
    return summary;
  }

  /**
   * The moments of some cells of a summary.
   *
   * @param rows a row for each cell
   * @return their moments
   */
  public static CellMoments moments(HostMatrix rows) {
    return CellMoments.of(
        rows.rows() == 0 ? 0 : (long) rows.get(0, 0),
        rows.column(1),
        rows.column(2),
        rows.column(3),
        rows.column(4));
  }

  /**
   * Adds the centroids of a cell to a sketch.
   *
   * @param row the row of the cell
   * @param sketch gets them in order
   */
  public static void addCentroids(double[] row, QuantileSketch sketch) {
    for (int i = MOMENTS; i < row.length; i += 2) {
      sketch.add(row[i], (long) row[i + 1]);
    }
  }
}
