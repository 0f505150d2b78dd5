package wassily.label;

import java.util.regex.Pattern;

/**
 * A row of a satellite account: an emission, a resource, employment.
 *
 * @param name the name, unique in its account
 * @param unit the unit of its amounts: "kt", "Mm3"
 */
public record Stressor(String name, String unit) implements Label {
  private static final Pattern UNIT_IN_NAME = Pattern.compile("(.*?)\\s*\\(unit:\\s*(.*?)\\)\\s*");

  /**
   * Takes the unit out of a label like {@code CO2 (unit: kt)}.
   *
   * @param label the label
   * @param unit the unit of a label that names none
   * @return the stressor
   */
  public static Stressor parse(String label, String unit) {
    var inName = UNIT_IN_NAME.matcher(label);
    return inName.matches()
        ? new Stressor(inName.group(1), inName.group(2))
        : new Stressor(label, unit);
  }

  @Override
  public String label() {
    return name;
  }
}
