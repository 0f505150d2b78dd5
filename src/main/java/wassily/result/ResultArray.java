package wassily.result;

import java.util.List;
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
}
