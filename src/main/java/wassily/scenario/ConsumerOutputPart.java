package wassily.scenario;

import java.util.List;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/**
 * What the demand of one group of consumers makes every origin emit: {@code x_b = W·coefficients_b}
 * over the group's parts of Y, then {@code S_b∘x_b} summed by origin.
 *
 * <p>The same sums as of {@link ConsumerPart} in the other order, with less to keep and to read
 * where consumers' groups times rows are fewer than origins times parts of Y: flows between 25
 * groups of 313 × 42 keep 25 · 363 numbers for a scenario in place of 25 · 1,253.
 */
final class ConsumerOutputPart implements BatchPart {
  private final BatchStep step;
  private final int response;
  private final int consumer;
  private final DeviceMatrix x;

  /**
   * Borrows its memory.
   *
   * @param response the one that asks for it
   * @param consumer the number of the group
   */
  ConsumerOutputPart(BatchStep step, int response, int consumer) {
    this.step = step;
    this.response = response;
    this.consumer = consumer;
    this.x = step.take(step.base().batchSize(), step.base().rows().size());
  }

  private ResponsePath path() {
    return step.base().model().paths().get(response);
  }

  @Override
  public void multiply() {
    RowLayout parts = step.base().partsByConsumer(path());
    int first = parts.start()[consumer];
    int count = parts.start()[consumer + 1] - first;
    step.multiply(
        DeviceBlock.ofColumns(step.coefficients(parts), first, count),
        DeviceBlock.ofColumns(step.base().wByConsumer(parts), first, count).transposed(),
        DeviceBlock.of(x));
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
    for (int b = 0; b < step.batch().size(); b++) {
      for (int k = 0; k < stressors; k++) {
        for (int o = 0; o < path.origins(); o++) {
          out.get(response)
              .set(
                  step.batch().place(b),
                  (long) k * path.cellsOfOne() + path.cell()[o * path.consumers() + consumer],
                  sums.get((long) b * stressors + k, o));
        }
      }
    }
  }

  @Override
  public void close() {
    step.giveBack(x);
  }
}
