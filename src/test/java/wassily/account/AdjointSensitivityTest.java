package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.account.AdjointSensitivity.Question;
import wassily.account.SensitiveCell.Matrix;
import wassily.account.SensitiveCell.Ranking;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.testdata.RealTables;

/** Derivatives by two solves are those of the plain formula, of differences, and of one change. */
class AdjointSensitivityTest {
  private static final int REGIONS = 5;
  private static final int SECTORS = 4;
  private static final int N = REGIONS * SECTORS;
  private static final int K = 1;

  private static final Question EVERYTHING =
      new Question(100_000, Ranking.ELASTICITY, EnumSet.allOf(Matrix.class));

  private static MrioTable table() throws IOException {
    return SmallTables.generated(new GeneratorOptions(REGIONS, SECTORS, 11));
  }

  private static AdjointSensitivity of(MrioTable t, FootprintTarget target, Question question)
      throws IOException {
    try (Backend backend = SmallTables.cpu();
        var system =
            LeontiefSystem.factorize(t, backend, new Work(1, 1, true, false), Progress.NONE)) {
      var account = t.satellites().getFirst();
      int k = Math.min(K, account.stressors().size() - 1);
      var found = AdjointSensitivity.of(system, account, k, target, question, Progress.NONE);
      assertTrue(found.certificate().passed(), found.certificate().toString());
      return found;
    }
  }

  /** A footprint and where a run over all consumers has the same number. */
  private record Case(String name, FootprintTarget target, Number number) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  private interface Number {
    double in(Footprint f);
  }

  private static Stream<Case> cases() throws IOException {
    try (MrioTable t = table()) {
      TableAxes axes = t.axes();
      int e = axes.regions().size();
      int consumers = axes.consumers();
      var cba = FootprintTarget.consumption("D_cba:r", axes, 2);
      return Stream.of(
          new Case("D_cba", cba, f -> f.cba(K, 2)),
          new Case(
              "D_cba of all",
              FootprintTarget.consumption("D_cba", axes, IntStream.range(0, e).toArray()),
              f -> IntStream.range(0, e).mapToDouble(s -> f.cba(K, s)).sum()),
          new Case(
              "D_cba of exports",
              FootprintTarget.consumption("D_cba:export", axes, e),
              f -> f.exogenous(K, 0)),
          new Case("a category", cba.ofCategories(axes, 1), f -> f.cba(K, 2, 1)),
          new Case("a product", cba.ofProducts(axes, 3), f -> f.cbaByProduct(K, 2, 3)),
          new Case("a producer", cba.ofProducers(axes, 0), f -> f.cbaByProducer(K, 2, 0)),
          new Case("a flow", cba.from(axes, 4), f -> f.flow(K, 4, 2)),
          // ΣF of a region does not know of Z; what it emits for all consumers does.
          new Case(
              "D_pba",
              FootprintTarget.production("D_pba:r", axes, 1),
              f ->
                  IntStream.range(0, consumers).mapToDouble(s -> f.flow(K, 1, s)).sum()
                      + f.direct(K, 1)));
    }
  }

