package wassily.scenario;

import java.util.List;
import wassily.linalg.HostMatrix;

/**
 * What inputs and value added exceed output by where levers change A and value-added coefficients
 * stay: {@code Σ_j (Σ_i ΔA[i,j] + Δv[j])·x[j]}, 0 where A is the baseline's.
 */
final class GapPart implements BatchPart {
  private final BatchStep step;
  private final List<Integer> responses;
  private final double[] gaps;

  GapPart(BatchStep step, List<Integer> responses) {
    this.step = step;
    this.responses = responses;
    this.gaps = new double[step.batch().size()];
  }

  @Override
  public void multiply() {
    // The baseline has none.
  }

  @Override
  public void update(Batch.Run run, ChangedSystem change) {
    double[] byPart = change.gap();
    var coefficients = new double[byPart.length];
    for (int row = run.from(); row < run.to(); row++) {
      step.batch().coefficients().getRow(row, coefficients);
      double sum = 0;
      for (int p = 0; p < byPart.length; p++) {
        sum += byPart[p] * coefficients[p];
      }
      gaps[row] = sum;
    }
  }

  @Override
  public void collect(List<HostMatrix> out) {
    for (int row = 0; row < gaps.length; row++) {
      for (int r : responses) {
        out.get(r).set(step.batch().place(row), 0, gaps[row]);
      }
    }
  }

  @Override
  public void close() {
    // Holds nothing on the device.
  }
}
