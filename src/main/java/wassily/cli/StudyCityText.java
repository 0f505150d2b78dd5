package wassily.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import wassily.result.ResultSet;

/**
 * The headline numbers of a city study in the paper's terms. All are looked up in the result, and
 * the name of the array stands behind them in brackets.
 */
final class StudyCityText {
  private static final List<String> TYPES = List.of("demand", "hybrid", "technology");

  /** More names than these are in the array alone. */
  private static final int LISTED = 10;

  private final ResultCells r;
  private final ResultSet result;
  private final PrintWriter out;
  private final String unit;

  StudyCityText(ResultSet result, PrintWriter out) {
    this.r = new ResultCells(result);
    this.result = result;
    this.out = out;
    this.unit = r.unit("total");
  }

  void print() {
    out.println(result.title());
    totals();
    inequality();
    structure();
    flows();
    emitters();
    categories();
    quota();
    deficits();
    map();
    published();
  }

  private void line(String text, String... arrays) {
    out.println("  %s  [%s]".formatted(text, String.join(", ", arrays)));
  }

  private void heading(String text, String... arrays) {
    out.println();
    out.println(text + (arrays.length == 0 ? "" : "  [" + String.join(", ", arrays) + "]"));
  }

  private static String n(double v) {
    return TextTable.number(v);
  }

  private static String count(double v) {
    return "%.0f".formatted(v);
  }

  private static String plain(double v) {
    return new java.math.BigDecimal(Double.toString(v)).stripTrailingZeros().toPlainString();
  }

  private static String p(double v) {
    return Double.isNaN(v) ? "–" : "%.1f %%".formatted(v);
  }

  /** Which regions are in no statistic. */
  private void leftOut() {
    List<String> all = r.labels("city", 0);
    List<String> out = all.stream().filter(c -> r.at("city", c, "in_study") == 0).toList();
    if (!out.isEmpty()) {
      line(
          "%d of %d regions; in the model only: %s%s"
              .formatted(
                  all.size() - out.size(),
                  all.size(),
                  String.join(", ", out.subList(0, Math.min(LISTED, out.size()))),
                  out.size() > LISTED ? " …" : ""),
          "city");
    }
  }

  private void totals() {
    leftOut();
    line(
        "footprint of the study's regions %s %s; production of the whole table %s %s"
            .formatted(
                n(r.at("total", "D_cba_study")), unit, n(r.at("total", "D_pba_table")), unit),
        "total");
    var largest = r.labels("largest_share", 0);
    var parts = new ArrayList<String>();
    largest.forEach(k -> parts.add("%s %s".formatted(k, p(r.at("largest_share", k)))));
    line("of the footprint: " + String.join(", ", parts), "largest_share");
    if (r.has("reference_level")) {
      List<String> levels = r.labels("reference_level", 0);
      List<String> units =
          result.array("reference_level").axes().getFirst().coordinates().get("unit");
      for (int i = 0; i < levels.size(); i++) {
        String level = levels.get(i);
        line(
            "%s (%s %s): %s regions above, %s below with %s of the people"
                .formatted(
                    level,
                    plain(r.at("reference_level", level, "level")),
                    units.get(i),
                    count(r.at("reference_level", level, "regions_above")),
                    count(r.at("reference_level", level, "regions_below")),
                    p(r.at("reference_level", level, "people_below"))),
            "reference_level");
      }
    }
  }

  private void inequality() {
    heading("Affluence and inequality", "profile_by_quintile", "inequality");
    var text =
        new TextTable(
            "quintile",
            "regions",
            "people",
            "GDP",
            "demand",
            "footprint",
            "per head",
            "mean of regions");
    for (String q : r.labels("profile_by_quintile", 0)) {
      text.add(
          q,
          count(r.at("profile_by_quintile", q, "regions")),
          p(r.at("profile_by_quintile", q, "population_share")),
          p(r.at("profile_by_quintile", q, "GDP_share")),
          p(r.at("profile_by_quintile", q, "demand_share")),
          p(r.at("profile_by_quintile", q, "D_cba_share")),
          n(r.at("profile_by_quintile", q, "D_cba_per_capita")),
          n(r.at("profile_by_quintile", q, "D_cba_mean_per_capita")));
    }
    text.print(out);
    out.println("  per head in " + r.unit("profile_by_quintile", "D_cba_per_capita"));
    line(
        "Gini %.3f; Theil %.4f = %.4f between quintiles + %.4f within"
            .formatted(
                r.at("inequality", "gini"),
                r.at("inequality", "theil"),
                r.at("inequality", "theil_between_quintiles"),
                r.at("inequality", "theil_within_quintiles")),
        "inequality");
  }

