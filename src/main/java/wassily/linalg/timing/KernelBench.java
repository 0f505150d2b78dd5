package wassily.linalg.timing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.linalg.timing.KernelTimes.Series;
import wassily.linalg.timing.KernelTimes.Unit;
import wassily.progress.Progress;

/**
 * Times upload, product, LU and inverse of an n × n matrix on a backend.
 *
 * <p>A call of a backend is done when it returns, so the clock is read before and after the call
 * and nothing else. Each repetition does all operations once, so that a change of the machine's
 * speed meets all of them; one repetition before them is not counted (libraries start, kernels are
 * compiled, page-locked buffers are made).
 */
public final class KernelBench {
  /** Normwise backward errors stay below 16·n·eps (selftest says why). */
  private static final double BACKWARD = 16 * Math.ulp(1.0);

  /** A product of length n, both sums within n·u of the exact one. */
  private static final double INNER_PRODUCT = 2 * Math.ulp(1.0);

  /**
   * cond₁ of the Leontief matrix: ‖M‖₁ ≤ 2n, and columns whose sum off the diagonal is at most
   * 0.8·n leave ‖M⁻¹‖₁ ≤ 1/(0.2·n).
   */
  private static final double CONDITION = 10;

  private final Backend backend;
  private final int threads;
  private final Progress progress;
  private final Optional<MatrixSource> file;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<String, String> methods = new LinkedHashMap<>();
  private final List<Proof> proofs = new ArrayList<>();
  private boolean counted;

