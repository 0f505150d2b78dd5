package wassily.study;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.result.ResultAxis;
import wassily.study.StudyArrays.Figure;

/** The indicators of method section 3, points 1 to 7, computed and labelled. */
final class IndicatorArrays {
  private final CityAccounts a;
  private final CityGroups g;
  private final StudyArrays into;
  private final StudyUnits units;
  private final ProfileArrays profiles;
  private final FlowArrays flows;
  private final EmitterArrays emitters;

  IndicatorArrays(CityAccounts a, CityGroups g, CityOptions o, StudyArrays into) {
    this.a = a;
    this.g = g;
    this.into = into;
    this.units = StudyUnits.of(a, o);
    this.profiles = new ProfileArrays(a, g, o, into, units);
    this.flows = new FlowArrays(a, g, into, units);
    this.emitters = new EmitterArrays(a, g, o, into, units);
  }

  void all() {
    regions();
    // Quintile, structure type, and both at once.
    for (var c : List.of(g.quintiles(), g.typeOf(), g.quintiles().cross(g.typeOf()))) {
      profiles.profile(c);
      flows.flows(c);
    }
    profiles.affluence();
    profiles.levels();
    profiles.inequality();
    structure();
    flows.positions();
    emitters.emitters();
    emitters.categories();
  }

  private void regions() {
    double[] footprint = a.footprintTotals();
    var net = NetPositions.of(a.production(), footprint, a.flows());
    double[] gdp = a.gdp();
    double[] people = a.population();
    into.figures(
        "city",
        "figures of every region; quintile 1 = richest, NaN outside the study; super_emitter: 1 demand, 2 technology, 3 hybrid, 0 none; net_position = D_pba − D_cba",
        new ResultAxis("region", a.regions()),
        List.of(
            new Figure("population", "person", people),
            new Figure(
                "in_study", "", Arrays.stream(g.study().of()).mapToDouble(v -> v + 1).toArray()),
            new Figure("quintile", "", oneBased(g.quintiles())),
            new Figure("structure_type", "", oneBased(g.typeOf())),
            new Figure("super_emitter", "", emitters.emitterNumbers()),
            new Figure("GDP", a.money(), gdp),
            new Figure("demand", a.money(), a.demandTotals()),
            new Figure("affluence", units.currency() + "/person", g.perHead()),
            new Figure("D_cba", units.unit(), footprint),
            new Figure("D_pba", units.unit(), a.production()),
            new Figure(
                "D_cba_per_capita",
                units.headUnit() + "/person",
                units.perHead(footprint, a.population())),
            new Figure(
                "D_pba_per_capita",
                units.headUnit() + "/person",
                units.perHead(a.production(), a.population())),
            new Figure("net_position", units.unit(), net.position()),
            new Figure("net_position_domestic", units.unit(), net.domestic()),
            new Figure("capital_formation_share", "%", emitters.capitalShare())));
  }

  private static double[] oneBased(RegionClasses c) {
    return Arrays.stream(c.of()).mapToDouble(v -> v < 0 ? Double.NaN : v + 1).toArray();
  }

  private void structure() {
    var group = new ResultAxis("sector_group", g.sectorGroups().names());
    into.table(
        "structure_centre",
        "1",
        "centres of the K-means clusters: mean shares of sector groups in value added",
        ProfileArrays.axis(g.typeOf()),
        group,
        g.types().centres());
    into.line(
        "structure_fit",
        "1",
        "K-means: Σ‖features − centre‖² over regions",
        new ResultAxis("structure_fit_measure", List.of("inertia")),
        new double[] {g.types().inertia()});
    into.table(
        "structure_share",
        "1",
        "shares of sector groups in the value added of each region of the study",
        new ResultAxis(
            "study_region",
            IntStream.of(g.study().regions()).mapToObj(r -> a.regions().get(r)).toList()),
        group,
        g.structure());
  }
}
