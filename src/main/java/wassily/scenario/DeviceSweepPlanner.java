package wassily.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
  /**
   * Rows of a product: on 2 cores S·W of a 313 × 42 table runs at 127, 141 and 143 GFLOP/s with
   * 256, 512 and 1,024 rows, W·coefficients at 138, 153 and 157 (OpenBLAS 0.3.31).
   */
  private static final int ROWS = 1024;

  /** Smaller batches are not tried where memory is short. */
  private static final int LEAST = 24;

  /** A system that somebody else owns. */
  private final Optional<LeontiefSystem> lent;

  private LeontiefSystem system;
  private MrioTable factorized;
  private Optional<Planned> planned = Optional.empty();

  private record Planned(Inputs inputs, SweepModel model) {}

  /** Makes a planner that factorizes the tables of its sweeps. */
  public DeviceSweepPlanner() {
    this.lent = Optional.empty();
  }

  /**
   * Makes a planner for sweeps of a table that is factorized already.
   *
   * @param lent the factorized table, on the backend of the sweeps; stays the caller's, who closes
   *     it after all runners
   */
  public DeviceSweepPlanner(LeontiefSystem lent) {
    this.lent = Optional.of(lent);
  }

  /** Whether the factors that a sweep needs are there already. */
  private boolean isFactorized(MrioTable table) {
    // People and titles do not matter to factors: Z and x do.
    return lent.map(l -> l.table().z() == table.z() && l.table().x() == table.x())
        .orElse(factorized == table);
  }

  /** What a plan was made from, so that opening it need not find it again. */
  private SweepModel model(Inputs in, boolean allowLarge) throws IOException {
    if (planned.isEmpty() || planned.get().inputs() != in) {
      planned = Optional.of(new Planned(in, resolve(in, allowLarge)));
    }
    return planned.get().model();
  }

  private SweepModel resolve(Inputs in, boolean allowLarge) throws IOException {
    SweepSpec spec = in.spec();
    MrioTable table = in.table();
    SatelliteAccount account = account(spec, table);
    var choices = new Choices(table, spec.groups(), () -> emissions(in, account));
    Design design = new DesignBuilder(in.csv(), allowLarge).build(spec);
    List<ResolvedLever> levers =
        new ActionResolver(table, account, choices, in.csv(), DrawNumbers.of(spec.design()))
            .resolve(spec.levers());
    var paths = new ArrayList<ResponsePath>();
    for (Response response : reported(spec, levers)) {
      paths.add(ResponsePath.of(response, table, account, choices::grouping));
    }
    return SweepModel.of(table, account, levers, design, paths);
  }

  /** What is asked, and the gap of value added where levers open one. */
  private static List<Response> reported(SweepSpec spec, List<ResolvedLever> levers) {
    boolean asked =
        spec.responses().stream().anyMatch(r -> r.quantity() == Response.Quantity.VALUE_ADDED_GAP);
    if (asked || levers.stream().noneMatch(DeviceSweepPlanner::opensGap)) {
      return spec.responses();
    }
    var all = new ArrayList<>(spec.responses());
    all.add(new Response(Response.Quantity.VALUE_ADDED_GAP, List.of(), false, spec.where()));
    return all;
  }

  /** Whether a lever changes what a unit of output takes in all. */
  private static boolean opensGap(ResolvedLever lever) {
    return switch (lever.action()) {
      case ResolvedAction.CoefficientScale a -> !a.residualValueAdded();
      case ResolvedAction.InputSubstitution a -> !a.ratio().equals(Amount.ONE);
      default -> false;
    };
  }

  private static Optional<DrawPath> solve(DesignSpec design) {
    return design instanceof DesignSpec.Draws d ? d.solve() : Optional.empty();
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
    double[] m = solved.multipliers(Arena.ofAuto(), HostMatrix.of(f)).row(0);
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
    if (lent.isPresent()) {
      if (!isFactorized(in.table())) {
        throw new IllegalArgumentException(
            "the sweep's table is not the factorized one, " + lent.get().table().info().title());
      }
      return lent.get();
    }
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
    requireExactStatistics(in.spec(), model);
    BackendInfo info = in.backend().info();
    int batch = batchSize(model, in.backend());
    DrawCosts draws =
        model.drawsTable()
            ? DrawCosts.measure(
                model, in.backend(), new DrawnRows(model).size(), solve(in.spec().design()))
            : DrawCosts.NONE;
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
        responses(model, draws.path()),
        in.spec().keep(),
        verified(in.spec(), model.distinct()),
        new Plan.Device(
            info.name(),
            info.device(),
            info.library(),
            info.threads(),
            "pivoting " + in.backend().pivoting().name().toLowerCase(Locale.ROOT)),
        new PathClasses(model, rate(in.backend()), draws).all(),
        Math.max(factors(model), draws.path().bytes(model.table().axes().n()))
            + SweepMemory.bytes(model, batch),
        draws.path());
  }

  /** Statistics of several scenarios over their draws are made from all values. */
  private static void requireExactStatistics(SweepSpec spec, SweepModel model) {
    boolean several =
        Draws.of(model.design()).map(d -> d.scenarios() > 1 || !d.levers().isEmpty()).orElse(false);
    for (ResponsePath path : model.paths()) {
      long values = (long) model.distinct() * path.shape().cells();
      if (several && !spec.keep().all() && values > Summary.EXACT_UP_TO) {
        throw path.response()
            .where()
            .refusal(
                "%s has %,d values over all scenarios and draws, statistics of each scenario need at most %,d; ask for fewer labels or scenarios, or keep: all"
                    .formatted(path.shape().name(), values, Summary.EXACT_UP_TO));
      }
    }
  }

  private static List<ResponseShape> responses(SweepModel model, DrawPath draws) {
    var shapes = new ArrayList<>(model.paths().stream().map(ResponsePath::shape).toList());
    if (draws != DrawPath.NONE) {
      shapes.add(DrawnFigures.shape());
    }
    return shapes;
  }

  /** Bytes of factors that have to be made yet. */
  private long toFactorize(SweepModel model) {
    return isFactorized(model.table()) ? 0 : factors(model);
  }

  private static long factors(SweepModel model) {
    return model.table().z().shape().bytes();
  }

  /** As many scenarios as the device works on best, or as fit. */
  private int batchSize(SweepModel model, Backend backend) {
    int stressors = Math.max(1, model.account().stressors().size());
    int wanted = Math.min(Math.ceilDiv(ROWS, stressors), model.distinct());
    var alike = new AlikeRows(model, backend);
    while (true) {
      int batch = alike.nearest(wanted);
      try {
        backend.requireMemory(
            toFactorize(model) + SweepMemory.bytes(model, batch),
            "a batch of %d scenarios of %s".formatted(batch, model.table().info().title()));
        return batch;
      } catch (BackendException.OutOfMemory e) {
        if (wanted <= LEAST) {
          throw e;
        }
        wanted = Math.max(LEAST, wanted / 2);
      }
    }
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
            Math.max(toFactorize(model), plan.draws().bytes(model.table().axes().n()))
                + SweepMemory.bytes(model, plan.batchSize()),
            "batches of %d scenarios, as planned".formatted(plan.batchSize()));
    LeontiefSystem own = factorized(in);
    if (lent.isPresent()) {
      if (plan.draws() != DrawPath.NONE) {
        throw new IllegalArgumentException("draws of Z take the factors, which are only lent");
      }
      return new SweepRunner(model, plan, own, () -> {}, in.backend(), in.progress());
    }
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
