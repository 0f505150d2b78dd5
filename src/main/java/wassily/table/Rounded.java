package wassily.table;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in messages: six significant digits tell people what they need to find a cell. */
final class Rounded {
  private static final MathContext DIGITS = new MathContext(6);

  /** Beyond these powers of ten zeros would be more than digits. */
  private static final int LARGE = 15;

  private static final int SMALL = -5;

  private Rounded() {}

  /** {@code -1804.12}, {@code -1}, {@code 1.5E-9}, {@code NaN}. */
  static String text(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent > LARGE || exponent < SMALL ? rounded.toString() : rounded.toPlainString();
  }
}
