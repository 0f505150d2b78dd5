package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.linalg.cuda.CudaTestBackends;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.Distribution;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableGenerator;

/** Drawn tables against the plain formula, which shares only the draws with them. */
class DrawnScenariosTest {
  private static final Where HERE = new Where("test", 1);
  private static final int SEED = 20;

  /**
   * Relative to the largest value of a response, n = 30, κ = cond₁(I−A_b) < 10: multipliers with a
   * backward error of n·eps, or twice that where the error stalls below 16·n·eps, are off by κ
   * times as much: at most 16·n·eps·κ = 1.1e-12; the plain solution and sums of n·m products add
   * n·eps·κ + n·m·eps = 2e-13.
   */
  private static final double CLOSE = 1.3e-12;

  private static MrioTable table;
  private static SatelliteAccount account;

  @BeforeAll
  static void generate() throws IOException {
    MrioTable t =
        new TableGenerator(2, Progress.NONE)
            .generate(new GeneratorOptions(6, 5, 3, 4, true, 2, 0.1, 2020));
    int n = t.axes().n();
    var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
    t.z().read(0, z);
    table = with(t, z);
    account = t.satellites().getFirst();
    assertTrue(Arrays.stream(t.x()).anyMatch(x -> x == 0), "a region-sector that is idle");
  }

  private static MrioTable with(MrioTable t, HostMatrix z) {
    return new MrioTable(
        t.info(),
        t.axes(),
        z,
        t.y(),
        t.x(),
        t.primaryInputs(),
        t.v(),
        t.population(),
        t.satellites(),
        t.owner());
  }

  private static ResolvedLever lever(String name, ResolvedAction action) {
    return new ResolvedLever(name, Amount.ONE, action, HERE);
  }

  private static ResolvedLever when(String variable, String name, ResolvedAction action) {
    return new ResolvedLever(name, new Amount.Variable(variable), action, HERE);
  }

  private static int[] rows(int... rows) {
    return rows;
  }

  private static boolean[] every(int size, int step) {
    var in = new boolean[size];
    for (int i = 0; i < size; i += step) {
      in[i] = true;
    }
    return in;
  }

  /** Every {@code step}-th row and column of a matrix, as one block. */
  private static ResolvedAction.Perturb perturb(
      Action.What what,
      CellDraws.By by,
      Distribution distribution,
      double cv,
      Action.Kept keep,
      int step) {
    int n = table.axes().n();
    int height = what == Action.What.F ? account.stressors().size() : n;
    int width = what == Action.What.Y ? table.axes().regionalColumns() : n;
    boolean[] columns = every(width, step);
    var block =
        CellDraws.of(
            distribution,
            by,
            0,
            every(height, Math.min(step, 2)),
            Arrays.copyOf(columns, what == Action.What.Y ? table.axes().m() : n),
            distribution.ofCv(cv));
    return new ResolvedAction.Perturb(
        what,
        List.of(block),
        keep,
        SEED,
        100 * what.ordinal() + by.ordinal(),
        new Amount.Variable(Action.Perturb.DRAW));
  }

  private static ResolvedAction.Perturb cells(Action.What what, double cv) {
    return perturb(what, CellDraws.By.CELL, Distribution.LOG_NORMAL, cv, Action.Kept.NONE, 1);
  }

  private static Design draws(int count) {
    return new Design(
        List.of(Action.Perturb.DRAW),
        IntStream.range(0, count).mapToObj(d -> new double[] {d}).toArray(double[][]::new));
  }

  private static Response response(Response.Quantity quantity, boolean change, String... by) {
    return new Response(quantity, List.of(by), change, HERE);
  }

  private static List<Response> responses() {
    return List.of(
        response(Response.Quantity.TOTAL, false),
        response(Response.Quantity.D_CBA, false, "region"),
        response(Response.Quantity.D_CBA, false, "category", "region"),
        response(Response.Quantity.D_CBA, false, "region", "producing-sector"),
        response(Response.Quantity.D_PBA, false, "region"),
        response(Response.Quantity.FLOWS, false, "region", "region"),
        response(Response.Quantity.VALUE_ADDED, false, "region"),
        response(Response.Quantity.OUTPUT, true, "producing-sector"));
  }

