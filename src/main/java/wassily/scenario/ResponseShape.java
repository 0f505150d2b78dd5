package wassily.scenario;

import java.util.List;
import wassily.result.ResultAxis;

/**
 * A response as it is kept: its name and the axes of one scenario's values.
 *
 * @param name "D_cba", "change_total"; distinct within a sweep
 * @param unit its unit, "" when it differs along the stressors
 * @param description one sentence with the formula
 * @param axes of one scenario, outermost first, at least one
 */
public record ResponseShape(String name, String unit, String description, List<ResultAxis> axes) {
  /** Copies. */
  public ResponseShape {
    axes = List.copyOf(axes);
  }

  /**
   * How many numbers a scenario has.
   *
   * @return the product of the axes' lengths
   */
  public int cells() {
    return axes.stream().mapToInt(a -> a.labels().size()).reduce(1, Math::multiplyExact);
  }
}
