package wassily.scenario;

import java.util.List;

/**
 * Which regions, sectors, categories or consumers, as the user wrote it: names and codes without
 * regard to case, {@code *} for any characters ({@code C2*}), {@code group:value} for an attribute
 * of the axis ({@code province:Hebei}), {@code @name} for a group of the file.
 *
 * @param patterns what is chosen; empty for all
 * @param where where it stands
 */
public record Choice(List<String> patterns, Where where) {
  /** Copies. */
  public Choice {
    patterns = List.copyOf(patterns);
  }

  /**
   * Everything.
   *
   * @param where what leaves it out
   * @return a choice of all
   */
  public static Choice all(Where where) {
    return new Choice(List.of(), where);
  }

  /**
   * Whether nothing was left out.
   *
   * @return true for all
   */
  public boolean isAll() {
    return patterns.isEmpty();
  }
}
