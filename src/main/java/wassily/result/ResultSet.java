package wassily.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A result: labelled arrays, where they come from and how far they can be trusted.
 *
 * @param title what was computed of which table
 * @param arrays the values; names are distinct
 * @param certificate the figures of trust
 * @param provenance inputs with their hashes, versions, device, options; in order
 */
public record ResultSet(
    String title,
    List<ResultArray> arrays,
    Certificate certificate,
    Map<String, String> provenance) {
  /** Copies, and refuses two arrays of one name. */
  public ResultSet {
    arrays = List.copyOf(arrays);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    if (arrays.stream().map(ResultArray::name).distinct().count() != arrays.size()) {
      throw new IllegalArgumentException("two arrays of a result have the same name");
    }
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