  /**
   * Prepares a run.
   *
   * @param backend what is timed
   * @param threads threads that make the matrices, ≥ 1
   * @param file a matrix in a file whose upload is timed too, such as a table's Z; it should be in
   *     the page cache
   * @param progress told how far it is
   */
  public KernelBench(Backend backend, int threads, Optional<MatrixSource> file, Progress progress) {
    this.file = file;
    this.backend = backend;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Times all operations.
   *
   * @param n order of the matrices, ≥ 1
   * @param repeats how often each is timed, ≥ 1
   * @param seed of the matrices
   * @return the times
   * @throws IOException when the file cannot be read
   * @throws wassily.linalg.BackendException.OutOfMemory when three matrices do not fit
   */
  public KernelTimes run(int n, int repeats, long seed) throws IOException {
    long bytes = new Shape(n, n).bytes();
    backend.requireMemory(3 * bytes, "timing products of order %,d".formatted(n));
    try (var arena = Arena.ofShared();
        var task = progress.begin("timing", repeats + 2L)) {
      HostMatrix general = TimingMatrices.general(arena, n, threads, seed);
      HostMatrix leontief = TimingMatrices.leontief(arena, n, threads, seed + 1);
      task.advance(1);
      for (int i = 0; i <= repeats; i++) {
        counted = i > 0;
        boolean last = i == repeats;
        transfers(general, bytes);
        product(general, leontief, last);
        factors("general", general, last);
        factors("leontief", leontief, last);
        task.advance(1);
      }
    }
    return new KernelTimes(backend.info(), n, series(n, bytes), methods, proofs);
  }

  private List<Series> series(double n, double bytes) {
    var made = new ArrayList<Series>();
    seconds.forEach(
        (name, times) -> {
          boolean transfer = name.startsWith("upload") || name.equals("pinned_copy");
          double moved = name.equals("upload_file") ? file.orElseThrow().shape().bytes() : bytes;
          double flops =
              name.startsWith("lu_") ? 2 / 3.0 * n * n * n : 2 * n * n * n; // inverse: LU and all
          made.add(
              new Series(
                  name,
                  times,
                  transfer ? moved : flops,
                  transfer ? Unit.GB_PER_SECOND : Unit.GFLOPS));
        });
    return made;
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T timed(String name, Work<T> work) throws IOException {
    long start = System.nanoTime();
    T made = work.run();
    keep(name, (System.nanoTime() - start) * 1e-9);
    return made;
  }

  private void keep(String name, double took) {
    if (counted) {
      seconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(took);
    }
  }

  private void transfers(HostMatrix m, long bytes) throws IOException {
    timed("upload", () -> backend.upload(m, Progress.NONE)).close();
    if (file.isPresent()) {
      timed("upload_file", () -> backend.upload(file.get(), Progress.NONE)).close();
    }
    OptionalDouble copy = backend.plainCopySeconds(bytes);
    copy.ifPresent(took -> keep("pinned_copy", took));
  }

  private void product(HostMatrix a, HostMatrix b, boolean proved) throws IOException {
    int n = (int) a.rows();
    try (DeviceMatrix left = backend.upload(a, Progress.NONE);
        DeviceMatrix right = backend.upload(b, Progress.NONE);
        DeviceMatrix out = backend.zeros(a.shape())) {
      timed(
          "gemm",
          () -> {
            backend.multiply(left, right, out);
            return out;
          });
      if (proved) {
        try (var arena = Arena.ofShared()) {
          var row = HostMatrix.allocate(arena, 1, n);
          out.downloadRows(n / 2, row);
          proofs.add(new Proof("gemm", rowError(a, b, row.row(0)), (n + 1) * INNER_PRODUCT));
        }
      }
    }
  }

  /** The largest |difference| of the middle row of a·b over |a||b|. */
  private static double rowError(HostMatrix a, HostMatrix b, double[] found) {
    int n = found.length;
    double[] left = a.row(n / 2);
    var expected = new double[n];
    var size = new double[n];
    var row = new double[n];
    for (int k = 0; k < n; k++) {
      b.getRow(k, row);
      for (int j = 0; j < n; j++) {
        expected[j] += left[k] * row[j];
        size[j] += Math.abs(left[k] * row[j]);
      }
    }
    double worst = 0;
    for (int j = 0; j < n; j++) {
      worst = Math.max(worst, Math.abs(expected[j] - found[j]) / size[j]);
    }
    return worst;
  }

  private void factors(String kind, HostMatrix m, boolean proved) throws IOException {
    DeviceMatrix uploaded = backend.upload(m, Progress.NONE);
    long start = System.nanoTime();
    try (Factorization f = timed("lu_" + kind, () -> backend.factorize(uploaded))) {
      double factorized = (System.nanoTime() - start) * 1e-9;
      methods.put(kind, f.method());
      double[] v = vector(m.rows());
      if (proved) {
        proofs.add(new Proof("lu_" + kind, backwardError(m, f, v), m.rows() * BACKWARD));
      }
      start = System.nanoTime();
      try (DeviceMatrix inverse = f.inverse()) {
        keep("inverse_" + kind, factorized + (System.nanoTime() - start) * 1e-9);
        if (proved && kind.equals("leontief")) {
          // X·(M·v) against v: the error of X and of M·v, both enlarged by cond₁ at most.
          proofs.add(
              new Proof(
                  "inverse_" + kind,
                  awayFrom(v, multiplied(inverse, TimingMatrices.times(m, v, threads))),
                  CONDITION * m.rows() * (BACKWARD + INNER_PRODUCT)));
        }
      }
    }
  }

  private static double[] vector(long n) {
    return new SplittableRandom(1).doubles(n, -1, 1).toArray();
  }

  private double backwardError(HostMatrix m, Factorization f, double[] b) throws IOException {
    double[] x;
    try (DeviceMatrix column = backend.upload(column(b))) {
      f.solve(column);
      x = downloaded(column);
    }
    double[] mx = TimingMatrices.times(m, x, threads);
    double residual = 0;
    double size = 0;
    double right = 0;
    for (int i = 0; i < b.length; i++) {
      residual = Math.max(residual, Math.abs(b[i] - mx[i]));
      size = Math.max(size, Math.abs(x[i]));
      right = Math.max(right, Math.abs(b[i]));
    }
    return residual / (TimingMatrices.norm(m) * size + right);
  }

  private double[] multiplied(DeviceMatrix m, double[] v) {
    try (DeviceMatrix right = backend.upload(column(v));
        DeviceMatrix out = backend.zeros(new Shape(v.length, 1))) {
      backend.multiply(m, right, out);
      return downloaded(out);
    }
  }

  private static HostMatrix column(double[] v) {
    return HostMatrix.of(v).reshape(v.length, 1);
  }

  private static double[] downloaded(DeviceMatrix column) {
    try (var arena = Arena.ofShared()) {
      var host = HostMatrix.allocate(arena, column.shape().rows(), 1);
      column.download(host);
      return host.column(0);
    }
  }

  /** ‖found − expected‖₁ / ‖expected‖₁. */
  private static double awayFrom(double[] expected, double[] found) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.abs(found[i] - expected[i]);
      size += Math.abs(expected[i]);
    }
    return difference / size;
  }
}
