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
 * of W. Where rows are summed it is left out of the sums beforehand, at no cost in a scenario.
 */
final class OwnFlowsPart implements BatchPart {
  private final BatchStep step;
  private final List<Integer> responses;
  private final OwnRegions own;

  /** By part of Y. */
  private final DeviceMatrix by;

  OwnFlowsPart(BatchStep step, List<Integer> responses) {
    this.step = step;
    this.responses = responses;
    this.own = new OwnRegions(step.base().model());
    this.by = step.take(step.rows(), step.base().model().basis().size());
  }

  @Override
  public void multiply() {
    RowLayout plain = step.base().plain();
    DeviceMatrix s = step.intensities(plain);
    for (int r = 0; r < own.count(); r++) {
      Origin rows = own.rows(plain, r);
      int[] parts = own.parts(r);
      int count = parts[1] - parts[0];
      step.multiply(
          rows.columns(s),
          rows.rows(step.base().w(plain), parts[0], count),
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
          own.rows(step.base().plain(), r),
          DeviceBlock.ofColumns(change.g(), parts[0], count),
          new DeviceBlock(by, run.from() * k, run.size() * k, parts[0], count, false));
    }
  }

  @Override
  public void collect(List<HostMatrix> out) {
    int stressors = step.base().stressors();
    var axes = step.base().model().table().axes();
    HostMatrix flows = step.dots(by, step.coefficients(), stressors, own.groups());
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

  @Override
  public void close() {
    step.giveBack(by);
  }
}
