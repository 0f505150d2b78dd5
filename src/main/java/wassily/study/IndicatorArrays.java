package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import wassily.account.SuperEmitters;
import wassily.result.ResultAxis;
import wassily.study.StudyArrays.Figure;

/** The indicators of method section 3, points 1 to 7, computed and labelled. */
final class IndicatorArrays {
  private static final int[] LARGEST = {1, 5, 10, 20, 50};

  private final CityAccounts a;
  private final CityGroups g;
  private final CityOptions o;
  private final StudyArrays into;
  private final String unit;
  private final String currency;
  private final double[] footprint;
  private final double[] demand;
  private final ResultAxis region;

  /** Of footprints per head: tonnes where the stressor is a mass. */
  private final String headUnit;

  private final double headFactor;

  IndicatorArrays(CityAccounts a, CityGroups g, CityOptions o, StudyArrays into) {
    this.a = a;
    this.g = g;
    this.o = o;
    this.into = into;
    this.unit = a.stressor().unit();
    this.currency =
        o.subject()
            .currency()
            .code()
            .orElseGet(() -> wassily.table.MoneyUnit.parse(a.money()).currency());
    this.footprint = a.footprintTotals();
    this.demand = a.demandTotals();
    this.region = new ResultAxis("region", a.regions());
    var factor = MassUnit.factor(unit, o.subject().referenceUnit());
    this.headUnit = factor.isPresent() ? o.subject().referenceUnit() : unit;
    this.headFactor = factor.orElse(1);
  }

  void all() {
    regions();
    for (RegionClasses c : classifications()) {
      profile(c);
      flows(c);
    }
    if (!o.subject().classes().isEmpty()) {
      profile(affluenceClasses());
    }
    levels();
    inequality();
    structure();
    positions();
    emitters();
    categories();
  }

  /** Quintile, structure type, and both at once. */
  private List<RegionClasses> classifications() {
    return List.of(g.quintiles(), g.typeOf(), g.quintiles().cross(g.typeOf()));
  }

  private RegionClasses affluenceClasses() {
    double[] bounds = o.subject().classes().stream().mapToDouble(Double::doubleValue).toArray();
    return RegionClasses.byBounds("affluence class", g.perHead(), bounds);
  }

  /** The array's name of a classification: "quintile_and_structure_type". */
  static String name(RegionClasses c) {
    return c.name().replace(' ', '_');
  }

  private void regions() {
    var net = NetPositions.of(a.production(), footprint, a.flows());
    double[] gdp = a.gdp();
    double[] people = a.population();
    into.figures(
        "city",
        "figures of every region; quintile 1 = richest, NaN outside the study; super_emitter: 1 demand, 2 technology, 3 hybrid, 0 none; net_position = D_pba − D_cba",
        region,
        List.of(
            new Figure("population", "person", people),
            new Figure(
                "in_study", "", Arrays.stream(g.study().of()).mapToDouble(v -> v + 1).toArray()),
            new Figure("quintile", "", oneBased(g.quintiles())),
            new Figure("structure_type", "", oneBased(g.typeOf())),
            new Figure("super_emitter", "", emitterNumbers()),
            new Figure("GDP", a.money(), gdp),
            new Figure("demand", a.money(), demand),
            new Figure("affluence", currency + "/person", g.perHead()),
            new Figure("D_cba", unit, footprint),
            new Figure("D_pba", unit, a.production()),
            new Figure("D_cba_per_capita", headUnit + "/person", perHead(footprint)),
            new Figure("D_pba_per_capita", headUnit + "/person", perHead(a.production())),
            new Figure("net_position", unit, net.position()),
            new Figure("net_position_domestic", unit, net.domestic()),
            new Figure("capital_formation_share", "%", capitalShare())));
  }

  private static double[] oneBased(RegionClasses c) {
    return Arrays.stream(c.of()).mapToDouble(v -> v < 0 ? Double.NaN : v + 1).toArray();
  }

