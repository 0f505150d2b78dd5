package wassily.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
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
 * @param changeOf distinct scenario → distinct change of A; 0 is none, {@link #PLAIN} not updated,
 *     {@link #DRAWN} drawn
 * @param changeExample change → a distinct scenario that makes it
 * @param mostRank the most columns of A that one scenario changes by an update
 * @param changedRows the rows of A that levers may change, ascending
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
    int mostRank,
    int[] changedRows,
    CoefficientColumns columns,
    DemandBasis basis) {

  /** In the place of a change: computed by the plain formula. */
  static final int PLAIN = -1;

  /** In the place of a change: something is drawn, {@link DrawnScenarios} computes it. */
  static final int DRAWN = -2;

  /** Finds the distinct scenarios and changes, and reads the columns of A that may change. */
  static SweepModel of(
      MrioTable table,
      SatelliteAccount account,
      List<ResolvedLever> levers,
      Design design,
      List<ResponsePath> paths)
      throws IOException {
    var basis = new DemandBasis(table.y(), levers, new DemandSets(table));
    return of(
        table, account, levers, design, paths, basis, mostColumns(table.axes().n(), basis.size()));
  }

  /** The same with another limit for updates: what it should be is found by measuring both ways. */
  static SweepModel of(
      MrioTable table,
      SatelliteAccount account,
      List<ResolvedLever> levers,
      Design design,
      List<ResponsePath> paths,
      int mostColumns)
      throws IOException {
    var basis = new DemandBasis(table.y(), levers, new DemandSets(table));
    return of(table, account, levers, design, paths, basis, mostColumns);
  }

  private static SweepModel of(
      MrioTable table,
      SatelliteAccount account,
      List<ResolvedLever> levers,
      Design design,
      List<ResponsePath> paths,
      DemandBasis basis,
      int mostColumns)
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
    var updated = new TreeSet<Integer>();
    int mostRank = 0;
    // Which levers act is often the same for all: what that means is found once.
    var known = new HashMap<List<ResolvedLever>, Set<Integer>>();
    for (int d = 0; d < changeOf.length; d++) {
      ScenarioValues values = ScenarioValues.of(design, representative.get(d));
      List<ResolvedLever> acting = levers.stream().filter(values::acts).toList();
      if (acting.stream().anyMatch(SweepModel::draws)) {
        changeOf[d] =
            servesDraws(acting, paths, table.axes().n(), account.stressors().size())
                ? DRAWN
                : PLAIN;
        continue;
      }
      Set<Integer> users = known.computeIfAbsent(acting, SweepModel::users);
      boolean byProduct = paths.stream().anyMatch(p -> p.side() == ResponsePath.Side.PRODUCT);
      if (isPlain(acting, byProduct) || users.size() > mostColumns) {
        changeOf[d] = PLAIN;
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
    var columns = CoefficientColumns.read(table, updated, onA);
    if (columns.anyNegative()) {
      // Whether a changed A is productive takes its spectral radius then: as much as a
      // factorization.
      for (int d = 0; d < changeOf.length; d++) {
        changeOf[d] = changeOf[d] > 0 ? PLAIN : changeOf[d];
      }
      example.subList(1, example.size()).clear();
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
        mostRank,
        changedRows(levers, table.axes()),
        columns,
        basis);
  }

  /**
   * Up to so many changed columns of A an update of W is taken to be cheaper than a factorization.
   *
   * <p>By operations it would be n/3 + parts: 2·n²·k for its solves against ⅔·n³ + 2·n²·parts. But
   * a factorization of its own also makes A' anew, and an LU is slower than solves. Measured by
   * {@code ChangeBenchmark} on one core with m = parts, fastest of 4 and of 3 calls on a busy
   * machine: n = 1,435 (parts = 141): 361 ms for the factorization, updates 236, 295, 433 ms at k/n
   * = 0.5, 0.6, 0.8, so equal at 0.70 n; n = 2,500 (parts = 201): 1,557 ms, updates 856 and 2,021
   * ms at 0.4 and 0.8, equal at 0.64 n, by medians at 0.58 n. n/2 + parts is 0.60 and 0.58 n there.
   * With multipliers ({@link MultiplierChanges}) both are equal later, at 0.65 n for n = 2,500 and
   * beyond 0.8 n for 1,435. Larger n were not measured; there the LU's share grows.
   */
  static int mostColumns(long n, long parts) {
    return Math.toIntExact(Math.min(n, n / 2 + parts));
  }

  /** Whether a lever draws anything. */
  static boolean draws(ResolvedLever lever) {
    return lever.action() instanceof ResolvedAction.Perturb p && !p.blocks().isEmpty();
  }

  /** Whether a lever draws cells of one matrix. */
  static boolean draws(ResolvedLever lever, Action.What what) {
    return draws(lever) && ((ResolvedAction.Perturb) lever.action()).what() == what;
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
      demandDrawn |= draws(lever, Action.What.Y);
    }
    return DrawnRows.serves(paths, n, stressors);
  }

  /** Whether a scenario is computed from drawn tables. */
  boolean isDrawn(int distinct) {
    return changeOf[distinct] == DRAWN;
  }

  /** Whether Z is drawn in any scenario that is computed from drawn tables. */
  boolean drawsTable() {
    return Arrays.stream(changeOf).anyMatch(c -> c == DRAWN)
        && levers.stream().anyMatch(l -> draws(l, Action.What.Z));
  }

  /** How many different tables scenarios draw: those that stand in one batch share the work. */
  long drawnTables() {
    return IntStream.range(0, distinct())
        .filter(this::isDrawn)
        .mapToObj(this::values)
        .map(
            values ->
                levers.stream()
                    .filter(l -> draws(l, Action.What.Z))
                    .map(l -> values.acts(l) ? values.of(l.action().amounts().getFirst()) : -1)
                    .toList())
        .distinct()
        .count();
  }

  /** Whether what acts has no shortcut for what is asked. */
  private static boolean isPlain(List<ResolvedLever> acting, boolean byProduct) {
    return acting.stream().anyMatch(l -> l.action() instanceof ResolvedAction.ConsumerBenchmark)
        || byProduct && !CoefficientState.levers(acting).isEmpty();
  }

  /** Whether every batch solves for M = S·L: by product, where levers change S. */
  boolean solvesForMultipliers() {
    return paths.stream().anyMatch(p -> p.side() == ResponsePath.Side.PRODUCT)
        && levers.stream().anyMatch(l -> l.action() instanceof ResolvedAction.OfIntensity);
  }

  /** The columns of A that levers change together. */
  private static Set<Integer> users(List<ResolvedLever> levers) {
    var users = new TreeSet<Integer>();
    for (ResolvedLever lever : levers) {
      switch (lever.action()) {
        case ResolvedAction.CoefficientScale a -> addRows(users, a.users());
        case ResolvedAction.InputSubstitution a -> addRows(users, a.users());
        case ResolvedAction.TradeShift a -> addRows(users, a.users());
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
    return state.change(changedRows);
  }

  /** The rows of A that any lever may change, ascending. */
  private static int[] changedRows(List<ResolvedLever> levers, TableAxes axes) {
    var rows = new TreeSet<Integer>();
    for (ResolvedLever lever : CoefficientState.levers(levers)) {
      switch (lever.action()) {
        case ResolvedAction.CoefficientScale a -> addRows(rows, a.suppliers());
        case ResolvedAction.InputSubstitution a -> {
          int[] regions = IntStream.range(0, axes.regions().size()).toArray();
          addRows(rows, regions, a.from(), axes);
          addRows(rows, regions, a.to(), axes);
        }
        case ResolvedAction.TradeShift a -> {
          addRows(rows, a.from(), a.products(), axes);
          addRows(rows, a.to(), a.products(), axes);
        }
        default -> {}
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addRows(TreeSet<Integer> rows, int[] regions, int[] sectors, TableAxes axes) {
    for (int r : regions) {
      addRows(rows, IntStream.of(sectors).map(p -> axes.row(r, p)).toArray());
    }
  }

  private static void addRows(TreeSet<Integer> rows, int[] more) {
    IntStream.of(more).forEach(rows::add);
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

  /**
   * Whether a scenario is computed by the plain formula, from a factorization of its own: its
   * intensities depend on the consumer, products are asked for, so many columns of A change that
   * updating costs more, or A changes and has negative cells.
   */
  boolean needsPlainFormula(int distinct) {
    return changeOf[distinct] == PLAIN;
  }

  /**
   * At most how many columns of A a change changes: those of the levers that act, though a factor
   * of 1 changes none.
   */
  int rank(int change) {
    if (change == 0) {
      return 0;
    }
    ScenarioValues values = values(changeExample[change]);
    return users(levers.stream().filter(values::acts).toList()).size();
  }

  /** How many distinct scenarios make each change. */
  long[] scenariosOfChanges() {
    var counts = new long[changeExample.length];
    for (int change : changeOf) {
      if (change >= 0) {
        counts[change]++;
      }
    }
    return counts;
  }
}
