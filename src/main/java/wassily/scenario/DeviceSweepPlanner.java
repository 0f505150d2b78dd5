package wassily.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import wassily.account.LeontiefSystem;
import wassily.account.StressorSelection;
import wassily.account.SuperEmitters;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.BackendInfo;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Plans sweeps for a backend: resolves names, finds the distinct scenarios and their changes of A,
 * fixes the batch from the memory there is, and tells what each kind of scenario costs.
 *
 * <p>A factorization that a group needs already while planning is kept for {@link #open}.
 */
public final class DeviceSweepPlanner implements SweepPlanner, AutoCloseable {
  /** Rows of a product on the CPU: more gain nothing, and a batch is what is lost when stopped. */
  private static final int ROWS_ON_CPU = 256;

  /** On a card a product needs more rows to fill it. */
  private static final int ROWS_ON_CARD = 1024;

  /** Rows of a batch come in tiles, so that no row is at the edge of one. */
  private static final int TILE = 32;

  private LeontiefSystem system;
  private MrioTable factorized;

  /** Makes a planner. */
  public DeviceSweepPlanner() {}

  private SweepModel model(Inputs in, boolean allowLarge) throws IOException {
    SweepSpec spec = in.spec();
    MrioTable table = in.table();
    SatelliteAccount account = account(spec, table);
    var choices = new Choices(table, spec.groups(), () -> emissions(in, account));
    Design design = new DesignBuilder(in.csv(), allowLarge).build(spec);
    List<ResolvedLever> levers =
        new ActionResolver(table, account, new Named(choices), in.csv()).resolve(spec.levers());
    var paths = new ArrayList<ResponsePath>();
    for (Response response : spec.responses()) {
      paths.add(ResponsePath.of(response, table, account, choices::grouping));
    }
    return SweepModel.of(table, account, levers, design, paths);
  }

  private record Named(Choices choices) implements ActionResolver.Names {
    @Override
    public int[] regions(Choice choice) {
      return choices.regions(choice);
    }

    @Override
    public int[] sectors(Choice choice) {
      return choices.sectors(choice);
    }

    @Override
    public int[] categories(Choice choice) {
      return choices.categories(choice);
    }

    @Override
    public int[] consumers(Choice choice) {
      return choices.consumers(choice);
    }

    @Override
    public double currencyPerUnit(Action.DemandLift lift) {
      return choices.currencyPerUnit(lift);
    }
  }

  private static SatelliteAccount account(SweepSpec spec, MrioTable table) {
    try {
      if (table.satellites().isEmpty()) {
        return StressorSelection.select(table, List.of());
      }
      String satellite = spec.satellite().orElse(table.satellites().getFirst().name());
      if (spec.stressors().isEmpty()) {
        SatelliteAccount first = table.satellite(satellite);
        return StressorSelection.select(
            table, List.of(satellite + ":" + first.stressors().get(0).name()));
      }
      return StressorSelection.select(
          table,
          spec.stressors().stream()
              .map(s -> spec.satellite().isPresent() ? satellite + ":" + s : s)
              .toList());
    } catch (BadDataException e) {
      throw spec.where().refusal(e.getMessage());
    }
  }

  /** D_pba and D_cba of the first stressor: one right-hand side. */
  private SuperEmitters.Accounts emissions(Inputs in, SatelliteAccount account) {
    MrioTable table = in.table();
    TableAxes axes = table.axes();
    LeontiefSystem solved;
    try {
      solved = factorized(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[] f = account.f().row(0);
    var pba = new double[axes.regions().size()];
    var cba = new double[pba.length];
    for (int i = 0; i < f.length; i++) {
      pba[i / axes.sectors().size()] += f[i];
    }
    double[] m = solved.multipliers(java.lang.foreign.Arena.ofAuto(), HostMatrix.of(f)).row(0);
    var y = new double[axes.m()];
    for (int i = 0; i < m.length; i++) {
      table.y().getRow(i, y);
      for (int c = 0; c < axes.regionalColumns(); c++) {
        cba[axes.consumerOf(c)] += m[i] * y[c];
      }
    }
    for (int c = 0; c < axes.regionalColumns(); c++) {
      pba[axes.consumerOf(c)] += account.fY().get(0, c);
      cba[axes.consumerOf(c)] += account.fY().get(0, c);
    }
    return new SuperEmitters.Accounts(pba, cba);
  }

  private LeontiefSystem factorized(Inputs in) throws IOException {
    if (factorized != in.table()) {
      close();
      system = LeontiefSystem.factorize(in.table(), in.backend(), in.progress());
      factorized = in.table();
    }
    return system;
  }

  @Override
  public Plan plan(Inputs in, int shards, boolean allowLarge) throws IOException {
    SweepModel model = model(in, allowLarge);
    BackendInfo info = in.backend().info();
    int batch = batchSize(model, in.backend());
    return new Plan(
        in.spec().title(),
        in.tableSha256(),
        in.specSha256(),
        model.design(),
        model.distinctOf(),
        model.distinct(),
        batch,
        Math.max(1, Math.min(shards, Math.ceilDiv(model.distinct(), batch))),
        model.account().stressors(),
        model.paths().stream().map(ResponsePath::shape).toList(),
        in.spec().keep(),
        verified(in.spec(), model.distinct()),
        new Plan.Device(
            info.name(),
            info.device(),
            info.library(),
            info.threads(),
            "pivoting " + in.backend().pivoting().name().toLowerCase(Locale.ROOT)),
        classes(model, rate(in.backend())),
        factors(model) + SweepEngine.bytes(model, batch));
  }

  private static long factors(SweepModel model) {
    return model.table().z().shape().bytes();
  }

  /** As many scenarios as the device works on best, or as fit. */
  private static int batchSize(SweepModel model, Backend backend) {
    int rows = backend.info().name().equals("cuda") ? ROWS_ON_CARD : ROWS_ON_CPU;
    int stressors = Math.max(1, model.account().stressors().size());
    int wanted = Math.min(tiles(Math.ceilDiv(rows, stressors)), tiles(model.distinct()));
    while (true) {
      try {
        backend.requireMemory(
            factors(model) + SweepEngine.bytes(model, wanted),
            "a batch of %d scenarios of %s".formatted(wanted, model.table().info().title()));
        return wanted;
      } catch (BackendException.OutOfMemory e) {
        if (wanted <= TILE) {
          throw e;
        }
        wanted = tiles(wanted / 2);
      }
    }
  }

  private static int tiles(int rows) {
    return Math.max(1, Math.ceilDiv(rows, TILE)) * TILE;
  }

  /**
   * Scenarios to recompute: chosen by the title's and the design's size alone, so always the same.
   */
  private static List<Integer> verified(SweepSpec spec, int distinct) {
    int count = Math.min(spec.verify(), distinct);
    var chosen = new TreeSet<Integer>();
    var random = new SplittableRandom(distinct);
    while (chosen.size() < count) {
      chosen.add(random.nextInt(distinct));
    }
    return List.copyOf(chosen);
  }

  /** Flop/s of a product of the sweep's kind, from the second of two. */
  private static double rate(Backend backend) {
    var shape = new Shape(1024, 1024);
    try (var a = backend.zeros(shape);
        var b = backend.zeros(shape);
        var c = backend.zeros(shape)) {
      backend.multiply(a, b, c);
      long start = System.nanoTime();
      backend.multiply(a, b, c);
      return 2.0 * 1024 * 1024 * 1024 / ((System.nanoTime() - start) * 1e-9);
    }
  }

  private static List<PathClass> classes(SweepModel model, double rate) {
    double n = model.table().axes().n();
    double parts = model.basis().size();
    double k = model.account().stressors().size();
    boolean s =
        model.levers().stream().anyMatch(l -> l.action() instanceof ResolvedAction.OfIntensity);
    boolean y =
        model.levers().stream().anyMatch(l -> l.action() instanceof ResolvedAction.OfDemand);
    double products =
        model.paths().stream()
                .filter(p -> p.side() == ResponsePath.Side.CONSUMER)
                .map(p -> p.origins() == 1 ? 1 : p.origin())
                .distinct()
                .count()
            * k;
    boolean producers =
        model.paths().stream().anyMatch(p -> p.side() == ResponsePath.Side.PRODUCER);
    double each = 2 * n * parts * (products + (producers ? 1 : 0));
    String what = s && y ? "S and Y" : s ? "S" : y ? "Y" : "nothing but A";
    var classes = new ArrayList<PathClass>();
    var byRank = new TreeMap<Integer, List<Integer>>();
    var plain = IntStream.range(0, model.distinct()).filter(model::needsPlainFormula).count();
    for (int change = 1; change < model.changeExample().length; change++) {
      int rank;
      try {
        rank = model.change(change).columns().length;
      } catch (ScenarioFailure e) {
        rank = 0;
      }
      byRank.computeIfAbsent(rank, _ -> new ArrayList<>()).add(change);
    }
    // A factor of 1 is no change.
    List<Integer> none = byRank.getOrDefault(0, List.of());
    byRank.remove(0);
    long unchanged =
        model.scenariosOf(0).length
            + none.stream().mapToLong(c -> model.scenariosOf(c).length).sum();
    if (unchanged > 0) {
      add(
          classes,
          what,
          "products of S and coefficients with W",
          unchanged,
          each * unchanged,
          rate);
    }
    byRank.forEach(
        (rank, changes) -> {
          long scenarios = changes.stream().mapToLong(c -> model.scenariosOf(c).length).sum();
          double update = 2 * n * n * rank + 2 * rank * rank * parts + 2.0 / 3 * rank * rank * rank;
          double flops =
              scenarios * (each + 2 * (k + 1) * rank * (n + parts)) + changes.size() * update;
          add(
              classes,
              "%s + A changed, %d distinct ΔA of rank %d".formatted(what, changes.size(), rank),
              "Woodbury on the baseline's factors, shared by equal ΔA",
              scenarios,
              flops,
              rate);
        });
    if (plain > 0) {
      add(
          classes,
          what + ", by consumer, by product, or A everywhere",
          "the plain formula, a factorization each",
          plain,
          plain * (2.0 / 3 * n * n * n + 2 * n * n * parts),
          rate);
    }
    return classes;
  }

  private static void add(
      List<PathClass> classes,
      String what,
      String path,
      long scenarios,
      double flops,
      double rate) {
    classes.add(new PathClass(what, path, scenarios, flops, flops / rate));
  }

  @Override
  public ScenarioRunner open(Inputs in, Plan plan) throws IOException {
    SweepModel model = model(in, true);
    if (model.distinct() != plan.distinct()) {
      throw new IllegalArgumentException(
          "the plan has %d distinct scenarios, the sweep file and table make %d"
              .formatted(plan.distinct(), model.distinct()));
    }
    in.backend()
        .requireMemory(
            (factorized == in.table() ? 0 : factors(model))
                + SweepEngine.bytes(model, plan.batchSize()),
            "batches of %d scenarios, as planned".formatted(plan.batchSize()));
    LeontiefSystem own = factorized(in);
    system = null;
    factorized = null;
    return new SweepRunner(model, plan, own, in.backend(), in.progress());
  }

  @Override
  public void close() {
    Optional.ofNullable(system).ifPresent(LeontiefSystem::close);
    system = null;
    factorized = null;
  }
}
