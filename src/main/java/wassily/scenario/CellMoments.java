package wassily.scenario;

import java.util.Arrays;

/**
 * Mean, standard deviation, least and largest value of every cell over weighted scenarios, in one
 * pass (Welford), and of two groups of scenarios together (Chan, Golub and LeVeque 1979).
 *
 * <p>The result depends on the order of the calls in its last bits: same order, same bytes. A NaN
 * makes all figures of its cell NaN.
 */
public final class CellMoments {
  private long weight;
  private final double[] mean;
  private final double[] squares;
  private final double[] min;
  private final double[] max;

  /**
   * Of no scenario yet.
   *
   * @param cells how many numbers a scenario has
   */
  public CellMoments(int cells) {
    mean = new double[cells];
    squares = new double[cells];
    min = new double[cells];
    max = new double[cells];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  private CellMoments(long weight, double[] mean, double[] squares, double[] min, double[] max) {
    this.weight = weight;
    this.mean = mean;
    this.squares = squares;
    this.min = min;
    this.max = max;
  }

  /**
   * What was kept of a group of scenarios.
   *
   * @param weight Σ of their weights
   * @param mean of each cell
   * @param squares of each cell, Σ w·(x − mean)²
   * @param min of each cell
   * @param max of each cell
   * @return the moments; the arrays are taken, not copied
   */
  public static CellMoments of(
      long weight, double[] mean, double[] squares, double[] min, double[] max) {
    return new CellMoments(weight, mean, squares, min, max);
  }

  /**
   * Adds a scenario: {@code W += w; δ = x − mean; mean += δ·w/W; M₂ += w·δ·(x − mean)}.
   *
   * @param values a number for each cell
   * @param times its weight, how many rows of the design it stands for; 0 adds nothing
   */
  public void add(double[] values, long times) {
    if (times == 0) {
      return;
    }
    weight += times;
    double part = (double) times / weight;
    for (int i = 0; i < mean.length; i++) {
      double x = values[i];
      double delta = x - mean[i];
      mean[i] += delta * part;
      squares[i] += times * delta * (x - mean[i]);
      min[i] = Math.min(min[i], x);
      max[i] = Math.max(max[i], x);
    }
  }

  /**
   * Adds the scenarios of another group, which come after these: {@code δ = mean_b − mean_a; mean =
   * mean_a + δ·W_b/W; M₂ = M₂a + M₂b + δ²·W_a·W_b/W}.
   *
   * @param later of as many cells; unchanged
   */
  public void add(CellMoments later) {
    if (later.weight == 0) {
      return;
    }
    if (weight == 0) { // so that one group alone keeps its bits
      weight = later.weight;
      System.arraycopy(later.mean, 0, mean, 0, mean.length);
      System.arraycopy(later.squares, 0, squares, 0, mean.length);
      System.arraycopy(later.min, 0, min, 0, mean.length);
      System.arraycopy(later.max, 0, max, 0, mean.length);
      return;
    }
    long all = weight + later.weight;
    double part = (double) later.weight / all;
    double product = weight * part;
    for (int i = 0; i < mean.length; i++) {
      double delta = later.mean[i] - mean[i];
      mean[i] += delta * part;
      squares[i] += later.squares[i] + delta * delta * product;
      min[i] = Math.min(min[i], later.min[i]);
      max[i] = Math.max(max[i], later.max[i]);
    }
    weight = all;
  }

  /**
   * How many scenarios there are.
   *
   * @return Σ of the weights
   */
  public long weight() {
    return weight;
  }

  /**
   * The mean of a cell.
   *
   * @param cell which
   * @return {@code Σ w·x / Σ w}, NaN without scenarios
   */
  public double mean(int cell) {
    return weight == 0 ? Double.NaN : mean[cell];
  }

  /**
   * The sum of squared deviations of a cell.
   *
   * @param cell which
   * @return {@code Σ w·(x − mean)²}
   */
  public double squares(int cell) {
    return squares[cell];
  }

  /**
   * The standard deviation of a cell, of a sample.
   *
   * @param cell which
   * @return {@code √(Σ w·(x − mean)² / (Σ w − 1))}, NaN for fewer than two scenarios
   */
  public double sd(int cell) {
    return weight < 2 ? Double.NaN : Math.sqrt(squares[cell] / (weight - 1));
  }

  /**
   * The least value of a cell.
   *
   * @param cell which
   * @return NaN without scenarios
   */
  public double min(int cell) {
    return weight == 0 ? Double.NaN : min[cell];
  }

  /**
   * The largest value of a cell.
   *
   * @param cell which
   * @return NaN without scenarios
   */
  public double max(int cell) {
    return weight == 0 ? Double.NaN : max[cell];
  }
}