  /**
   * {@code ∂D/∂cell} as {@code (D(cell·(1+h)) − D(cell·(1−h)))/(2·h·cell)} with x held. For a cell
   * of Z, {@code D(t) = D + a·t/(1 − b·t)} with {@code b = (M₀⁻¹)[j,i]} (Sherman and Morrison), so
   * the quotient is {@code a/(1 − (b·h·cell)²)}, and {@code b·cell = A[i,j]·L[j,i]} is below ‖L‖₁;
   * D is linear in cells of Y, F and F_Y. Two footprints carry 16·n·eps·cond₁ of D each.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void areThoseOfDifferences(Case c) throws IOException {
    double h = 1e-4;
    try (MrioTable t = table()) {
      var base = SmallTables.run(t);
      double condition = SmallTables.value(base, "condition_number_1");
      double rounding = 16 * N * Math.ulp(1.0) * condition / h;
      double bent = condition * condition * h * h;
      double d = c.number.in(base.footprint());
      var found = of(t, c.target, EVERYTHING);
      // Of the whole, as parts cancel: 16·n·eps·cond of the sum of all their terms.
      assertEquals(d, found.footprint(), 16 * N * Math.ulp(1.0) * condition * Math.abs(d) * 4);
      var tested = new ArrayList<SensitiveCell>();
      for (Matrix m : Matrix.values()) {
        found.largest().stream().filter(cell -> cell.matrix() == m).limit(5).forEach(tested::add);
      }
      assertTrue(tested.size() >= 10, tested.toString());
      for (SensitiveCell cell : tested) {
        double up = c.number.in(SmallTables.run(changed(t, cell, h)).footprint());
        double down = c.number.in(SmallTables.run(changed(t, cell, -h)).footprint());
        double elasticity = (up - down) / (2 * h * d);
        assertEquals(
            elasticity, cell.elasticity(), bent * Math.abs(elasticity) + rounding, cell.toString());
        assertEquals(
            cell.elasticity(),
            cell.derivative() * cell.value() / found.footprint(),
            4 * Math.ulp(cell.elasticity()));
      }
    }
  }

  /** The table with one cell times 1 + h. */
  private static MrioTable changed(MrioTable t, SensitiveCell cell, double h) {
    HostMatrix z = copy((HostMatrix) t.z());
    HostMatrix y = copy(t.y());
    SatelliteAccount account = t.satellites().getFirst();
    HostMatrix f = copy(account.f());
    HostMatrix fY = copy(account.fY());
    HostMatrix in =
        switch (cell.matrix()) {
          case Z -> z;
          case Y -> y;
          case F -> f;
          case F_Y -> fY;
        };
    int row = in == f || in == fY ? K : cell.row();
    assertEquals(in.get(row, cell.column()), cell.value(), 0, "the cell that is named");
    in.add(row, cell.column(), h * cell.value());
    return SmallTables.with(
        t, z, y, t.x(), List.of(new SatelliteAccount("a", account.stressors(), f, fY)));
  }

  private static HostMatrix copy(HostMatrix m) {
    var copy = HostMatrix.allocate(Arena.ofAuto(), m.rows(), m.columns());
    m.read(0, copy);
    return copy;
  }

  /**
   * All n² cells by {@code (s·L)[i]·(L·y)[j]/x[j]} from the inverse, and how far the two ways may
   * be apart.
   *
   * <p>A solution of componentwise backward error ω = 16·n·eps has {@code |δm| ≤ ω·|m||M₀||M₀⁻¹| ≤
   * ω(2·|m|L + |m|)} and {@code |δu| ≤ ω·|M₀⁻¹||M₀||u| ≤ ω·d⁻¹(2·L|w| + |w|)} for {@code w = L·y}
   * (EmbodiedFlowsTest has the step); for both ways twice that, and {@code |y|} for y of both
   * signs.
   */
  private static final class Plain {
    private final double[] m;
    private final double[] u;
    private final double[] dm;
    private final double[] du;
    private final double d;
    private final double dd;
    private final double[][] l;

