package wassily.bench;

import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * How the time of a phase grows with the order: {@code seconds = factor · n^exponent}, by least
 * squares of {@code ln seconds} on {@code ln n}.
 *
 * @param phase its name
 * @param exponent the slope
 * @param factor seconds at n = 1, by the fit
 * @param standardError of the exponent; empty for two points, through which every line goes
 * @param points how many orders
 */
public record Scaling(
    String phase, double exponent, double factor, OptionalDouble standardError, int points) {
  /**
   * Fits a line.
   *
   * @param phase the phase's name
   * @param n orders, two different ones at least, all positive
   * @param seconds as many times, all positive
   * @return the fit
   */
  public static Scaling fit(String phase, double[] n, double[] seconds) {
    if (n.length != seconds.length || n.length < 2) {
      throw new IllegalArgumentException(
          "%s: %d orders and %d times, two are needed".formatted(phase, n.length, seconds.length));
    }
    RealMatrix powers = new Array2DRowRealMatrix(n.length, 2);
    RealVector logs = new ArrayRealVector(n.length);
    for (int i = 0; i < n.length; i++) {
      powers.setEntry(i, 0, 1);
      powers.setEntry(i, 1, Math.log(n[i]));
      logs.setEntry(i, Math.log(seconds[i]));
    }
    RealVector line = new QRDecomposition(powers).getSolver().solve(logs);
    return new Scaling(
        phase,
        line.getEntry(1),
        Math.exp(line.getEntry(0)),
        error(powers, logs.subtract(powers.operate(line))),
        n.length);
  }

  /** {@code √(Σ residual² / (points − 2) / Σ (ln n − mean)²)}. */
  private static OptionalDouble error(RealMatrix powers, RealVector residual) {
    int points = powers.getRowDimension();
    if (points == 2) {
      return OptionalDouble.empty();
    }
    double mean = 0;
    for (int i = 0; i < points; i++) {
      mean += powers.getEntry(i, 1) / points;
    }
    double width = 0;
    for (int i = 0; i < points; i++) {
      width += Math.pow(powers.getEntry(i, 1) - mean, 2);
    }
    return OptionalDouble.of(Math.sqrt(residual.dotProduct(residual) / (points - 2) / width));
  }

  /**
   * How far the exponent may be off, at 95 %: Student's t with two degrees of freedom less than
   * points, since a line through three points hides most of their error.
   *
   * @return half the width of the interval; empty for two points
   */
  public OptionalDouble within() {
    return standardError().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            standardError().getAsDouble()
                * new TDistribution(points - 2).inverseCumulativeProbability(0.975));
  }

  /**
   * The fit at an order.
   *
   * @param n the order
   * @return seconds
   */
  public double seconds(double n) {
    return factor * Math.pow(n, exponent);
  }
}