  private static RegionGrouping grouping(String by, Where where) {
    return by.equals("region")
        ? new RegionGrouping(
            by,
            table.axes().regions().texts(),
            IntStream.range(0, table.axes().regions().size()).toArray())
        : new RegionGrouping(by, List.of("east", "west"), rows(0, 1, 1, 0, 1, 0));
  }

  private static SweepModel model(
      MrioTable t, List<ResolvedLever> levers, Design design, List<Response> responses)
      throws IOException {
    var paths = new ArrayList<ResponsePath>();
    for (Response r : responses) {
      paths.add(ResponsePath.of(r, t, account, DrawnScenariosTest::grouping));
    }
    return SweepModel.of(t, account, levers, design, paths);
  }

  private static SweepRunner runner(SweepModel model, Backend backend, int batchSize, DrawPath path)
      throws IOException {
    var shapes = new ArrayList<>(model.paths().stream().map(ResponsePath::shape).toList());
    if (path != DrawPath.NONE) {
      shapes.add(DrawnFigures.shape());
    }
    var plan =
        new Plan(
            "test",
            "",
            "",
            model.design(),
            model.distinctOf(),
            model.distinct(),
            batchSize,
            1,
            account.stressors(),
            shapes,
            new SweepSpec.Keep(true, List.of()),
            List.of(),
            new Plan.Device("", "", "", 2, ""),
            List.of(),
            0,
            path);
    return new SweepRunner(
        model,
        plan,
        LeontiefSystem.factorize(model.table(), backend, Progress.NONE),
        backend,
        Progress.NONE);
  }

  private static Backend open(String name) {
    return name.equals("cpu")
        ? Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend()
        : CudaTestBackends.emulated("AUTO");
  }

  private static void requirePlain(SweepModel model, String name, DrawPath path)
      throws IOException {
    try (Backend backend = open(name);
        var runner = runner(model, backend, 5, path)) {
      for (int d = 0; d < model.distinct(); d++) {
        assertTrue(model.isDrawn(d), "scenario " + d);
        double deviation = runner.verify(d);
        assertTrue(deviation <= CLOSE, "scenario %d: %g".formatted(d, deviation));
      }
      assertTrue(runner.certificate().passed());
    }
  }

  @ParameterizedTest
  @CsvSource({"cpu,ITERATE", "cpu,REFACTORIZE", "cuda,ITERATE", "cuda,REFACTORIZE"})
  void drawnFlowsAreThePlainFormula(String name, DrawPath path) throws IOException {
    var levers = List.of(lever("z", cells(Action.What.Z, 0.1)));
    requirePlain(model(table, levers, draws(6), responses()), name, path);
  }

  @ParameterizedTest
  @CsvSource({"cpu", "cuda"})
  void drawnEmissionsAndDemandAreThePlainFormula(String name) throws IOException {
    var levers =
        List.of(lever("f", cells(Action.What.F, 0.3)), lever("y", cells(Action.What.Y, 0.2)));
    requirePlain(model(table, levers, draws(6), responses()), name, DrawPath.NONE);
    requirePlain(model(table, levers.subList(0, 1), draws(6), responses()), name, DrawPath.NONE);
  }

