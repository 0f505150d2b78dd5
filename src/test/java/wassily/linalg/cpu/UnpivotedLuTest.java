package wassily.linalg.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.HostMatrix;

/** L and U of small whole numbers come back to the last bit, whatever way the halves are cut. */
class UnpivotedLuTest {
  private static final int LARGEST = 700;

  private static RowMajorBlas open() {
    return new RowMajorBlas(OpenBlasCarrier.ofThisProcess().load(), 2);
  }

  /**
   * L and U of Mᵀ, row-major, in one matrix: pivots of ±1, and 4 elements of ±1 in each row of L
   * and column of U. Every partial sum of the elimination is a whole number below 2⁵³, so exact.
   */
  private static HostMatrix factors(int n) {
    var random = new SplittableRandom(n);
    var m = HostMatrix.allocate(Arena.ofAuto(), n, n);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 4 && i > 0; k++) {
        m.set(i, random.nextInt(i), random.nextBoolean() ? 1 : -1);
        m.set(random.nextInt(i), i, random.nextBoolean() ? 1 : -1);
      }
      m.set(i, i, random.nextBoolean() ? 1 : -1);
    }
    return m;
  }

  /** M = (L·U)ᵀ. */
  private static HostMatrix product(HostMatrix lu) {
    int n = (int) lu.rows();
    var m = HostMatrix.allocate(Arena.ofAuto(), n, n);
    var rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = lu.row(i);
    }
    for (int i = 0; i < n; i++) {
      var sum = new double[n];
      for (int k = 0; k <= i; k++) {
        double l = k == i ? 1 : rows[i][k];
        for (int j = k; l != 0 && j < n; j++) {
          sum[j] += l * rows[k][j];
        }
      }
      for (int j = 0; j < n; j++) {
        m.set(j, i, sum[j]);
      }
    }
    return m;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 128, 129, 255, 256, 300, 513, LARGEST})
  void findsTheFactors(int n) {
    var expected = factors(n);
    var m = product(expected);
    try (var blas = open();
        var arena = Arena.ofShared()) {
      var pivots = arena.allocate(ValueLayout.JAVA_INT, n);
      assertEquals(UnpivotedLu.NONE, blas.factorizeUnpivoted(m, pivots, (_, pivot) -> pivot != 0));
      for (int i = 0; i < n; i++) {
        assertEquals(i + 1, pivots.getAtIndex(ValueLayout.JAVA_INT, i));
        for (int j = 0; j < n; j++) {
          assertEquals(expected.get(i, j), m.get(j, i), 0, "element " + i + ", " + j);
        }
      }
    }
  }

  /** A zero pivot in the first block, at a border, and last; elimination stops there. */
  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 200, LARGEST - 1})
  void namesARefusedPivot(int row) {
    var lu = factors(LARGEST);
    lu.set(row, row, 0);
    var m = product(lu);
    try (var blas = open();
        var arena = Arena.ofShared()) {
      var pivots = arena.allocate(ValueLayout.JAVA_INT, LARGEST);
      assertEquals(row, blas.factorizeUnpivoted(m, pivots, (_, pivot) -> pivot != 0));
    }
  }
}
