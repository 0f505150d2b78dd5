package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of parts and of batches of parts: what every backend must do with them. */
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
      BackendContract.refused(
          () -> new DeviceBlock(m, 1, 4, 0, 4, false), "4 rows from 1 on.*4 × 6");
      BackendContract.refused(
          () -> new DeviceBlock(m, 0, 4, -1, 4, false), "4 columns from -1 on.*4 × 6");
      BackendContract.refused(
          () -> backend.multiply(1, square, DeviceBlock.of(m), 0, other), "4 × 6 into 4 × 4");
      BackendContract.refused(
          () -> backend.multiply(1, square, square, 0, other.transposed()), "transposed");
      BackendContract.refused(() -> backend.multiply(1, square, other, 0, square), "overwrite");
      BackendContract.refused(
          () ->
              backend.multiply(
                  1,
                  new DeviceBlock(m, 0, 2, 0, 2, false),
                  new DeviceBlock(m, 0, 2, 4, 2, false),
                  0,
                  new DeviceBlock(m, 1, 2, 1, 2, false)),
          "overwrite");
      BackendContract.refused(
          () -> new DeviceBatch(m, 1, 2, 6, 6, 6, 3), "3 blocks of 2 × 6.*4 × 6");
      BackendContract.refused(() -> new DeviceBatch(m, 0, 2, 6, 5, 6, 1), "rows 5 ");
      BackendContract.refused(() -> new DeviceBatch(m, 0, 2, 2, Long.MAX_VALUE, 6, 1), "4 × 6");
      BackendContract.refused(() -> new DeviceBatch(m, -1, 1, 1, 1, 1, 1), "from element -1");
      BackendContract.refused(() -> DeviceBatch.ofRows(m, 3), "4 × 6.*3 rows");
      BackendContract.refused(() -> DeviceBatch.ofColumns(m, 0), "4 × 6.*0 columns");
      var pairs = DeviceBatch.ofRows(m, 2); // 2 blocks of 2 × 6
      var columns = new DeviceBatch(m, 0, 6, 1, 1, 1, 2);
      var results = new DeviceBatch(out, 0, 2, 1, 1, 2, 2);
      backend.multiplyBatched(pairs, columns, results);
      BackendContract.refused(
          () -> backend.multiplyBatched(columns, pairs, results), "2 blocks of 6 × 1");
      BackendContract.refused(
          () -> backend.multiplyBatched(pairs, columns, new DeviceBatch(m, 0, 2, 1, 1, 2, 2)),
          "matrix of a factor");
      BackendContract.refused(
          () -> backend.multiplyBatched(pairs, columns, new DeviceBatch(out, 0, 2, 1, 1, 1, 2)),
          "overwrite each other");
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
