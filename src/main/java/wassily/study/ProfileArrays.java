package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import wassily.result.ResultAxis;
import wassily.study.StudyArrays.Figure;

/** Profiles of classes of regions, levels and inequality (method, sections 3.1 and 3.2). */
final class ProfileArrays {
  private static final int[] LARGEST = {1, 5, 10, 20, 50};

  private final CityAccounts a;
  private final CityGroups g;
  private final CityOptions o;
  private final StudyArrays into;
  private final StudyUnits units;
  private final double[] footprint;
  private final double[] demand;

  ProfileArrays(CityAccounts a, CityGroups g, CityOptions o, StudyArrays into, StudyUnits units) {
    this.a = a;
    this.g = g;
    this.o = o;
    this.into = into;
    this.units = units;
    this.footprint = a.footprintTotals();
    this.demand = a.demandTotals();
  }

  void profile(RegionClasses c) {
    var figures = new ArrayList<Figure>();
    figures.add(
        new Figure(
            "regions",
            "",
            IntStream.range(0, c.size()).mapToDouble(i -> c.regions(i).length).toArray()));
    add(figures, c, "population", "person", a.population());
    add(figures, c, "GDP", a.money(), a.gdp());
    add(figures, c, "demand", a.money(), demand);
    add(figures, c, "D_cba", units.unit(), footprint);
    add(figures, c, "D_pba", units.unit(), a.production());
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
    figures.add(new Figure(what + "_share", "%", StudyUnits.percent(p.share())));
    if (!what.equals("population")) {
      boolean stressor = what.startsWith("D_");
      String per = (stressor ? units.headUnit() : of) + "/person";
      double factor = stressor ? units.headFactor() : 1;
      figures.add(new Figure(what + "_per_capita", per, times(factor, p.perCapita())));
      figures.add(new Figure(what + "_mean_per_capita", per, times(factor, p.meanPerCapita())));
    }
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }

  /** The classes as an axis. */
  static ResultAxis axis(RegionClasses c) {
    return new ResultAxis(name(c), c.labels());
  }

  void levels() {
    var names = new ArrayList<String>();
    var found = new ArrayList<GroupProfile.Level>();
    var level = new ArrayList<Double>();
    var unitOf = new ArrayList<String>();
    if (MassUnit.factor(units.unit(), o.subject().referenceUnit()).isPresent()) {
      double[] y = units.perHead(footprint, a.population());
      o.subject()
          .references()
          .forEach(
              (name, value) -> {
                names.add("footprint: " + name);
                level.add(value);
                unitOf.add(units.headUnit() + "/person");
                found.add(GroupProfile.Level.of(g.study(), y, a.population(), value));
              });
    }
    for (double bound : o.subject().classes()) {
      names.add("affluence: " + RegionClasses.plain(bound));
      level.add(bound);
      unitOf.add(units.currency() + "/person");
      found.add(GroupProfile.Level.of(g.study(), g.perHead(), a.population(), bound));
    }
    if (!names.isEmpty()) {
      into.figures(
          "reference_level",
          "regions and people of the study above (or at) and below a level",
          new ResultAxis("level_name", names, Map.of("unit", unitOf)),
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
      List<GroupProfile.Level> all, ToDoubleFunction<GroupProfile.Level> part) {
    return all.stream().mapToDouble(part).toArray();
  }

  private static double[] doubles(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  void inequality() {
    int[] in = g.study().regions();
    double[] amount = IntStream.of(in).mapToDouble(r -> footprint[r]).toArray();
    double[] people = IntStream.of(in).mapToDouble(r -> a.population()[r]).toArray();
    Inequality.requireShares(
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
            new Figure("people", "%", StudyUnits.percent(curve.people())),
            new Figure("D_cba", "%", StudyUnits.percent(curve.amount()))));
  }

  private static Inequality.Theil theil(
      double[] amount, double[] people, int[] in, RegionClasses c) {
    return Inequality.theil(
        amount, people, IntStream.of(in).map(r -> c.of()[r]).toArray(), c.size());
  }

  /** The array's name of a classification: "quintile_and_structure_type". */
  static String name(RegionClasses c) {
    return c.name().replace(' ', '_');
  }

  /** Profiles of absolute classes of affluence, where bounds were given. */
  void affluence() {
    if (!o.subject().classes().isEmpty()) {
      double[] bounds = o.subject().classes().stream().mapToDouble(Double::doubleValue).toArray();
      profile(RegionClasses.byBounds("affluence class", g.perHead(), bounds));
    }
  }
}
