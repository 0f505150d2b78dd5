package wassily.io.text;

/**
 * Numbers from text, correctly rounded.
 *
 * <p>Short numbers take Clinger's fast path: a mantissa below 2⁵³ and a power of ten up to 22 are
 * both exact doubles, so one multiplication or division rounds once. All others go to {@link
 * Double#parseDouble}.
 */
final class Decimals {
  private static final double[] POWER = new double[23];

  static {
    double p = 1;
    for (int i = 0; i < POWER.length; i++, p *= 10) {
      POWER[i] = p; // exact: 10²² = 2²² · 5²² and 5²² < 2⁵³
    }
  }

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
          if (significant <= 18) {
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
    if (significant <= 18 && mantissa < 1L << 53 && scale >= -22 && scale <= 22) {
      double value = scale < 0 ? mantissa / POWER[-scale] : mantissa * POWER[scale];
      return negative ? -value : value;
    }
    double value = Double.parseDouble(new String(text, start, end - start));
    return Double.isInfinite(value) ? Double.NaN : value;
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
