package wassily.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A result: labelled arrays, where they come from and how far they can be trusted.
 *
 * @param title what was computed of which table
 * @param arrays the values; names are distinct
 * @param certificate the figures of trust
 * @param provenance inputs with their hashes, versions, device, options; in order
 * @param tables further lists; names are distinct
 */
public record ResultSet(
    String title,
    List<ResultArray> arrays,
    Certificate certificate,
    Map<String, String> provenance,
    List<ResultTable> tables) {
  /** Copies, and refuses two arrays or two tables of one name. */
  public ResultSet {
    arrays = List.copyOf(arrays);
    tables = List.copyOf(tables);
    if (tables.stream().map(ResultTable::name).distinct().count() != tables.size()) {
      throw new IllegalArgumentException("two tables of a result have the same name");
    }
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    if (arrays.stream().map(ResultArray::name).distinct().count() != arrays.size()) {
      throw new IllegalArgumentException("two arrays of a result have the same name");
    }
  }

  /**
   * A result without tables.
   *
   * @param title what was computed of which table
   * @param arrays the values; names are distinct
   * @param certificate the figures of trust
   * @param provenance inputs with their hashes, versions, device, options; in order
   */
  public ResultSet(
      String title,
      List<ResultArray> arrays,
      Certificate certificate,
      Map<String, String> provenance) {
    this(title, arrays, certificate, provenance, List.of());
  }

  /**
   * The table with a name.
   *
   * @param name its name
   * @return the table, empty when there is none
   */
  public Optional<ResultTable> table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /**
   * The array with a name.
   *
   * @param name its name
   * @return the array
   * @throws IllegalArgumentException when there is none
   */
  public ResultArray array(String name) {
    return arrays.stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no \"%s\"; there are %s"
                        .formatted(name, arrays.stream().map(ResultArray::name).toList())));
  }
}
