package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.CellFactors;
import wassily.linalg.draw.Distribution;
import wassily.linalg.draw.DrawKey;

/** What every backend must do with draws of cells and with products of a few rows. */
abstract class DrawsContract {
  Backend backend;

  abstract Backend open();

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  /** Two blocks that overlap, by all ways and distributions; NaN where nothing must be left. */
  private static List<BlockDraw> draws(int rows, int columns, int kind) {
    var random = new SplittableRandom(kind);
    int[] rowClass = random.ints(rows, -1, 2).toArray();
    int[] columnClass = random.ints(columns, -1, 3).toArray();
    Distribution[] all = Distribution.values();
    CellDraws.By[] ways = CellDraws.By.values();
    var first = new double[6];
    var second = new double[6];
    for (int c = 0; c < first.length; c++) {
      var p = all[kind % 4].ofCv(0.2 * c);
      first[c] = p.first();
      second[c] = p.second();
    }
    var some =
        new CellDraws(
            all[kind % 4], ways[kind / 4 % 4], 3, rowClass, columnClass, 3, first, second);
    var whole = new boolean[rows];
    Arrays.fill(whole, true);
    var across = new boolean[columns];
    Arrays.fill(across, true);
    var everything =
        CellDraws.of(
            all[(kind + 1) % 4],
            ways[(kind + 1) % 4],
            0,
            whole,
            across,
            all[(kind + 1) % 4].ofCv(0.1));
    return List.of(
        new BlockDraw(some, new DrawKey(7L << 40 | 3, 5, 11)),
        new BlockDraw(everything, new DrawKey(-1, 6, 11)));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,7", "70,30", "5,1100", "0,3", "2,0"})
  void drawsTheSameBitsEverywhere(int rows, int columns) {
    var m = TestMatrices.random(rows, columns, 1);
    for (int kind = 0; kind < 16; kind++) {
      List<BlockDraw> draws = draws(rows, columns, kind);
      try (var from = backend.upload(m);
          var to = backend.upload(BackendContract.filled(rows, columns, Double.NaN))) {
        backend.perturb(from, draws, to);
        backend.perturb(from, draws, from); // in place
        var found = BackendContract.download(to);
        var again = BackendContract.download(from);
        for (int i = 0; i < rows; i++) {
          double[] expected = m.row(i);
          for (BlockDraw draw : draws) {
            new CellFactors(draw.cells(), draw.key()).multiply(i, expected);
          }
          assertArrayEquals(expected, found.row(i), "row %d, kind %d".formatted(i, kind));
          assertArrayEquals(expected, again.row(i), "in place, row " + i);
        }
      }
    }
  }

  /** In one go, the bits of both in turn; rows that are drawn are all there, multiplied or not. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "4,30,7", "5,131,1030", "3,0,4", "0,4,3", "2,3,0"})
  void multipliesWhatItDraws(int k, int p, int q) {
    var rows = TestMatrices.random(k, p, 3);
    var m = TestMatrices.random(p, q, 4);
    var expected = BackendContract.filled(k, q, Double.NaN);
    var found = BackendContract.filled(k, q, Double.NaN);
    for (int kind = 0; kind < 16; kind += 5) {
      List<BlockDraw> draws = draws(p, q, kind);
      try (var from = backend.upload(m);
          var one = backend.zeros(m.shape());
          var two = backend.zeros(m.shape())) {
        backend.perturb(from, draws, one);
        backend.multiplyRows(rows, one, expected, Optional.empty());
        backend.perturbAndMultiply(from, draws, two, rows, found);
        assertBits(BackendContract.download(one), BackendContract.download(two));
        assertBits(expected, found);
        backend.perturbAndMultiply(from, draws, from, rows, found); // in place
        assertBits(expected, found);
      }
    }
  }

  private static void assertBits(HostMatrix expected, HostMatrix found) {
    for (int i = 0; i < expected.rows(); i++) {
      assertArrayEquals(expected.row(i), found.row(i), "row " + i);
    }
  }

  /** Given factors: one for cells of at least 0, one for negative ones, by row, column or block. */
  @ParameterizedTest
  @EnumSource(CellDraws.By.class)
  void multipliesBySign(CellDraws.By by) {
    int rows = 5;
    int columns = 600;
    var m = TestMatrices.random(rows, columns, 4);
    m.set(0, 0, -0.0);
    m.set(1, 1, Double.NaN);
    int[] rowClass = {0, 1, -1, 1, 0};
    var columnClass = new int[columns];
    Arrays.setAll(columnClass, j -> j % 4 - 1);
    double[] first = {2, 3, 5, 7, 11, 13};
    double[] second = {0.5, 0.3, 0.2, 0.7, 0.1, 1.3};
    var cells = new CellDraws(Distribution.BY_SIGN, by, 0, rowClass, columnClass, 3, first, second);
    try (var matrix = backend.upload(m)) {
      backend.perturb(matrix, List.of(new BlockDraw(cells, new DrawKey(1, 2, 3))), matrix);
      var found = BackendContract.download(matrix);
      for (int i = 0; i < rows; i++) {
        double[] expected = m.row(i);
        for (int j = 0; j < columns && rowClass[i] >= 0; j++) {
          int r = by == CellDraws.By.COLUMN || by == CellDraws.By.BLOCK ? 0 : rowClass[i];
          int c = by == CellDraws.By.ROW || by == CellDraws.By.BLOCK ? 0 : columnClass[j];
          if (columnClass[j] >= 0) {
            expected[j] *= (expected[j] < 0 ? second : first)[3 * r + c];
          }
        }
        assertArrayEquals(expected, found.row(i), "row " + i);
      }
    }
  }

  @Test
  void copiesWhereNothingIsDrawn() {
    var m = TestMatrices.random(5, 6, 2);
    try (var from = backend.upload(m);
        var to = backend.zeros(m.shape())) {
      backend.perturb(from, List.of(), to);
      backend.perturb(to, List.of(), to);
      BackendContract.assertSameNumbers(m, BackendContract.download(to));
    }
  }

  /** A sum of p products in any order is off by at most p·eps of the sum of absolute values. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "4,30,7", "11,130,1030", "3,0,4", "0,4,3", "2,3,0"})
  void multipliesFewRows(int k, int p, int q) {
    var rows = TestMatrices.random(k, p, 3);
    var m = TestMatrices.random(p, q, 4);
    var out = BackendContract.filled(k, q, Double.NaN);
    var absolute = BackendContract.filled(k, q, Double.NaN);
    var narrow = BackendContract.filled(k, q, Double.NaN);
    var alone = BackendContract.filled(k, q, Double.NaN);
    try (var d = backend.upload(m);
        var single = backend.toSingle(d)) {
      assertEquals(m.shape(), single.shape());
      backend.multiplyRows(rows, d, out, Optional.of(absolute));
      backend.multiplyRows(rows, d, alone, Optional.empty());
      backend.multiplyRows(rows, single, narrow);
    }
    var expected = TestMatrices.product(rows, m);
    var size = TestMatrices.product(TestMatrices.absolute(rows), TestMatrices.absolute(m));
    // A row, a matrix and each of p sums rounded to 24 bits.
    double coarse = (p + 2) * 0x1p-23;
    for (int r = 0; r < k; r++) {
      for (int j = 0; j < q; j++) {
        double bound = 2 * p * Math.ulp(1.0) * size.get(r, j);
        String at = "(%d, %d)".formatted(r, j);
        assertTrue(Math.abs(out.get(r, j) - expected.get(r, j)) <= bound, at);
        assertTrue(Math.abs(absolute.get(r, j) - size.get(r, j)) <= bound, at);
        assertEquals(out.get(r, j), alone.get(r, j), at);
        double off = Math.abs(narrow.get(r, j) - expected.get(r, j));
        assertTrue(off <= coarse * size.get(r, j), at + ": " + off);
      }
    }
  }

  @Test
  void cellsAndTheDiagonalAreExact() {
    var m = TestMatrices.random(9, 9, 5);
    try (var d = backend.upload(m);
        var none = backend.zeros(new Shape(0, 0))) {
      double[] found = backend.diagonal(d);
      for (int i = 0; i < 9; i++) {
        assertEquals(m.get(i, i), found[i]);
      }
      assertEquals(0, backend.diagonal(none).length);
      assertArrayEquals(
          new double[] {m.get(8, 8), m.get(0, 1), m.get(0, 1)},
          backend.cells(d, new long[] {80, 1, 1}));
    }
  }

  @Test
  void refusesWhatIsClosed() {
    try (var m = backend.zeros(new Shape(3, 4))) {
      SingleMatrix single = backend.toSingle(m);
      single.close();
      single.close(); // harmless
      var rows = TestMatrices.random(2, 3, 6);
      var out = TestMatrices.random(2, 4, 7);
      assertThrows(IllegalStateException.class, () -> backend.multiplyRows(rows, single, out));
    }
  }

  @Test
  void namesShapesThatDoNotFit() {
    var rows = TestMatrices.random(2, 3, 6);
    try (var two = backend.zeros(new Shape(3, 4));
        var other = backend.zeros(new Shape(4, 3));
        var single = backend.toSingle(two)) {
      var out = TestMatrices.random(2, 4, 7);
      var wrong = TestMatrices.random(2, 5, 8);
      for (Runnable refused :
          new Runnable[] {
            () -> backend.perturb(two, List.of(), other),
            () -> backend.perturb(two, draws(3, 5, 0), two),
            () -> backend.multiplyRows(rows, other, out, Optional.empty()),
            () -> backend.multiplyRows(rows, two, wrong, Optional.empty()),
            () -> backend.multiplyRows(rows, two, out, Optional.of(wrong)),
            () -> backend.multiplyRows(rows, single, wrong),
            () -> backend.diagonal(two),
            () -> backend.cells(two, new long[] {12}),
          }) {
        assertThrows(IllegalArgumentException.class, refused::run);
      }
    }
  }
}
