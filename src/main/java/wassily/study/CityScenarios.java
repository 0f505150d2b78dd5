package wassily.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.account.SuperEmitters;
import wassily.scenario.Action;
import wassily.scenario.Amount;
import wassily.scenario.Cells;
import wassily.scenario.Choice;
import wassily.scenario.DesignSpec;
import wassily.scenario.Lever;
import wassily.scenario.Response;
import wassily.scenario.SweepSpec;

/**
 * The mitigation scenarios, lifts and the map of quota against effort as levers of one sweep
 * (method, sections 3.8 and 3.9). Every lever has a variable of its own that says whether it acts;
 * a lever that would change no region is left out.
 *
 * <p>Scenario names: {@code baseline}, {@code technology light} … {@code joint deep}, then each
 * lift by its name, then {@code joint light + LIFT} and {@code joint deep + LIFT}. The rows of the
 * map follow.
 */
public final class CityScenarios {
  /** In which nothing acts. */
  public static final String BASELINE = "baseline";

  /** The six mitigation scenarios. */
  public static final List<String> MITIGATION =
      List.of(
          "technology light",
          "technology deep",
          "demand light",
          "demand deep",
          "joint light",
          "joint deep");

  private static final String STRENGTH = "strength";
  private static final String SHARE = "share";

  private final CityAccounts a;
  private final CityGroups g;
  private final CityOptions o;
  private final List<Lever> levers = new ArrayList<>();
  private final Map<String, int[]> changed = new HashMap<>();
  private final List<int[]> lifted = new ArrayList<>();
  private final List<Double> targets = new ArrayList<>();
  private final List<SuperEmitters> byThreshold = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Map<String, Double>> rows = new ArrayList<>();

  /**
   * Builds the levers and scenarios.
   *
   * @param a the accounts
   * @param g the classes of regions and sectors
   * @param o what the study is asked
   */
  public CityScenarios(CityAccounts a, CityGroups g, CityOptions o) {
    this.a = a;
    this.g = g;
    this.o = o;
    mitigation();
    lifts();
    map();
    scenarios();
  }

  private void mitigation() {
    int[] technology = g.technology(g.emitters());
    technology("technology-light", technology, new Action.Benchmark.NationalAverage(), Amount.ONE);
    technology("technology-deep", technology, deepBenchmark(), Amount.ONE);
    var m = o.mitigation();
    demand("demand-light", g.demand(g.emitters()), new Amount.Fixed(m.lightShare()));
    demand(
        "demand-deep",
        g.deepDemand(g.emitters(), o.structure().highTech()),
        new Amount.Fixed(m.deepShare()));
  }

  /** World averages, or the table's own lowest quartile. */
  Action.Benchmark deepBenchmark() {
    Path file = o.mitigation().world().orElse(BenchmarkTables.LOWEST_QUARTILE);
    return new Action.Benchmark.FromFile(file);
  }

  private void technology(String name, int[] regions, Action.Benchmark benchmark, Amount strength) {
    changed.put(name, regions);
    if (regions.length > 0) {
      add(name, new Action.IntensityBenchmark(cells(regions), benchmark, strength, false));
    }
  }

  /** The key sectors of some regions. */
  Cells cells(int[] regions) {
    return new Cells(
        choice(regions, a.regions()), choice(g.keySectors(), a.axes().sectors().texts()));
  }

  private void demand(String name, int[] regions, Amount share) {
    changed.put(name, regions);
    if (regions.length > 0) {
      List<String> categories = a.axes().categories().texts();
      add(
          name,
          new Action.DemandShift(
              choice(regions, a.regions()),
              choice(g.from(), categories),
              choice(g.to(), categories),
              share,
              o.mitigation().remainder(),
              o.mitigation().directFixed()));
    }
  }

  private void lifts() {
    double[] perHead = demandPerHead();
    for (CityOptions.Lift lift : o.lifts()) {
      if (MITIGATION.contains(lift.name().replace('-', ' ')) || lift.name().equals(BASELINE)) {
        throw lift.where()
            .refusal(
                "a scenario is called %s already; name the lift otherwise".formatted(lift.name()));
      }
      double target =
          lift.target().amount().orElseGet(() -> g.meanDemand(a, lift.target().quintile()));
      int[] regions =
          Arrays.stream(g.study().regions())
              .filter(
                  r ->
                      perHead[r] < target
                          && lift.set().holds(perHead[r], g.quintiles().of()[r] + 1))
              .toArray();
      targets.add(target);
      lifted.add(regions);
      if (regions.length > 0) {
        add(
            lift.name(),
            new Action.DemandLift(
                choice(regions, a.regions()),
                new Amount.Fixed(target),
                o.subject().currency(),
                o.mitigation().directFixed()));
      }
    }
  }

  /** Final demand per head in the study's currency, whatever quintiles are made by. */
  private double[] demandPerHead() {
    double[] demand = a.demandTotals();
    for (int r = 0; r < demand.length; r++) {
      demand[r] /= g.inTableUnits() * a.population()[r];
    }
    return demand;
  }

  private void map() {
    for (double threshold : o.map().thresholds()) {
      var emitters =
          SuperEmitters.of(
              new SuperEmitters.Accounts(a.production(), a.footprintTotals()),
              threshold,
              o.emitters().ofFootprint());
      byThreshold.add(emitters);
      technology(
          "map-technology-" + threshold,
          g.technology(emitters),
          deepBenchmark(),
          new Amount.Variable(STRENGTH));
      demand("map-demand-" + threshold, g.demand(emitters), new Amount.Variable(SHARE));
    }
  }

  private void add(String name, Action action) {
    levers.add(new Lever(name, new Amount.Variable("when " + name), action, o.where()));
  }

