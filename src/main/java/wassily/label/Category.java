package wassily.label;

/**
 * A category of final demand that every region has: household consumption, capital formation.
 *
 * @param name the name, unique in the table
 */
public record Category(String name) implements Label {
  @Override
  public String label() {
    return name;
  }
}
