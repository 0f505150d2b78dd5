package wassily.linalg.draw;

/**
 * Distributions of a factor, each with two parameters. Where a factor would be negative it is 0;
 * where both parameters say that nothing is uncertain it is exactly 1.
 *
 * <p>{@link #BY_SIGN} is none: its factors are given, for what restores the sums of drawn cells.
 */
public enum Distribution {
  /** {@code exp(first + second·z)}, z standard normal. */
  LOG_NORMAL,
  /** {@code first + second·z}. */
  NORMAL,
  /** Even from {@code first} on, {@code second} wide. */
  UNIFORM,
  /** From {@code first} to {@code second}, most likely 1. */
  TRIANGULAR,
  /** Not random: {@code first} for cells of at least 0, {@code second} for negative ones. */
  BY_SIGN;

  /**
   * Whether factors are drawn at all.
   *
   * @return false for {@link #BY_SIGN}
   */
  public boolean isRandom() {
    return this != BY_SIGN;
  }

  private static IllegalArgumentException notRandom() {
    return new IllegalArgumentException("factors by the sign of cells are not drawn");
  }

  /**
   * Parameters of a factor whose mean is 1.
   *
   * @param cv its standard deviation, ≥ 0
   * @return first and second; of {@link #LOG_NORMAL} σ² = ln(1 + cv²), μ = −σ²/2; of {@link
   *     #UNIFORM} 1 ∓ √3·cv, of {@link #TRIANGULAR} 1 ∓ √6·cv
   */
  public Parameters ofCv(double cv) {
    return switch (this) {
      case LOG_NORMAL -> {
        double variance = StrictMath.log1p(cv * cv);
        yield new Parameters(-variance / 2, Math.sqrt(variance));
      }
      case NORMAL -> new Parameters(1, cv);
      case UNIFORM -> new Parameters(1 - Math.sqrt(3) * cv, 2 * Math.sqrt(3) * cv);
      case TRIANGULAR -> new Parameters(1 - Math.sqrt(6) * cv, 1 + Math.sqrt(6) * cv);
      case BY_SIGN -> throw notRandom();
    };
  }

  /**
   * Parameters of a factor between bounds: the ends of {@link #UNIFORM} and {@link #TRIANGULAR}; of
   * {@link #NORMAL} and {@link #LOG_NORMAL} the 2.5 % and 97.5 % points.
   *
   * @param low at most 1; more than 0 for {@link #LOG_NORMAL}
   * @param high at least 1
   * @return first and second
   */
  public Parameters ofBounds(double low, double high) {
    return switch (this) {
      case LOG_NORMAL -> {
        double a = StrictMath.log(low);
        double b = StrictMath.log(high);
        yield new Parameters((a + b) / 2, (b - a) / (2 * Z975));
      }
      case NORMAL -> new Parameters((low + high) / 2, (high - low) / (2 * Z975));
      case UNIFORM -> new Parameters(low, high - low);
      case TRIANGULAR -> new Parameters(low, high);
      case BY_SIGN -> throw notRandom();
    };
  }

  /** The 97.5 % point of the standard normal distribution. */
  private static final double Z975 = 1.959963984540054;

  /**
   * Parameters of a distribution.
   *
   * @param first the first
   * @param second the second
   */
  public record Parameters(double first, double second) {}

  /**
   * Whether a factor is 1 whatever is drawn.
   *
   * @param p its parameters
   * @return true when nothing is uncertain
   */
  public boolean isCertain(Parameters p) {
    return switch (this) {
      case LOG_NORMAL -> p.first() == 0 && p.second() == 0;
      case NORMAL, UNIFORM -> p.first() == 1 && p.second() == 0;
      case TRIANGULAR, BY_SIGN -> p.first() == 1 && p.second() == 1;
    };
  }

  /**
   * Whether every draw is a number that is neither too large nor too small for a double.
   *
   * @param p the parameters
   * @return false for log-normal factors beyond exp(±700)
   */
  public boolean isSmooth(Parameters p) {
    return this != LOG_NORMAL
        || Math.abs(p.first()) + Elementary.WIDEST * Math.abs(p.second()) <= Elementary.MOST;
  }

  /**
   * The share of draws that would be negative and are set to 0.
   *
   * @param p the parameters
   * @return at least 0
   */
  public double negativeShare(Parameters p) {
    return switch (this) {
      case LOG_NORMAL, BY_SIGN -> 0;
      case NORMAL -> p.second() == 0 ? p.first() < 0 ? 1 : 0 : normalBelow(-p.first() / p.second());
      case UNIFORM -> p.first() >= 0 ? 0 : Math.min(1, -p.first() / p.second());
      case TRIANGULAR -> {
        double rise = 1 - p.first();
        yield p.first() >= 0 ? 0 : p.first() * p.first() / ((p.second() - p.first()) * rise);
      }
    };
  }

  /** Φ(x) for x ≤ 0 by Mills' ratio as a continued fraction; close enough to compare with. */
  private static double normalBelow(double x) {
    if (x > 0) {
      return 1 - normalBelow(-x);
    }
    double y = -x;
    double fraction = y;
    for (int k = 200; k > 0; k--) {
      fraction = y + k / fraction;
    }
    double density = StrictMath.exp(-y * y / 2) / Math.sqrt(2 * Math.PI);
    return y == 0 ? 0.5 : density / fraction;
  }
}
