package wassily.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which scenarios of a design are the same, and which have the same change of A.
 *
 * @param distinctOf scenario → distinct scenario
 * @param representative distinct scenario → the first scenario that has its values
 * @param changeOf distinct scenario → distinct change of A; 0 is none, {@link SweepModel#PLAIN} not
 *     updated, {@link SweepModel#DRAWN} drawn
 * @param changeExample change → a distinct scenario that makes it, −1 for none
 * @param mostRank the most columns of A that one scenario changes by an update
 * @param updated the columns of A that updates change
 */
record DistinctScenarios(
    int[] distinctOf,
    int[] representative,
    int[] changeOf,
    int[] changeExample,
    int mostRank,
    Set<Integer> updated) {

  /**
   * Looks at all scenarios.
   *
   * @param n order of the table
   * @param stressors K
   * @param mostColumns with more changed columns of A a scenario is not updated
   */
  static DistinctScenarios of(
      Design design,
      List<ResolvedLever> levers,
      List<ResponsePath> paths,
      int n,
      int stressors,
      int mostColumns) {
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
    var updated = new TreeSet<Integer>();
    int mostRank = 0;
    // Which levers act is often the same for all: what that means is found once.
    var known = new HashMap<List<ResolvedLever>, Set<Integer>>();
    for (int d = 0; d < changeOf.length; d++) {
      ScenarioValues values = ScenarioValues.of(design, representative.get(d));
      List<ResolvedLever> acting = levers.stream().filter(values::acts).toList();
      if (acting.stream().anyMatch(SweepModel::draws)) {
        changeOf[d] =
            servesDraws(acting, paths, n, stressors) ? SweepModel.DRAWN : SweepModel.PLAIN;
        continue;
      }
      Set<Integer> users = known.computeIfAbsent(acting, DistinctScenarios::users);
      boolean byProduct = paths.stream().anyMatch(p -> p.side() == ResponsePath.Side.PRODUCT);
      if (isPlain(acting, byProduct) || users.size() > mostColumns) {
        changeOf[d] = SweepModel.PLAIN;
        continue;
      }
      mostRank = Math.max(mostRank, users.size());
      updated.addAll(users);
      List<Double> key = signature(values, onA);
      Integer change = changes.get(key);
      if (change == null) {
        change = changes.size();
        changes.put(key, change);
        example.add(d);
      }
      changeOf[d] = change;
    }
    return new DistinctScenarios(
        distinctOf, ints(representative), changeOf, ints(example), mostRank, updated);
  }

  /** The same with every changed A factorized anew. */
  DistinctScenarios withoutUpdates() {
    int[] plain = Arrays.stream(changeOf).map(c -> c > 0 ? SweepModel.PLAIN : c).toArray();
    return new DistinctScenarios(
        distinctOf, representative, plain, Arrays.copyOf(changeExample, 1), mostRank, updated);
  }

  /**
   * Whether drawn scenarios can be had from multipliers: S does not depend on the consumer, no
   * other lever changes A, and no lever after a draw of Y depends on Y's totals.
   */
  private static boolean servesDraws(
      List<ResolvedLever> acting, List<ResponsePath> paths, int n, int stressors) {
    boolean demandDrawn = false;
    for (ResolvedLever lever : acting) {
      boolean served =
          switch (lever.action()) {
            case ResolvedAction.ConsumerBenchmark _ -> false;
            case ResolvedAction.TradeShift a ->
                a.users().length == 0 && !(demandDrawn && a.demandColumns().length > 0);
            case ResolvedAction.OfCoefficients _ -> false;
            case ResolvedAction.DemandScale a -> !demandDrawn || a.rows().length == n;
            case ResolvedAction.OfDemand _ -> !demandDrawn;
            default -> true;
          };
      if (!served) {
        return false;
      }
      demandDrawn |= SweepModel.draws(lever, Action.What.Y);
    }
    return DrawnRows.serves(paths, n, stressors);
  }

  /** Whether what acts has no shortcut for what is asked. */
  private static boolean isPlain(List<ResolvedLever> acting, boolean byProduct) {
    return acting.stream().anyMatch(l -> l.action() instanceof ResolvedAction.ConsumerBenchmark)
        || byProduct && !CoefficientState.levers(acting).isEmpty();
  }

  /** The columns of A that levers change together. */
  static Set<Integer> users(List<ResolvedLever> levers) {
    var users = new TreeSet<Integer>();
    for (ResolvedLever lever : levers) {
      switch (lever.action()) {
        case ResolvedAction.CoefficientScale a -> Arrays.stream(a.users()).forEach(users::add);
        case ResolvedAction.InputSubstitution a -> Arrays.stream(a.users()).forEach(users::add);
        case ResolvedAction.TradeShift a -> Arrays.stream(a.users()).forEach(users::add);
        default -> {}
      }
    }
    return users;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What decides what some levers do: their numbers, NaN for one that does not act. */
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
}
