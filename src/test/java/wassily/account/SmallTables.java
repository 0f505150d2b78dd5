package wassily.account;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
import wassily.linalg.Pivoting;
import wassily.progress.Progress;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableGenerator;
import wassily.table.TableInfo;

/** Tables written down in a test, and generated ones held in memory. */
final class SmallTables {
  private SmallTables() {}

  static Backend cpu() {
    return cpu(Pivoting.AUTO);
  }

  static Backend cpu(Pivoting how) {
    return Backends.open("cpu", new BackendOptions(2, Optional.empty()).with(how)).backend();
  }

  /** A closed economy of R regions: x are the row sums. */
  static MrioTable of(int regions, double[][] z, double[][] y, double[][] f) {
    return of(regions, 0, z, y, f, rowSums(z, y));
  }

  /**
   * Any table with regions r1, r2 …, sectors s1 …, categories c1 …, exogenous consumers e1 ….
   *
   * @param regions R
   * @param exogenous E, the last columns of y
   */
  static MrioTable of(
      int regions, int exogenous, double[][] z, double[][] y, double[][] f, double[] x) {
    int n = z.length;
    int regional = y[0].length - exogenous;
    var axes =
        new TableAxes(
            Axis.of("region", names("r", regions).map(Region::new).toList()),
            Axis.of("sector", names("s", n / regions).map(Sector::new).toList()),
            Axis.of("category", names("c", regional / regions).map(Category::new).toList()),
            Axis.of(
                "exogenous consumer", names("e", exogenous).map(ExogenousConsumer::new).toList()));
    var account =
        new SatelliteAccount(
            "emissions",
            Axis.of("stressor", names("k", f.length).map(s -> new Stressor(s, "kt")).toList()),
            HostMatrix.of(f),
            HostMatrix.allocate(Arena.ofAuto(), f.length, regional));
    return table(axes, HostMatrix.of(z), HostMatrix.of(y), x, account);
  }

  static MrioTable table(
      TableAxes axes, HostMatrix z, HostMatrix y, double[] x, SatelliteAccount account) {
    return new MrioTable(
        new TableInfo("small", 2020, "M EUR", "test", TableInfo.OutputSource.FILE),
        axes,
        z,
        y,
        x,
        Axis.of("primary input", List.<PrimaryInput>of()),
        HostMatrix.allocate(Arena.ofAuto(), 0, axes.n()),
        Optional.empty(),
        List.of(account),
        () -> {});
  }

  /** A table of one region whose A, x and one stressor (1 for each unit of output) are given. */
  static MrioTable withA(double[][] a, double... x) {
    int n = x.length;
    var z = new double[n][n];
    var y = new double[n][1];
    for (int i = 0; i < n; i++) {
      double sold = 0;
      for (int j = 0; j < n; j++) {
        z[i][j] = a[i][j] * x[j];
        sold += z[i][j];
      }
      y[i][0] = x[i] - sold;
    }
    return of(1, 0, z, y, new double[][] {x}, x);
  }

  private static java.util.stream.Stream<String> names(String letter, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> letter + i);
  }

  private static double[] rowSums(double[][] z, double[][] y) {
    return IntStream.range(0, z.length)
        .mapToDouble(i -> Arrays.stream(z[i]).sum() + Arrays.stream(y[i]).sum())
        .toArray();
  }

  /** A generated table with Z in memory, so that it is computed once. */
  static MrioTable generated(GeneratorOptions options) throws IOException {
    MrioTable t = new TableGenerator(2, Progress.NONE).generate(options);
    int n = t.axes().n();
    var z = HostMatrix.allocate(Arena.ofAuto(), n, n);
    t.z().read(0, z);
    return with(t, z, t.y(), t.x(), t.satellites());
  }

  /** The same table with other numbers. */
  static MrioTable with(
      MrioTable t, HostMatrix z, HostMatrix y, double[] x, List<SatelliteAccount> satellites) {
    return new MrioTable(
        t.info(),
        t.axes(),
        z,
        y,
        x,
        t.primaryInputs(),
        t.v(),
        t.population(),
        satellites,
        t.owner());
  }

  static FootprintRun run(MrioTable table) throws IOException {
    return run(table, table.satellites().getFirst());
  }

  static FootprintRun run(MrioTable table, SatelliteAccount account) throws IOException {
    try (Backend backend = cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      return FootprintRun.of(system, account, Progress.NONE);
    }
  }

  static double value(FootprintRun run, String check) {
    return run.certificate().checks().stream()
        .filter(c -> c.name().equals(check))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
