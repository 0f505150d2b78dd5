package wassily.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import wassily.label.TableAxes;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Turns levers of a sweep file into levers on a table's rows and columns: names become positions,
 * benchmarks and files become numbers, evaluated once on the baseline.
 *
 * <p>What is wrong with a lever whatever the values of the variables is an error of the file here.
 * What depends on them is a failed scenario ({@link ScenarioFailure}).
 */
public final class ActionResolver {
  private final MrioTable table;
  private final TableAxes axes;
  private final Names names;
  private final Benchmarks benchmarks;
  private final DemandCellsFile demandCells;
  private final PerturbResolver perturbs;

  /** Resolves what a user chose; positions ascend, and nothing found is an error. */
  public interface Names {
    /**
     * Regions.
     *
     * @param choice what was written
     * @return positions on the axis of regions
     */
    int[] regions(Choice choice);

    /**
     * Sectors.
     *
     * @param choice what was written
     * @return positions on the axis of sectors
     */
    int[] sectors(Choice choice);

    /**
     * Categories of final demand.
     *
     * @param choice what was written
     * @return positions on the axis of categories
     */
    int[] categories(Choice choice);

    /**
     * Consumers; never asked for all of them, because a lever touches exogenous ones only by name.
     *
     * @param choice what was written, not all
     * @return positions of regions, and R + e for exogenous consumers
     */
    int[] consumers(Choice choice);

    /**
     * What a floor of demand is given in.
     *
     * @param lift the lever
     * @return how much of that currency one unit of the table's money is: 10⁶ for EUR in a table in
     *     M EUR
     */
    double currencyPerUnit(Action.DemandLift lift);
  }

  /**
   * Remembers where names and numbers come from.
   *
   * @param table the table
   * @param account the stressors that are followed
   * @param names resolves choices
   * @param csv reads benchmarks and cells
   */
  public ActionResolver(
      MrioTable table, SatelliteAccount account, Names names, CsvTable.Reader csv) {
    this(table, account, names, csv, new DrawNumbers(0, false));
  }

  /** The same for levers that draw. */
  ActionResolver(
      MrioTable table,
      SatelliteAccount account,
      Names names,
      CsvTable.Reader csv,
      DrawNumbers numbers) {
    this.table = table;
    this.axes = table.axes();
    this.names = names;
    this.benchmarks = new Benchmarks(table, account, names, csv);
    this.demandCells = new DemandCellsFile(axes, names, csv);
    this.perturbs =
        new PerturbResolver(
            axes,
            account.stressors().size(),
            numbers,
            new PerturbResolver.Positions() {
              @Override
              public int[] rows(Cells cells) {
                return ActionResolver.this.rows(cells);
              }

              @Override
              public int[] columns(Lever lever, Choice consumers, Choice categories) {
                return ActionResolver.this.columns(lever, consumers, categories);
              }
            },
            new SpreadFile(axes, account, names, csv));
  }

  /**
   * Resolves levers.
   *
   * @param levers as they stand in the file
   * @return the same levers on the table's positions, in the same order
   * @throws IOException when a file of a lever cannot be read
   * @throws wassily.table.BadDataException when a lever cannot be applied to this table; the
   *     message says where it stands, what was found and what was expected
   */
  public List<ResolvedLever> resolve(List<Lever> levers) throws IOException {
    var resolved = new ArrayList<ResolvedLever>();
    boolean byConsumer = false;
    for (Lever lever : levers) {
      ResolvedAction action = resolve(lever);
      if (byConsumer && action instanceof ResolvedAction.IntensityBenchmark b && b.direct()) {
        throw lever
            .where()
            .refusal(
                "lever %s: direct: true has no meaning after a benchmark of: consumers, which makes intensities depend on the consumer; put it before"
                    .formatted(lever.name()));
      }
      byConsumer |= action instanceof ResolvedAction.ConsumerBenchmark;
      resolved.add(new ResolvedLever(lever.name(), lever.when(), action, lever.where()));
    }
    var onBaseline = new BaselineChecks(table);
    for (ResolvedLever lever : resolved) {
      onBaseline.check(lever);
    }
    return resolved;
  }

  private ResolvedAction resolve(Lever lever) throws IOException {
    return switch (lever.action()) {
      case Action.IntensityScale a ->
          new ResolvedAction.IntensityScale(rows(a.at()), a.factor(), a.direct());
      case Action.IntensityBenchmark a -> benchmarks.resolve(lever, a, rows(a.at()));
      case Action.DemandScale a ->
          new ResolvedAction.DemandScale(
              columns(lever, a.consumers(), a.categories()),
              rows(a.products()),
              a.factor(),
              a.directFixed());
      case Action.DemandShift a -> shift(lever, a);
      case Action.DemandLift a -> lift(lever, a);
      case Action.DemandCells a -> demandCells.read(lever, a);
      case Action.CoefficientScale a ->
          new ResolvedAction.CoefficientScale(
              rows(a.users()), rows(a.suppliers()), a.factor(), a.residualValueAdded());
      case Action.InputSubstitution a -> {
        int[] to = names.sectors(a.to());
        int[] from = a.from().isAll() ? others(axes.sectors().size(), to) : names.sectors(a.from());
        requireApart(lever, "sector", axes.sectors().texts(), from, to);
        yield new ResolvedAction.InputSubstitution(
            from, to, rows(a.users()), a.fraction(), a.ratio());
      }
      case Action.TradeShift a -> trade(lever, a);
      case Action.Perturb a -> perturbs.resolve(lever, a);
    };
  }

