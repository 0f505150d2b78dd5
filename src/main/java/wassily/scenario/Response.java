package wassily.scenario;

import java.util.List;

/**
 * What is reported of each scenario.
 *
 * @param quantity of what
 * @param by its dimensions beside the stressor: "region", "category", "producing-sector",
 *     "product", or a group of regions ("quintile", "type", an attribute as "province", or a name
 *     of the file's groups); none for a single number
 * @param change whether the difference to the baseline is reported
 * @param where where it stands
 */
public record Response(Quantity quantity, List<String> by, boolean change, Where where) {
  /** Copies. */
  public Response {
    by = List.copyOf(by);
  }

  /** Quantities (method, section 2). */
  public enum Quantity {
    /** Σ D_pba of all regions. */
    TOTAL("total"),
    /** Consumption-based account. */
    D_CBA("D_cba"),
    /** Production-based account. */
    D_PBA("D_pba"),
    /** T between groups of origin and of consumers. */
    FLOWS("flows"),
    /** Value added by producing region. */
    VALUE_ADDED("VA"),
    /** Gross output. */
    OUTPUT("x"),
    /** What levers on A let inputs and value added exceed output by. */
    VALUE_ADDED_GAP("VA_gap");

    private final String text;

    Quantity(String text) {
      this.text = text;
    }

    /**
     * The field's name.
     *
     * @return as users write it
     */
    public String text() {
      return text;
    }
  }
}