  private void structure() {
    heading("Structure types, centres of K-means", "structure_centre", "profile_by_structure_type");
    var groups = r.labels("structure_centre", 1);
    var header = new ArrayList<>(List.of("type", "regions"));
    header.addAll(groups);
    var text = new TextTable(header.toArray(String[]::new));
    for (String type : r.labels("structure_centre", 0)) {
      var cells = new ArrayList<String>();
      cells.add(type);
      cells.add(count(r.at("profile_by_structure_type", type, "regions")));
      groups.forEach(g -> cells.add(p(100 * r.at("structure_centre", type, g))));
      text.add(cells.toArray(String[]::new));
    }
    text.print(out);
    negativeShares();
  }

  /** Value added below 0 is allowed; whoever reads types should know of whom it is. */
  private void negativeShares() {
    var groups = r.labels("structure_share", 1);
    double[][] shares = r.rows("structure_share");
    var regions = r.labels("structure_share", 0);
    var found = new ArrayList<String>();
    for (int i = 0; i < shares.length; i++) {
      for (int g = 0; g < groups.size(); g++) {
        if (shares[i][g] < 0) {
          found.add("%s (%s %s)".formatted(regions.get(i), groups.get(g), p(100 * shares[i][g])));
        }
      }
    }
    if (!found.isEmpty()) {
      line(
          "negative shares of value added, %d: %s%s"
              .formatted(
                  found.size(),
                  String.join(", ", found.subList(0, Math.min(LISTED, found.size()))),
                  found.size() > LISTED ? " …" : ""),
          "structure_share");
    }
  }

  private void flows() {
    heading("Flows between quintiles, % of all between regions", "flows_percent_by_quintile");
    var quintiles = r.labels("flows_percent_by_quintile", 0);
    var header = new ArrayList<>(List.of("emitted in \\ for"));
    header.addAll(quintiles);
    header.add("outsourced of own");
    var text = new TextTable(header.toArray(String[]::new));
    for (String g : quintiles) {
      var cells = new ArrayList<String>();
      cells.add(g);
      quintiles.forEach(h -> cells.add("%.1f".formatted(r.at("flows_percent_by_quintile", g, h))));
      cells.add(p(r.at("outsourced_by_quintile", g, "of_own_footprint")));
      text.add(cells.toArray(String[]::new));
    }
    text.print(out);
    line("%s of the footprint is outsourced".formatted(p(r.at("outsourced", "all"))), "outsourced");
    String rich = quintiles.getFirst();
    String poor = quintiles.getLast();
    line(
        "%s's demand generates %s of %s's value added, %s %s for a %s; the other way %s"
            .formatted(
                rich,
                p(r.at("VA_generated_by_quintile", poor, rich)),
                poor,
                n(r.at("VA_per_emission_by_quintile", poor, rich)),
                r.unit("VA_flows_by_quintile"),
                unit,
                n(r.at("VA_per_emission_by_quintile", rich, poor))),
        "VA_generated_by_quintile",
        "VA_per_emission_by_quintile");
    line(
        "%s net producers, %s net consumers"
            .formatted(
                count(r.at("net_position", "all", "net_producers")),
                count(r.at("net_position", "all", "net_consumers"))),
        "net_position");
  }

  private double sum(String array, List<String> labels, String figure) {
    return labels.stream().mapToDouble(l -> r.at(array, l, figure)).sum();
  }

  private void emitters() {
    heading("Super-emitters", "super_emitters", "super_emitters_by_quintile");
    out.println(
        "  %s super-emitters: %s demand-side, %s hybrid, %s technology; %s of the footprint"
            .formatted(
                count(sum("super_emitters", TYPES, "regions")),
                count(r.at("super_emitters", "demand", "regions")),
                count(r.at("super_emitters", "hybrid", "regions")),
                count(r.at("super_emitters", "technology", "regions")),
                p(sum("super_emitters", TYPES, "D_cba_share"))));
    var by = new ArrayList<String>();
    for (String q : r.labels("super_emitters_by_quintile", 1)) {
      by.add(q + " " + count(sum("super_emitters_by_quintile", TYPES, q)));
    }
    out.println(
        "  by quintile: %s; above %s %s [super_emitter_limit]"
            .formatted(String.join(", ", by), n(r.at("super_emitter_limit", "limit")), unit));
  }

