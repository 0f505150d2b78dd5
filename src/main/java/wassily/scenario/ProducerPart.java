package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.linalg.Backend;
import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;

/**
 * Output of every scenario, {@code x_b = W·coefficients_b}, one product for all of them, then what
 * each producer emits or adds, {@code a_b∘x_b} summed by origin.
 */
final class ProducerPart implements BatchPart {
  private final BatchStep step;
  private final RowLayout layout;
  private final List<Integer> responses;
  private final DeviceMatrix x;

  /** Row of the batch → user → what its value-added coefficients lose. */
  private final Map<Integer, Map<Integer, Double>> absorbed = new HashMap<>();

  /**
   * Borrows its memory.
   *
   * @param layout the rows whose output is asked: sums with S, or the table's own
   * @param responses those that ask for it
   */
  ProducerPart(BatchStep step, RowLayout layout, List<Integer> responses) {
    this.step = step;
    this.layout = layout;
    this.responses = responses;
    this.x = step.take(step.base().batchSize(), layout.order().length);
  }

  @Override
  public void multiply() {
    BaselineOnDevice base = step.base();
    step.multiply(
        DeviceBlock.of(step.coefficients()),
        DeviceBlock.of(base.w(layout)).transposed(),
        DeviceBlock.of(x));
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    for (int row = run.from(); row < run.to(); row++) {
      absorbed.put(row, change.absorbed());
    }
    if (change.rank() == 0) {
      return;
    }
    Backend backend = step.backend();
    try (var small = backend.zeros(new Shape(run.size(), change.rank()))) {
      backend.multiply(
          1,
          DeviceBlock.ofRows(step.coefficients(), run.from(), run.size()),
          DeviceBlock.of(change.g()).transposed(),
          0,
          DeviceBlock.of(small));
      backend.multiply(
          1,
          DeviceBlock.of(small),
          DeviceBlock.of(change.lu(layout)).transposed(),
          1,
          DeviceBlock.ofRows(x, run.from(), run.size()));
    }
  }

  @Override
  public void collect(List<HostMatrix> out) {
    for (int r : responses) {
      ResponsePath path = step.base().model().paths().get(r);
      int repeat = path.account() == ResponsePath.Account.EMISSIONS ? step.base().stressors() : 1;
      HostMatrix sums = dots(path, repeat);
      for (int b = 0; b < step.batch().size(); b++) {
        for (int k = 0; k < repeat; k++) {
          for (int o = 0; o < path.origins(); o++) {
            out.get(r)
                .set(
                    step.batch().place(b),
                    (long) k * path.cellsOfOne() + path.cell()[o],
                    sums.get((long) b * repeat + k, o));
          }
        }
      }
    }
  }

  private HostMatrix dots(ResponsePath path, int repeat) {
    BaselineOnDevice base = step.base();
    boolean changed =
        path.account() == ResponsePath.Account.VALUE_ADDED
            && absorbed.values().stream().anyMatch(lost -> !lost.isEmpty());
    if (changed) {
      try (var rows = valueAdded()) {
        return step.dots(rows, x, repeat, base.originGroups(path));
      }
    }
    DeviceMatrix rows =
        path.account() == ResponsePath.Account.EMISSIONS
            ? step.intensities(layout)
            : base.repeatedAccount(path.account());
    return step.dots(rows, x, repeat, base.originGroups(path));
  }

  /** Value-added coefficients of every scenario: some have given way to inputs. */
  private DeviceMatrix valueAdded() {
    HostMatrix v = step.base().account(ResponsePath.Account.VALUE_ADDED);
    try (var arena = Arena.ofShared()) {
      var rows = HostMatrix.allocate(arena, step.base().batchSize(), v.columns());
      for (int row = 0; row < rows.rows(); row++) {
        int at = row;
        rows.panel(row, 1).segment().copyFrom(v.segment());
        absorbed.getOrDefault(row, Map.of()).forEach((j, lost) -> rows.add(at, j, -lost));
      }
      return step.backend().upload(rows);
    }
  }

  @Override
  public void close() {
    step.giveBack(x);
  }
}
