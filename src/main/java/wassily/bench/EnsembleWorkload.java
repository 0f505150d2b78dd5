package wassily.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;
import wassily.bench.WorkloadReport.Estimate;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/**
 * An ensemble of tables in which every coefficient differs, 163 industries in 49 regions, four
 * footprints each (Schulte, Jakobs, Pauliuk 2021, J. Econ. Struct. 10:20: 4,897 tables in 40 hours
 * of a cluster). Each draw is a factorization: nothing can be shared.
 */
public final class EnsembleWorkload extends Workload {
  private static final int INDICATORS = 4;

  /** Elimination and two triangular solves: selftest says why. */
  private static final double BACKWARD = 16 * Math.ulp(1.0);

  /** Makes the workload. */
  public EnsembleWorkload() {}

  @Override
  public String title() {
    return "an ensemble of tables as Schulte, Jakobs and Pauliuk's (2021)";
  }

  @Override
  public TableShape published() {
    return new TableShape(49, 163);
  }

  @Override
  public int usualSample() {
    return 5;
  }

  @Override
  public int publishedCount() {
    return 4_897;
  }

  @Override
  void run(MrioTable table, Backend backend, Setting setting, Progress progress)
      throws IOException {
    int n = table.axes().n();
    int m = table.axes().m();
    try (var arena = Arena.ofShared();
        var task = progress.begin("draws", setting.sample() + 1L)) {
      var z = HostMatrix.allocate(arena, n, n);
      timed(
          "read Z",
          8.0 * n * n,
          Ceiling.Kind.HOST_COPY,
          () -> {
            table.z().read(0, z);
            return z;
          });
      HostMatrix f = intensitiesTimesOutput(table, arena);
      try (DeviceMatrix y = backend.upload(table.y())) {
        draw(table, backend, z, f, y, setting, -1); // the warm-up: not counted
        task.advance(1);
        for (int d = 0; d < setting.sample(); d++) {
          draw(table, backend, z, f, y, setting, d);
          task.advance(1);
        }
      }
    }
    double each = median("a draw in all");
    estimates.add(
        new Estimate(
            "%,d draws".formatted(setting.total()),
            each * setting.total(),
            "%,d × the median of %d; not measured".formatted(setting.total(), setting.sample())));
    notes.add(
        "every cell of Z is multiplied by a number of its own, uniform in [0.8, 1.2); theirs are"
            + " reallocated imports: other numbers, the same work");
    notes.add("%,d right-hand sides, %,d columns of Y".formatted(INDICATORS, m));
  }

  /** F, zero where nothing is produced. */
  private static HostMatrix intensitiesTimesOutput(MrioTable table, Arena arena) {
    var account = table.satellites().getFirst();
    var f = HostMatrix.allocate(arena, INDICATORS, table.axes().n());
    for (int k = 0; k < INDICATORS; k++) {
      double[] row = account.f().row(k % account.f().rows());
      for (int j = 0; j < row.length; j++) {
        row[j] = table.x()[j] == 0 ? 0 : row[j];
      }
      f.setRow(k, row);
    }
    return f;
  }

  private void draw(
      MrioTable table,
      Backend backend,
      HostMatrix z,
      HostMatrix f,
      DeviceMatrix y,
      Setting setting,
      int number)
      throws IOException {
    double n = z.rows();
    var drawn = new DrawnFlows(z, setting.seed(), number);
    long start = System.nanoTime();
    DeviceMatrix m0 = backend.upload(drawn, Progress.NONE);
    backend.diagonalMinus(table.x(), m0);
    long made = System.nanoTime();
    try (Factorization factors = backend.factorize(m0);
        DeviceMatrix multipliers = solved(backend, factors, f);
        DeviceMatrix footprints = backend.zeros(new Shape(INDICATORS, y.shape().columns()));
        var arena = Arena.ofShared()) {
      backend.multiply(multipliers, y, footprints);
      var host = HostMatrix.allocate(arena, INDICATORS, y.shape().columns());
      footprints.download(host);
      long end = System.nanoTime();
      if (number >= 0) {
        keep("make Z", (made - start) * 1e-9, 8 * n * n, Optional.of(Ceiling.Kind.HOST_COPY));
        keep(
            "LU, solve, footprints",
            (end - made) * 1e-9,
            2 / 3.0 * n * n * n + 2 * n * n * INDICATORS,
            Optional.of(Ceiling.Kind.PRODUCT));
        keep("a draw in all", (end - start) * 1e-9, 0, Optional.empty());
      }
      if (number == setting.sample() - 1) {
        prove(table, drawn, f, multipliers);
      }
    }
  }

  private static DeviceMatrix solved(Backend backend, Factorization factors, HostMatrix f) {
    DeviceMatrix rows = backend.upload(f);
    try {
      factors.solveTransposed(rows);
      return rows;
    } catch (RuntimeException | Error e) {
      rows.closeAfter(e);
      throw e;
    }
  }

  /** ‖f − μ·(x̂ − Z)‖∞ / (‖x̂ − Z‖₁·‖μ‖∞ + ‖f‖∞) of the first indicator of the last draw. */
  private void prove(MrioTable table, DrawnFlows drawn, HostMatrix f, DeviceMatrix multipliers) {
    int n = Math.toIntExact(f.columns());
    double[] left = f.row(0);
    var sums = new double[n];
    double size = 0;
    try (var arena = Arena.ofShared()) {
      var mu = HostMatrix.allocate(arena, 1, n);
      multipliers.downloadRows(0, mu);
      var row = HostMatrix.allocate(arena, 1, n);
      double[] mus = mu.row(0);
      for (int i = 0; i < n; i++) {
        drawn.read(i, row);
        double[] z = row.row(0);
        for (int j = 0; j < n; j++) {
          double d = i == j ? (table.x()[j] == 0 ? 1 : table.x()[j]) : 0;
          double cell = d - (table.x()[j] == 0 ? 0 : z[j]);
          left[j] -= mus[i] * cell;
          sums[j] += Math.abs(cell);
        }
        size = Math.max(size, Math.abs(mus[i]));
      }
    }
    double residual = 0;
    double norm = 0;
    double right = 0;
    for (int j = 0; j < n; j++) {
      residual = Math.max(residual, Math.abs(left[j]));
      norm = Math.max(norm, sums[j]);
      right = Math.max(right, Math.abs(f.get(0, j)));
    }
    proofs.add(
        new Proof("backward error of a draw", residual / (norm * size + right), n * BACKWARD));
  }
}
