package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;

class PivotRuleTest {
  private static final HostMatrix PRODUCTIVE =
      HostMatrix.of(new double[][] {{7, -2, 0}, {-1, 8, -1}, {-0.5, -1, 7}});

  private static CudaBackend open(Pivoting pivoting, long bytes) {
    return new CudaBackend(
        new HostCuda(bytes), 0, 1, new CudaBackend.Settings(pivoting, true, new KernelImages()));
  }

  /** The method, and the solution of M·x = b for a b that was made from x = (1, 2, 3). */
  private static String methodWhenSolving(Pivoting pivoting, long bytes, HostMatrix m) {
    var b = HostMatrix.allocate(Arena.ofAuto(), 3, 1);
    for (int i = 0; i < 3; i++) {
      b.set(i, 0, m.get(i, 0) + 2 * m.get(i, 1) + 3 * m.get(i, 2));
    }
    try (var backend = open(pivoting, bytes);
        var f = backend.factorize(backend.upload(m));
        var x = backend.upload(b)) {
      f.solve(x);
      x.download(b);
      // cond(M) < 10 for the matrices here: 10 · 16·n·eps on numbers up to 3.
      assertArrayEquals(new double[] {1, 2, 3}, b.column(0), 3 * 480 * Math.ulp(1.0));
      return f.method();
    }
  }

  @Test
  void productiveTablesNeedNoPivoting() {
    String method = methodWhenSolving(Pivoting.AUTO, 1 << 24, PRODUCTIVE);
    assertTrue(method.startsWith("no pivoting (cusolverDnDgetrf): "), method);
    var negativeOutput = HostMatrix.of(new double[][] {{7, -2, 0}, {-1, -8, -1}, {0, -1, 7}});
    assertTrue(methodWhenSolving(Pivoting.AUTO, 1 << 24, negativeOutput).startsWith("no pivoting"));
  }

  @Test
  void theUsersWordGoesFirst() {
    assertTrue(
        methodWhenSolving(Pivoting.ALWAYS, 1 << 24, PRODUCTIVE).startsWith("partial pivoting"));
    assertTrue(methodWhenSolving(Pivoting.NEVER, 1 << 24, PRODUCTIVE).startsWith("no pivoting"));
  }

  @Test
  void positiveElementsOffTheDiagonalAskForPivoting() {
    var m = HostMatrix.of(new double[][] {{7, -2, 0}, {1e-300, 8, -1}, {-0.5, -1, 7}});
    String method = methodWhenSolving(Pivoting.AUTO, 1 << 24, m);
    assertEquals("partial pivoting (cusolverDnDgetrf): positive elements off the diagonal", method);
  }

  /** 1·1 − 2·2 < 0: the second pivot is −3, though its diagonal element is 1. */
  @Test
  void aPivotOfTheWrongSignMeansAnotherTry() {
    var m = HostMatrix.of(new double[][] {{1, -2, 0}, {-2, 1, 0}, {0, 0, 1}});
    String method = methodWhenSolving(Pivoting.AUTO, 1 << 24, m);
    assertEquals("partial pivoting (cusolverDnDgetrf): without it pivot 1 is wrong", method);
  }

  @Test
  void aZeroPivotIsNotTheEndWithoutPivotingOnlyUnderAuto() {
    var m = HostMatrix.of(new double[][] {{0, -2, 0}, {-2, 1, 0}, {0, 0, 1}});
    assertTrue(
        methodWhenSolving(Pivoting.AUTO, 1 << 24, m).endsWith("without it pivot 0 is wrong"));
    try (var backend = open(Pivoting.NEVER, 1 << 24)) {
      var uploaded = backend.upload(m);
      var singular =
          assertThrows(BackendException.Singular.class, () -> backend.factorize(uploaded));
      assertEquals(0, singular.row());
    }
  }

  /** The host driver counts bytes: 72 for M, 24 for b, 36 at most beside; not 72 more. */
  @Test
  void withoutMemoryForACopyRowsAreInterchanged() {
    String method = methodWhenSolving(Pivoting.AUTO, 140, PRODUCTIVE);
    assertEquals(
        "partial pivoting (cusolverDnDgetrf): no memory for the copy that doing without needs",
        method);
  }

  @Test
  void nanIsNeitherRightNorHarmless() {
    assertTrue(PivotRule.positiveOffDiagonal(new double[][] {{1, Double.NaN}, {0, 1}}));
    assertFalse(PivotRule.positiveOffDiagonal(new double[][] {{Double.NaN, -0.0}, {0, 1}}));
    assertEquals(1, PivotRule.wrongPivot(new double[] {1, 1}, new double[] {2, Double.NaN}));
    assertEquals(0, PivotRule.wrongPivot(new double[] {Double.NaN}, new double[] {1}));
    assertEquals(PivotRule.NONE, PivotRule.wrongPivot(new double[] {1, -2}, new double[] {3, -4}));
  }

  /** By hand: rows (a b c d), interchanges 3→4 then 2→3 then 1→2, from the last to the first. */
  @Test
  void interchangesAreMultipliedOut() {
    assertArrayEquals(new int[] {3, 0, 1, 2}, Factors.source(new int[] {2, 3, 4, 4}));
    assertArrayEquals(new int[] {0, 1}, Factors.source(new int[] {1, 2}));
    assertThrows(BackendException.Rejected.class, () -> Factors.source(new int[] {3, 2}));
    assertThrows(BackendException.Rejected.class, () -> Factors.source(new int[] {1, 1}));
  }
}
