package wassily.label;

/**
 * A row of a satellite account: an emission, a resource, employment.
 *
 * @param name the name, unique in its account
 * @param unit the unit of its amounts: "kt", "Mm3"
 */
public record Stressor(String name, String unit) implements Label {
  @Override
  public String label() {
    return name;
  }
}
