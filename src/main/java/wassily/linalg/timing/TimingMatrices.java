package wassily.linalg.timing;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/** The two matrices that are factorized; the same for any number of threads. */
final class TimingMatrices {
  private static final long BLOCK = 64;

  private TimingMatrices() {}

  /** Numbers in [−1, 1): rows change places in nearly every step of an elimination. */
  static HostMatrix general(Arena arena, int n, int threads, long seed) {
    return filled(arena, n, threads, seed, 2, -1);
  }

  /**
   * As M₀ = x̂ − Z of a table: off the diagonal in (−1, 0], n on the diagonal. Columns sum up to
   * about n/2 off the diagonal, so that cond₁ is about 3.
   */
  static HostMatrix leontief(Arena arena, int n, int threads, long seed) {
    HostMatrix m = filled(arena, n, threads, seed, -1, 0);
    for (long i = 0; i < n; i++) {
      m.set(i, i, n);
    }
    return m;
  }

  /** Cells scale·u + shift with u uniform in [0, 1). */
  private static HostMatrix filled(
      Arena arena, int n, int threads, long seed, double scale, double shift) {
    var m = HostMatrix.allocate(arena, n, n);
    Workers.forBlocks(
        threads,
        n,
        BLOCK,
        (from, to) -> {
          var row = new double[n];
          for (long i = from; i < to; i++) {
            var random = new SplittableRandom(seed * 1_000_003 + i);
            for (int j = 0; j < n; j++) {
              row[j] = scale * random.nextDouble() + shift;
            }
            m.setRow(i, row);
          }
        });
    return m;
  }

  /** M·v by plain loops. */
  static double[] times(HostMatrix m, double[] v, int threads) {
    var out = new double[v.length];
    Workers.forBlocks(
        threads,
        v.length,
        BLOCK,
        (from, to) -> {
          var row = new double[v.length];
          for (long i = from; i < to; i++) {
            m.getRow(i, row);
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
              sum += row[j] * v[j];
            }
            out[(int) i] = sum;
          }
        });
    return out;
  }

  /** ‖M‖∞. */
  static double norm(HostMatrix m) {
    var row = new double[(int) m.columns()];
    double norm = 0;
    for (long i = 0; i < m.rows(); i++) {
      m.getRow(i, row);
      double sum = 0;
      for (double v : row) {
        sum += Math.abs(v);
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }
}
