package wassily.io.text;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/**
 * Numbers from text, correctly rounded.
 *
 * <p>FastDoubleParser converts (Lemire 2021, Softw. Pract. Exp. 51:1700); what it would take beyond
 * decimal numbers (NaN, hexadecimal, a trailing {@code d}) is text in a number cell here.
 */
final class Decimals {
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
    int start = from;
    int end = to;
    while (start < end && text[start] <= ' ') {
      start++;
    }
    while (end > start && text[end - 1] <= ' ') {
      end--;
    }
    if (!looksDecimal(text, start, end)) {
      return Double.NaN;
    }
    try {
      double value = JavaDoubleParser.parseDouble(text, start, end - start);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN; // "1-2", "1e": the right characters in a wrong order
    }
  }

  /** Whether there is a digit and nothing but digits, signs, points and exponents. */
  private static boolean looksDecimal(char[] text, int start, int end) {
    boolean digit = false;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return digit;
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
