package wassily.table;

/**
 * Pronounceable names that belong to no real place, all different.
 *
 * <p>A name is two syllables of two letters each and an ending, so two names are equal only when
 * all three parts are. The k-th name takes part number {@code (a·k + b) mod count} with a seeded b.
 */
final class NameMaker {
  private static final String CONSONANTS = "lmnrstvkbd";
  private static final String VOWELS = "aeiou";
  private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

  /** Coprime to every product of 50, 50 and a list of 8 or 4 endings, so that k ↦ a·k permutes. */
  private static final long STEP = 7919;

  static final String[] TOWNS = {"ra", "ville", "port", "ton", "mar", "holm", "berg", "wick"};
  static final String[] PROVINCES = {"ia", "land", "shire", "mark"};

  private final String[] endings;
  private final long start;

  NameMaker(String[] endings, RandomSource source) {
    this.endings = endings;
    this.start = source.bits(0) >>> 1;
  }

  /** Name k; names 0, 1, 2, … are all different. */
  String name(int k) {
    long count = (long) SYLLABLES * SYLLABLES * endings.length;
    long part = (k % count * STEP + start % count) % count;
    int first = (int) (part % SYLLABLES);
    int second = (int) (part / SYLLABLES % SYLLABLES);
    String ending = endings[(int) (part / SYLLABLES / SYLLABLES)];
    String name = syllable(first) + syllable(second) + ending;
    String round = k < count ? "" : " " + (k / count + 1);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1) + round;
  }

  private static String syllable(int k) {
    return "" + CONSONANTS.charAt(k / VOWELS.length()) + VOWELS.charAt(k % VOWELS.length());
  }
}
