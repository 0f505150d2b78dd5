package wassily.scenario;

import org.hipparchus.distribution.continuous.NormalDistribution;
import wassily.scenario.DesignSpec.Distribution;

/**
 * Inverse distribution functions. Only +, −, ×, ÷, √, {@code StrictMath} and Hipparchus, which is
 * plain Java, are used: the bits are the same on every machine.
 */
final class Quantiles {
  /** 2u − 1 would round to ±1, and the quantile to infinity, beyond these. */
  private static final double SMALLEST = 0x1p-53;

  private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);

  private Quantiles() {}

  /**
   * The number below which a share of the draws lies.
   *
   * @param distribution of which
   * @param u the share, in (0, 1)
   */
  static double of(Distribution distribution, double u) {
    return switch (distribution) {
      case Distribution.Uniform d -> Math.min(d.high(), d.low() + u * (d.high() - d.low()));
      case Distribution.Normal d -> d.mean() + d.sd() * normal(u);
      case Distribution.LogNormal d -> logNormal(d, u);
      case Distribution.Triangular d -> triangular(d, u);
    };
  }

  private static double normal(double u) {
    return NORMAL.inverseCumulativeProbability(Math.clamp(u, SMALLEST, 1 - SMALLEST));
  }

  /** exp(μ + σz) with σ² = ln(1 + (sd/mean)²), μ = ln mean − σ²/2. */
  private static double logNormal(Distribution.LogNormal d, double u) {
    double cv = d.sd() / d.mean();
    double variance = StrictMath.log1p(cv * cv);
    double median = StrictMath.log(d.mean()) - variance / 2;
    return StrictMath.exp(median + Math.sqrt(variance) * normal(u));
  }

  private static double triangular(Distribution.Triangular d, double u) {
    double width = d.high() - d.low();
    double rise = d.mode() - d.low();
    double value =
        u * width <= rise
            ? d.low() + Math.sqrt(u * width * rise)
            : d.high() - Math.sqrt((1 - u) * width * (d.high() - d.mode()));
    return Math.clamp(value, d.low(), d.high());
  }
}
