package wassily.selftest;

import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.Factorization;
import wassily.linalg.HostMatrix;

/** LU, solves from both sides and inverses, of matrices that need interchanges and that do not. */
final class FactorChecks {
  /** Beyond the blocks of 64, 256 and 512 in which factors are made, solved with and inverted. */
  private static final int[] ORDERS = {1, 2, 7, 64, 65, 257, 520};

  /** Right-hand sides. */
  private static final int SIDES = 5;

  private final Backend backend;
  private final CheckBook book;

  FactorChecks(Backend backend, CheckBook book) {
    this.backend = backend;
    this.book = book;
  }

  void run() {
    for (int n : ORDERS) {
      factors("random matrix", PlainLoops.random(n, n, 20 + n));
      factors("Leontief matrix", PlainLoops.leontief(n, 30 + n));
    }
    interchanges();
    singular();
    notANumber();
  }

  private Factorization factorize(double[][] m) {
    return backend.factorize(backend.upload(HostMatrix.of(m)));
  }

  private double[][] solved(Factorization f, double[][] b) {
    try (var d = backend.upload(HostMatrix.of(b))) {
      f.solve(d);
      return PlainLoops.download(d);
    }
  }

  private double[][] solvedTransposed(Factorization f, double[][] b) {
    try (var d = backend.upload(HostMatrix.of(b))) {
      f.solveTransposed(d);
      return PlainLoops.download(d);
    }
  }

  private void factors(String kind, double[][] m) {
    int n = m.length;
    String what = "%s of order %d".formatted(kind, n);
    double[][] b = PlainLoops.random(n, SIDES, 40);
    book.check(
        "solve, " + what,
        Bounds.backward(n),
        "normwise backward error ‖b − Mx‖ / (‖M‖‖x‖ + ‖b‖), bound 16·n·eps",
        () -> {
          try (var f = factorize(m)) {
            return PlainLoops.backwardError(m, solved(f, b), b);
          }
        });
    book.check(
        "transposed solve, " + what,
        Bounds.backward(n),
        "normwise backward error of X·M = B, bound 16·n·eps",
        () -> {
          try (var f = factorize(m)) {
            double[][] x = solvedTransposed(f, PlainLoops.transposed(b));
            return PlainLoops.backwardError(PlainLoops.transposed(m), PlainLoops.transposed(x), b);
          }
        });
    book.check(
        "inverse, " + what,
        Bounds.backward(n),
        "‖M·X − 1‖ / (‖M‖‖X‖) or ‖X·M − 1‖ likewise, the smaller, bound 16·n·eps",
        () -> {
          try (var f = factorize(m);
              var inverse = f.inverse()) {
            double[][] x = PlainLoops.download(inverse);
            // Every method to invert guarantees one side only (Higham, section 14.3).
            double size = PlainLoops.norm(m) * PlainLoops.norm(x);
            double right = awayFromOne(m, x) / size;
            return right <= Bounds.backward(n) ? right : Math.min(right, awayFromOne(x, m) / size);
          }
        });
  }

  private static double awayFromOne(double[][] a, double[][] b) {
    double[][] c = PlainLoops.product(a, b);
    for (int i = 0; i < c.length; i++) {
      c[i][i] -= 1;
    }
    return PlainLoops.norm(c);
  }

  /** Zeros on the diagonal and interchanges that do not commute; every number is exact. */
  private void interchanges() {
    double[][] m = {{0, 2, 0, 0}, {0, 0, 4, 0}, {0, 0, 0, 8}, {1, 0, 0, 0}};
    double[][] inverse = {{0, 0, 0, 1}, {0.5, 0, 0, 0}, {0, 0.25, 0, 0}, {0, 0, 0.125, 0}};
    book.check(
        "permuted matrix: solves and inverse",
        Bounds.EXACT,
        "elements that are another number",
        () -> {
          try (var f = factorize(m)) {
            long wrong =
                PlainLoops.different(inverse, solved(f, PlainLoops.identity(4)))
                    + PlainLoops.different(inverse, solvedTransposed(f, PlainLoops.identity(4)));
            try (var made = f.inverse()) {
              return wrong + PlainLoops.different(inverse, PlainLoops.download(made));
            }
          }
        });
  }

  private void singular() {
    double[][] m = {{2, 1, 0, 0}, {0, 1, 1, 0}, {2, 2, 1, 0}, {0, 0, 0, 1}};
    book.check(
        "singular matrix",
        Bounds.EXACT,
        "1 when it was factorized or another row than 2, the sum of rows 0 and 1, was named",
        () -> {
          try {
            factorize(m).close();
            return 1;
          } catch (BackendException.Singular e) {
            return e.row() == 2 ? 0 : 1;
          }
        });
  }

  private void notANumber() {
    book.check(
        "NaN in a factorized matrix",
        Bounds.EXACT,
        "solutions without a NaN",
        () -> {
          double[][] m = PlainLoops.random(65, 65, 50);
          m[40][3] = Double.NaN;
          try (var f = factorize(m)) {
            double[][] x = solved(f, PlainLoops.random(65, 1, 51));
            double[][] y = solvedTransposed(f, PlainLoops.random(1, 65, 52));
            return (Double.isNaN(PlainLoops.norm(x)) ? 0 : 1)
                + (Double.isNaN(PlainLoops.norm(y)) ? 0 : 1);
          }
        });
  }
}
