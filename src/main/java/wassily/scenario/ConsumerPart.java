package wassily.scenario;

import java.util.List;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/**
 * What an origin emits for every part of final demand: {@code S_b[origin]·W[origin]}, one product
 * for all scenarios, then summed by consumer with the coefficients of each; or the same of a final
 * product, {@code M_b[product]·Y[product]}.
 */
final class ConsumerPart implements BatchPart {
  private final BatchStep step;
  private final Followed followed;
  private final Origin origin;
  private final int group;
  private final List<Integer> responses;
  private final DeviceMatrix by;

  /**
   * Borrows its memory.
   *
   * @param group the number of the origin in its layout
   * @param responses those that ask for this layout
   */
  ConsumerPart(
      BatchStep step, Followed followed, RowLayout layout, int group, List<Integer> responses) {
    this.step = step;
    this.followed = followed;
    this.origin = Origin.ofGroup(layout, group);
    this.group = group;
    this.responses = responses;
    this.by = step.take(step.rows(), step.base().model().basis().size());
  }

  @Override
  public void multiply() {
    followed.multiply(step, origin, by);
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    if (followed == Followed.PRODUCTS) {
      throw new IllegalStateException("a change of A by product takes the plain formula");
    }
    long k = step.base().stressors();
    change.add(
        step,
        run,
        origin,
        DeviceBlock.of(change.g()),
        DeviceBlock.ofRows(by, run.from() * k, run.size() * k));
  }

  @Override
  public void collect(List<HostMatrix> out) {
    int stressors = step.base().stressors();
    for (int r : responses) {
      ResponsePath path = step.base().model().paths().get(r);
      HostMatrix sums =
          step.dots(by, step.coefficients(), stressors, step.base().consumerGroups(path));
      var row = new double[path.consumers()];
      for (int b = 0; b < step.batch().size(); b++) {
        for (int k = 0; k < stressors; k++) {
          sums.getRow((long) b * stressors + k, row);
          for (int c = 0; c < row.length; c++) {
            out.get(r)
                .set(
                    step.batch().place(b),
                    (long) k * path.cellsOfOne() + path.cell()[group * row.length + c],
                    row[c]);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    step.giveBack(by);
  }
}
