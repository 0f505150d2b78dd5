package wassily.label;

import java.util.regex.Pattern;

/** Names as users write them: without regard to case, {@code *} for any characters. */
public final class NamePattern {
  private NamePattern() {}

  /**
   * A pattern that whole names match.
   *
   * @param text "Electricity*"; everything but {@code *} stands for itself
   * @return the pattern
   */
  public static Pattern of(String text) {
    var regex = new StringBuilder();
    for (String part : text.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
