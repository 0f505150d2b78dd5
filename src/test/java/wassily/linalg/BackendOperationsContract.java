package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of parts, sums over groups and searches: what every backend must do with them. */
abstract class BackendOperationsContract {
  private static final double EPS = Math.ulp(1.0);

  Backend backend;

  abstract Backend open();

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    if (backend != null) { // null where opening skipped the test
      backend.close();
    }
  }

  private static HostMatrix download(DeviceMatrix m) {
    return BackendContract.download(m);
  }

  private static HostMatrix copy(HostMatrix m) {
    var copy = HostMatrix.allocate(Arena.ofAuto(), m.rows(), m.columns());
    copy.segment().copyFrom(m.segment());
    return copy;
  }

  private static HostMatrix part(HostMatrix m, int row, int rows, int column, int columns) {
    var part = HostMatrix.allocate(Arena.ofAuto(), rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        part.set(i, j, m.get(row + i, column + j));
      }
    }
    return part;
  }

  /**
   * A sum of q products in any order, times alpha, plus beta times the old value: q + 2 roundings
   * at most on the way of each term, so it is within (q+2)·u·(|alpha||A||B| + |beta||C|) of the
   * exact value to first order, and two of them differ by at most (q+2)·eps times that.
   */
  @ParameterizedTest
  @CsvSource({
    "false,false,1,0",
    "true,false,-0.75,1",
    "false,true,2.5,-0.3",
    "true,true,1,0.5",
    "false,false,-1,1"
  })
  void multipliesParts(boolean transposeA, boolean transposeB, double alpha, double beta) {
    for (int[] size : new int[][] {{1, 1, 1}, {5, 3, 2}, {17, 33, 66}}) {
      int p = size[0];
      int q = size[1];
      int r = size[2];
      // Rectangles inside larger matrices, each begun at another place.
      HostMatrix wholeA =
          TestMatrices.random(transposeA ? q + 3 : p + 3, transposeA ? p + 4 : q + 4, 1);
      HostMatrix wholeB =
          TestMatrices.random(transposeB ? r + 2 : q + 2, transposeB ? q + 5 : r + 5, 2);
      HostMatrix whole = TestMatrices.random(p + 4, r + 3, 3);
      HostMatrix a = part(wholeA, 2, transposeA ? q : p, 3, transposeA ? p : q);
      HostMatrix b = part(wholeB, 1, transposeB ? r : q, 4, transposeB ? q : r);
      HostMatrix left = transposeA ? TestMatrices.transposed(a) : a;
      HostMatrix right = transposeB ? TestMatrices.transposed(b) : b;
      HostMatrix product = TestMatrices.product(left, right);
      HostMatrix scale =
          TestMatrices.product(TestMatrices.absolute(left), TestMatrices.absolute(right));
      HostMatrix before = copy(whole);
      for (int i = 0; beta == 0 && i < p; i++) {
        for (int j = 0; j < r; j++) {
          before.set(3 + i, 1 + j, Double.NaN); // must not be read
        }
      }
      try (var da = backend.upload(wholeA);
          var db = backend.upload(wholeB);
          var out = backend.upload(before)) {
        var blockA = new DeviceBlock(da, 2, a.rows(), 3, a.columns(), transposeA);
        var blockB = new DeviceBlock(db, 1, b.rows(), 4, b.columns(), transposeB);
        backend.multiply(alpha, blockA, blockB, beta, new DeviceBlock(out, 3, p, 1, r, false));
        HostMatrix found = download(out);
        for (int i = 0; i < whole.rows(); i++) {
          for (int j = 0; j < whole.columns(); j++) {
            boolean inside = i >= 3 && i < 3 + p && j >= 1 && j < 1 + r;
            double old = whole.get(i, j);
            double expected = inside ? alpha * product.get(i - 3, j - 1) + beta * old : old;
            double bound =
                inside
                    ? (q + 2)
                        * EPS
                        * (Math.abs(alpha) * scale.get(i - 3, j - 1) + Math.abs(beta * old))
                    : 0;
            double error = Math.abs(found.get(i, j) - expected);
            assertTrue(error <= bound, "(%d, %d): %g > %g".formatted(i, j, error, bound));
          }
        }
      }
    }
  }

  /** Products within one matrix: rank-k updates and panels need no copies. */
  @Test
  void multipliesPartsOfOneMatrix() {
    var m = HostMatrix.of(new double[][] {{1, 2, 10}, {3, 4, 20}, {0, 0, 30}});
    try (var d = backend.upload(m)) {
      // [0 0] ← [10 20]·[1 2; 3 4]ᵀ − [0 0]
      backend.multiply(
          1,
          new DeviceBlock(d, 0, 2, 2, 1, false).transposed(),
          new DeviceBlock(d, 0, 2, 0, 2, false).transposed(),
          -1,
          new DeviceBlock(d, 2, 1, 0, 2, false));
      BackendContract.assertSameNumbers(
          HostMatrix.of(new double[][] {{1, 2, 10}, {3, 4, 20}, {50, 110, 30}}), download(d));
    }
  }

  /** Exact: one product of two numbers. Neither a NaN in a factor nor, for beta 0, one in out. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5})
  void scalesWhereThereIsNoProduct(double beta) {
    var m = TestMatrices.random(4, 5, 4);
    if (beta == 0) {
      m.set(1, 1, Double.NaN);
    }
    try (var none = backend.zeros(new Shape(9, 0));
        var nan = backend.upload(BackendContract.filled(9, 9, Double.NaN));
        var first = backend.upload(m);
        var second = backend.upload(m)) {
      backend.multiply(
          3,
          DeviceBlock.ofRows(none, 2, 3),
          DeviceBlock.ofRows(none, 1, 4).transposed(),
          beta,
          new DeviceBlock(first, 1, 3, 1, 4, false));
      backend.multiply(
          0,
          new DeviceBlock(nan, 0, 3, 0, 6, false),
          new DeviceBlock(nan, 3, 6, 2, 4, false),
          beta,
          new DeviceBlock(second, 1, 3, 1, 4, false));
      for (var found : new HostMatrix[] {download(first), download(second)}) {
        for (int i = 0; i < 4; i++) {
          for (int j = 0; j < 5; j++) {
            double factor = i > 0 && j > 0 ? beta : 1;
            assertEquals(factor == 0 ? 0 : factor * m.get(i, j) + 0.0, found.get(i, j) + 0.0);
          }
        }
      }
    }
  }

  /**
   * T by origin region: S in blocks of columns, W in blocks of rows, the results one below another.
   */
  @ParameterizedTest
  @CsvSource({"1,1,1,1", "3,2,5,4", "41,7,3,11", "2,33,65,17", "0,2,3,4", "4,3,0,2"})
  void multipliesBatches(int regions, int scenarios, int sectors, int consumers) {
    var s = TestMatrices.random(scenarios, (long) regions * sectors, 5);
    var w = TestMatrices.random((long) regions * sectors, consumers, 6);
    int height = regions * scenarios;
    try (var ds = backend.upload(s);
        var dw = backend.upload(w);
        var below = backend.upload(BackendContract.filled(height, consumers, Double.NaN));
        var beside =
            backend.upload(BackendContract.filled(scenarios, regions * consumers, Double.NaN))) {
      // Without sectors there is nothing to cut: as many empty blocks.
      var a =
          sectors > 0
              ? DeviceBatch.ofColumns(ds, sectors)
              : new DeviceBatch(ds, 0, scenarios, 0, 1, 0, regions);
      var b =
          sectors > 0
              ? DeviceBatch.ofRows(dw, sectors)
              : new DeviceBatch(dw, 0, 0, consumers, consumers, 0, regions);
      backend.multiplyBatched(a, b, DeviceBatch.ofRows(below, scenarios));
      backend.multiplyBatched(a, b, DeviceBatch.ofColumns(beside, consumers));
      var rows = download(below);
      var columns = download(beside);
      for (int r = 0; r < regions; r++) {
        for (int i = 0; i < scenarios; i++) {
          for (int j = 0; j < consumers; j++) {
            double sum = 0;
            double scale = 0;
            for (int k = 0; k < sectors; k++) {
              double term = s.get(i, r * sectors + k) * w.get(r * sectors + k, j);
              sum += term;
              scale += Math.abs(term);
            }
            // As in BackendContract.multiplies: q·eps times the sum of absolute products.
            double bound = sectors * EPS * scale;
            double first = rows.get(r * scenarios + i, j);
            double second = columns.get(i, r * consumers + j);
            assertTrue(Math.abs(first - sum) <= bound, "%g and %g".formatted(first, sum));
            assertTrue(Math.abs(second - sum) <= bound, "%g and %g".formatted(second, sum));
          }
        }
      }
    }
  }

  /**
   * The same factor for all blocks, blocks that overlap where they are read, gaps in the result.
   */
  @Test
  void batchesMayShareWhatTheyRead() {
    var a = HostMatrix.of(new double[] {1, 2, 3, 4});
    var b = HostMatrix.of(new double[][] {{10}, {100}});
    try (var da = backend.upload(a);
        var db = backend.upload(b);
        var out = backend.upload(BackendContract.filled(1, 5, -1))) {
      backend.multiplyBatched(
          new DeviceBatch(da, 0, 1, 2, 2, 1, 3),
          new DeviceBatch(db, 0, 2, 1, 1, 0, 3),
          new DeviceBatch(out, 0, 1, 1, 1, 2, 3));
      BackendContract.assertSameNumbers(
          HostMatrix.of(new double[] {210, -1, 320, -1, 430}), download(out));
    }
  }

  @Test
  void refusesProductsThatCannotBe() {
    try (var m = backend.zeros(new Shape(4, 6));
        var out = backend.zeros(new Shape(4, 6))) {
      var square = new DeviceBlock(m, 0, 4, 0, 4, false);
      var other = new DeviceBlock(out, 0, 4, 0, 4, false);
      refused(() -> new DeviceBlock(m, 1, 4, 0, 4, false), "4 rows from 1 on.*4 × 6");
      refused(() -> new DeviceBlock(m, 0, 4, -1, 4, false), "4 columns from -1 on.*4 × 6");
      refused(() -> backend.multiply(1, square, DeviceBlock.of(m), 0, other), "4 × 6 into 4 × 4");
      refused(() -> backend.multiply(1, square, square, 0, other.transposed()), "transposed");
      refused(() -> backend.multiply(1, square, other, 0, square), "overwrite");
      refused(
          () ->
              backend.multiply(
                  1,
                  new DeviceBlock(m, 0, 2, 0, 2, false),
                  new DeviceBlock(m, 0, 2, 4, 2, false),
                  0,
                  new DeviceBlock(m, 1, 2, 1, 2, false)),
          "overwrite");
      refused(() -> new DeviceBatch(m, 1, 2, 6, 6, 6, 3), "3 blocks of 2 × 6.*4 × 6");
      refused(() -> new DeviceBatch(m, 0, 2, 6, 5, 6, 1), "rows 5 ");
      refused(() -> new DeviceBatch(m, 0, 2, 2, Long.MAX_VALUE, 6, 1), "4 × 6");
      refused(() -> new DeviceBatch(m, -1, 1, 1, 1, 1, 1), "from element -1");
      refused(() -> DeviceBatch.ofRows(m, 3), "4 × 6.*3 rows");
      refused(() -> DeviceBatch.ofColumns(m, 0), "4 × 6.*0 columns");
      var pairs = DeviceBatch.ofRows(m, 2); // 2 blocks of 2 × 6
      var columns = new DeviceBatch(m, 0, 6, 1, 1, 1, 2);
      var results = new DeviceBatch(out, 0, 2, 1, 1, 2, 2);
      backend.multiplyBatched(pairs, columns, results);
      refused(() -> backend.multiplyBatched(columns, pairs, results), "2 blocks of 6 × 1");
      refused(
          () -> backend.multiplyBatched(pairs, columns, new DeviceBatch(m, 0, 2, 1, 1, 2, 2)),
          "matrix of a factor");
      refused(
          () -> backend.multiplyBatched(pairs, columns, new DeviceBatch(out, 0, 2, 1, 1, 1, 2)),
          "overwrite each other");
    }
  }

  private static void refused(Executable work, String pattern) {
    var e = assertThrows(IllegalArgumentException.class, work);
    assertTrue(e.getMessage().matches(".*" + pattern + ".*"), e.getMessage());
  }

  /** The order of additions is part of the contract, so the bits are. */
  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "65,130", "1300,1100"})
  void sumsOverGroups(int p, int q) {
    var m = TestMatrices.random(p, q, 7);
    var random = new SplittableRandom(8);
    // Group 1 stays empty; about one index in count + 1 is in no group.
    int count = 9;
    int[] rowGroups = random.ints(p, -1, count).map(g -> g == 1 ? -1 : g).toArray();
    int[] columnGroups = random.ints(q, -1, count).map(g -> g == 1 ? 2 : g).toArray();
    var rows = AxisGroups.of(rowGroups, count);
    var columns = AxisGroups.of(columnGroups, count);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < q; j++) {
        if (rowGroups[i] < 0 || columnGroups[j] < 0) {
          m.set(i, j, Double.NaN); // must not be added
        }
      }
    }
    try (var d = backend.upload(m)) {
      assertBits(sums(m, rows, columns), aggregate(d, rows, columns));
    }
    var finite = TestMatrices.random(p, q, 9);
    try (var d = backend.upload(finite)) {
      var eachRow = AxisGroups.identity(p);
      var eachColumn = AxisGroups.identity(q);
      assertBits(sums(finite, rows, eachColumn), aggregate(d, rows, eachColumn));
      assertBits(sums(finite, eachRow, columns), aggregate(d, eachRow, columns));
      assertBits(finite, aggregate(d, eachRow, eachColumn));
      assertBits(
          sums(finite, AxisGroups.total(p), AxisGroups.total(q)),
          aggregate(d, AxisGroups.total(p), AxisGroups.total(q)));
    }
  }

  private HostMatrix aggregate(DeviceMatrix m, AxisGroups rows, AxisGroups columns) {
    try (var out =
        backend.upload(BackendContract.filled(rows.count(), columns.count(), Double.NaN))) {
      backend.aggregate(m, rows, columns, out);
      return download(out);
    }
  }

  /** Rows of a group first, then columns, as the interface says. */
  private static HostMatrix sums(HostMatrix m, AxisGroups rows, AxisGroups columns) {
    var byRow = new double[rows.count()][columns.size()];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; rows.groupOf(i) >= 0 && j < columns.size(); j++) {
        byRow[rows.groupOf(i)][j] += m.get(i, j);
      }
    }
    var out = HostMatrix.allocate(Arena.ofAuto(), rows.count(), columns.count());
    for (int g = 0; g < rows.count(); g++) {
      for (int j = 0; j < columns.size(); j++) {
        if (columns.groupOf(j) >= 0) {
          out.add(g, columns.groupOf(j), byRow[g][j]);
        }
      }
    }
    return out;
  }

  /** −0 is the sum of no less than itself; 0 + −0 is 0. */
  private static void assertBits(HostMatrix expected, HostMatrix found) {
    assertEquals(expected.shape(), found.shape());
    for (int i = 0; i < expected.rows(); i++) {
      assertArrayEquals(expected.row(i), found.row(i), "row " + i);
    }
  }

  /**
   * Against exact sums: a sum of t terms that are rounded at each addition is within (t−1)·u of the
   * sum of their absolute values (Higham 2002, section 4.2), here t = p·q at most, u = eps/2.
   */
  @Test
  void sumsAreRight() {
    int p = 60;
    int q = 50;
    var m = TestMatrices.random(p, q, 10);
    var found = new HostMatrix[1];
    try (var d = backend.upload(m)) {
      found[0] = aggregate(d, AxisGroups.consecutive(2, 30), AxisGroups.consecutive(5, 10));
    }
    for (int g = 0; g < 2; g++) {
      for (int h = 0; h < 5; h++) {
        var exact = BigDecimal.ZERO;
        double absolute = 0;
        for (int i = 30 * g; i < 30 * (g + 1); i++) {
          for (int j = 10 * h; j < 10 * (h + 1); j++) {
            exact = exact.add(new BigDecimal(m.get(i, j)));
            absolute += Math.abs(m.get(i, j));
          }
        }
        double error = exact.subtract(new BigDecimal(found[0].get(g, h))).abs().doubleValue();
        assertTrue(error <= 299 * EPS / 2 * absolute, "%d, %d: %g".formatted(g, h, error));
      }
    }
  }

  @Test
  void sumsOfNothingAreZero() {
    try (var none = backend.zeros(new Shape(0, 5));
        var narrow = backend.zeros(new Shape(5, 0));
        var m = backend.zeros(new Shape(5, 5))) {
      var noRows = AxisGroups.of(new int[0], 2);
      var five = AxisGroups.total(5);
      assertBits(HostMatrix.of(new double[2][1]), aggregate(none, noRows, five));
      assertBits(HostMatrix.of(new double[2][5]), aggregate(none, noRows, AxisGroups.identity(5)));
      assertBits(HostMatrix.of(new double[1][2]), aggregate(narrow, five, noRows));
      assertBits(
          HostMatrix.of(new double[5][2]), aggregate(narrow, AxisGroups.identity(5), noRows));
      var nobody = AxisGroups.of(new int[] {-1, -1, -1, -1, -1}, 3);
      assertBits(HostMatrix.of(new double[3][3]), aggregate(m, nobody, nobody));
      assertEquals(new Shape(0, 1), aggregate(m, AxisGroups.of(nobody(5), 0), five).shape());
      refused(() -> backend.aggregate(m, five, five, m), "5 × 5.*1 × 1.*5 × 5");
      refused(
          () -> backend.aggregate(m, AxisGroups.identity(5), AxisGroups.identity(5), m),
          "overwrite");
      refused(() -> backend.aggregate(none, five, five, m), "0 × 5.*5 × 5");
      refused(() -> AxisGroups.of(new int[] {0, 3}, 3), "index 1 is in group 3.*");
    }
  }

  private static int[] nobody(int size) {
    var groups = new int[size];
    Arrays.fill(groups, -1);
    return groups;
  }

  /** Products of three numbers from left to right: the same bits everywhere. */
  @ParameterizedTest
  @CsvSource({"1,1", "3,7", "64,65"})
  void findsLargeCells(int p, int q) {
    findsLargeCells(p, q, 0, 0.2, 0.9, Double.POSITIVE_INFINITY);
  }

  /** More than one block of 8 MiB, so that several threads look. */
  @Test
  void findsLargeCellsInManyBlocks() {
    findsLargeCells(1200, 900, 0.5);
  }

  private void findsLargeCells(int p, int q, double... thresholds) {
    var x = TestMatrices.random(p, q, 11);
    double[] f = TestMatrices.random(1, p, 12).row(0);
    double[] y = TestMatrices.random(1, q, 13).row(0);
    f[p - 1] = 0;
    if (p > 1) {
      x.set(0, q - 1, Double.NaN);
      y[0] = Double.POSITIVE_INFINITY;
    }
    try (var d = backend.upload(x)) {
      for (double threshold : thresholds) {
        for (long from : new long[] {0, (long) p * q / 3, (long) p * q}) {
          var cells = new ArrayList<Long>();
          var values = new ArrayList<Double>();
          for (long at = from; at < (long) p * q; at++) {
            double value = f[(int) (at / q)] * x.get(at / q, at % q) * y[(int) (at % q)];
            if (!(Math.abs(value) < threshold)) {
              cells.add(at);
              values.add(value);
            }
          }
          for (int most : new int[] {1, 1000, Integer.MAX_VALUE}) {
            int kept = Math.min(most, cells.size());
            var found = backend.largeCells(f, d, y, threshold, from, most);
            assertEquals(cells.size(), found.found());
            assertEquals(kept == cells.size(), found.complete());
            assertArrayEquals(
                cells.stream().limit(kept).mapToLong(c -> c).toArray(), found.cells());
            assertArrayEquals(
                values.stream().limit(kept).mapToDouble(v -> v).toArray(), found.values());
          }
        }
      }
    }
  }

  @Test
  void aSearchGoesOnWhereItStopped() {
    var x = TestMatrices.random(50, 60, 14);
    double[] f = TestMatrices.random(1, 50, 15).row(0);
    double[] y = TestMatrices.random(1, 60, 16).row(0);
    try (var d = backend.upload(x)) {
      var all = backend.largeCells(f, d, y, 0.1, 0, Integer.MAX_VALUE);
      assertTrue(all.complete() && all.found() > 100, "not a trivial search");
      long from = 0;
      int at = 0;
      LargeCells some;
      do {
        some = backend.largeCells(f, d, y, 0.1, from, 7);
        assertEquals(all.found() - at, some.found());
        for (long cell : some.cells()) {
          assertEquals(all.cells()[at++], cell);
        }
        from = some.complete() ? 0 : some.next();
      } while (!some.complete());
      assertEquals(all.found(), at);
    }
  }

  @Test
  void refusesSearchesThatCannotBe() {
    try (var x = backend.zeros(new Shape(2, 3));
        var none = backend.zeros(new Shape(0, 3))) {
      var two = new double[2];
      var three = new double[3];
      assertEquals(0, backend.largeCells(new double[0], none, three, 0, 0, 1).found());
      assertEquals(6, backend.largeCells(two, x, three, 0, 0, 1).found());
      assertFalse(backend.largeCells(two, x, three, 0, 0, 1).complete());
      refused(() -> backend.largeCells(three, x, three, 0, 0, 1), "2 × 3");
      refused(() -> backend.largeCells(two, x, two, 0, 0, 1), "2 × 3");
      refused(() -> backend.largeCells(two, x, three, Double.NaN, 0, 1), "NaN.*2 × 3");
      refused(() -> backend.largeCells(two, x, three, -1, 0, 1), "-1.*2 × 3");
      refused(() -> backend.largeCells(two, x, three, 0, 7, 1), "cell 7.*2 × 3");
      refused(() -> backend.largeCells(two, x, three, 0, 0, 0), "0 cells.*2 × 3");
    }
  }

  @Test
  void refusesForeignAndClosedMatrices() {
    var groups = AxisGroups.identity(2);
    var two = new double[2];
    try (var other = open();
        var theirs = other.zeros(new Shape(2, 2));
        var mine = backend.zeros(new Shape(2, 2));
        var out = backend.zeros(new Shape(2, 2))) {
      var batch = DeviceBatch.ofRows(mine, 2);
      var to = DeviceBatch.ofRows(out, 2);
      var block = DeviceBlock.of(mine);
      var foreign = DeviceBlock.of(theirs);
      for (var work :
          new Executable[] {
            () -> backend.multiply(1, foreign, block, 0, DeviceBlock.of(out)),
            () -> backend.multiply(1, block, block, 0, foreign),
            () -> backend.multiplyBatched(batch, DeviceBatch.ofRows(theirs, 2), to),
            () -> backend.aggregate(theirs, groups, groups, out),
            () -> backend.aggregate(mine, groups, groups, theirs),
            () -> backend.largeCells(two, theirs, two, 0, 0, 1),
          }) {
        assertThrows(BackendException.Rejected.class, work);
      }
      var gone = backend.zeros(new Shape(2, 2));
      gone.close();
      for (var work :
          new Executable[] {
            () -> backend.multiply(1, block, block, 0, DeviceBlock.of(gone)),
            () -> backend.multiplyBatched(batch, batch, DeviceBatch.ofRows(gone, 2)),
            () -> backend.aggregate(mine, groups, groups, gone),
            () -> backend.largeCells(two, gone, two, 0, 0, 1),
          }) {
        assertThrows(IllegalStateException.class, work);
      }
    }
  }
}
