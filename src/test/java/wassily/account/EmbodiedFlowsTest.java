package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.TableInfo.OutputSource;
import wassily.testdata.RealTables;

/** Flows found and summed piece by piece are those of the plain formula S[i]·L[i,j]·y[j]. */
class EmbodiedFlowsTest {
  private static final int TOP = 100;

  /**
   * All n² cells by the plain formula, and what two ways of solving may differ by.
   *
   * <p>With LU factors {@code M₀⁻¹} comes out within 16·n·eps·|M₀⁻¹||M₀||M₀⁻¹|, the bound of
   * FactorizationContract by components; as {@code |M₀| ≤ d̂ + |Z|} and {@code M₀⁻¹·Z·M₀⁻¹ =
   * M₀⁻¹·d̂·M₀⁻¹ − M₀⁻¹} that is 2·|L||L| for L. Sums of cells add n·eps·|Φ| for each of two axes,
   * within the 16.
   */
  private record Plain(double[][] phi, double[][] bound) {
    static Plain of(MrioTable table, double[] f, double[] y) throws IOException {
      int n = table.axes().n();
      double[] x = table.x();
      try (var backend = SmallTables.cpu();
          var arena = Arena.ofShared();
          var system = LeontiefSystem.factorize(table, backend, Progress.NONE);
          var inverse = system.inverse();
          var square = backend.zeros(inverse.shape())) {
        var l = HostMatrix.allocate(arena, n, n);
        inverse.download(l);
        var size = HostMatrix.allocate(arena, n, n);
        for (int i = 0; i < n; i++) {
          size.setRow(i, Arrays.stream(l.row(i)).map(Math::abs).toArray());
        }
        var squared = HostMatrix.allocate(arena, n, n);
        try (var absolute = backend.upload(size)) {
          backend.multiply(absolute, absolute, square);
        }
        square.download(squared);
        var all = new Plain(new double[n][n], new double[n][n]);
        for (int i = 0; i < n; i++) {
          double s = x[i] == 0 ? 0 : f[i] / x[i];
          double[] row = l.row(i);
          double[] twice = squared.row(i);
          for (int j = 0; j < n; j++) {
            all.phi[i][j] = s * row[j] * y[j];
            double cell = 2 * twice[j] + Math.abs(row[j]);
            all.bound[i][j] = 16.0 * n * Math.ulp(1.0) * Math.abs(s * y[j]) * cell;
          }
        }
        return all;
      }
    }

    double largestBound() {
      return Arrays.stream(bound).flatMapToDouble(Arrays::stream).max().orElseThrow();
    }
  }

  private static double[] demand(MrioTable table) {
    var y = new double[table.axes().n()];
    for (int i = 0; i < y.length; i++) {
      y[i] = Arrays.stream(table.y().row(i)).sum();
    }
    return y;
  }

  /** Largest first; those above a size are enough where there are millions. */
  private static List<EmbodiedFlow> sorted(double[][] phi, double above) {
    var all = new ArrayList<EmbodiedFlow>();
    for (int i = 0; i < phi.length; i++) {
      for (int j = 0; j < phi.length; j++) {
        if (Math.abs(phi[i][j]) > above) {
          all.add(new EmbodiedFlow(i, j, phi[i][j]));
        }
      }
    }
    all.sort(
        (a, b) -> {
          int bySize = Double.compare(Math.abs(b.value()), Math.abs(a.value()));
          int byRow = Integer.compare(a.emitter(), b.emitter());
          return bySize != 0 ? bySize : byRow != 0 ? byRow : a.product() - b.product();
        });
    return all;
  }

