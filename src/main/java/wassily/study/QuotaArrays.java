package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import wassily.result.ResultAxis;
import wassily.study.StudyArrays.Figure;

/** Quota, deficit, allocation and map from the sweep (method, sections 3.8 to 3.10). */
final class QuotaArrays {
  private static final int FIRST_JOINT = 5;

  private final CityAccounts a;
  private final CityGroups g;
  private final CityOptions o;
  private final CityScenarios scenarios;
  private final ScenarioTotals totals;
  private final StudyArrays into;
  private final String unit;
  private final List<String> lifts;

  QuotaArrays(
      CityAccounts a,
      CityGroups g,
      CityOptions o,
      CityScenarios scenarios,
      ScenarioTotals totals,
      StudyArrays into) {
    this.a = a;
    this.g = g;
    this.o = o;
    this.scenarios = scenarios;
    this.totals = totals;
    this.into = into;
    this.unit = a.stressor().unit();
    this.lifts = o.lifts().stream().map(CityOptions.Lift::name).toList();
  }

  void all(double[] interaction, int[] givers) {
    scenarios();
    quota();
    joint(interaction);
    if (!lifts.isEmpty()) {
      deficits();
      balance();
      allocation(givers);
    }
    map();
  }

  private void scenarios() {
    var named = scenarios.names();
    var axis = new ResultAxis("scenario", named);
    var region = new ResultAxis("region", a.regions());
    into.line(
        "scenario_total",
        unit,
        "Σ D_pba of the whole table",
        axis,
        Arrays.copyOf(totals.total(), named.size()));
    into.table(
        "scenario_D_pba",
        unit,
        "D_pba by region",
        axis,
        region,
        Arrays.copyOf(totals.production(), named.size()));
    into.table(
        "scenario_D_cba",
        unit,
        "D_cba by region",
        axis,
        region,
        Arrays.copyOf(totals.footprint(), named.size()));
  }

  private double[] mitigation(IntToDoubleFunction of) {
    return IntStream.rangeClosed(1, CityScenarios.MITIGATION.size()).mapToDouble(of).toArray();
  }

  private void quota() {
    double study = g.study().sums(a.footprintTotals())[0];
    var budget = o.mitigation().budget();
    OptionalDouble given =
        budget.isPresent() ? OptionalDouble.of(budget.get()) : OptionalDouble.empty();
    var changed = new double[CityScenarios.MITIGATION.size()];
    var mitigating = new double[changed.length][a.regions().size()];
    for (int m = 0; m < changed.length; m++) {
      int[] regions = scenarios.mitigating(CityScenarios.MITIGATION.get(m));
      changed[m] = regions.length;
      for (int r : regions) {
        mitigating[m][r] = 1;
      }
    }
    into.table(
        "mitigating",
        "",
        "1 where a scenario may change a region",
        new ResultAxis("mitigation", CityScenarios.MITIGATION),
        new ResultAxis("region", a.regions()),
        mitigating);
    into.figures(
        "quota",
        "baseline total − scenario total; in % of the study regions' footprint and of the external budget (NaN when none is given); budget_after = budget + quota",
        new ResultAxis("mitigation", CityScenarios.MITIGATION),
        List.of(
            new Figure("regions", "", changed),
            new Figure("quota", unit, mitigation(totals::quota)),
            new Figure("of_footprint", "%", mitigation(s -> 100 * totals.quota(s) / study)),
            new Figure(
                "of_budget", "%", mitigation(s -> CityStudy.percent(totals.quota(s), given))),
            new Figure(
                "budget_after",
                unit,
                mitigation(s -> given.orElse(Double.NaN) + totals.quota(s)))));
  }

  private void joint(double[] interaction) {
    var sum = new double[2];
    var both = new double[2];
    for (int j = 0; j < 2; j++) {
      sum[j] = totals.quota(1 + j) + totals.quota(3 + j);
      both[j] = totals.quota(FIRST_JOINT + j);
    }
    into.figures(
        "joint_quota",
        "the plain sum of technology and demand, both at once, and the interaction (S−S')·L·(Y−Y')·1 computed on its own: quota = sum − interaction",
        new ResultAxis("joint", CityScenarios.MITIGATION.subList(4, 6)),
        List.of(
            new Figure("plain_sum", unit, sum),
            new Figure("quota", unit, both),
            new Figure("interaction", unit, interaction)));
  }

  private int liftScenario(int lift) {
    return 1 + CityScenarios.MITIGATION.size() + lift;
  }

  private double deficit(int lift) {
    return totals.deficit(liftScenario(lift));
  }

  private double[] lift(IntToDoubleFunction of) {
    return IntStream.range(0, lifts.size()).mapToDouble(of).toArray();
  }

  private double people(int lift) {
    return IntStream.of(scenarios.lifted(lift)).mapToDouble(r -> a.population()[r]).sum();
  }

  private void deficits() {
    double study = g.study().sums(a.footprintTotals())[0];
    double everybody = g.study().sums(a.population())[0];
    into.figures(
        "deficit",
        "lifted regions are raised to the target demand per head; deficit = scenario total − baseline total",
        new ResultAxis("lift", lifts),
        List.of(
            new Figure("target", "currency/person", lift(scenarios::target)),
            new Figure("regions", "", lift(l -> scenarios.lifted(l).length)),
            new Figure("people", "person", lift(this::people)),
            new Figure("people_share", "%", lift(l -> 100 * people(l) / everybody)),
            new Figure("deficit", unit, lift(this::deficit)),
            new Figure("of_footprint", "%", lift(l -> 100 * deficit(l) / study))));
    var lifted = new double[lifts.size()][a.regions().size()];
    for (int l = 0; l < lifted.length; l++) {
      for (int r : scenarios.lifted(l)) {
        lifted[l][r] = 1;
      }
    }
    into.table(
        "lifted",
        "",
        "1 where a lift raises a region",
        new ResultAxis("lift", lifts),
        new ResultAxis("region", a.regions()),
        lifted);
  }

