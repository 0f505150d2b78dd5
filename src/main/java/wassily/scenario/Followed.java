package wassily.scenario;

import wassily.linalg.DeviceBlock;
import wassily.linalg.DeviceMatrix;

/** What a consumer's emissions are followed to: who emits, or what was bought in the end. */
enum Followed {
  /** {@code S[i]·W[i,c]}: the producers. */
  PRODUCERS {
    @Override
    DeviceMatrix rows(BatchStep step, RowLayout layout) {
      return step.intensities(layout);
    }

    @Override
    DeviceMatrix columns(BaselineOnDevice base, RowLayout layout) {
      return base.w(layout);
    }

    @Override
    DeviceMatrix baselineRows(BaselineOnDevice base, RowLayout layout) {
      return base.s(layout);
    }
  },
  /** {@code M[j]·Y[j,c]}, M = S·L: the final products. */
  PRODUCTS {
    @Override
    DeviceMatrix rows(BatchStep step, RowLayout layout) {
      return step.multipliers(layout);
    }

    @Override
    DeviceMatrix columns(BaselineOnDevice base, RowLayout layout) {
      return base.y(layout);
    }

    @Override
    DeviceMatrix baselineRows(BaselineOnDevice base, RowLayout layout) {
      return base.m(layout);
    }
  };

  /** The factor of every scenario, (B·K) × n. */
  abstract DeviceMatrix rows(BatchStep step, RowLayout layout);

  /** The factor that all scenarios share, n × parts. */
  abstract DeviceMatrix columns(BaselineOnDevice base, RowLayout layout);

  /** The factor of the baseline, K × n. */
  abstract DeviceMatrix baselineRows(BaselineOnDevice base, RowLayout layout);

  /** The product of an origin for all scenarios, into a matrix of (B·K) × parts. */
  final void multiply(BatchStep step, Origin origin, DeviceMatrix by) {
    BaselineOnDevice base = step.base();
    RowLayout layout = origin.layout();
    if (base.intensity().isEmpty()) {
      step.backend().repeatRows(base.product(this, origin), by);
      return;
    }
    step.multiply(
        origin.columns(rows(step, layout)), origin.rows(columns(base, layout)), DeviceBlock.of(by));
  }
}
