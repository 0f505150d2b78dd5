package wassily.selftest;

import java.io.IOException;
import java.util.OptionalLong;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;

/** What a backend does with matrices before any is factorized. */
final class MatrixChecks {
  /** 1,500 × 900 doubles are 10.8 MB: more than one of the 8 MiB panels of an upload. */
  private static final int[][] SHAPES = {{1, 1}, {7, 3}, {64, 65}, {257, 129}, {1500, 900}};

  /** Rows of a, columns of a, columns of b: around the tiles of 16, 32 and 64 of fast products. */
  private static final int[][] PRODUCTS = {
    {1, 1, 1}, {7, 3, 5}, {65, 64, 7}, {129, 257, 63}, {1, 600, 33}
  };

  /** 2⁴⁰ bytes more than any machine that this was written for, and no overflow. */
  private static final Shape TOO_LARGE = new Shape(1L << 22, 1L << 22);

  private final Backend backend;
  private final CheckBook book;

  MatrixChecks(Backend backend, CheckBook book) {
    this.backend = backend;
    this.book = book;
  }

  void run() {
    for (int[] s : SHAPES) {
      transfers(s[0], s[1]);
    }
    for (int[] s : PRODUCTS) {
      product(s[0], s[1], s[2]);
    }
    for (int[] s : SHAPES) {
      scaling(s[0], s[1]);
      finite(s[0], s[1]);
    }
    for (int n : new int[] {1, 7, 65, 600}) {
      diagonalMinus(n);
    }
    notANumber();
    refusals();
  }

  private void transfers(int rows, int columns) {
    double[][] m = PlainLoops.random(rows, columns, 1);
    String size = new Shape(rows, columns).toString();
    book.check(
        "upload and download " + size,
        Bounds.EXACT,
        "elements that came back as another number",
        () -> {
          try (var d = backend.upload(HostMatrix.of(m))) {
            return PlainLoops.different(m, PlainLoops.download(d));
          }
        });
    book.check(
        "upload from a source " + size,
        Bounds.EXACT,
        "elements that came back as another number",
        () -> {
          try (var d = backend.upload((MatrixSource) HostMatrix.of(m), Progress.NONE)) {
            return PlainLoops.different(m, PlainLoops.download(d));
          }
        });
    book.check(
        "zeros " + size,
        Bounds.EXACT,
        "elements that are not 0",
        () -> {
          try (var d = backend.zeros(new Shape(rows, columns))) {
            return PlainLoops.different(new double[rows][columns], PlainLoops.download(d));
          }
        });
  }

  private void product(int p, int q, int r) {
    double[][] a = PlainLoops.random(p, q, 2);
    double[][] b = PlainLoops.random(q, r, 3);
    book.check(
        "product %d × %d · %d × %d".formatted(p, q, q, r),
        Bounds.product(q),
        "largest |difference| from plain loops over |a||b|, bound (q+1)·eps",
        () -> {
          try (var left = backend.upload(HostMatrix.of(a));
              var right = backend.upload(HostMatrix.of(b));
              var out = backend.zeros(new Shape(p, r))) {
            backend.multiply(left, right, out);
            return largestRatio(
                PlainLoops.product(a, b),
                PlainLoops.download(out),
                PlainLoops.product(PlainLoops.absolute(a), PlainLoops.absolute(b)));
          }
        });
  }