  private Choice choice(int[] positions, List<String> names) {
    return new Choice(IntStream.of(positions).mapToObj(names::get).toList(), o.where());
  }

  private void scenarios() {
    row(BASELINE, Map.of());
    for (String name : MITIGATION) {
      row(name, acting(name));
    }
    for (CityOptions.Lift lift : o.lifts()) {
      row(lift.name(), Map.of("when " + lift.name(), 1.0));
    }
    for (String joint : MITIGATION.subList(4, 6)) {
      for (CityOptions.Lift lift : o.lifts()) {
        var both = new LinkedHashMap<>(acting(joint));
        both.put("when " + lift.name(), 1.0);
        row(joint + " + " + lift.name(), both);
      }
    }
    for (double threshold : o.map().thresholds()) {
      for (double strength : o.map().strengths()) {
        for (double share : o.map().shares()) {
          rows.add(
              Map.of(
                  "when map-technology-" + threshold,
                  1.0,
                  "when map-demand-" + threshold,
                  1.0,
                  STRENGTH,
                  strength,
                  SHARE,
                  share));
        }
      }
    }
  }

  private static Map<String, Double> acting(String mitigation) {
    String how = mitigation.endsWith("light") ? "light" : "deep";
    return mitigation.startsWith("joint")
        ? Map.of("when technology-" + how, 1.0, "when demand-" + how, 1.0)
        : Map.of("when " + mitigation.replace(' ', '-'), 1.0);
  }

  private void row(String name, Map<String, Double> values) {
    names.add(name);
    rows.add(values);
  }

  /**
   * The named scenarios, in the order of the design; the map's rows come after them.
   *
   * @return names
   */
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * The levers of a mitigation scenario.
   *
   * @param mitigation one of {@link #MITIGATION}
   * @return its levers, always acting; possibly none
   */
  public List<Lever> levers(String mitigation) {
    Map<String, Double> acting = acting(mitigation);
    return levers.stream()
        .filter(l -> acting.containsKey("when " + l.name()))
        .map(l -> new Lever(l.name(), Amount.ONE, l.action(), l.where()))
        .toList();
  }

  /**
   * The regions that a mitigation scenario may change.
   *
   * @param mitigation one of {@link #MITIGATION}
   * @return positions, ascending; possibly none
   */
  public int[] mitigating(String mitigation) {
    Map<String, Double> acting = acting(mitigation);
    return changed.entrySet().stream()
        .filter(e -> acting.containsKey("when " + e.getKey()))
        .flatMapToInt(e -> IntStream.of(e.getValue()))
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * The regions that a lift raises.
   *
   * @param lift its position among the options' lifts
   * @return positions, ascending; possibly none
   */
  public int[] lifted(int lift) {
    return lifted.get(lift).clone();
  }

  /**
   * What a lift raises demand per head to.
   *
   * @param lift its position among the options' lifts
   * @return the study's currency per person
   */
  public double target(int lift) {
    return targets.get(lift);
  }

  /**
   * Super-emitters by a threshold of the map.
   *
   * @param threshold its position among the options' thresholds
   * @return the super-emitters
   */
  public SuperEmitters emitters(int threshold) {
    return byThreshold.get(threshold);
  }

  /** The variables: whether each lever acts, then those of the map where a lever uses them. */
  List<String> variables() {
    var variables = new ArrayList<String>();
    levers.forEach(l -> variables.add("when " + l.name()));
    for (String free : List.of(STRENGTH, SHARE)) {
      boolean used =
          levers.stream()
              .anyMatch(
                  l ->
                      switch (l.action()) {
                        case Action.IntensityBenchmark b -> isVariable(b.strength(), free);
                        case Action.DemandShift d -> isVariable(d.share(), free);
                        default -> false;
                      });
      if (used) {
        variables.add(free);
      }
    }
    return variables;
  }

  private static boolean isVariable(Amount amount, String name) {
    return amount instanceof Amount.Variable v && v.name().equals(name);
  }

  /** A row for each scenario; a lever acts where its variable is 1. */
  double[][] design() {
    List<String> variables = variables();
    return rows.stream()
        .map(
            values ->
                variables.stream()
                    // Outside the map its variables mean nothing: no lever that acts uses them.
                    .mapToDouble(v -> values.getOrDefault(v, 0.0))
                    .toArray())
        .toArray(double[][]::new);
  }

  /**
   * The sweep.
   *
   * @param title of the table
   * @param satellite the account that holds the stressor
   * @param valueAdded whether value added can be reported
   * @return levers, scenarios and responses: total, D_pba, D_cba and VA by region
   */
  public SweepSpec spec(String title, String satellite, boolean valueAdded) {
    var responses = new ArrayList<Response>();
    responses.add(new Response(Response.Quantity.TOTAL, List.of(), false, o.where()));
    for (var q : List.of(Response.Quantity.D_PBA, Response.Quantity.D_CBA)) {
      responses.add(new Response(q, List.of("region"), false, o.where()));
    }
    if (valueAdded) {
      responses.add(
          new Response(Response.Quantity.VALUE_ADDED, List.of("region"), false, o.where()));
    }
    DesignSpec design =
        levers.isEmpty()
            ? new DesignSpec.Grid(new LinkedHashMap<>(), o.where())
            : new DesignSpec.Rows(BenchmarkTables.SCENARIOS, o.where());
    return new SweepSpec(
        "city study of " + title,
        Path.of(title),
        Optional.of(satellite),
        List.of(a.stressor().name()),
        List.of(),
        levers,
        design,
        responses,
        new SweepSpec.Keep(true, List.of()),
        0,
        o.where());
  }
}