  /**
   * Two lists of numbers that differ by at most e, sorted, differ by at most e in each place;
   * neighbours that are so close may have changed places.
   */
  private static void assertFlows(
      List<EmbodiedFlow> expected, List<EmbodiedFlow> found, Plain plain) {
    assertEquals(expected.size(), found.size());
    double largest = plain.largestBound();
    var seen = new HashSet<List<Integer>>();
    for (int r = 0; r < expected.size(); r++) {
      var e = expected.get(r);
      var f = found.get(r);
      double apart = Math.abs(Math.abs(e.value()) - Math.abs(f.value()));
      assertTrue(apart <= largest, "%d: %s, %s".formatted(r, e, f));
      double error = Math.abs(plain.phi[f.emitter()][f.product()] - f.value());
      assertTrue(error <= plain.bound[f.emitter()][f.product()], "%d: %s".formatted(r, f));
      assertTrue(seen.add(List.of(f.emitter(), f.product())), "twice: " + f);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "1000000, 1000000"})
  void findsTheLargest(int block, int page) throws IOException {
    try (MrioTable table = SmallTables.generated(new GeneratorOptions(9, 14, 1));
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      int n = table.axes().n();
      double[] f = table.satellites().getFirst().f().row(0);
      double[] y = demand(table);
      var flows = EmbodiedFlows.of(system, f, y, (long) block * n * Double.BYTES, page);
      var plain = Plain.of(table, f, y);
      var all = sorted(plain.phi, 0);
      for (int k : new int[] {0, 1, TOP, all.size(), all.size() + 5}) {
        var found = flows.largest(k, Progress.NONE);
        int expected = Math.min(k, all.size());
        assertEquals(expected, found.size());
        if (k <= TOP) {
          assertFlows(all.subList(0, expected), found, plain);
        }
      }
      double threshold = Math.abs(all.get(TOP).value()) * 0.999;
      long count = all.stream().filter(a -> Math.abs(a.value()) >= threshold).count();
      var large = flows.atLeast(threshold, n * n, Progress.NONE);
      assertFlows(all.subList(0, (int) count), large, plain);
      var tooMany =
          assertThrows(
              BadDataException.class, () -> flows.atLeast(threshold, TOP / 2, Progress.NONE));
      assertTrue(
          tooMany.getMessage().contains("more than 50 embodied flows"), tooMany.getMessage());
    }
  }

  /**
   * Without trade L = I and all flows are exact: F = 1, x = y = 1 gives n ones on the diagonal.
   * Ties go by row; a negative flow counts by its size.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "100, 100"})
  void tiesGoByRowThenColumn(int block, int page) throws IOException {
    int n = 9;
    var z = new double[n][n];
    var y = new double[n][1];
    var f = new double[1][n];
    for (int i = 0; i < n; i++) {
      y[i][0] = 1;
      f[0][i] = i == 4 ? -2 : i == 6 ? 0 : 1;
    }
    try (MrioTable table = SmallTables.of(1, z, y, f);
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var demand = demand(table);
      var flows = EmbodiedFlows.of(system, f[0], demand, (long) block * n * Double.BYTES, page);
      assertEquals(
          List.of(new EmbodiedFlow(4, 4, -2), new EmbodiedFlow(0, 0, 1), new EmbodiedFlow(1, 1, 1)),
          flows.largest(3, Progress.NONE));
      assertEquals(8, flows.largest(100, Progress.NONE).size(), "a flow of 0 is none");
      assertEquals(8, flows.atLeast(1, 8, Progress.NONE).size());
      assertEquals(
          List.of(new EmbodiedFlow(5, 5, 1)),
          flows.only(i -> i > 4, j -> j < 6).largest(10, Progress.NONE));
    }
  }

  /**
   * Small and exact: A = [0 ½; 0 0], L = [1 ½; 0 1], x = (4, 6) of y = (1, 6), S = (2, 3): Φ =
   * [2·1, 2·½·6; 0, 3·6]. Where a third has no output its F does not count.
   */
  @Test
  void isTheFormulaOfThePaper() throws IOException {
    double[][] z = {{0, 3, 0}, {0, 0, 0}, {0, 0, 0}};
    double[][] y = {{1}, {6}, {0}};
    double[][] f = {{8, 18, 5}};
    try (MrioTable table = SmallTables.of(1, z, y, f);
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var flows = EmbodiedFlows.of(system, f[0]);
      assertEquals(
          List.of(new EmbodiedFlow(1, 1, 18), new EmbodiedFlow(0, 1, 6), new EmbodiedFlow(0, 0, 2)),
          flows.largest(9, Progress.NONE));
      var arena = Arena.ofAuto();
      var one = AxisGroups.total(3);
      assertEquals(26, flows.sums(arena, one, one, Progress.NONE).get(0, 0));
      var each = flows.sums(arena, AxisGroups.identity(3), AxisGroups.identity(3), Progress.NONE);
      assertEquals(6, each.get(0, 1));
      assertEquals(0, each.get(1, 0));
    }
  }

