package wassily.cli;

import static wassily.cli.StudyCityLines.count;
import static wassily.cli.StudyCityLines.listed;
import static wassily.cli.StudyCityLines.n;
import static wassily.cli.StudyCityLines.p;
import static wassily.cli.StudyCityLines.plain;

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

  private final StudyCityLines lines;
  private final ResultCells r;
  private final ResultSet result;
  private final PrintWriter out;
  private final String unit;

  StudyCityText(ResultSet result, PrintWriter out) {
    this.r = new ResultCells(result);
    this.lines = new StudyCityLines(r, out);
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
    new StudyCityQuotaText(lines, result).print();
  }

  /** Which regions are in no statistic. */
  private void leftOut() {
    List<String> all = r.labels("city", 0);
    List<String> out = all.stream().filter(c -> r.at("city", c, "in_study") == 0).toList();
    if (!out.isEmpty()) {
      lines.line(
          "%d of %d regions; in the model only: %s"
              .formatted(all.size() - out.size(), all.size(), listed(out)),
          "city");
    }
  }

  private void totals() {
    leftOut();
    lines.line(
        "footprint of the study's regions %s %s; production of the whole table %s %s"
            .formatted(
                n(r.at("total", "D_cba_study")), unit, n(r.at("total", "D_pba_table")), unit),
        "total");
    var largest = r.labels("largest_share", 0);
    var parts = new ArrayList<String>();
    largest.forEach(k -> parts.add("%s %s".formatted(k, p(r.at("largest_share", k)))));
    lines.line("of the footprint: " + String.join(", ", parts), "largest_share");
    if (r.has("reference_level")) {
      List<String> levels = r.labels("reference_level", 0);
      List<String> units =
          result.array("reference_level").axes().getFirst().coordinates().get("unit");
      for (int i = 0; i < levels.size(); i++) {
        String level = levels.get(i);
        lines.line(
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
    lines.heading("Affluence and inequality", "profile_by_quintile", "inequality");
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
    lines.line(
        "Gini %.3f; Theil %.4f = %.4f between quintiles + %.4f within"
            .formatted(
                r.at("inequality", "gini"),
                r.at("inequality", "theil"),
                r.at("inequality", "theil_between_quintiles"),
                r.at("inequality", "theil_within_quintiles")),
        "inequality");
  }

  private void structure() {
    lines.heading(
        "Structure types, centres of K-means", "structure_centre", "profile_by_structure_type");
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
          found.add(
              "%s (%s %s %%)".formatted(regions.get(i), groups.get(g), n(100 * shares[i][g])));
        }
      }
    }
    if (!found.isEmpty()) {
      lines.line(
          "negative shares of value added, %d: %s".formatted(found.size(), listed(found)),
          "structure_share");
    }
  }

  private void flows() {
    lines.heading("Flows between quintiles, % of all between regions", "flows_percent_by_quintile");
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
    lines.line(
        "%s of the footprint is outsourced".formatted(p(r.at("outsourced", "all"))), "outsourced");
    String rich = quintiles.getFirst();
    String poor = quintiles.getLast();
    lines.line(
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
    lines.line(
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
    lines.heading("Super-emitters", "super_emitters", "super_emitters_by_quintile");
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
    lines.heading("Final demand", "category_footprint");
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
}