  private ResolvedAction shift(Lever lever, Action.DemandShift a) {
    int[] from = names.categories(a.from());
    int[] to =
        a.remainder() == Action.Remainder.CUT
            ? new int[0]
            : a.to().isAll() ? others(axes.categories().size(), from) : names.categories(a.to());
    if (a.remainder() == Action.Remainder.REALLOCATE) {
      requireApart(lever, "category", axes.categories().texts(), from, to);
    }
    return new ResolvedAction.DemandShift(
        names.regions(a.regions()), from, to, a.share(), a.remainder(), a.directFixed());
  }

  private ResolvedAction lift(Lever lever, Action.DemandLift a) {
    int[] regions = names.regions(a.regions());
    double[] population =
        table
            .population()
            .orElseThrow(
                () ->
                    lever
                        .where()
                        .refusal(
                            "lever %s needs the population of regions, the table has none; import it again with one"
                                .formatted(lever.name())));
    for (int r : regions) {
      if (!(population[r] > 0)) {
        throw lever
            .where()
            .refusal(
                "lever %s: the population of %s is %s, expected more than 0; leave the region out or import its population"
                    .formatted(
                        lever.name(),
                        axes.regions().get(r).name(),
                        Double.isNaN(population[r]) ? "unknown" : population[r]));
      }
    }
    return new ResolvedAction.DemandLift(
        regions, population, names.currencyPerUnit(a), a.perCapita(), a.directFixed());
  }

  private ResolvedAction trade(Lever lever, Action.TradeShift a) {
    int[] to = names.regions(a.to());
    int[] from = a.from().isAll() ? others(axes.regions().size(), to) : names.regions(a.from());
    requireApart(lever, "region", axes.regions().texts(), from, to);
    int[] users = a.users().map(this::rows).orElse(new int[0]);
    int[] demand =
        a.demand().map(d -> columns(lever, d.consumers(), d.categories())).orElse(new int[0]);
    if (users.length + demand.length == 0) {
      throw lever
          .where()
          .refusal(
              "lever %s moves nobody's sourcing; name users or demand".formatted(lever.name()));
    }
    return new ResolvedAction.TradeShift(
        names.sectors(a.products()), from, to, users, demand, a.fraction());
  }

  /** Every chosen sector of every chosen region, ascending. */
  private int[] rows(Cells cells) {
    int[] sectors = names.sectors(cells.sectors());
    return Arrays.stream(names.regions(cells.regions()))
        .flatMap(r -> Arrays.stream(sectors).map(p -> axes.row(r, p)))
        .toArray();
  }

  /** Columns of Y; an exogenous consumer has one, whatever the categories. */
  private int[] columns(Lever lever, Choice consumers, Choice categories) {
    int regions = axes.regions().size();
    int[] chosen = consumers.isAll() ? names.regions(consumers) : names.consumers(consumers);
    int[] kinds = names.categories(categories);
    int[] columns =
        Arrays.stream(chosen)
            .flatMap(
                c ->
                    c < regions
                        ? Arrays.stream(kinds).map(k -> axes.column(c, k))
                        : IntStream.of(axes.regionalColumns() + c - regions))
            .toArray();
    if (columns.length == 0) {
      throw lever.where().refusal("lever %s chooses no column of Y".formatted(lever.name()));
    }
    return columns;
  }

  /** What was left out means all the others. */
  private static int[] others(int size, int[] chosen) {
    IntPredicate isChosen = i -> Arrays.binarySearch(chosen, i) >= 0;
    return IntStream.range(0, size).filter(isChosen.negate()).toArray();
  }

  private static void requireApart(
      Lever lever, String what, List<String> labels, int[] from, int[] to) {
    for (int f : from) {
      if (Arrays.binarySearch(to, f) >= 0) {
        throw lever
            .where()
            .refusal(
                "lever %s: the %s %s stands in from and in to; it can only be in one"
                    .formatted(lever.name(), what, labels.get(f)));
      }
    }
    if (from.length == 0 || to.length == 0) {
      throw lever
          .where()
          .refusal(
              "lever %s: %s is empty, because %s holds all there are"
                  .formatted(
                      lever.name(),
                      from.length == 0 ? "from" : "to",
                      from.length == 0 ? "to" : "from"));
    }
  }
}
