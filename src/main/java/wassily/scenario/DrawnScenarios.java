package wassily.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import wassily.account.LeontiefSystem;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/**
 * Computes scenarios in which the table itself is drawn, from multipliers: {@code M_b = S_b·L_b},
 * as many rows as there are stressors and origins, times Y.
 *
 * <p>Scenarios of a batch that draw the same Z are solved together: one drawn table, the rows of
 * all their states of S. Where no Z is drawn all scenarios of a batch are.
 */
final class DrawnScenarios implements AutoCloseable {
  /** Up to so many rows the product that reads its matrix once is the faster one. */
  private static final int FEW_ROWS = 32;

  /**
   * Right-hand sides that are solved for together take so much memory: 638 rows of 13,146. They are
   * held some eight times over while systems are iterated, in a heap of 1 GB.
   */
  static final long MOST_BYTES = 64L << 20;

  private final SweepModel model;
  private final Backend backend;
  private final LeontiefSystem system;
  private final Progress progress;
  private final DrawnRows rows;
  private final IntensityProgram intensity;
  private final DirectEmissions direct;
  private final double[] baselineDemand;
  private final double[] valueAdded;

  /** Whether a cell of Y is: sums that stay take two passes more then. */
  private final boolean negativeDemand;

  /** So many states of S are solved for together. */
  private final int most;

  /** Empty where no Z is drawn. */
  private final Optional<DrawnTable> drawn;

  /** Y in parts, n × parts, on the device. */
  private final DeviceMatrix parts;

  /**
   * Puts on the device what drawn scenarios share.
   *
   * @param system the factorized table; where Z is drawn it can only be closed afterwards
   * @param path how drawn tables are solved
   */
  DrawnScenarios(
      SweepModel model, LeontiefSystem system, Backend backend, DrawPath path, Progress progress)
      throws IOException {
    this(model, system, backend, path, MOST_BYTES, progress);
  }

