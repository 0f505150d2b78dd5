package wassily.scenario;

import java.util.Arrays;
import java.util.List;
import wassily.linalg.AxisGroups;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/**
 * What every region emits for itself, taken out of flows between groups: {@code Σ_{i∈r} S[i]·Σ_c
 * W[i,(r,c)]}, R small products of its block of columns of S and its block of W.
 */
final class OwnFlowsPart implements BatchPart {
  private final BatchStep step;
  private final List<Integer> responses;
  private final DeviceMatrix by;

  OwnFlowsPart(BatchStep step, List<Integer> responses) {
    this.step = step;
    this.responses = responses;
    this.by = step.take(step.rows(), step.base().model().basis().size());
  }

  private int regions() {
    return step.base().model().table().axes().regions().size();
  }

  @Override
  public void multiply() {
    BaselineOnDevice base = step.base();
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
    var region = new int[step.base().model().basis().size()];
    Arrays.fill(region, -1);
    for (int r = 0; r < regions(); r++) {
      int[] parts = step.base().partsOf(r);
      Arrays.fill(region, parts[0], parts[1], r);
    }
    HostMatrix flows =
        step.dots(by, step.coefficients(), stressors, AxisGroups.of(region, regions()));
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

  @Override
  public void close() {
    step.giveBack(by);
  }
}
