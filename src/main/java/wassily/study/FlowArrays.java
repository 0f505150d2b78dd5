package wassily.study;

import java.util.Arrays;
import java.util.List;
import wassily.result.ResultAxis;
import wassily.study.StudyArrays.Figure;

/** Flows between classes of regions and net positions (method, sections 3.4 to 3.6). */
final class FlowArrays {
  private final CityAccounts a;
  private final CityGroups g;
  private final StudyArrays into;
  private final StudyUnits units;

  FlowArrays(CityAccounts a, CityGroups g, StudyArrays into, StudyUnits units) {
    this.a = a;
    this.g = g;
    this.into = into;
    this.units = units;
  }

  void flows(RegionClasses c) {
    var emitted = GroupFlows.of(a.flows(), c);
    var added = GroupFlows.of(a.valueAddedFlows(), c);
    List<String> consumers = a.axes().exogenous().texts();
    var from = new ResultAxis("origin_" + ProfileArrays.name(c), emitted.origins(c));
    var to =
        new ResultAxis("destination_" + ProfileArrays.name(c), emitted.destinations(c, consumers));
    String by = "_by_" + ProfileArrays.name(c);
    into.table(
        "flows" + by,
        units.unit(),
        "Σ_{r∈g, s∈h, r≠s} T[r,s], without F_Y",
        from,
        to,
        emitted.flow());
    into.table(
        "flows_percent" + by,
        "%",
        "of all flow between regions of the study",
        ProfileArrays.axis(c),
        new ResultAxis("to_" + ProfileArrays.name(c), c.labels()),
        emitted.percent());
    into.table("VA_flows" + by, a.money(), "the same of value added", from, to, added.flow());
    into.table(
        "VA_per_emission" + by,
        a.money() + "/" + units.unit(),
        "value added of g from h's demand over emissions of g from h's demand, r ≠ s; NaN for 0/0",
        from,
        to,
        emitted.gain(added));
    into.table(
        "VA_generated" + by,
        "%",
        "share of g's value added that h's demand generates, r ≠ s",
        from,
        to,
        percent(added.generated(false)));
    into.table(
        "VA_generated_of_traded" + by,
        "%",
        "the same, of what g's regions make for others, exogenous consumers included",
        from,
        to,
        percent(added.generated(true)));
    var out = emitted.outsourced();
    into.figures(
        "outsourced" + by,
        "emissions that a group's demand causes outside the consuming region, without F_Y: in % of the group's footprint and of all such emissions of the study",
        ProfileArrays.axis(c),
        List.of(
            new Figure("of_own_footprint", "%", StudyUnits.percent(out.ofOwn())),
            new Figure("of_all_flow", "%", StudyUnits.percent(out.ofFlow()))));
    if (c == g.quintiles()) {
      into.line(
          "outsourced",
          "%",
          "Σ_{r≠s} T / ΣT over the study's consumers",
          new ResultAxis("outsourced_by", List.of("all")),
          new double[] {100 * out.all()});
    }
  }

  private static double[][] percent(double[][] shares) {
    return Arrays.stream(shares).map(StudyUnits::percent).toArray(double[][]::new);
  }

  void positions() {
    var net = NetPositions.of(a.production(), a.footprintTotals(), a.flows());
    var measures = List.of(net.position(), net.domestic());
    into.figures(
        "net_position",
        "regions of the study that emit more (producers) or less (consumers) than they consume: by D_pba − D_cba, and by flows between regions alone",
        new ResultAxis("net_position_measure", List.of("all", "without exogenous consumers")),
        List.of(
            new Figure(
                "net_producers",
                "",
                measures.stream().mapToDouble(m -> NetPositions.producers(g.study(), m)).toArray()),
            new Figure(
                "net_consumers",
                "",
                measures.stream()
                    .mapToDouble(m -> NetPositions.consumers(g.study(), m))
                    .toArray())));
  }
}
