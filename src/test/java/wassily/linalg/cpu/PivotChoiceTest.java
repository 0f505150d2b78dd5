package wassily.linalg.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.linalg.Pivoting;

/** AUTO above the order at which dgetrf is faster; here that is 2. */
class PivotChoiceTest {
  private static final HostMatrix TWO = HostMatrix.of(new double[][] {{2, -1}, {-1, 2}});

  /** Its rows would change places: in the first column of Mᵀ, −3 is larger than 2. */
  private static final HostMatrix THREE =
      HostMatrix.of(new double[][] {{2, -3, 0}, {0, 2, -1}, {0, 0, 2}});

  private static String path(HostMatrix m, PivotChoice choice) {
    return path(m, choice, choice.unlessSaid());
  }

  private static String path(HostMatrix m, PivotChoice choice, Pivoting how) {
    var library = OpenBlasCarrier.ofThisProcess().load();
    try (var backend = new CpuBackend(library, 1, choice);
        var f = backend.factorize(backend.upload(m), how);
        var b = backend.upload(m)) {
      f.solve(b);
      var found = HostMatrix.allocate(Arena.ofAuto(), m.rows(), m.rows());
      b.download(found);
      for (int i = 0; i < m.rows(); i++) {
        for (int j = 0; j < m.rows(); j++) {
          // M⁻¹·M: 16·n·eps for n = 3, times cond₁(M) < 10.
          assertEquals(i == j ? 1 : 0, found.get(i, j), 16 * 3 * 10 * Math.ulp(1.0));
        }
      }
      return f.method();
    }
  }

  @Test
  void autoPivotsWhereThatIsFaster() {
    var choice = new PivotChoice(Pivoting.AUTO, 2);
    assertEquals(
        "no pivoting (LU by halves on dgemm and dtrsm): no positive element off the diagonal, all pivots of the right sign",
        path(TWO, choice));
    assertEquals(
        "partial pivoting (dgetrf): faster than doing without it at this order",
        path(THREE, choice));
    assertEquals(
        "no pivoting (LU by halves on dgemm and dtrsm): no positive element off the diagonal, all pivots of the right sign",
        path(THREE, PivotChoice.measured(Pivoting.AUTO)));
  }

  @Test
  void theUsersWordGoesFirst() {
    assertEquals(
        "no pivoting (LU by halves on dgemm and dtrsm)",
        path(THREE, new PivotChoice(Pivoting.NEVER, 2)));
    assertEquals("partial pivoting (dgetrf)", path(TWO, new PivotChoice(Pivoting.ALWAYS, 2)));
    assertEquals(
        "no pivoting (LU by halves on dgemm and dtrsm)",
        path(THREE, new PivotChoice(Pivoting.AUTO, 2), Pivoting.NEVER));
  }
}
