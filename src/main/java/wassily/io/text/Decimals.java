package wassily.io.text;

/**
 * Numbers from text, correctly rounded.
 *
 * <p>Short numbers take Clinger's fast path: a mantissa below 2⁵³ and a power of ten up to 22 are
 * both exact doubles, so one multiplication or division rounds once. Longer ones are converted by
 * {@link EiselLemire}, the few that remain by {@link Double#parseDouble}.
 */
final class Decimals {
  private static final double[] POWER = new double[23];

  static {
    double p = 1;
    for (int i = 0; i < POWER.length; i++, p *= 10) {
      POWER[i] = p; // exact: 10²² = 2²² · 5²² and 5²² < 2⁵³
    }
  }

  /** As many digits as always fit in 64 bits. */
  private static final int MOST_DIGITS = 19;

  private Decimals() {}

  /**
   * Reads a decimal number such as {@code -12.5} or {@code 1e-3}; blanks around it are allowed.
   *
   * @param text the characters
   * @param from the first
   * @param to one past the last
   * @return the nearest double, or NaN when the text is not a finite decimal number
   */
  static double parse(char[] text, int from, int to) {
    int i = from;
    int end = to;
    while (i < end && text[i] <= ' ') {
      i++;
    }
    while (end > i && text[end - 1] <= ' ') {
      end--;
    }
    int start = i;
    if (i == end) {
      return Double.NaN;
    }
    boolean negative = text[i] == '-';
    if (negative || text[i] == '+') {
      i++;
    }
    long mantissa = 0;
    int significant = 0;
    int scale = 0;
    boolean digits = false;
    boolean point = false;
    for (; i < end; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        digits = true;
        if (point) {
          scale--;
        }
        if (mantissa != 0 || c != '0') {
          significant++;
          if (significant <= MOST_DIGITS) {
            mantissa = 10 * mantissa + (c - '0');
          }
        }
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (!digits) {
      return Double.NaN;
    }
    if (i < end) {
      if (text[i] != 'e' && text[i] != 'E') {
        return Double.NaN;
      }
      int e = i + 1;
      boolean down = e < end && text[e] == '-';
      if (down || e < end && text[e] == '+') {
        e++;
      }
      if (e == end) {
        return Double.NaN;
      }
      int exponent = 0;
      for (; e < end; e++) {
        char c = text[e];
        if (c < '0' || c > '9') {
          return Double.NaN;
        }
        exponent = Math.min(99_999, 10 * exponent + (c - '0'));
      }
      scale += down ? -exponent : exponent;
    }
    if (mantissa == 0) {
      return negative ? -0.0 : 0.0;
    }
    int dropped = Math.max(0, significant - MOST_DIGITS);
    double quick = quick(mantissa, scale + dropped);
    // Digits beyond the 19th matter only when they may reach the next double.
    if (!Double.isNaN(quick) && (dropped == 0 || quick == quick(mantissa + 1, scale + dropped))) {
      return negative ? -quick : quick;
    }
    double value = Double.parseDouble(new String(text, start, end - start));
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** {@code mantissa·10^scale}, mantissa unsigned and not 0; NaN when it takes the slow way. */
  private static double quick(long mantissa, int scale) {
    if (mantissa > 0 && mantissa < 1L << 53 && scale >= -22 && scale <= 22) {
      return scale < 0 ? mantissa / POWER[-scale] : mantissa * POWER[scale];
    }
    return EiselLemire.convert(mantissa, scale);
  }

  /**
   * Reads a number.
   *
   * @param text the text
   * @return the nearest double, or NaN when the text is not a finite decimal number
   */
  static double parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }
}
