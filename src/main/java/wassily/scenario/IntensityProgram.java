package wassily.scenario;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import wassily.account.ValueAdded;
import wassily.label.TableAxes;
import wassily.linalg.CellChange;
import wassily.linalg.HostMatrix;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.CellFactors;
import wassily.table.MrioTable;

/** The levers on S of a sweep, applied to the rows of many scenarios where the rows are. */
final class IntensityProgram {
  private final MrioTable table;
  private final List<ResolvedLever> levers;
  private final HostMatrix s;

  /** Whether F_Y follows S in some lever. */
  private final boolean direct;

  /**
   * Prepares the levers.
   *
   * @param table the table
   * @param s baseline intensities, K × n
   * @param all all levers of the sweep
   */
  IntensityProgram(MrioTable table, HostMatrix s, List<ResolvedLever> all) {
    this.table = table;
    this.s = s;
    this.levers = levers(all);
    this.direct = levers.stream().anyMatch(l -> direct(l.action()));
  }

  private static boolean direct(ResolvedAction action) {
    return switch (action) {
      case ResolvedAction.IntensityScale a -> a.direct();
      case ResolvedAction.IntensityBenchmark a -> a.direct();
      default -> false;
    };
  }

  /** Levers of S among all, and draws of F. */
  private static List<ResolvedLever> levers(List<ResolvedLever> all) {
    return all.stream()
        .filter(
            l ->
                l.action() instanceof ResolvedAction.OfIntensity
                    || l.action() instanceof ResolvedAction.Perturb p && p.what() == Action.What.F)
        .toList();
  }

  /**
   * S of one scenario and what its F_Y is multiplied by.
   *
   * @param s K × n
   * @param direct K × R
   */
  record Emissions(double[][] s, double[][] direct) {}

  /** S of a scenario whose draws are its own: one array, lever by lever. */
  Emissions emissions(ScenarioValues values) throws ScenarioFailure {
    var now = new double[Math.toIntExact(s.rows())][];
    var factors = new double[now.length][table.axes().regions().size()];
    for (int k = 0; k < now.length; k++) {
      now[k] = s.row(k);
      Arrays.fill(factors[k], 1);
    }
    for (ResolvedLever lever : levers) {
      if (!values.acts(lever)) {
        continue;
      }
      if (lever.action() instanceof ResolvedAction.Perturb p) {
        perturb(lever, p, values, now);
        continue;
      }
      for (int k = 0; k < now.length; k++) {
        step(lever.action(), values, k, now[k], factors[k]);
      }
    }
    return new Emissions(now, factors);
  }

  private void perturb(
      ResolvedLever lever, ResolvedAction.Perturb p, ScenarioValues values, double[][] now)
      throws ScenarioFailure {
    for (BlockDraw draw : p.draws(values)) {
      double[][] before = sums(p.keep(), draw.cells(), now, f -> f);
      var factors = new CellFactors(draw.cells(), draw.key());
      for (int k = 0; k < now.length; k++) {
        factors.multiply(k, now[k]);
      }
      if (p.keep() != Action.Kept.NONE) {
        restore(lever, p.keep(), draw.cells(), before, now);
      }
    }
  }

  /** Of F = S·x, over the cells of a block: by stressor, by region-sector, or one. */
  private double[][] sums(
      Action.Kept keep, CellDraws cells, double[][] now, DoubleUnaryOperator part) {
    var sums = new double[now.length][now.length == 0 ? 0 : now[0].length];
    for (int k = 0; k < now.length; k++) {
      for (int i = 0; i < now[k].length; i++) {
        if (cells.rowClass()[k] >= 0 && cells.columnClass()[i] >= 0) {
          sums[keep == Action.Kept.ROW_SUMS ? k : 0][keep == Action.Kept.COLUMN_SUMS ? i : 0] +=
              part.applyAsDouble(now[k][i] * table.x()[i]);
        }
      }
    }
    return sums;
  }

  private void restore(
      ResolvedLever lever, Action.Kept keep, CellDraws cells, double[][] before, double[][] now)
      throws ScenarioFailure {
    double[][] positive = sums(keep, cells, now, f -> Math.max(0, f));
    double[][] negative = sums(keep, cells, now, f -> Math.max(0, -f));
    for (int k = 0; k < now.length; k++) {
      for (int i = 0; i < now[k].length; i++) {
        if (cells.rowClass()[k] >= 0 && cells.columnClass()[i] >= 0) {
          int r = keep == Action.Kept.ROW_SUMS ? k : 0;
          int c = keep == Action.Kept.COLUMN_SUMS ? i : 0;
          double factor =
              KeptSums.factor(lever.name(), before[r][c], positive[r][c], negative[r][c]);
          now[k][i] *= now[k][i] * table.x()[i] < 0 ? 1 / factor : factor;
        }
      }
    }
  }

  /** Whether S is the same in all scenarios. */
  boolean isEmpty() {
    return levers.isEmpty();
  }

