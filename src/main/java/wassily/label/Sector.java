package wassily.label;

import java.util.Map;
import java.util.TreeMap;

/**
 * A sector (industry or product) of every region of a table.
 *
 * @param name the name, unique in the table
 * @param code a short code, or "" when the source has none
 * @param groups what the sector belongs to, by kind of group: {@code group → heavy manufacturing}
 */
public record Sector(String name, String code, Map<String, String> groups) implements Label {
  /** Copies the groups in the order of their kinds. */
  public Sector {
    groups = java.util.Collections.unmodifiableMap(new TreeMap<>(groups));
  }

  /**
   * A sector without code and groups.
   *
   * @param name the name
   */
  public Sector(String name) {
    this(name, "", Map.of());
  }

  @Override
  public String label() {
    return name;
  }
}