  /** Groups that change together, other distributions, sums that stay, parts of a matrix. */
  @ParameterizedTest
  @EnumSource(Action.Kept.class)
  void groupsAndKeptSumsAreThePlainFormula(Action.Kept keep) throws IOException {
    CellDraws.By by =
        switch (keep) {
          case NONE -> CellDraws.By.BLOCK;
          case ROW_SUMS -> CellDraws.By.COLUMN;
          case COLUMN_SUMS -> CellDraws.By.ROW;
          case TOTAL -> CellDraws.By.CELL;
        };
    var levers =
        List.of(
            lever("z", perturb(Action.What.Z, by, Distribution.NORMAL, 0.1, keep, 2)),
            lever(
                "z2",
                perturb(Action.What.Z, CellDraws.By.CELL, Distribution.UNIFORM, 0.2, keep, 1)),
            lever("y", perturb(Action.What.Y, by, Distribution.TRIANGULAR, 0.2, keep, 2)),
            lever("f", perturb(Action.What.F, by, Distribution.LOG_NORMAL, 0.2, keep, 2)));
    requirePlain(model(table, levers, draws(3), responses()), "cpu", DrawPath.ITERATE);
  }

  /** The same draws for each scenario, beside levers on S and Y. */
  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void scenariosUnderDrawsAreThePlainFormula(DrawPath path) throws IOException {
    var benchmark = new double[account.stressors().size()][4];
    for (double[] of : benchmark) {
      Arrays.fill(of, 0.01);
    }
    var levers =
        List.of(
            when("w", "z", cells(Action.What.Z, 0.1)),
            lever(
                "scale",
                new ResolvedAction.IntensityScale(rows(0, 3, 7), new Amount.Variable("a"), true)),
            lever("f", cells(Action.What.F, 0.1)),
            lever(
                "benchmark",
                new ResolvedAction.IntensityBenchmark(
                    rows(2, 3, 4, 5), benchmark, new Amount.Variable("b"), true)),
            lever(
                "less-building",
                new ResolvedAction.DemandShift(
                    rows(0, 2, 4),
                    rows(2),
                    rows(0),
                    new Amount.Variable("c"),
                    Action.Remainder.REALLOCATE,
                    false)),
            lever(
                "add",
                new ResolvedAction.DemandCells(
                    rows(2, 4),
                    rows(0, 4),
                    new double[] {10, 20},
                    false,
                    new Amount.Variable("a"),
                    false)),
            lever(
                "y",
                perturb(
                    Action.What.Y,
                    CellDraws.By.CELL,
                    Distribution.LOG_NORMAL,
                    0.1,
                    Action.Kept.COLUMN_SUMS,
                    1)));
    var design =
        new Design(
            List.of(Action.Perturb.DRAW, "w", "a", "b", "c"),
            new double[][] {
              {0, 1, 0.5, 0.5, 0.1},
              {0, 1, 0.5, Double.NaN, 0.2},
              {0, 0, 2, 0.5, 0.1},
              {1, 1, Double.NaN, Double.NaN, Double.NaN},
              {1, 1, 0.5, 0.5, 0.1},
            });
    requirePlain(model(table, levers, design, responses()), "cpu", path);
  }

