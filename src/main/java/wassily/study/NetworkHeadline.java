package wassily.study;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.result.ResultArray;
import wassily.result.ResultSet;

/**
 * A number of the printed summary, and where it stands in the result file.
 *
 * @param array the array's name
 * @param labels one label on each of its axes
 * @param value the number
 * @param unit its unit
 * @param text what it means, without the number: "of the flows run from higher to lower intensity"
 */
public record NetworkHeadline(
    String array, List<String> labels, double value, String unit, String text) {
  /** Copies the labels. */
  public NetworkHeadline {
    labels = List.copyOf(labels);
  }

  /**
   * Where the number stands.
   *
   * @return "imbalance_share[region]"
   */
  public String where() {
    return array + "[" + String.join(", ", labels) + "]";
  }

  /**
   * Looks the number up in a result.
   *
   * @param result the result
   * @return what stands there
   * @throws IllegalArgumentException when there is no such array or label
   * @throws IOException when the result cannot be read
   */
  public double in(ResultSet result) throws IOException {
    return at(result.array(array), labels);
  }

  static double at(ResultArray found, List<String> labels) throws IOException {
    if (labels.size() != found.axes().size()) {
      throw new IllegalArgumentException(
          "%s has %d axes, not %s".formatted(found.name(), found.axes().size(), labels));
    }
    long cell = 0;
    for (int a = 0; a < labels.size(); a++) {
      List<String> known = found.axes().get(a).labels();
      int at = known.indexOf(labels.get(a));
      if (at < 0) {
        throw new IllegalArgumentException(
            "%s has no \"%s\"; there are %s".formatted(found.name(), labels.get(a), known));
      }
      cell = cell * known.size() + at;
    }
    long width = found.values().shape().columns();
    try (var arena = Arena.ofShared()) {
      var row = HostMatrix.allocate(arena, 1, width);
      found.values().read(cell / width, row);
      return row.get(0, cell % width);
    }
  }
}
