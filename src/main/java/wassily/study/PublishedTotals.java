package wassily.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/**
 * The totals that Zheng et al. 2023 published for 309 Chinese cities in 2012, beside the same
 * figures of a study's result. Whoever has the paper's table sees how near the numbers come; for
 * any other table they are only something to hold against.
 */
public final class PublishedTotals {
  /** Masses are compared in this unit. */
  private static final String MASS = "Mt";

  private static final List<String> TYPES = List.of("demand", "hybrid", "technology");

  private final StudyCells cells;
  private final List<String> names = new ArrayList<>();
  private final List<String> units = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();
  private final OptionalDouble mass;

  private PublishedTotals(List<ResultArray> arrays) {
    this.cells = new StudyCells(arrays);
    this.mass = MassUnit.factor(cells.unit("total"), MASS);
  }

  /**
   * Makes the array {@code published}.
   *
   * @param result arrays of {@link CityStudy#run}
   * @return by figure: published, this table (NaN where the study does not have it); the unit and
   *     the array that this table's figure is from stand along the axis
   */
  public static ResultArray beside(List<ResultArray> result) {
    return new PublishedTotals(result).array();
  }

  private ResultArray array() {
    footprint();
    emitters();
    scenarios();
    var into = new StudyArrays();
    into.table(
        "published",
        "",
        "Zheng et al. 2023, Science Bulletin 68:2456-2466: 309 cities of China, 2012, CO2",
        new ResultAxis("published_figure", names, Map.of("unit", units, "array", sources)),
        new ResultAxis("published_or_this", List.of("published", "this table")),
        values.toArray(double[][]::new));
    return into.all().getFirst();
  }

  private void footprint() {
    inMass("footprint of the cities", 7324, "total", "D_cba_study");
    plain("share of the 10 largest", "%", 17, "largest_share", "top 10");
    plain("share of capital formation", "%", 65, cells.capital("category_footprint"));
    plain("outsourced", "%", 80, "outsourced", "all");
    plain("Q1's demand in the value added of Q5", "%", 45, "VA_generated_by_quintile", "Q5", "Q1");
    plain("net producers", "cities", 159, "net_position", "all", "net_producers");
    plain("net consumers", "cities", 150, "net_position", "all", "net_consumers");
  }

  private void emitters() {
    double all = TYPES.stream().mapToDouble(t -> cells.at("super_emitters", t, "regions")).sum();
    add("super-emitters", "cities", "super_emitters", 32, all);
    plain("  demand", "cities", 14, "super_emitters", "demand", "regions");
    plain("  hybrid", "cities", 9, "super_emitters", "hybrid", "regions");
    plain("  technology", "cities", 9, "super_emitters", "technology", "regions");
    double[] byQuintile = {25, 3, 2, 2};
    for (int q = 1; q <= byQuintile.length; q++) {
      String quintile = "Q" + q;
      add(
          "  in " + quintile,
          "cities",
          "super_emitters_by_quintile",
          byQuintile[q - 1],
          TYPES.stream()
              .mapToDouble(t -> cells.at("super_emitters_by_quintile", t, quintile))
              .sum());
    }
    add(
        "  of the footprint",
        "%",
        "super_emitters",
        40,
        TYPES.stream().mapToDouble(t -> cells.at("super_emitters", t, "D_cba_share")).sum());
  }

  private void scenarios() {
    inMass("quota, technology light", 459.9, "quota", "technology light", "quota");
    inMass("quota, technology deep", 1019.5, "quota", "technology deep", "quota");
    inMass("quota, demand light", 384.3, "quota", "demand light", "quota");
    inMass("quota, demand deep", 439.8, "quota", "demand deep", "quota");
    inMass("plain sum, light", 844.2, "joint_quota", "joint light", "plain_sum");
    inMass("plain sum, deep", 1459.2, "joint_quota", "joint deep", "plain_sum");
    lift("Q4-Q5 to 3600", 123, 484, 443.9);
    lift("Q3-Q5 to 5300", 185, 735, 1459.1);
  }

  private void lift(String name, double regions, double millions, double deficit) {
    inMass("deficit, " + name, deficit, "deficit", name, "deficit");
    plain("  regions", "cities", regions, "deficit", name, "regions");
    add("  people", "million", "deficit", millions, cells.at("deficit", name, "people") / 1e6);
  }

  private void plain(String what, String unit, double published, String array, String... labels) {
    add(what, unit, array, published, cells.at(array, labels));
  }

  private void plain(String what, String unit, double published, double ours) {
    add(what, unit, "category_footprint", published, ours);
  }

  private void inMass(String what, double published, String array, String... labels) {
    double factor = mass.orElse(Double.NaN);
    add(what, MASS, array, published, factor * cells.at(array, labels));
  }

  private void add(String what, String unit, String array, double published, double ours) {
    // Lines that belong to the one above have a name of their own in the result.
    String name = what.startsWith("  ") ? parent() + ":" + what.substring(1) : what;
    names.add(name);
    units.add(unit);
    sources.add(array);
    values.add(new double[] {published, ours});
  }

  private String parent() {
    return names.stream().filter(n -> !n.contains(":")).toList().getLast();
  }
}
