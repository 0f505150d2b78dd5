package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.account.LeontiefSystem;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/** Two ways to the variance of a footprint that share nothing: adjoint derivatives, and draws. */
class AdjointEnsembleTest {
  private static final int REGIONS = 6;
  private static final int SECTORS = 5;
  private static final int N = REGIONS * SECTORS;
  private static final double CV = 0.01;
  private static final int DRAWS = 2000;

  /** A sample variance of so many normal numbers has this relative standard error: 0.032. */
  private static final double ERROR = Math.sqrt(2.0 / (DRAWS - 1));

  @TempDir private Path folder;

  private static double[][] read(MatrixSource source) throws IOException {
    var shape = source.shape();
    var all = HostMatrix.allocate(Arena.ofAuto(), shape.rows(), shape.columns());
    source.read(0, all);
    return IntStream.range(0, (int) shape.rows()).mapToObj(all::row).toArray(double[][]::new);
  }

  private static double square(double v) {
    return v * v;
  }

  /**
   * First-order variances: {@code cv²·Σ (m[i]·u[j]·Z[i,j])²} for cells of Z, the squares of its
   * sums over blocks for blocks, {@code cv²·Σ (m[i]·Y[i,c])²}, {@code cv²·Σ (u[i]·F[i])²}.
   *
   * <p>D is linear in Y and F. In Z, with r the most that one more round {@code M₀⁻¹·Z} makes of u
   * and {@code Z·M₀⁻¹} of m, derivatives of second and third order add at most {@code (2 +
   * 6)·r²·cv²} of the variance, for cells, blocks and everything between alike: {@code ½·tr((HΣ)²)}
   * and {@code Σ g·T·σ⁴} by {@code |H| ≤ 2·r}, {@code |T| ≤ 6·r²} of the first-order terms.
   */
  @Test
  void varianceOfDrawsIsThatOfTheDerivatives() throws IOException {
    Path file = folder.resolve("t.h5");
    Cli.run("generate", "--regions", REGIONS, "--sectors", SECTORS, "--seed", 9, "-o", file).ok();
    try (MrioTable table = TableFile.open(file, 1)) {
      String region = table.axes().regions().texts().getFirst();
      String stressor = table.satellites().getFirst().stressors().get(0).name();
      double[][] adjoint = adjoint(file, region, stressor);
      double[] m = adjoint[0];
      double[] u = adjoint[1];
      double[][] z = read(table.z());
      double[][] y = read(table.y());
      double[] f = table.satellites().getFirst().f().row(0);
      double cells = 0;
      double near = 0;
      double far = 0;
      double demand = 0;
      double emissions = 0;
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
          double part = m[i] * u[j] * z[i][j];
          cells += square(part);
          near += i / SECTORS == 0 ? part : 0;
          far += i / SECTORS == 1 ? part : 0;
        }
        for (int c = 0; c < table.axes().categories().size(); c++) {
          demand += square(m[i] * y[i][table.axes().column(0, c)]);
        }
        emissions += square(u[i] * f[i]);
      }
      double[] sd = drawn(region, table.axes().regions().texts().get(1), stressor);
      double r = Math.max(round(table, z, u), roundOfRows(table, z, m));
      assertTrue(r * CV < 0.05, "higher orders are small: r is " + r);
      double bias = 8 * square(r * CV) * (1 + r * CV); // and a little for what follows
      double[] first = {cells, square(near) + square(far), demand, emissions};
      for (int k = 0; k < first.length; k++) {
        double bound = 4 * ERROR + (k < 2 ? bias : 0);
        assertEquals(1, square(sd[k]) / (square(CV) * first[k]), bound, "lever " + k);
      }
    }
  }

  /** m and u of D_cba of a region. */
  private double[][] adjoint(Path table, String region, String stressor) throws IOException {
    Path out = folder.resolve("adjoint.h5");
    Cli.run("sensitivity", table, "-s", stressor, "--of", "D_cba:" + region, "-o", out).ok();
    try (var open = ResultFile.open(out)) {
      return Arrays.asList("adjoint_M", "adjoint_u").stream()
          .map(name -> flat(open.result().array(name).values()))
          .toArray(double[][]::new);
    }
  }

  private static double[] flat(MatrixSource source) {
    try {
      return Arrays.stream(read(source)).flatMapToDouble(Arrays::stream).toArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Standard deviations of D_cba of the first region with one lever at a time. */
  private double[] drawn(String region, String other, String stressor) throws IOException {
    Files.writeString(folder.resolve("one.csv"), "c,b,y,e\n1,0,0,0\n0,1,0,0\n0,0,1,0\n0,0,0,1\n");
    Path sweep =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            wassily: 1
            table: t.h5
            stressors: ["%1$s"]
            levers:
              cells: {kind: perturb, what: Z, distribution: normal, cv: %2$s, when: $c}
              blocks: {kind: perturb, what: Z, distribution: normal, by: block, cv: %2$s, when: $b,
                       cells: [{suppliers: {regions: "%3$s"}}, {suppliers: {regions: "%4$s"}}]}
              demand: {kind: perturb, what: Y, distribution: normal, cv: %2$s, when: $y}
              emissions: {kind: perturb, what: F, distribution: normal, cv: %2$s, when: $e}
            design: {draws: {rows: %5$d, seed: 4}, list: one.csv}
            responses: [D_cba: {by: region}]
            keep: summary
            """
                .formatted(stressor, CV, region, other, DRAWS));
    Path result = folder.resolve("r.h5");
    Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    try (var open = ResultFile.open(result)) {
      var array = open.result().array("D_cba");
      int figures = array.axes().get(1).labels().size();
      int sd = array.axes().get(1).labels().indexOf("sd");
      double[] all = flat(array.values());
      return IntStream.range(0, 4).mapToDouble(k -> all[(k * figures + sd) * REGIONS]).toArray();
    }
  }

  /** max (M₀⁻¹·Z·u)/u, with M₀⁻¹ = x̂⁻¹·L. */
  private static double round(MrioTable table, double[][] z, double[] u) throws IOException {
    try (var backend = Backends.open("cpu", BackendOptions.defaults()).backend();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var right = HostMatrix.allocate(Arena.ofAuto(), N, 1);
      for (int i = 0; i < N; i++) {
        double[] row = z[i];
        right.set(i, 0, IntStream.range(0, N).mapToDouble(j -> row[j] * u[j]).sum());
      }
      system.leontief(right);
      return IntStream.range(0, N)
          .filter(i -> u[i] > 0)
          .mapToDouble(i -> right.get(i, 0) / table.x()[i] / u[i])
          .max()
          .orElseThrow();
    }
  }

  /** max (m·Z·M₀⁻¹)/m: multipliers of m·Z·x̂⁻¹. */
  private static double roundOfRows(MrioTable table, double[][] z, double[] m) throws IOException {
    try (var backend = Backends.open("cpu", BackendOptions.defaults()).backend();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var row = new double[N];
      for (int j = 0; j < N; j++) {
        for (int i = 0; i < N; i++) {
          row[j] += table.x()[j] == 0 ? 0 : m[i] * z[i][j] / table.x()[j];
        }
      }
      var right = HostMatrix.allocate(Arena.ofAuto(), 1, N);
      right.setRow(0, row);
      system.leontiefTransposed(right);
      return IntStream.range(0, N)
          .filter(i -> m[i] > 0)
          .mapToDouble(i -> right.get(0, i) / m[i])
          .max()
          .orElseThrow();
    }
  }
}