  private double[] emitterNumbers() {
    return IntStream.range(0, footprint.length)
        .mapToDouble(
            r ->
                g.study().of()[r] < 0
                    ? Double.NaN
                    : g.emitters().type(r).map(t -> t.ordinal() + 1.0).orElse(0.0))
        .toArray();
  }

  private double[] perHead(double[] byRegion) {
    return IntStream.range(0, byRegion.length)
        .mapToDouble(r -> headFactor * byRegion[r] / a.population()[r])
        .toArray();
  }

  private static double[] percent(double[] shares) {
    return Arrays.stream(shares).map(v -> 100 * v).toArray();
  }

  private double[] capitalShare() {
    return IntStream.range(0, demand.length)
        .mapToDouble(
            r -> 100 * IntStream.of(g.from()).mapToDouble(c -> a.demand()[r][c]).sum() / demand[r])
        .toArray();
  }

  private void profile(RegionClasses c) {
    var figures = new ArrayList<Figure>();
    figures.add(
        new Figure(
            "regions",
            "",
            IntStream.range(0, c.size()).mapToDouble(i -> c.regions(i).length).toArray()));
    add(figures, c, "population", "person", a.population());
    add(figures, c, "GDP", a.money(), a.gdp());
    add(figures, c, "demand", a.money(), demand);
    add(figures, c, "D_cba", unit, footprint);
    add(figures, c, "D_pba", unit, a.production());
    into.figures(
        "profile_by_" + name(c),
        "sums over regions, their share of the study, per head as ΣD/Σpopulation and as the unweighted mean over regions",
        axis(c),
        figures);
  }

  private void add(
      List<Figure> figures, RegionClasses c, String what, String of, double[] byRegion) {
    var p = GroupProfile.of(c, byRegion, a.population());
    figures.add(new Figure(what, of, p.sum()));
    figures.add(new Figure(what + "_share", "%", percent(p.share())));
    if (!what.equals("population")) {
      boolean stressor = what.startsWith("D_");
      String per = (stressor ? headUnit : of) + "/person";
      double factor = stressor ? headFactor : 1;
      figures.add(new Figure(what + "_per_capita", per, times(factor, p.perCapita())));
      figures.add(new Figure(what + "_mean_per_capita", per, times(factor, p.meanPerCapita())));
    }
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }

  private static ResultAxis axis(RegionClasses c) {
    return new ResultAxis(name(c), c.labels());
  }

  private void levels() {
    var names = new ArrayList<String>();
    var found = new ArrayList<GroupProfile.Level>();
    var level = new ArrayList<Double>();
    var units = new ArrayList<String>();
    if (MassUnit.factor(unit, o.subject().referenceUnit()).isPresent()) {
      double[] y = perHead(footprint);
      o.subject()
          .references()
          .forEach(
              (name, value) -> {
                names.add("footprint: " + name);
                level.add(value);
                units.add(headUnit + "/person");
                found.add(GroupProfile.Level.of(g.study(), y, a.population(), value));
              });
    }
    for (double bound : o.subject().classes()) {
      names.add("affluence: " + bound);
      level.add(bound);
      units.add(currency + "/person");
      found.add(GroupProfile.Level.of(g.study(), g.perHead(), a.population(), bound));
    }
    if (!names.isEmpty()) {
      into.figures(
          "reference_level",
          "regions and people of the study above (or at) and below a level",
          new ResultAxis("level_name", names, java.util.Map.of("unit", units)),
          List.of(
              new Figure("level", "", doubles(level)),
              new Figure("regions_above", "", of(found, l -> l.regionsAbove())),
              new Figure("regions_below", "", of(found, l -> l.regionsBelow())),
              new Figure("people_above", "%", of(found, l -> 100 * l.peopleAbove())),
              new Figure("people_below", "%", of(found, l -> 100 * l.peopleBelow()))));
    }
    int regions = g.study().regions().length;
    int[] k = IntStream.of(LARGEST).filter(v -> v < regions).toArray();
    into.line(
        "largest_share",
        "%",
        "share of the k regions with the largest D_cba in that of the study",
        new ResultAxis("largest", IntStream.of(k).mapToObj(v -> "top " + v).toList()),
        IntStream.of(k)
            .mapToDouble(v -> 100 * GroupProfile.shareOfLargest(g.study(), footprint, v))
            .toArray());
  }

