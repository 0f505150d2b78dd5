package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;

/**
 * Value added or output of origins where no lever changes A: {@code Σ_{i∈o} a[i]·W[i]}, summed
 * once, times the coefficients of Y of every scenario.
 */
final class AccountPart implements BatchPart {
  private final BatchStep step;
  private final int response;
  private final DeviceMatrix byOrigin;

  AccountPart(BatchStep step, int response) {
    this.step = step;
    this.response = response;
    this.byOrigin = step.take(step.base().batchSize(), path().origins());
  }

  private ResponsePath path() {
    return step.base().model().paths().get(response);
  }

  @Override
  public void multiply() {
    step.multiply(
        DeviceBlock.of(step.coefficients()),
        DeviceBlock.of(step.base().accountSums(path())).transposed(),
        DeviceBlock.of(byOrigin));
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    throw new IllegalStateException("where A changes, output is needed in full");
  }

  @Override
  public void collect(List<HostMatrix> out) {
    ResponsePath path = path();
    try (var arena = Arena.ofConfined()) {
      var sums = HostMatrix.allocate(arena, byOrigin.shape().rows(), path.origins());
      byOrigin.download(sums);
      for (int b = 0; b < step.batch().size(); b++) {
        for (int o = 0; o < path.origins(); o++) {
          out.get(response).set(step.batch().place(b), path.cell()[o], sums.get(b, o));
        }
      }
    }
  }

  @Override
  public void close() {
    step.giveBack(byOrigin);
  }
}
