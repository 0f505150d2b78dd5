package wassily.label;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Which known names a misspelt one may have meant.
 *
 * <p>The distance is the number of letters inserted, left out, replaced or exchanged with their
 * neighbour (optimal string alignment, Damerau 1964), without regard to case. Names are near when
 * it is at most a third of the longer one's length, or when one begins the other.
 */
public final class NearestNames {
  private static final int NAMED = 3;

  /** Names listed when none is near: so few can be read. */
  private static final int LISTED = 8;

  private NearestNames() {}

  /**
   * The near names, nearest first; equally near ones in the order given.
   *
   * @param text what was written
   * @param known the names there are
   * @return at most three
   */
  public static List<String> of(String text, Collection<String> known) {
    record Near(String name, int distance) {}
    String wanted = text.toLowerCase(Locale.ROOT);
    return new LinkedHashSet<>(known)
        .stream()
            .filter(name -> !name.isBlank())
            .map(name -> new Near(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
            .filter(n -> isNear(wanted, n.name.toLowerCase(Locale.ROOT), n.distance))
            .sorted(Comparator.comparingInt(Near::distance))
            .limit(NAMED)
            .map(Near::name)
            .toList();
  }

  /**
   * The end of a message about an unknown name: a question when there are near names, else the
   * names there are.
   *
   * @param text what was written
   * @param known the names there are
   * @return "; did you mean share?", "; there are: a, b", or "" when there are none
   */
  public static String hint(String text, Collection<String> known) {
    var near = of(text, known);
    if (!near.isEmpty()) {
      return "; did you mean " + String.join(" or ", near) + "?";
    }
    if (known.isEmpty()) {
      return "";
    }
    String first = String.join(", ", known.stream().limit(LISTED).toList());
    int left = known.size() - LISTED;
    return "; there are: " + first + (left > 0 ? " and " + left + " more" : "");
  }

  private static boolean isNear(String wanted, String name, int distance) {
    boolean begins =
        Math.min(wanted.length(), name.length()) >= NAMED
            && (name.startsWith(wanted) || wanted.startsWith(name));
    return begins || distance <= Math.max(1, Math.max(wanted.length(), name.length()) / 3);
  }

  /** Optimal string alignment distance, row by row. */
  static int distance(String a, String b) {
    var beforeLast = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