  private void balance() {
    int l = lifts.size();
    var labels = new ArrayList<String>();
    var plain = new double[2 * l];
    var both = new double[2 * l];
    var overlap = new double[2 * l];
    for (int j = 0; j < 2; j++) {
      int[] mitigating = scenarios.mitigating(CityScenarios.MITIGATION.get(4 + j));
      for (int i = 0; i < l; i++) {
        int at = j * l + i;
        labels.add(CityScenarios.MITIGATION.get(4 + j) + " + " + lifts.get(i));
        plain[at] = totals.quota(FIRST_JOINT + j) - deficit(i);
        both[at] = totals.quota(liftScenario(l) + at);
        int[] raised = scenarios.lifted(i);
        overlap[at] =
            IntStream.of(mitigating).filter(r -> Arrays.binarySearch(raised, r) >= 0).count();
      }
    }
    into.figures(
        "balance",
        "quota − deficit, each against the baseline, and baseline total − total with both at once (mitigation first); regions that are mitigating and lifted",
        new ResultAxis("balance_of", labels),
        List.of(
            new Figure("quota_minus_deficit", unit, plain),
            new Figure("both_at_once", unit, both),
            new Figure("regions_in_both", "", overlap)));
  }

  private void allocation(int[] givers) {
    var methods =
        List.of("emission chains", "value-added chains", "population", "deficit", "performance");
    var rows = new ArrayList<double[]>();
    boolean any = false;
    for (int j = 0; j < 2; j++) {
      double quota = totals.quota(FIRST_JOINT + j);
      for (int l = 0; l < lifts.size(); l++) {
        int[] takers = scenarios.lifted(l);
        for (String method : methods) {
          boolean nothing = takers.length == 0 || givers.length == 0 || !(quota > 0);
          double[] given = new double[a.regions().size()];
          if (nothing) {
            Arrays.fill(given, Double.NaN);
          } else {
            given = share(quota, weights(method, l, takers, givers), l, takers, method);
            any = true;
          }
          rows.add(given);
        }
      }
    }
    if (any) {
      into.block(
          "allocation",
          unit,
          "the joint quota shared out to lifted regions by weights: Σ_{s∈givers, s≠p} T[p,s] of emissions or of value added, population, own deficit, ΔVA/ΔD_pba of the lift; NaN where there is nothing to share or nobody to take it",
          List.of(
              new ResultAxis("joint", CityScenarios.MITIGATION.subList(4, 6)),
              new ResultAxis("lift", lifts),
              new ResultAxis("allocation_by", methods),
              new ResultAxis("region", a.regions())),
          rows.toArray(double[][]::new));
    }
  }

  private double[] weights(String method, int lift, int[] takers, int[] givers) {
    return switch (method) {
      case "emission chains" -> QuotaAllocation.involvement(a.flows(), takers, givers);
      case "value-added chains" -> QuotaAllocation.involvement(a.valueAddedFlows(), takers, givers);
      case "population" -> QuotaAllocation.only(a.population(), takers);
      case "deficit" -> QuotaAllocation.only(moreOf(totals.footprint(), lift), takers);
      default ->
          QuotaAllocation.performance(
              moreOf(totals.valueAdded(), lift), moreOf(totals.production(), lift), takers);
    };
  }

  /** A region's deficit is what its footprint grows by. */
  private double[] moreOf(double[][] by, int lift) {
    double[] after = by[liftScenario(lift)];
    return IntStream.range(0, after.length).mapToDouble(r -> after[r] - by[0][r]).toArray();
  }

  private double[] share(double quota, double[] weights, int lift, int[] takers, String method) {
    if (method.equals("performance") && Arrays.stream(weights).sum() == 0) {
      var none = new double[weights.length];
      Arrays.fill(none, Double.NaN);
      return none;
    }
    return o.allocation().capped()
        ? QuotaAllocation.share(
            quota, weights, QuotaAllocation.only(moreOf(totals.footprint(), lift), takers), method)
        : QuotaAllocation.share(quota, weights, method);
  }

  private void map() {
    var m = o.map();
    int first = scenarios.names().size();
    int size = m.thresholds().size() * m.strengths().size() * m.shares().size();
    if (size == 0) {
      return;
    }
    var threshold = new ResultAxis("threshold", texts(m.thresholds()));
    var rows = new double[size / m.shares().size()][m.shares().size()];
    for (int i = 0; i < size; i++) {
      rows[i / m.shares().size()][i % m.shares().size()] = totals.quota(first + i);
    }
    into.block(
        "quota_map",
        unit,
        "quota when super-emitters by the threshold go a share (strength) of the way to the deep benchmark and the share of capital formation in their demand falls to τ, both at once",
        List.of(
            threshold,
            new ResultAxis("strength", texts(m.strengths())),
            new ResultAxis("capital_formation_share", texts(m.shares()))),
        rows);
    into.figures(
        "quota_map_regions",
        "how many regions of the study change",
        threshold,
        List.of(
            new Figure(
                "technology", "", thresholds(t -> g.technology(scenarios.emitters(t)).length)),
            new Figure("demand", "", thresholds(t -> g.demand(scenarios.emitters(t)).length))));
  }

  private double[] thresholds(IntToDoubleFunction of) {
    return IntStream.range(0, o.map().thresholds().size()).mapToDouble(of).toArray();
  }

  private static List<String> texts(List<Double> numbers) {
    return numbers.stream().map(v -> Double.toString(v)).toList();
  }
}
