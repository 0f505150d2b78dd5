package wassily.scenario;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * @param emitting the rows that S·W is summed over
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
    DemandBasis basis,
    EmissionRows emitting) {

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
    var scenarios =
        DistinctScenarios.of(
            design, levers, paths, table.axes().n(), account.stressors().size(), mostColumns);
    List<ResolvedLever> onA = CoefficientState.levers(levers);
    var columns = CoefficientColumns.read(table, scenarios.updated(), onA);
    if (columns.anyNegative()) {
      // Whether a changed A is productive takes its spectral radius then: as much as a
      // factorization.
      scenarios = scenarios.withoutUpdates();
    }
    EmissionRows emitting = emitting(table.axes(), account, levers, paths, columns);
    return new SweepModel(
        table,
        account,
        List.copyOf(levers),
        design,
        List.copyOf(paths),
        scenarios.distinctOf(),
        scenarios.representative(),
        scenarios.changeOf(),
        scenarios.changeExample(),
        scenarios.mostRank(),
        changedRows(levers, table.axes()),
        columns,
        basis,
        emitting);
  }

  /** Where A changes, and for M = S·L, every row of the table is needed. */
  private static EmissionRows emitting(
      TableAxes axes,
      SatelliteAccount account,
      List<ResolvedLever> levers,
      List<ResponsePath> paths,
      CoefficientColumns columns) {
    int k = account.stressors().size();
    boolean sums =
        columns.size() == 0
            && paths.stream()
                .map(ResponsePath::side)
                .allMatch(s -> s == ResponsePath.Side.CONSUMER || s == ResponsePath.Side.PRODUCER);
    return sums
        ? EmissionRows.of(
            axes.n(),
            k,
            levers,
            paths.stream()
                .filter(p -> p.account() == ResponsePath.Account.EMISSIONS)
                .map(ResponsePath::origin)
                .toList())
        : EmissionRows.ofTable(axes.n(), k, levers);
  }

  /**
   * Whether flows are summed by consumer before they are by origin: where that leaves less than
   * half the numbers of a scenario.
   */
  boolean consumersFirst(ResponsePath path) {
    return path.side() == ResponsePath.Side.CONSUMER
        && !emitting.areOfTable()
        && changesS()
        && 2L * path.consumers() * emitting.size() < (long) path.origins() * basis.size();
  }

  /**
   * Whether what regions emit for themselves is left out of sums of rows of W. Without sums it is
   * taken out of a scenario's flows, as a change of A adds to it.
   */
  boolean leavesOwnOut(ResponsePath path) {
    return !path.ownFlows() && !emitting.areOfTable();
  }

  /**
   * Whether value added or output of origins is one product with sums of rows of W, which no change
   * of A disturbs.
   */
  boolean sumsAccount(ResponsePath path) {
    return path.side() == ResponsePath.Side.PRODUCER
        && path.account() != ResponsePath.Account.EMISSIONS
        && columns.size() == 0
        && 2 * path.origins() <= table.axes().n();
  }

  /** Whether W is multiplied in all rows of the table: x of a scenario is needed in full. */
  boolean needsOutput() {
    return emitting.areOfTable()
        || paths.stream()
            .anyMatch(
                p ->
                    p.side() == ResponsePath.Side.PRODUCER
                        && p.account() != ResponsePath.Account.EMISSIONS
                        && !sumsAccount(p));
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

  /** Whether every batch solves for M = S·L: by product, where levers change S. */
  boolean solvesForMultipliers() {
    return paths.stream().anyMatch(p -> p.side() == ResponsePath.Side.PRODUCT) && changesS();
  }

  /** Whether any lever changes S. */
  boolean changesS() {
    return levers.stream().anyMatch(l -> l.action() instanceof ResolvedAction.OfIntensity);
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
    return DistinctScenarios.users(levers.stream().filter(values::acts).toList()).size();
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
