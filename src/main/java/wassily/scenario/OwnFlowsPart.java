package wassily.scenario;

import java.util.List;
import wassily.linalg.AxisGroups;
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

  /** Whether rows are summed. */
  private final boolean together;

  /** By part of Y; of sums of rows, what each puts out. */
  private final DeviceMatrix by;

  OwnFlowsPart(BatchStep step, List<Integer> responses) {
    this.step = step;
    this.responses = responses;
    EmissionRows rows = step.base().model().emittingOwn();
    this.together = !rows.areOfTable();
    this.by =
        together
            ? step.take(step.base().batchSize(), rows.size())
            : step.take(step.rows(), step.base().model().basis().size());
  }

  private int regions() {
    return step.base().model().table().axes().regions().size();
  }

  @Override
  public void multiply() {
    BaselineOnDevice base = step.base();
    if (together) {
      step.multiply(
          DeviceBlock.of(step.coefficients()),
          DeviceBlock.of(base.w(base.own())).transposed(),
          DeviceBlock.of(by));
      return;
    }
    DeviceMatrix s = step.intensities(base.own());
    for (int r = 0; r < regions(); r++) {
      Origin own = base.region(r);
      int[] parts = base.partsOf(r);
      int count = parts[1] - parts[0];
      step.multiply(
          own.columns(s),
          own.rows(base.w(base.own()), parts[0], count),
          DeviceBlock.ofColumns(by, parts[0], count));
    }
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    long k = step.base().stressors();
    for (int r = 0; r < regions(); r++) {
      int[] parts = step.base().partsOf(r);
      int count = parts[1] - parts[0];
      change.add(
          step,
          run,
          step.base().region(r),
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
        for (int r = 0; r < regions(); r++) {
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
    BaselineOnDevice base = step.base();
    AxisGroups regions = base.ownRegions();
    return together
        ? step.dots(step.intensities(base.own()), by, base.stressors(), regions)
        : step.dots(by, step.coefficients(), base.stressors(), regions);
  }

  @Override
  public void close() {
    step.giveBack(by);
  }
}
