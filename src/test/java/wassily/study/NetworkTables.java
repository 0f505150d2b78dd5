package wassily.study;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
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
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableGenerator;
import wassily.table.TableInfo;

/** Tables of the network study's tests, and a solved system around them. */
final class NetworkTables {
  private NetworkTables() {}

  /**
   * Three regions, two sectors, one category and one exogenous consumer, small enough for a pencil.
   *
   * <p>Rows a … f are r1|s1, r1|s2, r2|s1, r2|s2, r3|s1, r3|s2. Only b buys from c (20) and d from
   * e (10), so with x = (20, 40, 40, 20, 20, 0): A[c,b] = A[e,d] = 1/2, all else 0, A² = 0, L = I +
   * A.
   *
   * <pre>
   *      Y: r1  r2  r3  e1     W = Y + A·Y: r1  r2  r3    e1    F   S
   *   a     10   0  10   0                  10   0  10    0     20  1
   *   b     20  10  10   0                  20  10  10    0     20  1/2
   *   c      0  20   0   0                  10  25   5    0     80  2
   *   d      0  10   5   5                   0  10   5    5     10  1/2
   *   e      0   0  10   0                   0   5  12.5  2.5   60  3
   *   f      0   0   0   0                   0   0   0    0      0  0
   *
   *   T = S·W by region: r1: 20  5    15    0    = 40
   *                      r2: 20  55   12.5  2.5  = 90
   *                      r3:  0  15   37.5  7.5  = 60
   * </pre>
   */
  static MrioTable pencil() {
    double[][] z = new double[6][6];
    z[2][1] = 20;
    z[4][3] = 10;
    double[][] y = {
      {10, 0, 10, 0}, {20, 10, 10, 0}, {0, 20, 0, 0}, {0, 10, 5, 5}, {0, 0, 10, 0}, {0, 0, 0, 0}
    };
    double[][] f = {{20, 20, 80, 10, 60, 0}};
    double[] x = {20, 40, 40, 20, 20, 0};
    var axes =
        new TableAxes(
            Axis.of("region", Stream.of("r1", "r2", "r3").map(Region::new).toList()),
            Axis.of("sector", Stream.of("s1", "s2").map(Sector::new).toList()),
            Axis.of("category", List.of(new Category("c1"))),
            Axis.of("exogenous consumer", List.of(new ExogenousConsumer("e1"))));
    return new MrioTable(
        new TableInfo("pencil", 2020, "M EUR", "test", TableInfo.OutputSource.FILE),
        axes,
        HostMatrix.of(z),
        HostMatrix.of(y),
        x,
        Axis.of("primary input", List.<PrimaryInput>of()),
        HostMatrix.allocate(Arena.ofAuto(), 0, 6),
        Optional.empty(),
        List.of(
            new SatelliteAccount(
                "air",
                Axis.of("stressor", List.of(new Stressor("NOx", "kt"))),
                HostMatrix.of(f),
                HostMatrix.allocate(Arena.ofAuto(), 1, 3))),
        () -> {});
  }

  /** A generated table with one stressor, Z in memory. */
  static MrioTable generated(int regions, int sectors, long seed) throws IOException {
    var options = new GeneratorOptions(regions, sectors, seed, 4, true, 1, 0.05, 2020);
    return reordered(
        new TableGenerator(2, Progress.NONE).generate(options),
        IntStream.range(0, regions).toArray());
  }

  /** The same table with its regions in another order: new region r is old region order[r]. */
  static MrioTable reordered(MrioTable t, int[] order) throws IOException {
    TableAxes axes = t.axes();
    int sectors = axes.sectors().size();
    int categories = axes.categories().size();
    int[] rows = inBlocks(order, sectors);
    int[] regional = inBlocks(order, categories);
    int[] columns =
        IntStream.concat(IntStream.of(regional), IntStream.range(axes.regionalColumns(), axes.m()))
            .toArray();
    SatelliteAccount account = t.satellites().getFirst();
    int[] inputs = IntStream.range(0, t.primaryInputs().size()).toArray();
    int[] stressors = IntStream.range(0, account.stressors().size()).toArray();
    var z = HostMatrix.allocate(Arena.ofAuto(), axes.n(), axes.n());
    t.z().read(0, z);
    return new MrioTable(
        t.info(),
        new TableAxes(
            Axis.of("region", Arrays.stream(order).mapToObj(r -> axes.regions().get(r)).toList()),
            axes.sectors(),
            axes.categories(),
            axes.exogenous()),
        pick(z, rows, rows),
        pick(t.y(), rows, columns),
        Arrays.stream(rows).mapToDouble(i -> t.x()[i]).toArray(),
        t.primaryInputs(),
        pick(t.v(), inputs, rows),
        t.population().map(p -> Arrays.stream(order).mapToDouble(r -> p[r]).toArray()),
        List.of(
            new SatelliteAccount(
                account.name(),
                account.stressors(),
                pick(account.f(), stressors, rows),
                pick(account.fY(), stressors, regional))),
        t.owner());
  }

  private static int[] inBlocks(int[] order, int width) {
    return Arrays.stream(order).flatMap(r -> IntStream.range(r * width, (r + 1) * width)).toArray();
  }

  private static HostMatrix pick(HostMatrix m, int[] rows, int[] columns) {
    var picked = HostMatrix.allocate(Arena.ofAuto(), rows.length, columns.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        picked.set(i, j, m.get(rows[i], columns[j]));
      }
    }
    return picked;
  }

  /** What a test does with a solved table. */
  interface Use<T> {
    T with(LeontiefSystem system, NetworkInputs inputs) throws IOException;
  }

  /** Factorizes a table on the CPU, computes its accounts and closes all. */
  static <T> T solved(MrioTable table, Use<T> use) throws IOException {
    try (table;
        Backend backend = Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var run = FootprintRun.of(system, table.satellites().getFirst(), Progress.NONE);
      return use.with(system, NetworkInputs.of(table, run.footprint(), 0));
    }
  }

  /** All regions of a table. */
  static int[] all(NetworkInputs inputs) {
    return IntStream.range(0, inputs.axes().regions().size()).toArray();
  }
}
