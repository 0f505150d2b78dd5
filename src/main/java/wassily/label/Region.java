package wassily.label;

import java.util.Map;
import java.util.TreeMap;

/**
 * A region of a table: a city, province or country.
 *
 * @param name the name, unique in the table
 * @param code a short code, or "" when the source has none
 * @param groups what the region belongs to, by kind of group: {@code province → Hebei}
 */
public record Region(String name, String code, Map<String, String> groups) implements Label {
  /** Copies the groups in the order of their kinds. */
  public Region {
    groups = java.util.Collections.unmodifiableMap(new TreeMap<>(groups));
  }

  /**
   * A region without code and groups.
   *
   * @param name the name
   */
  public Region(String name) {
    this(name, "", Map.of());
  }

  @Override
  public String label() {
    return name;
  }
}
