package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every backend must do with rows of scenarios. All of it is exact to the last bit. */
abstract class ScenarioRowsContract {
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

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,2,5", "40,3,1100", "0,2,3", "2,1,0"})
  void repeatsRows(int scenarios, int repeat, int n) {
    var base = TestMatrices.random(repeat, n, 1);
    try (var from = backend.upload(base);
        var to = backend.zeros(new Shape((long) scenarios * repeat, n))) {
      backend.repeatRows(from, to);
      var found = BackendContract.download(to);
      for (int i = 0; i < scenarios * repeat; i++) {
        for (int j = 0; j < n; j++) {
          assertEquals(base.get(i % repeat, j), found.get(i, j));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,2,5", "40,3,1100"})
  void scalesCells(int scenarios, int repeat, int n) {
    var m = TestMatrices.random(scenarios * repeat, n, 2);
    double[] factors = TestMatrices.random(1, scenarios, 3).row(0);
    factors[scenarios / 2] = 1;
    int[] columns = everyThird(n);
    try (var d = backend.upload(m)) {
      backend.scaleCells(d, repeat, columns, factors);
      var found = BackendContract.download(d);
      for (int i = 0; i < scenarios * repeat; i++) {
        for (int j = 0; j < n; j++) {
          double factor = j % 3 == 0 ? factors[i / repeat] : 1;
          assertEquals(m.get(i, j) * factor, found.get(i, j), "(%d, %d)".formatted(i, j));
        }
      }
    }
  }

  /** From the last to the first: the order of the columns does not matter. */
  private static int[] everyThird(int n) {
    var columns = new int[(n + 2) / 3];
    for (int c = 0; c < columns.length; c++) {
      columns[columns.length - 1 - c] = 3 * c;
    }
    return columns;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,2,5", "40,3,1100"})
  void lowersWhatIsAboveABenchmark(int scenarios, int repeat, int n) {
    var m = TestMatrices.random(scenarios * repeat, n, 4);
    int[] columns = everyThird(n);
    var benchmark = TestMatrices.random(repeat, columns.length, 5);
    benchmark.set(0, 0, Double.POSITIVE_INFINITY);
    double[] strengths = TestMatrices.random(1, scenarios, 6).row(0);
    strengths[0] = 0;
    try (var d = backend.upload(m)) {
      backend.lowerCells(d, columns, benchmark, strengths);
      var found = BackendContract.download(d);
      int lowered = 0;
      for (int i = 0; i < scenarios * repeat; i++) {
        double[] expected = m.row(i);
        for (int c = 0; c < columns.length; c++) {
          double above = expected[columns[c]] - benchmark.get(i % repeat, c);
          double product = strengths[i / repeat] * Math.max(0, above);
          lowered += product != 0 ? 1 : 0;
          expected[columns[c]] -= product;
        }
        for (int j = 0; j < n; j++) {
          assertEquals(expected[j], found.get(i, j), "(%d, %d)".formatted(i, j));
        }
      }
      assertTrue(lowered > 0 || scenarios == 1);
    }
  }

  /** Consecutive columns and others; a change after a change of the same cells. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "3,2,5", "40,3,1100", "0,2,3"})
  void expandsRowsAsOneChangeAfterTheOther(int scenarios, int repeat, int n) {
    var base = TestMatrices.random(repeat, n, 9);
    int[] some = everyThird(n);
    int[] all = IntStream.range(0, n).toArray();
    double[] numbers = TestMatrices.random(1, scenarios, 10).row(0);
    List<CellChange> changes =
        List.of(
            new CellChange.Lower(all, TestMatrices.random(repeat, n, 11), numbers),
            new CellChange.Scale(some, numbers),
            new CellChange.Lower(some, TestMatrices.random(repeat, some.length, 12), numbers),
            new CellChange.Scale(all, numbers));
    try (var from = backend.upload(base);
        var fused = backend.zeros(new Shape((long) scenarios * repeat, n));
        var stepwise = backend.zeros(fused.shape())) {
      backend.expandRows(from, changes, fused);
      backend.repeatRows(from, stepwise);
      for (CellChange change : changes) {
        change.apply(backend, stepwise, repeat);
      }
      var expected = BackendContract.download(stepwise);
      var found = BackendContract.download(fused);
      for (int i = 0; i < scenarios * repeat; i++) {
        assertArrayEquals(expected.row(i), found.row(i), "row " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1,1", "3,2,5,2,1", "40,3,1100,7,1", "4,1,30,0,1", "7,2,11,3,4", "9,1,40,5,6"})
  void sumsProductsByGroups(int scenarios, int repeat, int n, int groups, int copies) {
    var a = TestMatrices.random(scenarios * repeat, n, 7);
    var b = TestMatrices.random(scenarios, copies * n, 8);
    var of = new int[n];
    for (int j = 0; j < n; j++) {
      of[j] = j * 31 % (groups + 1) - 1; // some in no group
    }
    try (var left = backend.upload(a);
        var right = backend.upload(b);
        var out =
            backend.upload(
                BackendContract.filled(scenarios * repeat, copies * groups, Double.NaN))) {
      backend.groupedDots(left, right, repeat, AxisGroups.of(of, groups), out);
      var found = BackendContract.download(out);
      for (int i = 0; i < scenarios * repeat; i++) {
        var expected = new double[copies * groups];
        for (int c = 0; c < copies; c++) {
          for (int j = 0; j < n; j++) {
            if (of[j] >= 0) {
              expected[c * groups + of[j]] += a.get(i, j) * b.get(i / repeat, c * n + j);
            }
          }
        }
        for (int g = 0; g < expected.length; g++) {
          assertEquals(expected[g], found.get(i, g), "(%d, %d)".formatted(i, g));
        }
      }
    }
  }

  @Test
  void namesShapesThatDoNotFit() {
    try (var two = backend.zeros(new Shape(2, 3));
        var five = backend.zeros(new Shape(5, 3));
        var wide = backend.zeros(new Shape(4, 4))) {
      var none = new int[0];
      var groups = AxisGroups.total(3);
      for (Runnable wrong :
          new Runnable[] {
            () -> backend.repeatRows(two, five),
            () -> backend.repeatRows(two, wide),
            () -> backend.scaleCells(five, 2, none, new double[2]),
            () -> backend.scaleCells(two, 1, new int[] {3}, new double[2]),
            () ->
                backend.lowerCells(two, new int[] {1}, TestMatrices.random(1, 2, 1), new double[2]),
            () -> backend.groupedDots(five, two, 2, groups, wide),
            () -> backend.groupedDots(wide, two, 2, groups, two),
            () -> backend.groupedDots(two, wide, 1, groups, two),
          }) {
        assertThrows(IllegalArgumentException.class, wrong::run);
      }
    }
  }
}
