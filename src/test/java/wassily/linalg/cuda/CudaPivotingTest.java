package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.linalg.BackendException;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;

/** What pivoting costs in device memory, and what is left of it when it goes wrong. */
class CudaPivotingTest {
  private static final HostMatrix PRODUCTIVE =
      HostMatrix.of(new double[][] {{7, -2, 0}, {-1, 8, -1}, {-0.5, -1, 7}});

  /**
   * M is 72 bytes. Beside it the host driver is asked for a diagonal of 24, and then for the LU's
   * workspace with its status, at most 36 together: 108 are needed at most, and a copy of M would
   * make them 180.
   */
  private static final long ONE_MATRIX_AND_WORKSPACE = 108;

  private static CudaBackend open(Pivoting pivoting, long bytes) {
    return new CudaBackend(
        new HostCuda(bytes), 0, 1, new CudaBackend.Settings(pivoting, true, new KernelImages()));
  }

  @Test
  void theRuleNeedsNoSecondMatrix() {
    try (var backend = open(Pivoting.AUTO, ONE_MATRIX_AND_WORKSPACE);
        var f = backend.factorize(backend.upload(PRODUCTIVE))) {
      assertEquals(
          "no pivoting (cusolverDnDgetrf): no positive element off the diagonal, all pivots of the right sign",
          f.method());
      assertEquals(1, backend.ledger().open().size(), "only M: " + backend.ledger().open());
    }
  }

  @Test
  void aWrongPivotLeavesNothingOnTheDevice() {
    var m = HostMatrix.of(new double[][] {{1, -2, 0}, {-2, 1, 0}, {0, 0, 1}});
    try (var backend = open(Pivoting.AUTO, 1 << 24)) {
      var uploaded = backend.upload(m);
      var wrong =
          assertThrows(BackendException.WrongPivot.class, () -> backend.factorize(uploaded));
      assertEquals(1, wrong.row());
      assertEquals(List.of(), backend.ledger().open());
      try (var f = backend.factorize(backend.upload(m), Pivoting.ALWAYS)) {
        assertEquals("partial pivoting (cusolverDnDgetrf)", f.method());
      }
      assertEquals(List.of(), backend.ledger().open());
    }
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
