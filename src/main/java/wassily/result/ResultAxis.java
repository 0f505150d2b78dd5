package wassily.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One axis of a result's values.
 *
 * @param name its name: "region", "consumer", "stressor"; equal names in one result mean equal axes
 * @param labels a text for each position
 * @param coordinates further columns, one text for each position: {@code unit}, {@code sector}
 */
public record ResultAxis(String name, List<String> labels, Map<String, List<String>> coordinates) {
  /** Copies, sorts the coordinates by name (same result, same bytes), refuses other lengths. */
  public ResultAxis {
    labels = List.copyOf(labels);
    coordinates = Collections.unmodifiableMap(new TreeMap<>(coordinates));
    int size = labels.size();
    coordinates.forEach(
        (k, v) -> {
          if (v.size() != size) {
            throw new IllegalArgumentException(
                "coordinate %s has %d entries, the axis has %d".formatted(k, v.size(), size));
          }
        });
  }

  /**
   * An axis without further coordinates.
   *
   * @param name its name
   * @param labels its labels
   */
  public ResultAxis(String name, List<String> labels) {
    this(name, labels, Map.of());
  }

  /**
   * What a cell of an array stands for.
   *
   * @param axes of the array, the last one varying fastest
   * @param cell from 0
   * @return its label on each axis
   */
  public static List<String> labels(List<ResultAxis> axes, int cell) {
    var labels = new ArrayList<String>();
    int rest = cell;
    for (ResultAxis axis : axes.reversed()) {
      labels.addFirst(axis.labels().get(rest % axis.labels().size()));
      rest /= axis.labels().size();
    }
    return labels;
  }
}
