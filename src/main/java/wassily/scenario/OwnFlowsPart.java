package wassily.scenario;

import java.util.List;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/**
 * What every region emits for itself, taken out of flows between groups: {@code Σ_{i∈r} S[i]·Σ_c
 * W[i,(r,c)]}.
 *
 * <p>With all rows of the table these are R small products of a block of columns of S and a block
 * of W. With sums of rows they are one, by a W that is 0 where row and part are of different
 * regions: 313 small products took half the time of flows between 25 groups of 313 × 42.
 */
final class OwnFlowsPart implements BatchPart {
  private final BatchStep step;
  private final List<Integer> responses;
  private final OwnRegions own;

  /** By part of Y; of sums of rows, what each puts out. */
  private final DeviceMatrix by;

  OwnFlowsPart(BatchStep step, List<Integer> responses) {
    this.step = step;
    this.responses = responses;
    this.own = step.base().own();
    this.by =
        own.together()
            ? step.take(step.base().batchSize(), own.layout().order().length)
            : step.take(step.rows(), step.base().model().basis().size());
  }

  @Override
  public void multiply() {
    BaselineOnDevice base = step.base();
    if (own.together()) {
      step.multiply(
          DeviceBlock.of(step.coefficients()),
          DeviceBlock.of(base.w(own.layout())).transposed(),
          DeviceBlock.of(by));
      return;
    }
    DeviceMatrix s = step.intensities(own.layout());
    for (int r = 0; r < own.count(); r++) {
      Origin rows = own.rows(r);
      int[] parts = own.parts(r);
      int count = parts[1] - parts[0];
      step.multiply(
          rows.columns(s),
          rows.rows(base.w(own.layout()), parts[0], count),
          DeviceBlock.ofColumns(by, parts[0], count));
    }
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    long k = step.base().stressors();
    for (int r = 0; r < own.count(); r++) {
      int[] parts = own.parts(r);
      int count = parts[1] - parts[0];
      change.add(
          step,
          run,
          own.rows(r),
          DeviceBlock.ofColumns(change.g(), parts[0], count),
          new DeviceBlock(by, run.from() * k, run.size() * k, parts[0], count, false));
    }
  }

  @Override
  public void collect(List<HostMatrix> out) {
    int stressors = step.base().stressors();
    var axes = step.base().model().table().axes();
    HostMatrix flows = flows();
    for (int number : responses) {
      ResponsePath path = step.base().model().paths().get(number);
      for (int b = 0; b < step.batch().size(); b++) {
        for (int r = 0; r < own.count(); r++) {
          int o = path.origin()[axes.row(r, 0)];
          int c = path.consumer()[axes.column(r, 0)];
          for (int k = 0; k < stressors && o >= 0 && c >= 0; k++) {
            out.get(number)
                .add(
                    step.batch().place(b),
                    (long) k * path.cellsOfOne() + path.cell()[o * path.consumers() + c],
                    -flows.get((long) b * stressors + k, r));
          }
        }
      }
    }
  }

  /** By scenario and stressor, and region. */
  private HostMatrix flows() {
    int stressors = step.base().stressors();
    return own.together()
        ? step.dots(step.intensities(own.layout()), by, stressors, own.groups())
        : step.dots(by, step.coefficients(), stressors, own.groups());
  }

  @Override
  public void close() {
    step.giveBack(by);
  }
}
