package wassily.study;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import wassily.account.SuperEmitters;
import wassily.result.ResultAxis;
import wassily.study.StudyArrays.Figure;

/** Super-emitters and categories of final demand (method, section 3.7). */
final class EmitterArrays {
  private final CityAccounts a;
  private final CityGroups g;
  private final CityOptions o;
  private final StudyArrays into;
  private final StudyUnits units;
  private final double[] footprint;
  private final double[] demand;

  EmitterArrays(CityAccounts a, CityGroups g, CityOptions o, StudyArrays into, StudyUnits units) {
    this.a = a;
    this.g = g;
    this.o = o;
    this.into = into;
    this.units = units;
    this.footprint = a.footprintTotals();
    this.demand = a.demandTotals();
  }

  void emitters() {
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
    into.table(
        "super_emitters_by_quintile",
        "",
        "how many",
        type,
        ProfileArrays.axis(g.quintiles()),
        counts);
    into.line(
        "super_emitter_limit",
        units.unit(),
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
            new Figure("D_cba", units.unit(), at(emitters, footprint)),
            new Figure("D_pba", units.unit(), at(emitters, a.production())),
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

  /** 0 none, 1 demand, 2 technology, 3 hybrid; NaN outside the study. */
  double[] emitterNumbers() {
    return IntStream.range(0, footprint.length)
        .mapToDouble(
            r ->
                g.study().of()[r] < 0
                    ? Double.NaN
                    : g.emitters().type(r).map(t -> t.ordinal() + 1.0).orElse(0.0))
        .toArray();
  }

  /** Capital formation in % of each region's final demand. */
  double[] capitalShare() {
    return IntStream.range(0, demand.length)
        .mapToDouble(
            r -> 100 * IntStream.of(g.from()).mapToDouble(c -> a.demand()[r][c]).sum() / demand[r])
        .toArray();
  }

  void categories() {
    var c = CategoryFootprints.of(g.study(), a.footprint(), a.demand());
    into.figures(
        "category_footprint",
        "D_cba by category of final demand over the regions of the study, and per unit of demand",
        new ResultAxis("category", a.axes().categories().texts()),
        List.of(
            new Figure("D_cba", units.unit(), c.footprint()),
            new Figure("demand", a.money(), c.demand()),
            new Figure("D_cba_share", "%", StudyUnits.percent(c.share())),
            new Figure("multiplier", units.unit() + "/" + a.money(), c.multiplier())));
    into.line(
        "total",
        units.unit(),
        "Σ D_pba of the whole table; Σ D_cba and Σ D_pba of the regions of the study",
        new ResultAxis("total_of", List.of("D_pba_table", "D_cba_study", "D_pba_study")),
        DoubleStream.of(a.total(), g.study().sums(footprint)[0], g.study().sums(a.production())[0])
            .toArray());
  }
}
