package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.scenario.ResolvedResponse.Dimension;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableGenerator;
import wassily.table.TableInfo;

/** Tables, levers and responses that scenario tests are written with. */
final class Scenarios {
  static final Where WHERE = new Where("sweep.yaml", 7);

  private Scenarios() {}

  static Backend cpu() {
    return Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
  }

  /**
   * Two regions × two sectors × two categories; A² = 0, so that L = I + A and everything can be
   * worked out by hand. Rows r1s1, r1s2, r2s1, r2s2; columns of Y r1c1, r1c2, r2c1, r2c2.
   *
   * <pre>
   *   A = 0 1/4 0 1/2     Y = 2 0 0 0     W = (I+A)·Y = 3 1 4 1     x =  9
   *       0  0  0  0          4 4 0 4                   4 4 0 4         12
   *       0 1/4 0  0          0 2 6 0                   1 3 6 1         11
   *       0  0  0  0          0 0 8 0                   0 0 8 0          8
   *
   *   F = 18 6 11 2,  S = 2 1/2 1 1/4,  F_Y = 1 0 2 3,  VA = x − 1'Z = 9 6 11 4
   *   S·W = 9 7 16 5,  D_cba = 10 7 18 8,  D_pba = 25 18
   * </pre>
   */
  static MrioTable hand() {
    return table(
        2,
        0,
        new double[][] {{0, 3, 0, 4}, {0, 0, 0, 0}, {0, 3, 0, 0}, {0, 0, 0, 0}},
        new double[][] {{2, 0, 0, 0}, {4, 4, 0, 4}, {0, 2, 6, 0}, {0, 0, 8, 0}},
        new double[] {9, 12, 11, 8},
        new double[][] {{18, 6, 11, 2}},
        new double[][] {{1, 0, 2, 3}},
        new double[] {9, 6, 11, 4},
        Optional.of(new double[] {10, 20}));
  }

  /** One region whose A is given; x = 1 and F = 1 everywhere, VA what is left. */
  static MrioTable withA(double[][] a) {
    int n = a.length;
    var y = new double[n][1];
    var va = new double[n];
    Arrays.fill(va, 1);
    for (int i = 0; i < n; i++) {
      y[i][0] = 1 - Arrays.stream(a[i]).sum();
      for (int j = 0; j < n; j++) {
        va[j] -= a[i][j];
      }
    }
    var ones = new double[n];
    Arrays.fill(ones, 1);
    return table(1, 0, a, y, ones, new double[][] {ones}, new double[1][1], va, Optional.empty());
  }

  static MrioTable table(
      int regions,
      int exogenous,
      double[][] z,
      double[][] y,
      double[] x,
      double[][] f,
      double[][] fY,
      double[] valueAdded,
      Optional<double[]> population) {
    int regional = y[0].length - exogenous;
    var axes =
        new TableAxes(
            Axis.of("region", names("r", regions).map(Region::new).toList()),
            Axis.of("sector", names("s", z.length / regions).map(Sector::new).toList()),
            Axis.of("category", names("c", regional / regions).map(Category::new).toList()),
            Axis.of(
                "exogenous consumer", names("e", exogenous).map(ExogenousConsumer::new).toList()));
    var account =
        new SatelliteAccount(
            "emissions",
            Axis.of("stressor", names("k", f.length).map(s -> new Stressor(s, "kt")).toList()),
            HostMatrix.of(f),
            HostMatrix.of(fY));
    return new MrioTable(
        new TableInfo("small", 2020, "M EUR", "test", TableInfo.OutputSource.ROWS),
        axes,
        HostMatrix.of(z),
        HostMatrix.of(y),
        x,
        Axis.of("primary input", List.of(new PrimaryInput("wages", PrimaryInput.Kind.VALUE_ADDED))),
        HostMatrix.of(valueAdded),
        population,
        List.of(account),
        () -> {});
  }

  /** A generated table with Z in memory. */
  static MrioTable generated(GeneratorOptions options) {
    try {
      MrioTable t = new TableGenerator(2, Progress.NONE).generate(options);
      var z = HostMatrix.allocate(Arena.ofAuto(), t.axes().n(), t.axes().n());
      t.z().read(0, z);
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
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A cell of A. */
  @FunctionalInterface
  interface Coefficient {
    double at(int i, int j);
  }

  /** A bound of cond₁(I−A) of a table whose Z is in memory. */
  static double condition(MrioTable table) {
    var z = (HostMatrix) table.z();
    double[] x = table.x();
    return condition(x.length, (i, j) -> x[j] == 0 ? 0 : z.get(i, j) / x[j]);
  }

  /** A bound of cond₁(I−A): ‖I−A‖₁·‖L‖₁, with the column sums of L from 1'(I + A + A² + …). */
  static double condition(int n, Coefficient of) {
    var sums = new double[n];
    Arrays.fill(sums, 1);
    double norm = 1;
    for (boolean settled = false; !settled; ) {
      var next = new double[n];
      var columns = new double[n];
      Arrays.fill(next, 1);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double a = of.at(i, j);
          next[j] += sums[i] * a;
          columns[j] += i == j ? Math.abs(1 - a) : Math.abs(a);
        }
      }
      settled = Arrays.equals(sums, next);
      sums = next;
      norm = Arrays.stream(columns).max().orElseThrow();
    }
    return norm * Arrays.stream(sums).max().orElseThrow();
  }

  private static Stream<String> names(String letter, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> letter + i);
  }

  static Amount fixed(double value) {
    return new Amount.Fixed(value);
  }

  static ResolvedLever lever(ResolvedAction action) {
    return new ResolvedLever("lever", Amount.ONE, action, WHERE);
  }

  static Dimension all(Dimension.Kind kind, MrioTable table) {
    return Dimension.all(kind, table.axes());
  }

  static ResolvedResponse response(Response.Quantity quantity, Dimension... by) {
    return new ResolvedResponse(quantity, List.of(by), false, true);
  }

  /** One response of a scenario in which these levers act, in their order. */
  static double[] value(MrioTable table, ResolvedResponse response, ResolvedAction... actions)
      throws IOException, ScenarioFailure {
    try (Backend backend = cpu()) {
      return new PlainScenario(
              table,
              table.satellites().getFirst(),
              Arrays.stream(actions).map(Scenarios::lever).toList(),
              List.of(response),
              backend)
          .values(ScenarioValues.NONE)
          .getFirst();
    }
  }

  /** Equal to a share of the largest number; NaN and other lengths fail. */
  static void assertClose(double[] expected, double[] found, double share) {
    assertEquals(expected.length, found.length);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      int at = i;
      assertTrue(
          Math.abs(expected[i] - found[i]) <= share * largest,
          () -> "[%d] expected %s, found %s".formatted(at, expected[at], found[at]));
    }
  }
}
