package wassily.label;

/**
 * Anything that can stand on an {@link Axis}: it has one text that tells it from its neighbours.
 */
public interface Label {
  /**
   * The text that identifies this label on its axis.
   *
   * @return a non-blank text, unique on the axis
   */
  String label();
}