    private Plain(MrioTable t, FootprintTarget target, int k) throws IOException {
      int n = t.axes().n();
      l = new double[n][];
      try (var backend = SmallTables.cpu();
          var arena = Arena.ofShared();
          var system = LeontiefSystem.factorize(t, backend, Progress.NONE);
          var inverse = system.inverse()) {
        var host = HostMatrix.allocate(arena, n, n);
        inverse.download(host);
        for (int i = 0; i < n; i++) {
          l[i] = host.row(i);
        }
      }
      double[] x = t.x();
      SatelliteAccount account = t.satellites().getFirst();
      var s = new double[n];
      var y = new double[n];
      var size = new double[n];
      for (int i = 0; i < n; i++) {
        s[i] = x[i] == 0 || !target.emitters().get(i) ? 0 : account.f().get(k, i) / x[i];
        for (int c : target.columns().stream().toArray()) {
          y[i] += target.products().get(i) ? t.y().get(i, c) : 0;
        }
        size[i] = Math.abs(y[i]);
      }
      m = rows(s);
      double[] w = columns(y);
      double[] wide = columns(size);
      double[] again = columns(wide);
      double[] longer = rows(m);
      u = new double[n];
      dm = new double[n];
      du = new double[n];
      double omega = 2 * 16.0 * n * Math.ulp(1.0);
      double value = 0;
      double error = 0;
      for (int i = 0; i < n; i++) {
        u[i] = x[i] == 0 ? 0 : w[i] / x[i];
        dm[i] = omega * (2 * longer[i] + m[i]);
        du[i] = x[i] == 0 ? 0 : omega * (2 * again[i] + wide[i]) / x[i];
        value += m[i] * y[i];
        error += dm[i] * size[i] + omega * m[i] * size[i];
      }
      for (int c : target.direct().stream().toArray()) {
        value += account.fY().get(k, c);
      }
      d = value;
      dd = error / Math.abs(value);
    }

