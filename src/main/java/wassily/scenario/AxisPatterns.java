package wassily.scenario;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import wassily.label.NamePattern;
import wassily.label.NearestNames;

/**
 * Finds entries of an axis by what users write: names and codes without regard to case, {@code *}
 * for any characters, {@code kind:value} for an attribute.
 */
final class AxisPatterns {
  /**
   * What an entry is called.
   *
   * @param name its name
   * @param code its code, or ""
   * @param attributes by kind
   */
  record Entry(String name, String code, Map<String, String> attributes) {
    Entry(String name) {
      this(name, "", Map.of());
    }
  }

  private final String noun;
  private final List<Entry> entries;

  /** Kind of attribute in lower case → values by entry, null where it has none. */
  private final Map<String, List<String>> attributes = new TreeMap<>();

  /**
   * @param noun what the entries are: "region"
   * @param entries in the order of the axis
   */
  AxisPatterns(String noun, List<Entry> entries) {
    this.noun = noun;
    this.entries = List.copyOf(entries);
    for (int i = 0; i < entries.size(); i++) {
      for (var e : entries.get(i).attributes().entrySet()) {
        attribute(e.getKey()).set(i, e.getValue());
      }
    }
  }

  private List<String> attribute(String kind) {
    return attributes.computeIfAbsent(
        kind.toLowerCase(Locale.ROOT),
        _ -> {
          var none = new ArrayList<String>();
          entries.forEach(_ -> none.add(null));
          return none;
        });
  }

  int size() {
    return entries.size();
  }

  /** The values of an attribute by entry, null where one has none; empty when nobody has it. */
  List<String> values(String kind) {
    return attributes.getOrDefault(kind.toLowerCase(Locale.ROOT), List.of());
  }

  /** The kinds of attributes. */
  Collection<String> kinds() {
    return attributes.keySet();
  }

  /**
   * Where a pattern matches.
   *
   * @throws wassily.table.BadDataException when it matches nothing; with the nearest names
   */
  BitSet find(String pattern, Where where) {
    int colon = pattern.indexOf(':');
    List<String> values = colon < 0 ? List.of() : values(pattern.substring(0, colon).strip());
    if (!values.isEmpty()) {
      return byAttribute(pattern, pattern.substring(colon + 1).strip(), values, where);
    }
    var regex = NamePattern.of(pattern);
    var found = new BitSet(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      if (regex.matcher(e.name()).matches() || regex.matcher(e.code()).matches()) {
        found.set(i);
      }
    }
    if (found.isEmpty()) {
      throw where.refusal("no %s \"%s\"%s".formatted(noun, pattern, hint(pattern, colon)));
    }
    return found;
  }

  private BitSet byAttribute(String pattern, String value, List<String> values, Where where) {
    var regex = NamePattern.of(value);
    var found = new BitSet(values.size());
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null && regex.matcher(values.get(i)).matches()) {
        found.set(i);
      }
    }
    if (found.isEmpty()) {
      var known = new TreeSet<String>();
      values.stream().filter(v -> v != null).forEach(known::add);
      throw where.refusal(
          "no %s is in \"%s\"%s".formatted(noun, pattern, NearestNames.hint(value, known)));
    }
    return found;
  }

  private String hint(String pattern, int colon) {
    if (colon > 0 && !pattern.contains("*")) {
      var kinds = kinds();
      var near = NearestNames.of(pattern.substring(0, colon), kinds);
      if (!near.isEmpty()) {
        return "; did you mean " + near.getFirst() + pattern.substring(colon) + "?";
      }
    }
    var known = new ArrayList<String>();
    entries.forEach(e -> known.add(e.name()));
    entries.stream().map(Entry::code).filter(c -> !c.isEmpty()).forEach(known::add);
    return NearestNames.hint(pattern.replace("*", ""), known);
  }
}
