package wassily.label;

/**
 * A row of primary inputs.
 *
 * @param name the name, unique in the table
 * @param kind whether the row is value added or imported inputs, which are never called value added
 */
public record PrimaryInput(String name, Kind kind) implements Label {
  /** The two kinds of primary input. */
  public enum Kind {
    /** Income of the region: wages, taxes less subsidies, operating surplus. */
    VALUE_ADDED,
    /** Inputs from outside the table. */
    IMPORTS
  }

  @Override
  public String label() {
    return name;
  }
}