  private void categories() {
    heading("Final demand", "category_footprint");
    var text = new TextTable("category", "D_cba", "share", "multiplier");
    for (String c : r.labels("category_footprint", 0)) {
      text.add(
          c,
          n(r.at("category_footprint", c, "D_cba")),
          p(r.at("category_footprint", c, "D_cba_share")),
          n(r.at("category_footprint", c, "multiplier")));
    }
    text.print(out);
    out.println("  multipliers in " + r.unit("category_footprint", "multiplier"));
  }

  private void quota() {
    heading("Mitigation: quota in " + unit, "quota", "joint_quota");
    boolean budget = !Double.isNaN(r.at("quota", "joint deep", "of_budget"));
    var text =
        budget
            ? new TextTable("scenario", "regions", "quota", "of footprint", "of budget")
            : new TextTable("scenario", "regions", "quota", "of footprint");
    for (String m : r.labels("quota", 0)) {
      var cells =
          new ArrayList<>(
              List.of(
                  m,
                  count(r.at("quota", m, "regions")),
                  n(r.at("quota", m, "quota")),
                  p(r.at("quota", m, "of_footprint"))));
      if (budget) {
        cells.add(p(r.at("quota", m, "of_budget")));
      }
      text.add(cells.toArray(String[]::new));
    }
    text.print(out);
    for (String j : r.labels("joint_quota", 0)) {
      line(
          "%s: %s in all = plain sum %s − interaction %s"
              .formatted(
                  j,
                  n(r.at("joint_quota", j, "quota")),
                  n(r.at("joint_quota", j, "plain_sum")),
                  n(r.at("joint_quota", j, "interaction"))),
          "joint_quota");
    }
  }

  private void deficits() {
    if (!r.has("deficit")) {
      return;
    }
    heading("Lifting: deficit in " + unit, "deficit");
    var text = new TextTable("lift", "regions", "people", "target per head", "deficit");
    for (String l : r.labels("deficit", 0)) {
      text.add(
          l,
          count(r.at("deficit", l, "regions")),
          n(r.at("deficit", l, "people")),
          n(r.at("deficit", l, "target")),
          n(r.at("deficit", l, "deficit")));
    }
    text.print(out);
    heading("Quota − deficit", "balance");
    var balance = new TextTable("", "quota − deficit", "both at once", "regions in both");
    for (String b : r.labels("balance", 0)) {
      balance.add(
          b,
          n(r.at("balance", b, "quota_minus_deficit")),
          n(r.at("balance", b, "both_at_once")),
          count(r.at("balance", b, "regions_in_both")));
    }
    balance.print(out);
  }

  private void map() {
    if (!r.has("quota_map")) {
      return;
    }
    var strengths = r.labels("quota_map", 1);
    var shares = r.labels("quota_map", 2);
    heading(
        "Quota against effort: from %s to %s of the way to the deep benchmark, capital formation at most %s to %s of demand"
            .formatted(
                strengths.getFirst(), strengths.getLast(), shares.getLast(), shares.getFirst()),
        "quota_map",
        "quota_map_regions");
    var text = new TextTable("threshold", "technology", "demand", "least effort", "most effort");
    for (String t : r.labels("quota_map", 0)) {
      text.add(
          t,
          count(r.at("quota_map_regions", t, "technology")),
          count(r.at("quota_map_regions", t, "demand")),
          n(r.at("quota_map", t, strengths.getFirst(), shares.getLast())),
          n(r.at("quota_map", t, strengths.getLast(), shares.getFirst())));
    }
    text.print(out);
  }

  private void published() {
    if (!r.has("published")) {
      return;
    }
    heading(
        "Published for 309 cities of China in 2012 (Zheng et al. 2023), beside this table",
        "published");
    var text = new TextTable("", "published", "this table", "unit");
    List<String> units = result.array("published").axes().getFirst().coordinates().get("unit");
    List<String> figures = r.labels("published", 0);
    for (int i = 0; i < figures.size(); i++) {
      text.add(
          figures.get(i),
          plain(r.at("published", figures.get(i), "published")),
          n(r.at("published", figures.get(i), "this table")),
          units.get(i));
    }
    text.print(out);
  }
}
