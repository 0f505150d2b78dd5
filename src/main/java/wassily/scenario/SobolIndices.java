package wassily.scenario;

import java.util.List;

/**
 * How much of the variance of one number each variable explains.
 *
 * @param mean over A and B
 * @param sd standard deviation over A and B, n − 1
 * @param constant whether it does not vary, or by rounding only: then indices are NaN
 * @param first by variable, {@code S_i = V(E(f|x_i))/V(f)}: what fixing it alone would take away
 * @param total by variable, {@code T_i = E(V(f|all but x_i))/V(f)}: with all its interactions
 */
public record SobolIndices(
    double mean, double sd, boolean constant, List<Estimate> first, List<Estimate> total) {
  /** Copies. */
  public SobolIndices {
    first = List.copyOf(first);
    total = List.copyOf(total);
  }

  /**
   * An index with its percentile interval from the bootstrap.
   *
   * @param value the estimate; sampling may carry it a little below 0 or above 1
   * @param low lower end
   * @param high upper end
   */
  public record Estimate(double value, double low, double high) {
    static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * The part of the variance that no variable explains alone.
   *
   * @return {@code 1 − Σ S_i}
   */
  public double interactions() {
    return 1 - first.stream().mapToDouble(Estimate::value).sum();
  }
}
