package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums over groups and searches for large cells: what every backend must do with them. */
abstract class GroupsContract {
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
      BackendContract.refused(() -> backend.aggregate(m, five, five, m), "5 × 5.*1 × 1.*5 × 5");
      BackendContract.refused(
          () -> backend.aggregate(m, AxisGroups.identity(5), AxisGroups.identity(5), m),
          "overwrite");
      BackendContract.refused(() -> backend.aggregate(none, five, five, m), "0 × 5.*5 × 5");
      BackendContract.refused(() -> AxisGroups.of(new int[] {0, 3}, 3), "index 1 is in group 3.*");
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
      BackendContract.refused(() -> backend.largeCells(three, x, three, 0, 0, 1), "2 × 3");
      BackendContract.refused(() -> backend.largeCells(two, x, two, 0, 0, 1), "2 × 3");
      BackendContract.refused(
          () -> backend.largeCells(two, x, three, Double.NaN, 0, 1), "NaN.*2 × 3");
      BackendContract.refused(() -> backend.largeCells(two, x, three, -1, 0, 1), "-1.*2 × 3");
      BackendContract.refused(() -> backend.largeCells(two, x, three, 0, 7, 1), "cell 7.*2 × 3");
      BackendContract.refused(() -> backend.largeCells(two, x, three, 0, 0, 0), "0 cells.*2 × 3");
    }
  }
}
