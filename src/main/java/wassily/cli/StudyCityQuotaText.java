package wassily.cli;

import static wassily.cli.StudyCityLines.count;
import static wassily.cli.StudyCityLines.listed;
import static wassily.cli.StudyCityLines.n;
import static wassily.cli.StudyCityLines.p;
import static wassily.cli.StudyCityLines.plain;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import wassily.result.ResultSet;

/** The second half of the city study's summary: what scenarios save and cost, and for whom. */
final class StudyCityQuotaText {
  private final StudyCityLines lines;
  private final ResultCells r;
  private final ResultSet result;
  private final PrintWriter out;
  private final String unit;

  StudyCityQuotaText(StudyCityLines lines, ResultSet result) {
    this.lines = lines;
    this.r = lines.cells();
    this.result = result;
    this.out = lines.out();
    this.unit = r.unit("total");
  }

  void print() {
    quota();
    deficits();
    map();
    published();
  }

  private void quota() {
    lines.heading("Mitigation: quota in " + unit, "quota", "joint_quota");
    lines.line("key sectors: " + listed(r.labels("benchmark", 1)), "benchmark");
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
      lines.line(
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
    lines.heading("Lifting: deficit in " + unit, "deficit");
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
    balance();
    allocation();
  }

  private void balance() {
    lines.heading("Quota − deficit", "balance");
    var text = new TextTable("", "quota − deficit", "both at once", "regions in both");
    for (String b : r.labels("balance", 0)) {
      text.add(
          b,
          n(r.at("balance", b, "quota_minus_deficit")),
          n(r.at("balance", b, "both_at_once")),
          count(r.at("balance", b, "regions_in_both")));
    }
    text.print(out);
    for (String lift : r.labels("lifted", 0)) {
      List<String> both =
          r.labels("lifted", 1).stream()
              .filter(c -> r.at("lifted", lift, c) == 1)
              .filter(c -> r.at("mitigating", "joint deep", c) == 1)
              .toList();
      if (!both.isEmpty()) {
        lines.line(
            "both lifted %s and mitigating in joint deep: %s".formatted(lift, listed(both)),
            "lifted",
            "mitigating");
      }
    }
  }

  /** Who gets most of it, by each way of sharing. */
  private void allocation() {
    if (!r.has("allocation")) {
      return;
    }
    lines.heading("Quota of joint deep shared out: the largest part", "allocation");
    var text = new TextTable(3, "lift", "by", "region", "quota");
    for (String lift : r.labels("allocation", 1)) {
      for (String by : r.labels("allocation", 2)) {
        r.labels("allocation", 3).stream()
            .filter(c -> r.at("allocation", "joint deep", lift, by, c) > 0)
            .max(Comparator.comparingDouble(c -> r.at("allocation", "joint deep", lift, by, c)))
            .ifPresent(
                c -> text.add(lift, by, c, n(r.at("allocation", "joint deep", lift, by, c))));
      }
    }
    text.print(out);
  }

  private void map() {
    if (!r.has("quota_map")) {
      return;
    }
    var strengths = r.labels("quota_map", 1);
    var shares = r.labels("quota_map", 2);
    lines.heading(
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
    lines.heading(
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