  /** The same with another limit for the rows that are solved for together. */
  DrawnScenarios(
      SweepModel model,
      LeontiefSystem system,
      Backend backend,
      DrawPath path,
      long mostBytes,
      Progress progress)
      throws IOException {
    this.model = model;
    this.backend = backend;
    this.system = system;
    this.progress = progress;
    this.rows = new DrawnRows(model);
    long state = (long) Double.BYTES * model.table().axes().n() * Math.max(1, rows.size());
    this.most = Math.clamp(mostBytes / state, 1, Integer.MAX_VALUE);
    this.intensity =
        new IntensityProgram(
            model.table(),
            IntensityProgram.intensities(Arena.ofAuto(), model.table(), model.account().f()),
            model.levers());
    this.direct = new DirectEmissions(model);
    this.baselineDemand = model.basis().baseline();
    this.valueAdded =
        rows.valueAdded() ? IntensityProgram.valueAdded(model.table()) : new double[0];
    this.negativeDemand = isNegative(model.basis().columns());
    this.parts = backend.upload(model.basis().columns(), Progress.NONE);
    try {
      this.drawn =
          path == DrawPath.NONE
              ? Optional.empty()
              : Optional.of(new DrawnTable(system, backend, path, progress));
    } catch (RuntimeException | Error | IOException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  private static boolean isNegative(MatrixSource m) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var one = HostMatrix.allocate(arena, 1, m.shape().columns());
      for (long i = 0; i < m.shape().rows(); i++) {
        m.read(i, one);
        if (Arrays.stream(one.row(0)).anyMatch(v -> v < 0)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A scenario of a batch. */
  private record Asked(int row, int distinct, ScenarioValues values, List<ResolvedLever> acting) {}

  /**
   * Computes scenarios of a batch.
   *
   * @param distinct their numbers
   * @param at their rows in the batch
   * @param out by response of the sweep; those rows are overwritten
   * @param figures a row for each scenario of the batch, overwritten where a drawn Z was solved:
   *     backward error, its bound, corrections, whether factorized
   * @param failures gets those that failed
   */
  void compute(
      int[] distinct,
      int[] at,
      List<HostMatrix> out,
      Optional<HostMatrix> figures,
      List<BatchResult.Failure> failures) {
    var byTable = new LinkedHashMap<List<Object>, List<Asked>>();
    for (int i = 0; i < distinct.length; i++) {
      ScenarioValues values = model.values(distinct[i]);
      List<ResolvedLever> acting = model.levers().stream().filter(values::acts).toList();
      var asked = new Asked(at[i], distinct[i], values, acting);
      byTable.computeIfAbsent(table(asked), _ -> new ArrayList<>()).add(asked);
    }
    byTable.values().forEach(group -> compute(group, out, figures, failures));
  }

  /** What decides the drawn Z of a scenario. */
  private static List<Object> table(Asked asked) {
    var key = new ArrayList<Object>();
    for (ResolvedLever lever : asked.acting) {
      if (SweepModel.draws(lever, Action.What.Z)) {
        key.add(lever.name());
        key.add(asked.values.of(((ResolvedAction.Perturb) lever.action()).draw()));
      }
    }
    return key;
  }

  private List<TableDraw.Lever> draws(Asked asked) {
    var draws = new ArrayList<TableDraw.Lever>();
    for (ResolvedLever lever : asked.acting) {
      if (SweepModel.draws(lever, Action.What.Z)) {
        var p = (ResolvedAction.Perturb) lever.action();
        draws.add(new TableDraw.Lever(lever, p.draws(asked.values), p.keep()));
      }
    }
    return draws;
  }

  /** States of S, each with its rows among those of the group. */
  private record State(IntensityProgram.Emissions emissions, int offset) {}

  /** As many states at once as fit: a table with many is drawn and solved again for the rest. */
  private void compute(
      List<Asked> group,
      List<HostMatrix> out,
      Optional<HostMatrix> figures,
      List<BatchResult.Failure> failures) {
    var states = new LinkedHashMap<List<Double>, State>();
    var wanted = new ArrayList<Asked>();
    for (Asked asked : group) {
      try {
        List<Double> key = intensities(asked);
        if (!states.containsKey(key)) {
          IntensityProgram.Emissions emissions = intensity.emissions(asked.values);
          if (states.size() == most) {
            solve(wanted, states, out, figures, failures);
            states.clear();
            wanted.clear();
          }
          states.put(key, new State(emissions, states.size() * rows.size()));
        }
        wanted.add(asked);
      } catch (ScenarioFailure e) {
        fail(asked, e, out, failures);
      }
    }
    if (!wanted.isEmpty()) {
      solve(wanted, states, out, figures, failures);
    }
  }

  private void solve(
      List<Asked> wanted,
      Map<List<Double>, State> states,
      List<HostMatrix> out,
      Optional<HostMatrix> figures,
      List<BatchResult.Failure> failures) {
    try {
      Solved solved = solve(wanted.getFirst(), states);
      double[][] products = product(solved.multipliers, parts);
      for (Asked asked : wanted) {
        try {
          collect(asked, states.get(intensities(asked)), solved, products, out);
          figures.ifPresent(f -> f.setRow(asked.row, solved.figures));
        } catch (ScenarioFailure e) {
          fail(asked, e, out, failures);
        }
      }
    } catch (ScenarioFailure e) {
      wanted.forEach(asked -> fail(asked, e, out, failures));
    }
  }

  private static void fail(
      Asked asked, ScenarioFailure e, List<HostMatrix> out, List<BatchResult.Failure> failures) {
    failures.add(new BatchResult.Failure(asked.distinct, e.lever(), e.getMessage()));
    SweepEngine.erase(out, asked.row);
  }

  /** What decides the S of a scenario: the numbers of the levers that act on it. */
  private List<Double> intensities(Asked asked) {
    var key = new ArrayList<Double>();
    for (ResolvedLever lever : model.levers()) {
      if (lever.action() instanceof ResolvedAction.OfIntensity
          || SweepModel.draws(lever, Action.What.F)) {
        boolean acts = asked.values.acts(lever);
        lever.action().amounts().forEach(a -> key.add(acts ? asked.values.of(a) : Double.NaN));
      }
    }
    return key;
  }

  /**
   * Multipliers of a group.
   *
   * @param multipliers rows of all states
   */
  private record Solved(double[][] multipliers, double[] figures) {}

  private Solved solve(Asked any, Map<List<Double>, State> states) throws ScenarioFailure {
    try (var task = progress.begin("solving drawn systems", 0)) {
      double[][] all = new double[0][];
      if (drawn.isEmpty()) {
        double[][] right = rows(states, valueAdded);
        try (var arena = Arena.ofShared()) {
          var m = HostMatrix.allocate(arena, right.length, model.table().axes().n());
          for (int k = 0; k < right.length; k++) {
            m.setRow(k, right[k]);
          }
          system.leontiefTransposed(m);
          all = new double[right.length][];
          Arrays.setAll(all, m::row);
        }
        task.advance(1);
        return new Solved(all, new double[0]);
      }
      DrawnTable table = drawn.get();
      List<TableDraw.Lever> draws = draws(any);
      DrawnTable.Solved solved =
          table.solve(draws, sums -> rows(states, residual(sums)), rows.valueAdded());
      DrawnTable.Figures f = solved.figures();
      task.advance(1);
      return new Solved(
          solved.rows(),
          new double[] {f.error(), table.bound(), f.corrections(), f.factorized() ? 1 : 0});
    }
  }

  /** Coefficients of value added that take what the draw of Z leaves. */
  private double[] residual(double[] columnSums) {
    if (columnSums.length == 0) {
      return valueAdded;
    }
    double[] before = drawn.orElseThrow().columnSums();
    double[] x = model.table().x();
    return IntStream.range(0, x.length)
        .mapToDouble(j -> x[j] == 0 ? 0 : valueAdded[j] - (columnSums[j] - before[j]) / x[j])
        .toArray();
  }

  private double[][] rows(Map<List<Double>, State> states, double[] valueAdded) {
    var all = new ArrayList<double[]>();
    states.values().forEach(s -> all.addAll(List.of(rows.of(s.emissions.s(), valueAdded))));
    return all.toArray(double[][]::new);
  }

  private double[][] product(double[][] m, DeviceMatrix columns) {
    int n = model.table().axes().n();
    try (var arena = Arena.ofShared()) {
      var left = HostMatrix.allocate(arena, m.length, n);
      for (int k = 0; k < m.length; k++) {
        left.setRow(k, m[k]);
      }
      var out = HostMatrix.allocate(arena, m.length, columns.shape().columns());
      if (m.length <= FEW_ROWS) {
        backend.multiplyRows(left, columns, out, Optional.empty());
      } else {
        try (DeviceMatrix a = backend.upload(left);
            DeviceMatrix product = backend.zeros(out.shape())) {
          backend.multiply(a, columns, product);
          product.download(out);
        }
      }
      var all = new double[m.length][];
      Arrays.setAll(all, out::row);
      return all;
    }
  }

  private void collect(
      Asked asked, State state, Solved solved, double[][] products, List<HostMatrix> out)
      throws ScenarioFailure {
    DemandState demand = model.demand(Optional.of(asked.values), baselineDemand);
    double[] coefficients = demand.coefficients();
    int[] columnOf = columnsOfParts();
    double[][] by = products;
    int offset = state.offset;
    if (asked.acting.stream().anyMatch(l -> SweepModel.draws(l, Action.What.Y))) {
      by =
          withDrawnDemand(
              asked,
              coefficients,
              Arrays.copyOfRange(solved.multipliers, offset, offset + rows.size()));
      offset = 0;
      columnOf = IntStream.range(0, model.table().axes().m()).toArray();
      coefficients = new double[columnOf.length];
      Arrays.fill(coefficients, 1);
    }
    for (int r = 0; r < model.paths().size(); r++) {
      double[] cells = rows.cells(model.paths().get(r), by, offset, coefficients, columnOf);
      direct.add(r, demand.direct(), state.emissions.direct(), cells);
      out.get(r).setRow(asked.row, cells);
    }
  }

  private int[] columnsOfParts() {
    return IntStream.range(0, model.basis().size())
        .map(p -> model.basis().part(p).column())
        .toArray();
  }

  /** M·Y_b, with Y as the levers have left it and then drawn. */
  private double[][] withDrawnDemand(Asked asked, double[] coefficients, double[][] multipliers)
      throws ScenarioFailure {
    try (DeviceMatrix y = demand(coefficients)) {
      for (ResolvedLever lever : asked.acting) {
        if (!SweepModel.draws(lever, Action.What.Y)) {
          continue;
        }
        var p = (ResolvedAction.Perturb) lever.action();
        BlockSums.draw(
            backend, lever.name(), p.draws(asked.values), p.keep(), y, y, negativeDemand);
      }
      return product(multipliers, y);
    }
  }

  /** Y of a scenario, n × m, on the device. */
  private DeviceMatrix demand(double[] coefficients) {
    int m = model.table().axes().m();
    DeviceMatrix y = backend.zeros(new Shape(model.table().axes().n(), m));
    try (var arena = Arena.ofShared()) {
      // Parts of a column are added: a product with the coefficients at the places of their
      // columns.
      var place = HostMatrix.allocate(arena, coefficients.length, m);
      for (int p = 0; p < coefficients.length; p++) {
        place.set(p, model.basis().part(p).column(), coefficients[p]);
      }
      try (DeviceMatrix by = backend.upload(place)) {
        backend.multiply(parts, by, y);
      }
      return y;
    } catch (RuntimeException | Error e) {
      y.closeAfter(e);
      throw e;
    }
  }

  @Override
  public void close() {
    try (parts) {
      drawn.ifPresent(DrawnTable::close);
    }
  }
}
