package wassily.linalg.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;

/** A system whose solution is known: M·e = row sums of M. */
final class BigSystem {
  private BigSystem() {}

  /**
   * Solves one and checks every element. M is row-dominant, M[i,i] = n and |M[i,j]| < 1/2, so
   * ‖M⁻¹‖∞ ≤ 1/(n − n/2) = 2/n and ‖M‖∞ ≤ 3n/2: the condition number is at most 3. With a backward
   * error of 16·n·eps (as in FactorizationContract), and the row sums rounded by n·eps/2 each, the
   * solution is right to 3·(16 + 1)·n·eps, doubled for the perturbation of both sides.
   */
  static void solve(Backend backend, int n) {
    var random = new SplittableRandom(n);
    try (var arena = Arena.ofConfined()) {
      var m = HostMatrix.allocate(arena, n, n);
      var b = HostMatrix.allocate(arena, n, 1);
      for (int i = 0; i < n; i++) {
        var row = new double[n];
        double sum = 0;
        for (int j = 0; j < n; j++) {
          row[j] = i == j ? n : random.nextDouble() - 0.5;
          sum += row[j];
        }
        m.setRow(i, row);
        b.set(i, 0, sum);
      }
      try (var f = backend.factorize(backend.upload(m));
          var x = backend.upload(b)) {
        f.solve(x);
        x.download(b);
      }
      double bound = 2 * 3 * 17 * n * Math.ulp(1.0);
      for (double x : b.column(0)) {
        assertTrue(Math.abs(x - 1) <= bound, "1 expected, found " + x);
      }
    }
  }
}
