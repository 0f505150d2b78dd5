package wassily.scenario;

import java.util.List;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/**
 * What the demand of groups of consumers makes every origin emit: for each group {@code x_b =
 * W·coefficients_b} over its parts of Y, then {@code S_b∘x_b} of all groups summed by origin at
 * once.
 *
 * <p>The same sums as of {@link ConsumerPart} in the other order, with less to keep and to read
 * where consumers' groups times rows are fewer than origins times parts of Y: flows between 25
 * groups of 313 × 42 keep 25 · 363 numbers for a scenario in place of 25 · 1,253.
 */
final class ConsumerOutputPart implements BatchPart {
  /** Numbers of a scenario that are kept at once: 128 KB, 134 MB for 1,024 scenarios. */
  private static final long MOST = 1 << 14;

  private final BatchStep step;
  private final int response;
  private final int first;
  private final int end;

  /** B × (groups·rows). */
  private final DeviceMatrix x;

  /**
   * Borrows its memory.
   *
   * @param response the one that asks for it
   * @param first the number of the first group
   * @param end one past that of the last
   */
  ConsumerOutputPart(BatchStep step, int response, int first, int end) {
    this.step = step;
    this.response = response;
    this.first = first;
    this.end = end;
    this.x = step.take(step.base().batchSize(), (long) (end - first) * rows());
  }

  /** How many groups of consumers share one call. */
  static int atOnce(long rows, int consumers) {
    return Math.clamp(MOST / Math.max(1, rows), 1, Math.max(1, consumers));
  }

  private int rows() {
    return step.base().rows().size();
  }

  private ResponsePath path() {
    return step.base().model().paths().get(response);
  }

  @Override
  public void multiply() {
    RowLayout parts = step.base().partsByConsumer(path());
    for (int c = first; c < end; c++) {
      int start = parts.start()[c];
      int count = parts.start()[c + 1] - start;
      step.multiply(
          DeviceBlock.ofColumns(step.coefficients(parts), start, count),
          DeviceBlock.ofColumns(step.base().wByConsumer(parts), start, count).transposed(),
          DeviceBlock.ofColumns(x, (long) (c - first) * rows(), rows()));
    }
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    throw new IllegalStateException("where A changes, rows are not summed");
  }

  @Override
  public void collect(List<HostMatrix> out) {
    BaselineOnDevice base = step.base();
    ResponsePath path = path();
    int stressors = base.stressors();
    HostMatrix sums =
        step.dots(step.intensities(base.plain()), x, stressors, base.originGroups(path));
    var row = new double[Math.toIntExact(sums.columns())];
    var cells = new double[path.shape().cells()];
    for (int b = 0; b < step.batch().size(); b++) {
      int place = step.batch().place(b);
      out.get(response).getRow(place, cells);
      for (int k = 0; k < stressors; k++) {
        sums.getRow((long) b * stressors + k, row);
        int from = k * path.cellsOfOne();
        int at = 0;
        for (int consumer = first; consumer < end; consumer++) {
          for (int origin = 0; origin < path.origins(); origin++) {
            cells[from + path.cell()[origin * path.consumers() + consumer]] = row[at++];
          }
        }
      }
      out.get(response).setRow(place, cells);
    }
  }

  @Override
  public void close() {
    step.giveBack(x);
  }
}