  private static double largestRatio(double[][] expected, double[][] found, double[][] size) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        largest = Math.max(largest, Math.abs(expected[i][j] - found[i][j]) / size[i][j]);
      }
    }
    return largest;
  }

  private void scaling(int rows, int columns) {
    double[][] m = PlainLoops.random(rows, columns, 4);
    double[] byRow = PlainLoops.random(1, rows, 5)[0];
    double[] byColumn = PlainLoops.random(1, columns, 6)[0];
    String size = new Shape(rows, columns).toString();
    book.check(
        "scaling of rows " + size,
        Bounds.EXACT,
        "elements that are not the one rounded product",
        () -> {
          try (var d = backend.upload(HostMatrix.of(m))) {
            backend.scaleRows(byRow, d);
            return PlainLoops.different(
                each(m, (i, j) -> byRow[i] * m[i][j]), PlainLoops.download(d));
          }
        });
    book.check(
        "scaling of columns " + size,
        Bounds.EXACT,
        "elements that are not the one rounded product",
        () -> {
          try (var d = backend.upload(HostMatrix.of(m))) {
            backend.scaleColumns(byColumn, d);
            return PlainLoops.different(
                each(m, (i, j) -> byColumn[j] * m[i][j]), PlainLoops.download(d));
          }
        });
  }

  private interface Cell {
    double at(int i, int j);
  }

  private static double[][] each(double[][] shape, Cell cell) {
    var m = new double[shape.length][];
    for (int i = 0; i < m.length; i++) {
      m[i] = new double[shape[i].length];
      for (int j = 0; j < m[i].length; j++) {
        m[i][j] = cell.at(i, j);
      }
    }
    return m;
  }

  private void diagonalMinus(int n) {
    double[][] z = PlainLoops.random(n, n, 7);
    double[] d = PlainLoops.random(1, n, 8)[0];
    d[n / 2] = 0; // a sector without output: its column becomes the unit vector
    double[][] expected =
        each(z, (i, j) -> d[j] == 0 ? (i == j ? 1 : 0) : i == j ? d[j] - z[i][j] : -z[i][j]);
    book.check(
        "diagonal minus matrix " + new Shape(n, n),
        Bounds.EXACT,
        "elements that are not the one rounded difference",
        () -> {
          try (var m = backend.upload(HostMatrix.of(z))) {
            backend.diagonalMinus(d, m);
            return PlainLoops.different(expected, PlainLoops.download(m));
          }
        });
  }

  private void finite(int rows, int columns) {
    book.check(
        "search for NaN and infinities " + new Shape(rows, columns),
        Bounds.EXACT,
        "searches with a wrong answer: none there, one at the end, two of which the first counts",
        () -> {
          int last = rows * columns - 1;
          int first = last / 3;
          var m = HostMatrix.of(PlainLoops.random(rows, columns, 9));
          long wrong = found(m).isEmpty() ? 0 : 1;
          m.set(last / columns, last % columns, Double.NEGATIVE_INFINITY);
          wrong += found(m).equals(OptionalLong.of(last)) ? 0 : 1;
          m.set(first / columns, first % columns, Double.NaN);
          wrong += found(m).equals(OptionalLong.of(first)) ? 0 : 1;
          return wrong;
        });
  }

  private OptionalLong found(HostMatrix m) {
    try (var d = backend.upload(m)) {
      return backend.firstNotFinite(d);
    }
  }

  private void notANumber() {
    book.check(
        "NaN in a product",
        Bounds.EXACT,
        "elements of the product that should be NaN and are not, or the other way",
        () -> {
          double[][] a = PlainLoops.random(5, 4, 10);
          a[2][1] = Double.NaN;
          try (var left = backend.upload(HostMatrix.of(a));
              var right = backend.upload(HostMatrix.of(PlainLoops.random(4, 3, 11)));
              var out = backend.zeros(new Shape(5, 3))) {
            backend.multiply(left, right, out);
            double[][] c = PlainLoops.download(out);
            long wrong = 0;
            for (int i = 0; i < c.length; i++) {
              for (double v : c[i]) {
                wrong += Double.isNaN(v) == (i == 2) ? 0 : 1;
              }
            }
            return wrong;
          }
        });
  }

  private void refusals() {
    book.check(
        "memory that is not there, asked before work",
        Bounds.EXACT,
        "requests for %,d TB that were not refused".formatted(TOO_LARGE.bytes() >> 40),
        () -> refused(() -> backend.requireMemory(TOO_LARGE.bytes(), "the selftest")));
    book.check(
        "memory that is not there, allocated",
        Bounds.EXACT,
        "allocations of %,d TB that were not refused, or no work afterwards"
            .formatted(TOO_LARGE.bytes() >> 40),
        () -> {
          double wrong = refused(() -> backend.zeros(TOO_LARGE).close());
          try (var d = backend.zeros(new Shape(3, 3))) {
            return wrong + PlainLoops.different(new double[3][3], PlainLoops.download(d));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double refused(Work work) throws IOException {
    try {
      work.run();
      return 1;
    } catch (BackendException.OutOfMemory e) {
      return 0;
    }
  }
}
