package wassily.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * A sweep on a table, without a number computed yet: levers on the table's positions, the distinct
 * scenarios of the design and their distinct changes of A.
 *
 * @param table the table
 * @param account the stressors that are followed
 * @param levers in order of application
 * @param design values of the variables
 * @param paths how each response is made
 * @param distinctOf scenario → distinct scenario
 * @param representative distinct scenario → the first scenario that has its values
 * @param changeOf distinct scenario → distinct change of A; 0 is none
 * @param changeExample change → a distinct scenario that makes it
 * @param columns the columns of A that levers change
 * @param basis Y in the parts that levers treat alike
 */
record SweepModel(
    MrioTable table,
    SatelliteAccount account,
    List<ResolvedLever> levers,
    Design design,
    List<ResponsePath> paths,
    int[] distinctOf,
    int[] representative,
    int[] changeOf,
    int[] changeExample,
    CoefficientColumns columns,
    DemandBasis basis) {

  /** Finds the distinct scenarios and changes, and reads the columns of A that may change. */
  static SweepModel of(
      MrioTable table,
      SatelliteAccount account,
      List<ResolvedLever> levers,
      Design design,
      List<ResponsePath> paths)
      throws IOException {
    // A lever that does not act, or whose number another lever makes irrelevant, is no difference.
    var distinct = new LinkedHashMap<List<Double>, Integer>();
    var distinctOf = new int[design.scenarios()];
    var representative = new ArrayList<Integer>();
    for (int s = 0; s < distinctOf.length; s++) {
      List<Double> key = signature(ScenarioValues.of(design, s), levers);
      Integer known = distinct.get(key);
      if (known == null) {
        known = distinct.size();
        distinct.put(key, known);
        representative.add(s);
      }
      distinctOf[s] = known;
    }
    List<ResolvedLever> onA = CoefficientState.levers(levers);
    var changes = new HashMap<List<Double>, Integer>();
    var changeOf = new int[representative.size()];
    var example = new ArrayList<Integer>();
    // 0 is "none acts", whether a scenario is so or not.
    changes.put(onA.stream().map(_ -> Double.NaN).toList(), 0);
    example.add(-1);
    for (int d = 0; d < changeOf.length; d++) {
      List<Double> key = signature(ScenarioValues.of(design, representative.get(d)), onA);
      Integer known = changes.get(key);
      if (known == null) {
        known = changes.size();
        changes.put(key, known);
        example.add(d);
      }
      changeOf[d] = known;
    }
    return new SweepModel(
        table,
        account,
        List.copyOf(levers),
        design,
        List.copyOf(paths),
        distinctOf,
        ints(representative),
        changeOf,
        ints(example),
        CoefficientColumns.read(table, onA),
        new DemandBasis(table.y(), levers, new DemandSets(table)));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * What decides what some levers do: their numbers, NaN for one that does not act.
   */
  private static List<Double> signature(ScenarioValues values, List<ResolvedLever> levers) {
    var numbers = new ArrayList<Double>();
    for (ResolvedLever lever : levers) {
      if (values.acts(lever)) {
        numbers.add(values.of(lever.when()));
        lever.action().amounts().forEach(a -> numbers.add(values.of(a)));
      } else {
        numbers.add(Double.NaN);
      }
    }
    return numbers;
  }

  /** How many distinct scenarios there are. */
  int distinct() {
    return representative.length;
  }

  /** The numbers of a distinct scenario. */
  ScenarioValues values(int distinct) {
    return ScenarioValues.of(design, representative[distinct]);
  }

  /** ΔA of a change. */
  CoefficientState.CoefficientChange change(int change) throws ScenarioFailure {
    var state = new CoefficientState(table, columns);
    if (change > 0) {
      ScenarioValues values = values(changeExample[change]);
      for (ResolvedLever lever : CoefficientState.levers(levers)) {
        if (values.acts(lever)) {
          state.apply(lever, values);
        }
      }
    }
    return state.change();
  }

  /** Final demand of a scenario; without values no lever acts. */
  DemandState demand(Optional<ScenarioValues> values, double[] baseline) throws ScenarioFailure {
    var state = new DemandState(table.axes(), basis, baseline);
    for (int l = 0; l < levers.size() && values.isPresent(); l++) {
      if (values.get().acts(levers.get(l))) {
        state.apply(l, levers.get(l), values.get());
      }
    }
    return state;
  }

  /** Whether the response's paths on the device cannot serve, and the plain formula must. */
  boolean needsPlainFormula(int distinct) {
    boolean byProduct = paths.stream().anyMatch(p -> p.side() == ResponsePath.Side.PRODUCT);
    return levers.stream()
            .filter(l -> l.action() instanceof ResolvedAction.ConsumerBenchmark)
            .anyMatch(values(distinct)::acts)
        || byProduct && changeOf[distinct] > 0;
  }

  /** Distinct scenarios that make a change. */
  int[] scenariosOf(int change) {
    return IntStream.range(0, changeOf.length).filter(d -> changeOf[d] == change).toArray();
  }
}
