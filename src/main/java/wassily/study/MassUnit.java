package wassily.study;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Units of mass, so that a footprint in kt can be held against tonnes per head. */
final class MassUnit {
  private static final Map<String, Double> TONNES =
      Map.ofEntries(
          Map.entry("g", 1e-6),
          Map.entry("kg", 1e-3),
          Map.entry("t", 1.0),
          Map.entry("ton", 1.0),
          Map.entry("tonne", 1.0),
          Map.entry("tonnes", 1.0),
          Map.entry("gg", 1e3),
          Map.entry("kt", 1e3),
          Map.entry("tg", 1e6),
          Map.entry("mt", 1e6),
          Map.entry("gt", 1e9));

  private MassUnit() {}

  /**
   * How many of one unit another is.
   *
   * @param of "kt", or "kt CO2": the first word counts
   * @param in "t"
   * @return 1,000; empty when one of them is no unit of mass and they differ
   */
  static OptionalDouble factor(String of, String in) {
    Double a = TONNES.get(first(of));
    Double b = TONNES.get(first(in));
    if (a != null && b != null) {
      return OptionalDouble.of(a / b);
    }
    return of.strip().equalsIgnoreCase(in.strip()) ? OptionalDouble.of(1) : OptionalDouble.empty();
  }

  private static String first(String unit) {
    return unit.strip().split("[\\s-]", 2)[0].toLowerCase(Locale.ROOT);
  }
}
