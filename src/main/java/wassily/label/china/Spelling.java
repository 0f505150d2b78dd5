package wassily.label.china;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Two spellings are the same when they have the same words, in any order and case, without the
 * words that only join others, and without a code in front: "01 Mining and washing of coal" and
 * "Coal mining and washing". Chinese signs without spaces are one word.
 */
final class Spelling {
  private static final Pattern CODE = Pattern.compile("^\\s*[0-9]{1,3}[\\s.:_-]*");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern JOINING_SIGNS = Pattern.compile("[和与及的、，,（）()\\s]");
  private static final Set<String> JOINING_WORDS = Set.of("and", "of", "the", "for");

  private Spelling() {}

  /** What all spellings with the same words have in common. */
  static String key(String text) {
    String bare = CODE.matcher(text).replaceFirst("").toLowerCase(Locale.ROOT);
    if (bare.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)) {
      return JOINING_SIGNS.matcher(bare).replaceAll("");
    }
    var words = new TreeSet<>(Arrays.asList(BETWEEN.split(bare)));
    words.removeAll(JOINING_WORDS);
    words.remove("");
    return String.join(" ", words);
  }
}
