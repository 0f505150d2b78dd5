package wassily.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of scenarios of a sweep: how each is computed, and its operations. */
final class PathClasses {
  private final SweepModel model;
  private final double rate;
  private final DrawCosts draws;
  private final double n;
  private final double parts;
  private final double k;
  private final List<PathClass> classes = new ArrayList<>();

  /**
   * Looks at a sweep.
   *
   * @param rate operations per second of a product on this device
   * @param draws what drawn tables cost
   */
  PathClasses(SweepModel model, double rate, DrawCosts draws) {
    this.model = model;
    this.draws = draws;
    this.rate = rate;
    this.n = model.table().axes().n();
    this.parts = model.basis().size();
    this.k = model.account().stressors().size();
  }

  List<PathClass> all() {
    long[] scenarios = model.scenariosOfChanges();
    String what = what();
    add(
        "the baseline",
        "a factorization, W = L·Y" + (MultiplierChanges.serves(model) ? ", rows of M and L" : ""),
        0,
        2.0 / 3 * n * n * n + 2 * n * n * baselineColumns());
    if (scenarios[0] > 0) {
      add(what.isEmpty() ? "nothing" : what, products(), scenarios[0], each() * scenarios[0]);
    }
    var changes = new TreeMap<Integer, Integer>();
    var changed = new TreeMap<Integer, Long>();
    for (int change = 1; change < scenarios.length; change++) {
      int rank = model.rank(change);
      changes.merge(rank, 1, Integer::sum);
      changed.merge(rank, scenarios[change], Long::sum);
    }
    boolean multipliers = MultiplierChanges.serves(model);
    changes.forEach(
        (rank, count) ->
            add(
                "%sA: %,d distinct ΔA of rank ≤ %,d"
                    .formatted(what.isEmpty() ? "" : what + ", ", count, rank),
                multipliers
                    ? "multipliers of the baseline (M·U), shared by equal ΔA"
                    : "update of W by Woodbury's identity, shared by equal ΔA",
                changed.get(rank),
                changed.get(rank)
                        * (each() + 2 * (k + 1) * rank * (multipliers ? parts : n + parts))
                    + count * update(rank, multipliers)));
    addDrawn();
    long plain = 0;
    for (int change : model.changeOf()) {
      plain += change == SweepModel.PLAIN ? 1 : 0;
    }
    if (plain > 0) {
      add(
          "by consumer, A by product, or A everywhere",
          "the plain formula, a factorization each",
          plain,
          plain * (2.0 / 3 * n * n * n + 2 * n * n * parts));
    }
    return classes;
  }

  private void addDrawn() {
    long drawn = Arrays.stream(model.changeOf()).filter(c -> c == SweepModel.DRAWN).count();
    if (drawn == 0) {
      return;
    }
    String what =
        Stream.of(Action.What.values())
            .filter(w -> model.levers().stream().anyMatch(l -> SweepModel.draws(l, w)))
            .map(Action.What::name)
            .collect(Collectors.joining(", "));
    double rows = new DrawnRows(model).size();
    if (draws.path() == DrawPath.NONE) {
      double each = 2 * n * n * rows + 2 * n * parts * rows;
      add("drawn " + what, "multipliers of S from the baseline's factors", drawn, each * drawn);
      return;
    }
    boolean iterated = draws.path() == DrawPath.ITERATE;
    long tables = model.drawnTables();
    String path =
        iterated
            ? "%s, about %d corrections".formatted(draws.path().text(), draws.corrections())
            : draws.path().text();
    String other =
        Double.isInfinite(draws.other())
            ? "; iterating would not converge"
            : "; %.2g times the cost %s"
                .formatted(
                    draws.other() / draws.seconds(), iterated ? "by factorizing" : "by iterating");
    String shared =
        tables < drawn ? "; %,d drawn tables, each with its scenarios".formatted(tables) : "";
    classes.add(
        new PathClass(
            "drawn " + what,
            path + other + shared,
            drawn,
            tables * draws.flops(),
            tables * draws.seconds()));
  }