  /**
   * Where all states of S do not fit, they are solved for some at a time, and a drawn table is
   * drawn again for each.
   */
  @ParameterizedTest
  @EnumSource(DrawPath.class)
  void fewStatesAtATimeAreTheSame(DrawPath path) throws IOException {
    var levers =
        new ArrayList<>(
            List.of(
                when(
                    "a",
                    "scale",
                    new ResolvedAction.IntensityScale(
                        rows(0, 3, 7), new Amount.Variable("a"), true)),
                lever("f", cells(Action.What.F, 0.1))));
    if (path != DrawPath.NONE) {
      levers.add(lever("z", cells(Action.What.Z, 0.1)));
    }
    var rows = new double[12][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i / 6, 0.5 + 0.1 * (i % 5)};
    }
    SweepModel model =
        model(table, levers, new Design(List.of(Action.Perturb.DRAW, "a"), rows), responses());
    int[] all = IntStream.range(0, model.distinct()).toArray();
    long state = 8L * table.axes().n() * new DrawnRows(model).size();
    try (Backend backend = open("cpu");
        var arena = Arena.ofShared()) {
      List<HostMatrix> together = List.of();
      for (long most : new long[] {Long.MAX_VALUE, 2 * state, 1}) {
        var out = new ArrayList<HostMatrix>();
        for (ResponsePath p : model.paths()) {
          out.add(HostMatrix.allocate(arena, all.length, p.shape().cells()));
        }
        HostMatrix figures = DrawnFigures.none(arena, all.length);
        var failures = new ArrayList<BatchResult.Failure>();
        try (var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
            var drawn = new DrawnScenarios(model, system, backend, path, most, Progress.NONE)) {
          drawn.compute(
              all,
              all,
              out,
              path == DrawPath.NONE ? Optional.empty() : Optional.of(figures),
              failures);
        }
        assertEquals(List.of(), failures);
        for (int d : all) {
          assertEquals(path == DrawPath.NONE, Double.isNaN(figures.get(d, DrawnFigures.ERROR)));
        }
        for (int r = 0; r < together.size(); r++) {
          double scale =
              IntStream.of(all)
                  .mapToObj(out.get(r)::row)
                  .flatMapToDouble(Arrays::stream)
                  .map(Math::abs)
                  .max()
                  .orElseThrow();
          for (int d : all) {
            assertArrayEquals(together.get(r).row(d), out.get(r).row(d), 2 * CLOSE * scale);
          }
        }
        together = out;
      }
    }
  }

  /** Levers of A and of what depends on drawn totals take the plain formula, and say so. */
  @Test
  void whatMultipliersDoNotServeTakesThePlainFormula() throws IOException {
    var scale =
        lever(
            "efficiency",
            new ResolvedAction.CoefficientScale(
                rows(3, 8), rows(1, 2), new Amount.Fixed(0.9), false));
    var shift =
        lever(
            "shift",
            new ResolvedAction.DemandShift(
                rows(0),
                rows(2),
                rows(0),
                new Amount.Fixed(0.1),
                Action.Remainder.REALLOCATE,
                false));
    var z = lever("z", cells(Action.What.Z, 0.1));
    var y = lever("y", cells(Action.What.Y, 0.1));
    for (List<ResolvedLever> levers : List.of(List.of(z, scale), List.of(y, shift))) {
      SweepModel model = model(table, levers, draws(2), responses());
      assertTrue(model.needsPlainFormula(0) && !model.drawsTable());
      try (Backend backend = open("cpu");
          var runner = runner(model, backend, 2, DrawPath.NONE)) {
        assertTrue(runner.verify(1) <= CLOSE);
      }
    }
    assertTrue(model(table, List.of(shift, y), draws(2), responses()).isDrawn(0));
  }

  /** Nothing uncertain: one scenario, to the last bit the one in which nothing acts. */
  @Test
  void withoutUncertaintyItIsTheNullScenario() throws IOException {
    var none =
        new ResolvedAction.Perturb(
            Action.What.Z, List.of(), Action.Kept.NONE, SEED, 1, new Amount.Fixed(0));
    SweepModel model = model(table, List.of(lever("z", none)), draws(4), responses());
    assertEquals(1, model.distinct());
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 24, DrawPath.NONE);
        var arena = Arena.ofShared()) {
      List<HostMatrix> values = runner.run(0, arena).values();
      for (int r = 0; r < values.size(); r++) {
        double[] baseline =
            runner.baseline(arena).get(r).values() instanceof HostMatrix m
                ? m.reshape(1, m.shape().elements()).row(0)
                : new double[0];
        double[] expected =
            model.paths().get(r).response().change() ? new double[baseline.length] : baseline;
        assertArrayEquals(expected, values.get(r).row(0));
      }
    }
  }

  /**
   * One uncertain cell: with A' = A + δ·e_i·e_jᵀ the total changes by M_i·δ·x'_j, {@code x'_j =
   * x_j/(1 − δ·L_ji)} (Sherman and Morrison).
   */
  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void oneUncertainCellIsTheClosedForm(DrawPath path) throws IOException {
    int n = table.axes().n();
    int i = 3;
    int j = 8;
    var row = new boolean[n];
    var column = new boolean[n];
    row[i] = true;
    column[j] = true;
    Distribution d = Distribution.LOG_NORMAL;
    var block = CellDraws.of(d, CellDraws.By.CELL, 0, row, column, d.ofCv(0.8));
    var action =
        new ResolvedAction.Perturb(
            Action.What.Z, List.of(block), Action.Kept.NONE, SEED, 7, new Amount.Variable("draw"));
    SweepModel model =
        model(
            table,
            List.of(lever("z", action)),
            draws(5),
            List.of(response(Response.Quantity.TOTAL, false)));
    try (Backend backend = open("cpu");
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var runner = runner(model, backend, 5, path);
        var arena = Arena.ofShared()) {
      double z = ((HostMatrix) table.z()).get(i, j);
      assertTrue(z > 0, "a flow");
      double a = z / table.x()[j];
      var unit = HostMatrix.allocate(arena, n, 1);
      unit.set(i, 0, 1);
      system.leontief(unit); // L[:, i]
      double lji = unit.get(j, 0);
      HostMatrix m = system.multipliers(arena, account.f());
      HostMatrix totals = runner.run(0, arena).values().getFirst();
      HostMatrix before = (HostMatrix) runner.baseline(arena).getFirst().values();
      for (int b = 0; b < 5; b++) {
        var values = new ScenarioValues(List.of("draw"), new double[] {b});
        double factor =
            new wassily.linalg.draw.CellFactors(block, action.draws(values).getFirst().key())
                .all(n)[i][j];
        double delta = (factor - 1) * a;
        // The baseline's output of j: the row sums of Z and Y differ from x by less than CLOSE.
        double x = outputOf(j, system, arena);
        for (int k = 0; k < account.stressors().size(); k++) {
          double expected = before.get(0, k) + m.get(k, i) * delta * x / (1 - delta * lji);
          assertEquals(expected, totals.get(b, k), CLOSE * Math.abs(expected));
        }
      }
    }
  }

  /**
   * With a small cv the variance of the total is that of its first-order terms, {@code Σ
   * (cv·M_i·Z_ij·x_j'/x_j)²} (∂D/∂A[i,j] = M_i·x_j). A sample variance of N nearly normal numbers
   * has the relative standard error √(2/(N−1)); 5.5 of them are exceeded once in 2.6e7. Higher
   * orders add a share of about (cv·κ)² = 1e-4.
   */
  @Test
  void smallErrorsHaveTheVarianceOfTheirDerivatives() throws IOException {
    int draws = 400;
    double cv = 0.001;
    SweepModel model =
        model(
            table,
            List.of(lever("z", cells(Action.What.Z, cv))),
            draws(draws),
            List.of(response(Response.Quantity.TOTAL, false)));
    try (Backend backend = open("cpu");
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
        var runner = runner(model, backend, draws, DrawPath.ITERATE);
        var arena = Arena.ofShared()) {
      int n = table.axes().n();
      HostMatrix m = system.multipliers(arena, account.f());
      HostMatrix totals = runner.run(0, arena).values().getFirst();
      double[] x = IntStream.range(0, n).mapToDouble(j -> outputOf(j, system, arena)).toArray();
      for (int k = 0; k < account.stressors().size(); k++) {
        double expected = 0;
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            double z = ((HostMatrix) table.z()).get(i, j);
            double term = table.x()[j] == 0 ? 0 : cv * m.get(k, i) * z * x[j] / table.x()[j];
            expected += term * term;
          }
        }
        double[] of = totals.column(k);
        double mean = Arrays.stream(of).average().orElseThrow();
        double variance = Arrays.stream(of).map(v -> (v - mean) * (v - mean)).sum() / (draws - 1);
        double bound = 5.5 * Math.sqrt(2.0 / (draws - 1)) + 1e-3;
        assertEquals(1, variance / expected, bound, "stressor " + k);
      }
    }
  }

  private static double outputOf(int j, LeontiefSystem system, Arena arena) {
    var y = HostMatrix.allocate(arena, table.axes().n(), 1);
    for (int i = 0; i < table.axes().n(); i++) {
      y.set(i, 0, Arrays.stream(table.y().row(i)).sum());
    }
    system.leontief(y);
    return y.get(j, 0);
  }

  /** Draws that leave the table unproductive fail as the plain formula says, and alone. */
  @ParameterizedTest
  @EnumSource(
      value = DrawPath.class,
      names = {"ITERATE", "REFACTORIZE"})
  void unproductiveDrawsFailAlone(DrawPath path) throws IOException {
    var wild =
        perturb(
            Action.What.Z, CellDraws.By.BLOCK, Distribution.LOG_NORMAL, 1.2, Action.Kept.NONE, 1);
    SweepModel model = model(table, List.of(lever("z", wild)), draws(30), responses());
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 30, path);
        var arena = Arena.ofShared()) {
      BatchResult batch = runner.run(0, arena);
      int failed = batch.failures().size();
      assertTrue(failed > 0 && failed < 30, failed + " failed");
      for (var f : batch.failures()) {
        assertTrue(f.reason().contains("productive"), f.reason());
        assertTrue(Double.isNaN(batch.values().getFirst().get(f.distinct(), 0)));
        for (double figure : batch.values().getLast().row(f.distinct())) {
          assertTrue(Double.isNaN(figure), "what has no solution has no error of 0 either");
        }
        assertEquals(0, runner.verify(f.distinct()), "the plain formula fails too");
      }
      HostMatrix figures = batch.values().getLast();
      for (int d = 0; d < 30; d++) {
        int row = d;
        if (batch.failures().stream().noneMatch(f -> f.distinct() == row)) {
          assertTrue(Double.isFinite(batch.values().getFirst().get(d, 0)));
          assertTrue(figures.get(d, DrawnFigures.ERROR) <= figures.get(d, DrawnFigures.BOUND));
        }
      }
    }
  }

  /** What does not converge is factorized, and counted. */
  @Test
  void drawsThatDoNotConvergeAreFactorized() throws IOException {
    var wide =
        perturb(Action.What.Z, CellDraws.By.BLOCK, Distribution.UNIFORM, 0.55, Action.Kept.NONE, 1);
    SweepModel model = model(table, List.of(lever("z", wide)), draws(20), responses());
    try (Backend backend = open("cpu");
        var runner = runner(model, backend, 20, DrawPath.ITERATE);
        var arena = Arena.ofShared()) {
      BatchResult batch = runner.run(0, arena);
      HostMatrix figures = batch.values().getLast();
      double factorized =
          IntStream.range(0, 20)
              .mapToDouble(d -> figures.get(d, DrawnFigures.FACTORIZED))
              .filter(f -> f == 1) // NaN: not productive
              .sum();
      assertTrue(
          IntStream.range(0, 20).anyMatch(d -> figures.get(d, DrawnFigures.FACTORIZED) == 0),
          "some converge");
      assertTrue(factorized > 0 && factorized < 20, factorized + " factorized");
      for (int d = 0; d < 20; d++) {
        assertTrue(
            runner.verify(d) <= 3 * CLOSE, "draw " + d); // κ up to 30 with factors up to 1.95
      }
    }
  }

  /** Whatever the batch, a draw is the same table. */
  @Test
  void drawsDoNotDependOnBatches() throws IOException {
    SweepModel model =
        model(table, List.of(lever("z", cells(Action.What.Z, 0.1))), draws(7), responses());
    try (Backend backend = open("cpu");
        var arena = Arena.ofShared()) {
      HostMatrix together;
      try (var runner = runner(model, backend, 7, DrawPath.ITERATE)) {
        together = runner.run(0, arena).values().get(1);
      }
      try (var runner = runner(model, backend, 2, DrawPath.ITERATE)) {
        for (int b = 3; b >= 0; b--) {
          HostMatrix some = runner.run(b, arena).values().get(1);
          for (int row = 0; row < some.rows(); row++) {
            assertArrayEquals(together.row(2L * b + row), some.row(row));
          }
        }
      }
    }
  }
}
