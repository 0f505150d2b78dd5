package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.account.LeontiefSystem;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.label.Stressor;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

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

  /** What {@code wassily sensitivity} stores of D_cba of the first region. */
  private record Adjoint(double d, double[] m, double[] u, double sum, double rootOfSquares) {
    static Adjoint of(Path table, String region, String stressor, Path out) throws IOException {
      Cli.run("sensitivity", table, "-s", stressor, "--of", "D_cba:" + region, "-o", out).ok();
      try (var open = ResultFile.open(out)) {
        var result = open.result();
        double[] sums = flat(result.array("elasticity_sum").values()); // those of Z come first
        return new Adjoint(
            flat(result.array("D").values())[0],
            flat(result.array("adjoint_M").values()),
            flat(result.array("adjoint_u").values()),
            sums[0],
            sums[2]);
      }
    }
  }

  /**
   * First-order variances: {@code cv²·Σ (m[i]·u[j]·Z[i,j])²} for cells of Z, the squares of its
   * sums over blocks for blocks, {@code cv²·Σ (m[i]·Y[i,c])²}, {@code cv²·Σ (u[i]·F[i])²}. Of the
   * total u is 1, as L·y = x in a table whose rows balance.
   *
   * <p>D is linear in Y and F. In Z, with r the most that one more round {@code M₀⁻¹·Z} makes of u
   * and {@code Z·M₀⁻¹} of m, derivatives of second and third order add at most {@code (2 +
   * 6)·r²·cv²} of the variance, for cells, blocks and everything between alike: {@code ½·tr((HΣ)²)}
   * and {@code Σ g·T·σ⁴} by {@code |H| ≤ 2·r}, {@code |T| ≤ 6·r²} of the first-order terms. Factors
   * that are log-normal have a third moment of 3·cv⁴, which adds {@code Σ g·H·3·cv⁴}: 6·r·cv².
   */
  @Test
  void varianceOfDrawsIsThatOfTheDerivatives() throws IOException {
    Path file = folder.resolve("t.h5");
    Cli.run(
            "generate",
            "--regions",
            REGIONS,
            "--sectors",
            SECTORS,
            "--stressors",
            2,
            "--seed",
            9,
            "-o",
            file)
        .ok();
    try (MrioTable table = TableFile.open(file, 1)) {
      double[][] z = read(table.z());
      double[][] y = read(table.y());
      var ones = new double[N];
      Arrays.setAll(ones, j -> table.x()[j] == 0 ? 0 : 1);
      Drawn drawn = drawn(table);
      SatelliteAccount account = table.satellites().getFirst();
      assertTrue(account.stressors().size() > 1);
      for (int k = 0; k < account.stressors().size(); k++) {
        Adjoint adjoint =
            Adjoint.of(
                file,
                table.axes().regions().texts().getFirst(),
                account.stressors().get(k).name(),
                folder.resolve("adjoint%d.h5".formatted(k)));
        double[] m = adjoint.m;
        double[] u = adjoint.u;
        double[] f = account.f().row(k);
        double cells = 0;
        double near = 0;
        double far = 0;
        double demand = 0;
        double emissions = 0;
        double total = 0;
        for (int i = 0; i < N; i++) {
          for (int j = 0; j < N; j++) {
            double part = m[i] * u[j] * z[i][j];
            cells += square(part);
            near += i / SECTORS == 0 ? part : 0;
            far += i / SECTORS == 1 ? part : 0;
            total += square(m[i] * ones[j] * z[i][j]);
          }
          for (int c = 0; c < table.axes().categories().size(); c++) {
            demand += square(m[i] * y[i][table.axes().column(0, c)]);
          }
          emissions += square(u[i] * f[i]);
        }
        double blocks = square(near) + square(far);
        double rows = roundOfRows(table, z, m);
        double r = Math.max(round(table, z, u), rows);
        double ofAll = Math.max(round(table, z, ones), rows);
        double[] region = drawn.region[k];
        requireVariance(cells, region[0], higherOrders(r), "cells of Z");
        requireVariance(blocks, region[1], higherOrders(r), "blocks of Z");
        requireVariance(demand, region[2], 0, "cells of Y");
        requireVariance(emissions, region[3], 0, "cells of F");
        double skewed = 6 * square(CV);
        requireVariance(cells, region[4], higherOrders(r) + skewed * r, "log-normal");
        requireVariance(total, drawn.total[k][0], higherOrders(ofAll), "the total");
        requireVariance(
            total,
            drawn.total[k][4],
            higherOrders(ofAll) + skewed * ofAll,
            "the total, log-normal");
        // The command's own figure of the same: two sums of n² squares in another order.
        assertEquals(
            1, square(adjoint.rootOfSquares * adjoint.d) / cells, 2 * N * N * Math.ulp(1.0));
        // All cells together would be far off: this tells independence from its opposite.
        assertTrue(adjoint.sum > 2 * adjoint.rootOfSquares);
      }
    }
  }

  private static double higherOrders(double r) {
    assertTrue(r * CV < 0.05, "higher orders are small: r is " + r);
    return 8 * square(r * CV) * (1 + r * CV); // and a little for what follows
  }

  private static void requireVariance(double first, double sd, double bias, String of) {
    assertEquals(1, square(sd) / (square(CV) * first), 4 * ERROR + bias, of);
  }

  private static double[] flat(MatrixSource source) {
    try {
      return Arrays.stream(read(source)).flatMapToDouble(Arrays::stream).toArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Standard deviations of D_cba of the first region and of the total, stressor × lever. */
  private record Drawn(double[][] region, double[][] total) {}

  /** With one lever at a time: cells, blocks, demand, emissions, log-normal cells. */
  private Drawn drawn(MrioTable table) throws IOException {
    Files.writeString(
        folder.resolve("one.csv"),
        "c,b,y,e,l\n1,0,0,0,0\n0,1,0,0,0\n0,0,1,0,0\n0,0,0,1,0\n0,0,0,0,1\n");
    List<String> regions = table.axes().regions().texts();
    List<String> stressors =
        table.satellites().getFirst().stressors().labels().stream().map(Stressor::name).toList();
    Path sweep =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            wassily: 1
            table: t.h5
            stressors: ["%5$s"]
            levers:
              cells: {kind: perturb, what: Z, distribution: normal, cv: %1$s, when: $c}
              blocks: {kind: perturb, what: Z, distribution: normal, by: block, cv: %1$s, when: $b,
                       cells: [{suppliers: {regions: "%2$s"}}, {suppliers: {regions: "%3$s"}}]}
              demand: {kind: perturb, what: Y, distribution: normal, cv: %1$s, when: $y}
              emissions: {kind: perturb, what: F, distribution: normal, cv: %1$s, when: $e}
              skewed: {kind: perturb, what: Z, distribution: log-normal, cv: %1$s, when: $l}
            design: {draws: {rows: %4$d, seed: 4}, list: one.csv}
            responses: [total, D_cba: {by: region}]
            keep: summary
            """
                .formatted(
                    CV, regions.get(0), regions.get(1), DRAWS, String.join("\", \"", stressors)));
    Path result = folder.resolve("r.h5");
    Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    try (var open = ResultFile.open(result)) {
      return new Drawn(
          first(open.result().array("D_cba"), stressors.size(), REGIONS),
          first(open.result().array("total"), stressors.size(), 1));
    }
  }

  /** The first sd of each stressor, by lever. */
  private static double[][] first(ResultArray array, int stressors, int cells) {
    int figures = array.axes().get(1).labels().size();
    int sd = array.axes().get(1).labels().indexOf("sd");
    double[] all = flat(array.values());
    assertEquals(5 * figures * stressors * cells, all.length);
    return IntStream.range(0, stressors)
        .mapToObj(
            k ->
                IntStream.range(0, 5)
                    .mapToDouble(lever -> all[((lever * figures + sd) * stressors + k) * cells])
                    .toArray())
        .toArray(double[][]::new);
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
