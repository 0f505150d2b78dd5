package wassily.io.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import wassily.scenario.Where;

/** A piece of a YAML file that knows its line. */
public sealed interface Yaml {
  /**
   * Where it begins.
   *
   * @return file and line
   */
  Where where();

  /**
   * What it is, for messages.
   *
   * @return "a list"
   */
  String kind();

  /**
   * A single value, as text.
   *
   * @param value the text without quotes
   * @param where its line
   */
  record Scalar(String value, Where where) implements Yaml {
    @Override
    public String kind() {
      return "\"" + value + "\"";
    }
  }

  /**
   * Nothing, after a key or a dash.
   *
   * @param where its line
   */
  record Nothing(Where where) implements Yaml {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /**
   * A list.
   *
   * @param items its entries
   * @param where its line
   */
  record Items(List<Yaml> items, Where where) implements Yaml {
    /** Copies. */
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys with values.
   *
   * @param entries by key, in the order of the file
   * @param where its line
   */
  record Keys(SequencedMap<String, Entry> entries, Where where) implements Yaml {
    /** Copies. */
    public Keys {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "a group of keys (" + String.join(", ", entries.keySet()) + ")";
    }
  }

  /**
   * A value and the line of its key.
   *
   * @param key the key
   * @param value the value
   * @param where the key's line
   */
  record Entry(String key, Yaml value, Where where) {}
}
