package wassily.study;

import java.io.IOException;
import java.util.List;
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
    return result.array(array).at(labels);
  }
}