  /** The baseline's intensities, K × n. */
  HostMatrix baseline() {
    return s;
  }

  /** Intensities {@code S = F/x}, 0 where x = 0. */
  static HostMatrix intensities(Arena arena, MrioTable table, HostMatrix f) {
    var s = HostMatrix.allocate(arena, f.rows(), f.columns());
    for (long k = 0; k < s.rows(); k++) {
      double[] row = f.row(k);
      for (int i = 0; i < row.length; i++) {
        row[i] = table.x()[i] == 0 ? 0 : row[i] / table.x()[i];
      }
      s.setRow(k, row);
    }
    return s;
  }

  /** Value added of every kind per unit of output, {@code v = Σ_k V[k]/x}, 0 where x = 0. */
  static double[] valueAdded(MrioTable table) {
    HostMatrix v = intensities(Arena.ofAuto(), table, ValueAdded.rows(table).f());
    var sum = new double[Math.toIntExact(v.columns())];
    for (long k = 0; k < v.rows(); k++) {
      double[] row = v.row(k);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    return sum;
  }

  /**
   * What the levers do to the rows of scenarios, of which each is the baseline's S.
   *
   * @param of which rows of the table stand for themselves, and which are summed
   * @param position one of these → column of the rows of scenarios
   * @param scenarios the values of each scenario
   */
  List<CellChange> changes(
      EmissionRows of, int[] position, List<Optional<ScenarioValues>> scenarios) {
    var changes = new ArrayList<CellChange>();
    for (ResolvedLever lever : levers) {
      switch (lever.action()) {
        case ResolvedAction.IntensityScale a ->
            changes.add(
                new CellChange.Scale(
                    at(position, of.changed(lever.name())),
                    amounts(lever, a.factor(), scenarios, 1)));
        case ResolvedAction.IntensityBenchmark a ->
            changes.add(
                new CellChange.Lower(
                    at(position, of.changed(lever.name())),
                    rows(of.benchmark(lever.name())),
                    amounts(lever, a.strength(), scenarios, 0)));
        default -> {} // where it acts, the scenario takes the plain formula
      }
    }
    return changes;
  }

  private static HostMatrix rows(double[][] benchmark) {
    var rows = HostMatrix.allocate(Arena.ofAuto(), benchmark.length, benchmark[0].length);
    for (int k = 0; k < benchmark.length; k++) {
      rows.setRow(k, benchmark[k]);
    }
    return rows;
  }

  private static int[] at(int[] position, int[] rows) {
    return Arrays.stream(rows).map(i -> position[i]).toArray();
  }

  private static double[] amounts(
      ResolvedLever lever,
      Amount amount,
      List<Optional<ScenarioValues>> scenarios,
      double without) {
    return scenarios.stream()
        .mapToDouble(
            v -> v.filter(some -> some.acts(lever)).map(some -> some.of(amount)).orElse(without))
        .toArray();
  }

  /**
   * What F_Y of each stressor and region is multiplied by.
   *
   * @return K × R, null when no lever changes F_Y
   */
  double[][] direct(Optional<ScenarioValues> values) {
    if (!direct || values.isEmpty()) {
      return null;
    }
    TableAxes axes = table.axes();
    int stressors = Math.toIntExact(s.rows());
    var factors = new double[stressors][axes.regions().size()];
    for (int k = 0; k < stressors; k++) {
      Arrays.fill(factors[k], 1);
      double[] now = s.row(k);
      for (ResolvedLever lever : levers) {
        if (values.get().acts(lever)) {
          step(lever.action(), values.get(), k, now, factors[k]);
        }
      }
    }
    return factors;
  }

  private void step(
      ResolvedAction action, ScenarioValues values, int k, double[] now, double[] factors) {
    int sectors = table.axes().sectors().size();
    switch (action) {
      case ResolvedAction.IntensityScale a -> {
        double factor = values.of(a.factor());
        for (int i : a.rows()) {
          now[i] *= factor;
        }
        if (a.direct()) {
          Arrays.stream(a.rows())
              .map(i -> i / sectors)
              .distinct()
              .forEach(r -> factors[r] *= factor);
        }
      }
      case ResolvedAction.IntensityBenchmark a -> {
        double strength = values.of(a.strength());
        var before = new double[factors.length];
        var after = new double[factors.length];
        for (int c = 0; c < a.rows().length; c++) {
          int i = a.rows()[c];
          double x = table.x()[i];
          before[i / sectors] += now[i] * x;
          now[i] -= strength * Math.max(0, now[i] - a.benchmark()[k][c]);
          after[i / sectors] += now[i] * x;
        }
        for (int r = 0; a.direct() && r < factors.length; r++) {
          if (before[r] != 0) {
            factors[r] *= after[r] / before[r];
          }
        }
      }
      default -> {} // where it acts, the scenario takes the plain formula
    }
  }
}
