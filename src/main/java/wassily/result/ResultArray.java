package wassily.result;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;

/**
 * Values over labelled axes.
 *
 * @param name the field's name for it: "D_cba", "T", "M"
 * @param unit its unit; "" when it differs along an axis that has a coordinate {@code unit}
 * @param description one sentence with the formula
 * @param axes its axes, outermost first, at least one
 * @param values row-major: rows = the product of all axes but the last, columns = the last axis
 */
public record ResultArray(
    String name, String unit, String description, List<ResultAxis> axes, MatrixSource values) {
  /** Copies, and refuses values of another shape than the axes. */
  public ResultArray {
    axes = List.copyOf(axes);
    long rows = 1;
    for (ResultAxis a : axes.subList(0, axes.size() - 1)) {
      rows *= a.labels().size();
    }
    var shape = values.shape();
    if (shape.rows() != rows || shape.columns() != axes.getLast().labels().size()) {
      throw new IllegalArgumentException(
          "%s: values are %s, the axes ask for %d × %d"
              .formatted(name, shape, rows, axes.getLast().labels().size()));
    }
  }

  /**
   * The number at one label of each axis.
   *
   * @param labels outermost axis first
   * @return the number
   * @throws IllegalArgumentException when there is no such label, or not one for each axis
   * @throws IOException when the values cannot be read
   */
  public double at(List<String> labels) throws IOException {
    if (labels.size() != axes.size()) {
      throw new IllegalArgumentException(
          "%s has %d axes, not %s".formatted(name, axes.size(), labels));
    }
    long cell = 0;
    for (int a = 0; a < labels.size(); a++) {
      List<String> known = axes.get(a).labels();
      int at = known.indexOf(labels.get(a));
      if (at < 0) {
        throw new IllegalArgumentException(
            "%s has no %s \"%s\"; there are %s"
                .formatted(name, axes.get(a).name(), labels.get(a), known));
      }
      cell = cell * known.size() + at;
    }
    long width = values.shape().columns();
    try (var arena = Arena.ofConfined()) {
      var row = HostMatrix.allocate(arena, 1, width);
      values.read(cell / width, row);
      return row.get(0, cell % width);
    }
  }
}
