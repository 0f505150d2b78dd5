package wassily.scenario;

/** A number of a sweep file: fixed, or a variable of the design ({@code $share}). */
public sealed interface Amount {
  /**
   * A number that stands in the file.
   *
   * @param value finite
   */
  record Fixed(double value) implements Amount {}

  /**
   * A variable.
   *
   * @param name without the dollar sign
   */
  record Variable(String name) implements Amount {}

  /** The number 1. */
  Amount ONE = new Fixed(1);
}