  private void add(String what, String path, long scenarios, double flops) {
    classes.add(new PathClass(what, path, scenarios, flops, flops / rate));
  }

  private String what() {
    boolean s = model.changesS();
    boolean y =
        model.levers().stream().anyMatch(l -> l.action() instanceof ResolvedAction.OfDemand);
    return s && y ? "S, Y" : s ? "S" : y ? "Y" : "";
  }

  /** Right-hand sides that every sweep solves for, whatever its length. */
  private double baselineColumns() {
    boolean anyChange = model.columns().size() > 0;
    return parts
        + (!anyChange
            ? 0
            : MultiplierChanges.serves(model)
                ? MultiplierChanges.rows(model)
                : 1
                    + (model.changedRows().length <= ChangeCache.MOST_ROWS
                        ? model.changedRows().length
                        : 0));
  }

  private boolean asks(ResponsePath.Side side) {
    return model.paths().stream().anyMatch(p -> p.side() == side);
  }

  private String products() {
    var paths = new ArrayList<String>();
    if (asks(ResponsePath.Side.CONSUMER)) {
      paths.add(model.changesS() ? "one product of S with W" : "S·W of the baseline");
    }
    if (asks(ResponsePath.Side.PRODUCT)) {
      paths.add(
          model.changesS() ? "a solve for M, one product of M with Y" : "M·Y of the baseline");
    }
    if (asks(ResponsePath.Side.PRODUCER)) {
      paths.add("one product of W with the coefficients of Y");
    }
    String all = String.join(", ", paths);
    return model.emitting().areOfTable()
        ? all
        : "%s; rows treated alike summed to %,d".formatted(all, model.emitting().size());
  }

  /** Operations of the products with W, for a scenario. */
  private double each() {
    double layouts =
        model.paths().stream()
                .anyMatch(
                    p ->
                        p.side() == ResponsePath.Side.CONSUMER
                            && ResponseLayouts.isPlain(model, p)
                            && !model.consumersFirst(p))
            ? 1
            : 0;
    double consumers = model.changesS() ? (layouts + ResponseLayouts.others(model)) * k : 0;
    double products = model.solvesForMultipliers() ? k : 0;
    double rows = model.emitting().size();
    return 2 * parts * (rows * consumers + n * products + producerRows() + consumersFirst())
        + 2 * n * n * products
        + 2 * k * parts;
  }

  /** Rows of W for responses that are summed by consumer first. */
  private double consumersFirst() {
    long some = model.paths().stream().filter(model::consumersFirst).count();
    return some * (double) model.emitting().size();
  }

  /** Rows of W that coefficients of Y are multiplied with. */
  private double producerRows() {
    double rows = 0;
    boolean emissions = false;
    boolean output = false;
    for (ResponsePath path : model.paths()) {
      if (model.sumsAccount(path)) {
        rows += path.origins();
      } else if (path.side() == ResponsePath.Side.PRODUCER) {
        emissions |= path.account() == ResponsePath.Account.EMISSIONS;
        output |= path.account() != ResponsePath.Account.EMISSIONS;
      }
    }
    double emitting = model.emitting().size();
    boolean shared = model.emitting().areOfTable();
    return rows + (emissions ? emitting : 0) + (output && !(emissions && shared) ? n : 0);
  }

  /** Operations for a change of A, however many scenarios have it. */
  private double update(double rank, boolean multipliers) {
    double core = 2 * rank * rank * parts + 2.0 / 3 * rank * rank * rank;
    double columns =
        multipliers
            ? 2 * n * rank * (rank + MultiplierChanges.rows(model) - model.columns().size())
            : model.changedRows().length <= ChangeCache.MOST_ROWS
                ? 2 * n * rank * model.changedRows().length
                : 2 * n * n * rank;
    return core + columns;
  }
}
