package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.progress.Progress;

/** What every backend must do with matrices; factorizations have a contract of their own. */
abstract class BackendContract {
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

  static HostMatrix download(DeviceMatrix m) {
    var host = HostMatrix.allocate(Arena.ofAuto(), m.shape().rows(), m.shape().columns());
    m.download(host);
    return host;
  }

  /** Equal numbers; 0 and −0 are one number. */
  static void assertSameNumbers(HostMatrix expected, HostMatrix found) {
    assertEquals(expected.shape(), found.shape());
    for (long i = 0; i < expected.rows(); i++) {
      assertArrayEquals(unsignedZeros(expected.row(i)), unsignedZeros(found.row(i)), "row " + i);
    }
  }

  private static double[] unsignedZeros(double[] v) {
    return Arrays.stream(v).map(x -> x + 0.0).toArray();
  }

  /** Refused as a caller's mistake, with these words. */
  static void refused(Executable work, String pattern) {
    var e = assertThrows(IllegalArgumentException.class, work);
    assertTrue(e.getMessage().matches(".*" + pattern + ".*"), e.getMessage());
  }

  @Test
  void saysWhatItRunsOn() {
    var info = backend.info();
    assertTrue(!info.name().isBlank() && !info.device().isBlank() && !info.library().isBlank());
    assertTrue(info.threads() >= 1);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "64,65", "1500,900", "0,3", "3,0", "0,0"})
  void bringsBackWhatWasUploaded(int rows, int columns) {
    var m = TestMatrices.random(rows, columns, 1);
    try (var d = backend.upload(m);
        var zeros = backend.zeros(m.shape())) {
      assertSameNumbers(m, download(d));
      assertEquals(0, TestMatrices.norm(download(zeros)));
    }
  }

  @Test
  void takesMatricesThatOnlyOneThreadMayTouch() {
    // Larger than one block of 8 MiB, so that several threads would copy it.
    var m = TestMatrices.random(1500, 900, 1);
    try (var arena = Arena.ofConfined()) {
      var confined = HostMatrix.allocate(arena, 1500, 900);
      confined.segment().copyFrom(m.segment());
      try (var d = backend.upload(confined)) {
        confined.segment().fill((byte) 0);
        d.download(confined);
      }
      assertSameNumbers(m, confined);
    }
  }

  @Test
  void downloadsSomeRows() {
    var m = TestMatrices.random(9, 4, 2);
    try (var d = backend.upload(m)) {
      var three = HostMatrix.allocate(Arena.ofAuto(), 3, 4);
      d.downloadRows(5, three);
      assertSameNumbers(m.panel(5, 3), three);
      assertThrows(IllegalArgumentException.class, () -> d.downloadRows(7, three));
      assertThrows(IllegalArgumentException.class, () -> d.downloadRows(-1, three));
      assertThrows(IllegalArgumentException.class, () -> d.downloadRows(0, m.reshape(4, 9)));
      assertThrows(IllegalArgumentException.class, () -> d.download(three));
    }
  }

  @Test
  void uploadsFromASourceInAnyPanels() throws Exception {
    // 1,500 × 900 doubles are 10.8 MB: more than one of the 8 MiB blocks of the CPU backend.
    var m = TestMatrices.random(1500, 900, 3);
    var bytes = new AtomicLong();
    Progress progress =
        (what, units) -> {
          assertEquals("reading memory", what);
          assertEquals(m.shape().bytes(), units);
          return bytes::addAndGet;
        };
    try (var d = backend.upload((MatrixSource) m, progress)) {
      assertSameNumbers(m, download(d));
    }
    assertEquals(m.shape().bytes(), bytes.get());
  }

  @Test
  void passesOnWhatTheSourceThrows() {
    var failure = new IOException("no such disk");
    var source =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return new Shape(1500, 900);
          }

          @Override
          public void read(long firstRow, HostMatrix into) throws IOException {
            throw failure;
          }
        };
    assertSame(
        failure, assertThrows(IOException.class, () -> backend.upload(source, Progress.NONE)));
  }

  @Test
  void refusesWhatMemoryCannotHold() {
    // 8 TB: more than any machine that runs this test has.
    var shape = new Shape(1_000_000, 1_000_000);
    assertThrows(BackendException.OutOfMemory.class, () -> backend.zeros(shape));
    var refused =
        assertThrows(
            BackendException.OutOfMemory.class,
            () -> backend.requireMemory(shape.bytes(), "the LU of the world"));
    assertTrue(refused.getMessage().startsWith("the LU of the world"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void findsTheFirstNumberThatIsNotFinite(double bad) {
    // 1,500 × 900: more than one block. The largest and smallest finite numbers are fine.
    var m = TestMatrices.random(1500, 900, 8);
    m.set(0, 0, -Double.MAX_VALUE);
    m.set(7, 7, Double.MIN_VALUE);
    assertEquals(OptionalLong.empty(), firstNotFinite(m));
    m.set(1499, 899, bad);
    assertEquals(OptionalLong.of(1499L * 900 + 899), firstNotFinite(m));
    m.set(1400, 3, Double.NaN);
    m.set(3, 5, bad);
    assertEquals(OptionalLong.of(3L * 900 + 5), firstNotFinite(m));
    m.set(0, 0, bad);
    assertEquals(OptionalLong.of(0), firstNotFinite(m));
    assertEquals(OptionalLong.empty(), firstNotFinite(TestMatrices.random(0, 3, 1)));
    assertEquals(OptionalLong.empty(), firstNotFinite(TestMatrices.random(3, 0, 1)));
  }

  private OptionalLong firstNotFinite(HostMatrix m) {
    try (var d = backend.upload(m)) {
      return backend.firstNotFinite(d);
    }
  }

  /**
   * Two sums of q products, each in its own order: each is within q·u·(|A||B|) of the exact product
   * to first order, so they differ by at most 2·q·u = q·eps times that.
   */
  @ParameterizedTest
  @CsvSource({"1,1,1", "2,3,5", "64,65,7", "200,1,200", "1,200,3", "65,130,64"})
  void multiplies(int p, int q, int r) {
    var a = TestMatrices.random(p, q, 4);
    var b = TestMatrices.random(q, r, 5);
    var expected = TestMatrices.product(a, b);
    var scale = TestMatrices.product(TestMatrices.absolute(a), TestMatrices.absolute(b));
    try (var da = backend.upload(a);
        var db = backend.upload(b);
        var out = backend.upload(filled(p, r, Double.NaN))) {
      backend.multiply(da, db, out);
      var found = download(out);
      for (int i = 0; i < p; i++) {
        for (int j = 0; j < r; j++) {
          double error = Math.abs(found.get(i, j) - expected.get(i, j));
          double bound = q * Math.ulp(1.0) * scale.get(i, j);
          assertTrue(error <= bound, "(%d, %d): %g > %g".formatted(i, j, error, bound));
        }
      }
    }
  }

  @Test
  void multipliesEmptyMatrices() {
    try (var a = backend.zeros(new Shape(2, 0));
        var b = backend.zeros(new Shape(0, 3));
        var out = backend.upload(filled(2, 3, Double.NaN));
        var none = backend.zeros(new Shape(3, 0));
        var nothing = backend.zeros(new Shape(0, 0))) {
      backend.multiply(a, b, out);
      assertEquals(0, TestMatrices.norm(download(out)), "a sum of no products is 0");
      backend.multiply(b, none, nothing);
    }
  }

  @Test
  void diagonalMinusDropsColumnsOfZeros() {
    // Column 1 has d = 0: whatever stands there, NaN too, gives way to the unit vector.
    var z = HostMatrix.of(new double[][] {{1, Double.NaN, 3}, {4, 5, 0}, {7, 8, -9}});
    try (var m = backend.upload(z)) {
      backend.diagonalMinus(new double[] {10, 0, -20}, m);
      assertSameNumbers(
          HostMatrix.of(new double[][] {{9, 0, -3}, {-4, 1, 0}, {-7, 0, -11}}), download(m));
    }
  }

  /** One subtraction or product for each element, so the result is the same to the last bit. */
  @ParameterizedTest
  @CsvSource({"1", "65", "1200"})
  void diagonalMinusAndScalingAreExact(int n) {
    var z = TestMatrices.random(n, n, 6);
    double[] d = TestMatrices.random(1, n, 7).row(0);
    d[n / 2] = 0;
    try (var minus = backend.upload(z);
        var rows = backend.upload(z);
        var columns = backend.upload(z)) {
      backend.diagonalMinus(d, minus);
      backend.scaleRows(d, rows);
      backend.scaleColumns(d, columns);
      var foundMinus = download(minus);
      var foundRows = download(rows);
      var foundColumns = download(columns);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double unit = i == j ? 1 : 0;
          double expected = d[j] == 0 ? unit : unit * d[j] - z.get(i, j);
          assertEquals(expected, foundMinus.get(i, j));
          assertEquals(d[i] * z.get(i, j), foundRows.get(i, j));
          assertEquals(d[j] * z.get(i, j), foundColumns.get(i, j));
        }
      }
    }
  }

  @Test
  void namesShapesThatDoNotFit() {
    try (var a = backend.zeros(new Shape(2, 3));
        var b = backend.zeros(new Shape(2, 5));
        var square = backend.zeros(new Shape(3, 3))) {
      var two = new double[2];
      for (var refused :
          new IllegalArgumentException[] {
            assertThrows(IllegalArgumentException.class, () -> backend.multiply(a, b, square)),
            assertThrows(IllegalArgumentException.class, () -> backend.multiply(a, square, b)),
            assertThrows(IllegalArgumentException.class, () -> backend.diagonalMinus(two, a)),
            assertThrows(IllegalArgumentException.class, () -> backend.diagonalMinus(two, square)),
            assertThrows(IllegalArgumentException.class, () -> backend.scaleRows(two, square)),
            assertThrows(IllegalArgumentException.class, () -> backend.scaleColumns(two, a)),
          }) {
        assertTrue(refused.getMessage().matches(".*[23] × [35].*"), refused.getMessage());
      }
      assertThrows(IllegalArgumentException.class, () -> backend.multiply(square, square, square));
    }
  }

  @Test
  void refusesMatricesOfAnotherBackend() {
    try (var other = open();
        var theirs = other.zeros(new Shape(2, 2));
        var mine = backend.zeros(new Shape(2, 2));
        var out = backend.zeros(new Shape(2, 2))) {
      var by = new double[2];
      assertThrows(BackendException.Rejected.class, () -> backend.multiply(mine, theirs, out));
      assertThrows(BackendException.Rejected.class, () -> backend.multiply(mine, out, theirs));
      assertThrows(BackendException.Rejected.class, () -> backend.diagonalMinus(by, theirs));
      assertThrows(BackendException.Rejected.class, () -> backend.scaleRows(by, theirs));
      assertThrows(BackendException.Rejected.class, () -> backend.scaleColumns(by, theirs));
    }
  }

  @Test
  void refusesWorkAfterClose() {
    var m = backend.zeros(new Shape(2, 2));
    var closed = backend.zeros(new Shape(2, 2));
    closed.close();
    closed.close();
    var host = HostMatrix.allocate(Arena.ofAuto(), 2, 2);
    var by = new double[2];
    assertEquals(new Shape(2, 2), closed.shape());
    assertThrows(IllegalStateException.class, () -> closed.download(host));
    assertThrows(IllegalStateException.class, () -> backend.scaleRows(by, closed));
    assertThrows(IllegalStateException.class, () -> backend.multiply(m, m, closed));
    assertThrows(IllegalStateException.class, () -> backend.factorize(closed));
    backend.close();
    backend.close();
    assertThrows(IllegalStateException.class, () -> backend.zeros(new Shape(1, 1)));
    assertThrows(IllegalStateException.class, () -> backend.upload(host));
    assertThrows(IllegalStateException.class, () -> backend.scaleRows(by, m));
    m.close();
  }

  static HostMatrix filled(int rows, int columns, double value) {
    var m = HostMatrix.allocate(Arena.ofAuto(), rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m.set(i, j, value);
      }
    }
    return m;
  }
}
