package wassily.account;

/** Errors in proportion to what they are errors of. {@code Math.max} of such figures keeps NaN. */
final class Ratios {
  private Ratios() {}

  /** part/whole, 0/0 = 0; NaN and x/0 do not pass any bound. */
  static double of(double part, double whole) {
    return part == 0 && whole == 0 ? 0 : part / whole;
  }

  static boolean anyNegative(double[] values) {
    double smallest = 0;
    for (double v : values) {
      smallest = Math.min(smallest, v);
    }
    return smallest < 0;
  }
}