  /** More groups of rows than of columns and the other way round, one and several blocks. */
  @ParameterizedTest
  @CsvSource({"9,14,1", "14,9,2", "3,126,1000"})
  void sumsOverGroups(int rowGroups, int columnGroups, int block) throws IOException {
    try (MrioTable table = SmallTables.generated(new GeneratorOptions(9, 14, 2));
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      int n = table.axes().n();
      double[] f = table.satellites().getFirst().f().row(0);
      double[] y = demand(table);
      var plain = Plain.of(table, f, y);
      var random = new SplittableRandom(3);
      int[] rows = random.ints(n, -1, rowGroups).toArray();
      int[] columns = random.ints(n, -1, columnGroups).toArray();
      var found =
          EmbodiedFlows.of(system, f, y, (long) block * n * Double.BYTES, 10)
              .sums(
                  Arena.ofAuto(),
                  AxisGroups.of(rows, rowGroups),
                  AxisGroups.of(columns, columnGroups),
                  Progress.NONE);
      var expected = new double[rowGroups][columnGroups];
      var bound = new double[rowGroups][columnGroups];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          if (rows[i] >= 0 && columns[j] >= 0) {
            expected[rows[i]][columns[j]] += plain.phi[i][j];
            bound[rows[i]][columns[j]] += plain.bound[i][j];
          }
        }
      }
      for (int g = 0; g < rowGroups; g++) {
        for (int h = 0; h < columnGroups; h++) {
          double error = Math.abs(found.get(g, h) - expected[g][h]);
          assertTrue(error <= bound[g][h], "%d, %d: %g".formatted(g, h, error));
        }
      }
    }
  }

  /** The first hundred of two million flows of a real table, and ΣΦ = ΣF over x > 0. */
  @Test
  void wiod1995() throws IOException {
    try (MrioTable table = RealTables.wiodFull(1995, OutputSource.ROWS);
        Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      int n = table.axes().n();
      // Any positive stressor will do: the table has no account of its own in this year.
      double[] f = new SplittableRandom(4).doubles(n, 0, 1).toArray();
      double total = 0;
      for (int i = 0; i < n; i++) {
        f[i] *= table.x()[i];
        total += f[i];
      }
      double[] y = demand(table);
      var plain = Plain.of(table, f, y);
      var flows = EmbodiedFlows.of(system, f);
      double top = Arrays.stream(plain.phi).flatMapToDouble(Arrays::stream).max().orElseThrow();
      var large = sorted(plain.phi, top / 1000);
      assertFlows(large.subList(0, TOP), flows.largest(TOP, Progress.NONE), plain);
      int regions = table.axes().regions().size();
      var byRegion = AxisGroups.consecutive(regions, table.axes().sectors().size());
      var sums = flows.sums(Arena.ofAuto(), byRegion, byRegion, Progress.NONE);
      double all = 0;
      for (int r = 0; r < regions; r++) {
        all += Arrays.stream(sums.row(r)).sum();
      }
      double bound = Arrays.stream(plain.bound).flatMapToDouble(Arrays::stream).sum();
      assertTrue(Math.abs(total - all) <= bound, "%g and %g".formatted(total, all));
    }
  }
}