    private double[] rows(double[] v) {
      var out = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          out[j] += v[i] * l[i][j];
        }
      }
      return out;
    }

    private double[] columns(double[] v) {
      var out = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          out[i] += l[i][j] * v[j];
        }
      }
      return out;
    }

    double elasticity(double z, int i, int j) {
      return m[i] * z * u[j] / d;
    }

    double bound(double z, int i, int j) {
      double e = Math.abs(elasticity(z, i, j));
      return Math.abs(z / d) * (dm[i] * Math.abs(u[j]) + m[i] * du[j])
          + e * (dd + 16 * Math.ulp(1.0));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allCellsOfZAreThoseOfTheInverse(Case c) throws IOException {
    try (MrioTable t = table()) {
      var plain = new Plain(t, c.target, K);
      var found = of(t, c.target, new Question(N * N, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      var z = (HostMatrix) t.z();
      var seen = new boolean[N][N];
      double sum = 0;
      double absolute = 0;
      double squares = 0;
      double slack = 0;
      var regions = new double[REGIONS][REGIONS];
      var sectors = new double[SECTORS][SECTORS];
      for (SensitiveCell cell : found.largest()) {
        int i = cell.row();
        int j = cell.column();
        assertFalse(seen[i][j], "twice: " + cell);
        seen[i][j] = true;
        assertEquals(z.get(i, j), cell.value());
        assertEquals(
            plain.elasticity(cell.value(), i, j),
            cell.elasticity(),
            plain.bound(cell.value(), i, j),
            cell.toString());
      }
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
          double e = plain.elasticity(z.get(i, j), i, j);
          assertEquals(e != 0, seen[i][j], i + ", " + j);
          sum += e;
          absolute += Math.abs(e);
          squares += e * e;
          slack += plain.bound(z.get(i, j), i, j);
          regions[i / SECTORS][j / SECTORS] += e;
          sectors[i % SECTORS][j % SECTORS] += e;
        }
      }
      ElasticitySums sums = found.sums().get(Matrix.Z);
      assertEquals(found.largest().size(), sums.cells());
      assertEquals(sum, sums.sum(), slack);
      assertEquals(absolute, sums.absolute(), slack);
      assertEquals(squares, sums.squares(), 2 * slack * Math.sqrt(squares) + slack * slack);
      for (int r = 0; r < REGIONS; r++) {
        for (int s = 0; s < REGIONS; s++) {
          assertEquals(regions[r][s], found.byRegions().orElseThrow().get(r, s), slack);
        }
      }
      for (int p = 0; p < SECTORS; p++) {
        for (int q = 0; q < SECTORS; q++) {
          assertEquals(sectors[p][q], found.bySectors().orElseThrow().get(p, q), slack);
        }
      }
      // Largest first, and the same start whatever is asked for.
      double last = Double.POSITIVE_INFINITY;
      for (SensitiveCell cell : found.largest()) {
        assertTrue(Math.abs(cell.elasticity()) <= last);
        last = Math.abs(cell.elasticity());
      }
      var ten = of(t, c.target, new Question(10, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      assertEquals(found.largest().subList(0, 10), ten.largest());
      // D is linear in Y, in F with F_Y: their elasticities add up to the parts of D.
      double share = found.direct() / found.footprint();
      double rounding = N * Math.ulp(1.0) * 16 + 2 * plain.dd;
      assertEquals(1 - share, found.sums().get(Matrix.Y).sum(), rounding);
      assertEquals(1 - share, found.sums().get(Matrix.F).sum(), rounding);
      assertEquals(share, found.sums().get(Matrix.F_Y).sum(), rounding);
    }
  }

  /** With all rows in balance, L·y = x: the output of a region is known to serve everybody. */
  @Test
  void productionServesAllItsOutput() throws IOException {
    try (MrioTable t = table()) {
      var found = of(t, FootprintTarget.production("D_pba:r", t.axes(), 3), EVERYTHING);
      for (int j = 0; j < N; j++) {
        // Generated rows balance to rounding; u = L·y/x with errors of 16·n·eps·cond.
        assertEquals(t.x()[j] == 0 ? 0 : 1, found.u()[j], 16 * N * Math.ulp(1.0) * 10 * 2);
      }
    }
  }

  /** A = [0 ½; 0 0], L = [1 ½; 0 1], x = (4, 6), y = (1, 6), S = (2, 3), D = 26; by hand. */
  @Test
  void byHand() throws IOException {
    double[][] z = {{0, 3}, {0, 0}};
    double[][] y = {{1}, {6}};
    double[][] f = {{8, 18}};
    try (MrioTable t = SmallTables.of(1, z, y, f)) {
      var found = of(t, FootprintTarget.consumption("D_cba", t.axes(), 0), EVERYTHING);
      assertEquals(26, found.footprint());
      // m = (2, 2·½ + 3), u = (1, 1).
      assertEquals(List.of(2.0, 4.0), Arrays.stream(found.m()).boxed().toList());
      assertEquals(
          List.of(
              new SensitiveCell(Matrix.Y, 1, 0, 6, 4, 24 * (1 / 26.0)),
              new SensitiveCell(Matrix.F, 0, 1, 18, 1, 18 * (1 / 26.0)),
              new SensitiveCell(Matrix.F, 0, 0, 8, 1, 8 * (1 / 26.0)),
              new SensitiveCell(Matrix.Z, 0, 1, 3, 2, 6 * (1 / 26.0)),
              new SensitiveCell(Matrix.Y, 0, 0, 1, 2, 2 * (1 / 26.0))),
          found.largest());
      var byUnit =
          of(
              t,
              FootprintTarget.consumption("D_cba", t.axes(), 0),
              new Question(2, Ranking.DERIVATIVE, EnumSet.allOf(Matrix.class)));
      assertEquals(4, byUnit.largest().get(0).derivative());
      assertEquals(Matrix.Z, byUnit.largest().get(1).matrix(), "2 for Z[0,1] before 2 for Y[0,0]");
    }
  }

  /** A sector without output: its column is dropped, its row supplies; nothing is NaN. */
  @Test
  void whereThereIsNoOutput() throws IOException {
    double[][] z = {{10, 5, 0, 3}, {5, 20, 5, 4}, {5, 0, 10, 2}, {6, 0, 0, 1}};
    double[][] y = {{30, 20}, {40, 10}, {0, 60}, {-4, -3}};
    double[] x = {68, 84, 77, 0};
    try (var t = SmallTables.of(2, 0, z, y, new double[][] {{6.8, 8.4, 7.7, 9}}, x)) {
      var target = FootprintTarget.consumption("D_cba:r1", t.axes(), 0);
      var plain = new Plain(t, target, 0);
      var found = of(t, target, EVERYTHING);
      for (SensitiveCell cell : found.largest()) {
        if (cell.matrix() == Matrix.Z) {
          assertTrue(cell.column() != 3 && cell.row() != 3, cell.toString());
          assertEquals(
              plain.elasticity(cell.value(), cell.row(), cell.column()),
              cell.elasticity(),
              plain.bound(cell.value(), cell.row(), cell.column()));
        }
        assertFalse(cell.matrix() == Matrix.F && cell.column() == 3, cell.toString());
      }
      // Seven of the nine cells between sectors with output are not 0.
      assertEquals(7, found.sums().get(Matrix.Z).cells());
    }
  }

  @Test
  void nothingIsAPercentageOfNothing() throws IOException {
    double[][] z = {{0, 3}, {0, 0}};
    try (MrioTable t = SmallTables.of(1, z, new double[][] {{1}, {6}}, new double[1][2])) {
      var target = FootprintTarget.consumption("D_cba:r1", t.axes(), 0);
      String message =
          assertThrows(BadDataException.class, () -> of(t, target, EVERYTHING)).getMessage();
      assertTrue(message.startsWith("D_cba:r1 of k1 is 0"), message);
      var byUnit = of(t, target, new Question(9, Ranking.DERIVATIVE, Set.of(Matrix.F)));
      assertEquals(0, byUnit.footprint());
      assertEquals(List.of(), byUnit.largest(), "no F, no cell of it");
    }
  }

  /** A wrong solution is seen by the backward errors, and a wrong search by the sum. */
  @Test
  void theCertificateFailsWithTheSolves() throws IOException {
    try (MrioTable t = table()) {
      for (boolean ofM : new boolean[] {false, true}) {
        try (var backend = new FaultyBackend(x -> spoil(x, !ofM), m -> spoil(m, ofM));
            var system = LeontiefSystem.factorize(t, backend, Progress.NONE)) {
          var found =
              AdjointSensitivity.of(
                  system,
                  t.satellites().getFirst(),
                  K,
                  FootprintTarget.consumption("D_cba:r", t.axes(), 1),
                  EVERYTHING,
                  Progress.NONE);
          var failed =
              found.certificate().checks().stream()
                  .filter(c -> !c.passed())
                  .map(wassily.result.Certificate.Check::name)
                  .toList();
          assertTrue(
              failed.contains("backward_error_componentwise_" + (ofM ? "multipliers" : "output")),
              failed.toString());
          assertTrue(failed.contains("two_routes"), failed.toString());
        }
      }
    }
  }

  private static void spoil(HostMatrix m, boolean really) {
    if (really) {
      for (long i = 0; i < m.rows(); i++) {
        for (long j = 0; j < m.columns(); j++) {
          m.set(i, j, m.get(i, j) * (1 + 1e-6 * (1 + (i + j) % 3)));
        }
      }
    }
  }

  /**
   * A real table: the first hundred of two million cells are those of a sort of all of them, the
   * sum rule holds (it is in the certificate), and ten times the largest cell has the effect that
   * Sherman and Morrison's formula gives.
   */
  @Test
  void wiod2009() throws IOException {
    try (MrioTable t = RealTables.wiod2009Co2()) {
      int china = t.axes().regions().find("CHN").orElseThrow();
      var target = FootprintTarget.consumption("D_cba:CHN", t.axes(), china);
      var found = of(t, target, new Question(100, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      int n = t.axes().n();
      var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
      t.z().read(0, z);
      var all = new ArrayList<double[]>();
      double inverse = 1 / found.footprint();
      for (int i = 0; i < n; i++) {
        double[] row = z.row(i);
        for (int j = 0; j < n; j++) {
          double e = found.m()[i] * row[j] * found.u()[j] * inverse;
          if (Math.abs(e) > 1e-5) {
            all.add(new double[] {Math.abs(e), i, j});
          }
        }
      }
      all.sort(
          (a, b) ->
              a[0] != b[0]
                  ? Double.compare(b[0], a[0])
                  : a[1] != b[1] ? Double.compare(a[1], b[1]) : Double.compare(a[2], b[2]));
      assertTrue(all.size() > 100, all.size() + " cells");
      for (int r = 0; r < 100; r++) {
        SensitiveCell cell = found.largest().get(r);
        assertEquals((int) all.get(r)[1], cell.row());
        assertEquals((int) all.get(r)[2], cell.column());
        assertEquals(all.get(r)[0], Math.abs(cell.elasticity()), 0, "the same operations");
      }
      SensitiveCell first = found.largest().getFirst();
      double change = 0.1 * first.value();
      double own; // (M₀⁻¹)[j,i]
      try (Backend backend = SmallTables.cpu();
          var system = LeontiefSystem.factorize(t, backend, Progress.NONE)) {
        var unit = HostMatrix.allocate(Arena.ofAuto(), n, 1);
        unit.set(first.row(), 0, 1);
        system.solve(unit);
        own = unit.get(first.column(), 0);
      }
      z.add(first.row(), first.column(), change);
      var more = SmallTables.with(t, z, t.y(), t.x(), t.satellites());
      var after = of(more, target, new Question(1, Ranking.ELASTICITY, Set.of(Matrix.Z)));
      double expected = found.footprint() + first.derivative() * change / (1 - change * own);
      // cond₁(I−A) = 7.3 (architecture): 16·n·eps·cond = 4e-11 of D at most, for each of two.
      assertEquals(expected, after.footprint(), 1e-10 * found.footprint());
      assertTrue(after.footprint() > found.footprint() * (1 + 0.05 * first.elasticity()));
    }
  }

  /**
   * Independent log-normal errors of all cells of Z with cv 0.01: the footprint's relative standard
   * deviation is cv·√(Σe²) to first order. A sample of N has a standard error of sd/√(2(N − 1)),
   * 2.5 % for N = 800: five of them; terms of second order are a hundredth.
   */
  @Test
  void firstOrderErrorIsThatOfAnEnsemble() throws IOException {
    int draws = 800;
    double cv = 0.01;
    try (MrioTable t = table();
        Backend backend = SmallTables.cpu()) {
      var target = FootprintTarget.consumption("D_cba:r", t.axes(), 2);
      var found = of(t, target, EVERYTHING);
      double predicted = cv * found.sums().get(Matrix.Z).rootOfSquares();
      var z = (HostMatrix) t.z();
      HostMatrix demand = Footprint.demandByConsumer(Arena.ofAuto(), t);
      double[] y = demand.column(2);
      double[] f = t.satellites().getFirst().f().row(K);
      var random = new Random(12);
      double mean = 0;
      double squares = 0;
      for (int b = 1; b <= draws; b++) {
        HostMatrix drawn = copy(z);
        for (int i = 0; i < N; i++) {
          for (int j = 0; j < N; j++) {
            drawn.set(i, j, z.get(i, j) * Math.exp(cv * random.nextGaussian() - cv * cv / 2));
          }
        }
        var other = SmallTables.with(t, drawn, t.y(), t.x(), t.satellites());
        double d = 0;
        try (var system = LeontiefSystem.factorize(other, backend, Progress.NONE)) {
          double[] m = system.multipliers(Arena.ofAuto(), HostMatrix.of(f)).row(0);
          for (int i = 0; i < N; i++) {
            d += m[i] * y[i] / found.footprint();
          }
        }
        double delta = d - mean;
        mean += delta / b;
        squares += delta * (d - mean);
      }
      double sd = Math.sqrt(squares / (draws - 1));
      assertEquals(predicted, sd, (5 / Math.sqrt(2.0 * (draws - 1)) + 0.01) * predicted);
      // All cells together would be far off: the test tells independence from its opposite.
      assertTrue(cv * found.sums().get(Matrix.Z).sum() > 2 * predicted);
    }
  }

  @Test
  void badQuestions() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Question(0, Ranking.ELASTICITY, Set.of(Matrix.Z)));
    assertThrows(
        IllegalArgumentException.class, () -> new Question(1, Ranking.ELASTICITY, Set.of()));
  }
}