  private static double[] of(
      List<GroupProfile.Level> all, java.util.function.ToDoubleFunction<GroupProfile.Level> part) {
    return all.stream().mapToDouble(part).toArray();
  }

  private static double[] doubles(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void inequality() {
    int[] in = g.study().regions();
    double[] amount = IntStream.of(in).mapToDouble(r -> footprint[r]).toArray();
    double[] people = IntStream.of(in).mapToDouble(r -> a.population()[r]).toArray();
    Inequality.requireNotNegative(
        "footprint", amount, IntStream.of(in).mapToObj(r -> a.regions().get(r)).toList());
    var curve = Inequality.lorenz(amount, people);
    var quintile = theil(amount, people, in, g.quintiles());
    var type = theil(amount, people, in, g.typeOf());
    into.line(
        "inequality",
        "",
        "of D_cba per head, weighted by population: Gini's coefficient; Theil's index, its part between and within classes",
        new ResultAxis(
            "inequality_measure",
            List.of(
                "gini",
                "theil",
                "theil_between_quintiles",
                "theil_within_quintiles",
                "theil_between_structure_types",
                "theil_within_structure_types")),
        new double[] {
          Inequality.gini(curve),
          quintile.total(),
          quintile.between(),
          quintile.within(),
          type.between(),
          type.within()
        });
    into.line(
        "theil_by_quintile", "", "Theil's index within", axis(g.quintiles()), quintile.ofClass());
    into.line(
        "theil_by_structure_type", "", "Theil's index within", axis(g.typeOf()), type.ofClass());
    into.figures(
        "lorenz",
        "cumulated shares of people and of D_cba, regions sorted by D_cba per head",
        new ResultAxis(
            "lorenz_point",
            IntStream.range(0, curve.people().length).mapToObj(Integer::toString).toList()),
        List.of(
            new Figure("people", "%", percent(curve.people())),
            new Figure("D_cba", "%", percent(curve.amount()))));
  }

  private static Inequality.Theil theil(
      double[] amount, double[] people, int[] in, RegionClasses c) {
    return Inequality.theil(
        amount, people, IntStream.of(in).map(r -> c.of()[r]).toArray(), c.size());
  }

  private void structure() {
    var group = new ResultAxis("sector_group", g.sectorGroups().names());
    into.table(
        "structure_centre",
        "1",
        "centres of the K-means clusters: mean shares of sector groups in value added",
        axis(g.typeOf()),
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

  private void flows(RegionClasses c) {
    var emitted = GroupFlows.of(a.flows(), c);
    var added = GroupFlows.of(a.valueAddedFlows(), c);
    List<String> consumers = a.axes().exogenous().texts();
    var from = new ResultAxis("origin_" + name(c), emitted.origins(c));
    var to = new ResultAxis("destination_" + name(c), emitted.destinations(c, consumers));
    String by = "_by_" + name(c);
    into.table(
        "flows" + by, unit, "Σ_{r∈g, s∈h, r≠s} T[r,s], without F_Y", from, to, emitted.flow());
    into.table(
        "flows_percent" + by,
        "%",
        "of all flow between regions of the study",
        axis(c),
        new ResultAxis("to_" + name(c), c.labels()),
        emitted.percent());
    into.table("VA_flows" + by, a.money(), "the same of value added", from, to, added.flow());
    into.table(
        "VA_per_emission" + by,
        a.money() + "/" + unit,
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
        axis(c),
        List.of(
            new Figure("of_own_footprint", "%", percent(out.ofOwn())),
            new Figure("of_all_flow", "%", percent(out.ofFlow()))));
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
    return Arrays.stream(shares).map(IndicatorArrays::percent).toArray(double[][]::new);
  }

  private void positions() {
    var net = NetPositions.of(a.production(), footprint, a.flows());
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

  private void emitters() {
    var types = SuperEmitters.Type.values();
    var labels = Arrays.stream(types).map(SuperEmitters.Type::text).toList();
    var type = new ResultAxis("super_emitter_type", labels);
    var counts = new double[types.length][5];
    var count = new double[types.length];
    var consumed = new double[types.length];
    var produced = new double[types.length];
    double allConsumed = g.study().sums(footprint)[0];
    double allProduced = g.study().sums(a.production())[0];
    for (int t = 0; t < types.length; t++) {
      for (int r : g.emitters(EnumSet.of(types[t]))) {
        count[t]++;
        counts[t][g.quintiles().of()[r]]++;
        consumed[t] += 100 * footprint[r] / allConsumed;
        produced[t] += 100 * a.production()[r] / allProduced;
      }
    }
    into.figures(
        "super_emitters",
        "regions of the study with D_cba (demand), D_pba (technology) or both (hybrid) above the limit; shares of the study",
        type,
        List.of(
            new Figure("regions", "", count),
            new Figure("D_cba_share", "%", consumed),
            new Figure("D_pba_share", "%", produced)));
    into.table("super_emitters_by_quintile", "", "how many", type, axis(g.quintiles()), counts);
    into.line(
        "super_emitter_limit",
        unit,
        "what D_cba or D_pba has to be above",
        new ResultAxis("super_emitter_limit_of", List.of("limit")),
        new double[] {g.emitters().limit()});
    int[] emitters = g.emitters(EnumSet.allOf(SuperEmitters.Type.class));
    if (emitters.length == 0) {
      return;
    }
    double[] capital = capitalShare();
    into.figures(
        "super_emitter_profile",
        "each super-emitter: share of the key sectors in its D_pba, and of capital formation in its final demand, beside that of the reference cities (light τ)",
        new ResultAxis(
            "super_emitter", IntStream.of(emitters).mapToObj(r -> a.regions().get(r)).toList()),
        List.of(
            new Figure("type", "", at(emitters, emitterNumbers())),
            new Figure("D_cba", unit, at(emitters, footprint)),
            new Figure("D_pba", unit, at(emitters, a.production())),
            new Figure("key_sectors_of_D_pba", "%", keyShare(emitters)),
            new Figure("capital_formation_share", "%", at(emitters, capital)),
            new Figure("capital_formation_reference", "%", reference(emitters.length))));
  }

  /** τ of the light scenario, the mean of the reference cities. */
  private double[] reference(int count) {
    var same = new double[count];
    Arrays.fill(same, 100 * o.mitigation().lightShare());
    return same;
  }

  private double[] keyShare(int[] regions) {
    return IntStream.of(regions)
        .mapToDouble(
            r ->
                100
                    * IntStream.of(g.keySectors()).mapToDouble(p -> a.emissions()[r][p]).sum()
                    / a.production()[r])
        .toArray();
  }

  private static double[] at(int[] positions, double[] values) {
    return IntStream.of(positions).mapToDouble(r -> values[r]).toArray();
  }

  private void categories() {
    var c = CategoryFootprints.of(g.study(), a.footprint(), a.demand());
    into.figures(
        "category_footprint",
        "D_cba by category of final demand over the regions of the study, and per unit of demand",
        new ResultAxis("category", a.axes().categories().texts()),
        List.of(
            new Figure("D_cba", unit, c.footprint()),
            new Figure("demand", a.money(), c.demand()),
            new Figure("D_cba_share", "%", percent(c.share())),
            new Figure("multiplier", unit + "/" + a.money(), c.multiplier())));
    into.line(
        "total",
        unit,
        "Σ D_pba of the whole table; Σ D_cba and Σ D_pba of the regions of the study",
        new ResultAxis("total_of", List.of("D_pba_table", "D_cba_study", "D_pba_study")),
        DoubleStream.of(a.total(), g.study().sums(footprint)[0], g.study().sums(a.production())[0])
            .toArray());
  }
}
