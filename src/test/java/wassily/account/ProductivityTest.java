package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.Backend;
import wassily.progress.Progress;
import wassily.table.Finding;
import wassily.table.MrioTable;

/** ρ(A) and the decision, on tables whose ρ(A) is known. */
class ProductivityTest {
  /**
   * The iteration stops at a residual of 1e-7·λ, and an eigenvalue λ of L moves by the residual
   * times its condition, below 100 on these tables; ρ = 1 − 1/λ moves by 1/λ² of that.
   */
  private static final double SETTLED = 100 * DominantEigenvalue.SETTLED;

  private static Productivity of(MrioTable table, boolean nonNegative) throws IOException {
    try (Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      return Productivity.of(system, nonNegative);
    }
  }

  /** D⁻¹·(c·1·1'/n)·D: rank 1 with the eigenvalue c, seen in very unequal units. */
  private static double[][] rankOne(int n, double rho) {
    var a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = rho / n * Math.pow(2, 3 * (i - j));
      }
    }
    return a;
  }

  private static double[] output(int n) {
    var x = new double[n];
    Arrays.setAll(x, i -> 100 + 37 * i);
    return x;
  }

  @ParameterizedTest
  @CsvSource({"2,0.5", "3,0.5", "5,0.5", "2,0.99", "5,0.99", "4,0.1", "5,0.999"})
  void productive(int n, double rho) throws IOException {
    var p = of(SmallTables.withA(rankOne(n, rho), output(n)), true);
    assertEquals(rho, p.spectralRadius(), SETTLED);
    assertEquals(List.of(), p.unproductive());
    assertTrue(p.upperBound() >= rho - 1e-14 && p.upperBound() < 1, "bound " + p.upperBound());
    assertFalse(p.failed());
    assertTrue(p.settled());
  }

  @ParameterizedTest
  @CsvSource({"2,1.01", "3,1.01", "5,1.01", "2,3", "3,3", "5,3", "4,1.5"})
  void unproductive(int n, double rho) throws IOException {
    MrioTable table = SmallTables.withA(rankOne(n, rho), output(n));
    var p = of(table, true);
    assertEquals(rho, p.spectralRadius(), SETTLED);
    assertFalse(p.unproductive().isEmpty(), "column sums of L tell");
    assertTrue(p.failed());
    var e = assertThrows(UnproductiveSystemException.class, () -> SmallTables.run(table));
    assertTrue(e.getMessage().contains("ρ(A) is about " + "%.4f".formatted(rho)), e.getMessage());
    assertTrue(e.getMessage().contains("r1 | s"), e.getMessage());
  }

  /** Sectors without inputs give L the eigenvalue 1, ahead of −1/2 from ρ = 3. */
  @Test
  void unproductiveBehindIdleInputs() throws IOException {
    double[][] a = {{3, 0.1, 0}, {0, 0, 0.2}, {0, 0, 0.3}};
    var p = of(SmallTables.withA(a, 10, 20, 30), true);
    assertEquals(3, p.spectralRadius(), SETTLED);
    assertTrue(p.unproductive().contains(0));
  }

  /** Two unproductive parts: ρ = 3 is inside the spectrum of L, −1/2 against −1. */
  @Test
  void twoUnproductiveParts() throws IOException {
    double[][] a = {{2, 0, 0}, {0, 3, 0.1}, {0, 0, 0.5}};
    assertEquals(3, of(SmallTables.withA(a, 10, 20, 30), true).spectralRadius(), SETTLED);
  }

  /** Isolated regions: A is reducible and the largest block decides, also a tiny one. */
  @ParameterizedTest
  @ValueSource(doubles = {0.6, 0.6001, 0.9})
  void isolatedRegions(double rho) throws IOException {
    double[][] a = {{0.3, 0.3, 0, 0}, {0.3, 0.3, 0, 0}, {0, 0, 0, rho}, {0, 0, rho, 0}};
    var p = of(SmallTables.withA(a, 1e6, 2e6, 1e-3, 2e-3), true);
    assertEquals(rho, p.spectralRadius(), SETTLED);
    assertTrue(p.upperBound() >= rho - 1e-14 && p.upperBound() < 1);
  }

  /** A cyclic A has ±ρ as eigenvalues of one size. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2})
  void cyclic(double rho) throws IOException {
    double[][] a = {{0, rho}, {rho, 0}};
    assertEquals(rho, of(SmallTables.withA(a, 3, 7), true).spectralRadius(), SETTLED);
  }

  @Test
  void noFlowsAtAll() throws IOException {
    var p = of(SmallTables.withA(new double[3][3], 1, 2, 3), true);
    assertEquals(0, p.spectralRadius(), 8 * Math.ulp(1.0), "1 − 1/λ of λ = 1 up to rounding");
    assertFalse(p.failed());
  }

  /** With negative cells the column sums of L may be below 1 in a productive system. */
  @Test
  void negativeCellsAreJudgedByTheRadiusOfA() throws IOException {
    double[][] a = {{0.2, -0.5}, {0.5, 0.2}}; // eigenvalues 0.2 ± 0.5i
    var p = of(SmallTables.withA(a, 3, 7), false);
    // A complex pair has no Rayleigh quotient to settle: ‖Pᵉ‖^(1/e), e = 2²⁰, is off by log(κ)/e
    // with κ ≤ 10 the condition of the eigenvectors.
    assertEquals(Math.hypot(0.2, 0.5), p.spectralRadius(), Math.log(10) / (1 << 20));
    assertTrue(Double.isNaN(p.upperBound()), "nothing is proven");
    assertFalse(p.failed());
    double[][] large = {{0, -1.5}, {1.5, 0}}; // ±1.5i: I − A is regular, the series diverges
    assertTrue(of(SmallTables.withA(large, 3, 7), false).failed());
  }

  @Test
  void exactlyOne() {
    // x = Z·1: nothing is left for final demand, I − A is singular.
    MrioTable table = SmallTables.withA(new double[][] {{0, 0.5}, {2, 0}}, 2, 4);
    var e = assertThrows(UnproductiveSystemException.class, () -> SmallTables.run(table));
    assertTrue(e.getMessage().contains("singular") && e.getMessage().contains("r1 | s"));
  }

  @Test
  void nearlySingularNamesWhere() {
    double near = 1 - Math.ulp(1.0) / 2;
    double[][] a = {{near, 0}, {0, 0.5}};
    MrioTable table = SmallTables.withA(a, 1, 1);
    var e = assertThrows(UnproductiveSystemException.class, () -> SmallTables.run(table));
    assertTrue(e.getMessage().contains("working precision"), e.getMessage());
    assertTrue(e.getMessage().contains("r1 | s1"), e.getMessage());
  }

  @Test
  void findingsNameTheRegionSectors() throws IOException {
    MrioTable table = SmallTables.withA(new double[][] {{1.2, 0}, {0, 0.5}}, 1, 1);
    try (Backend backend = SmallTables.cpu();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      Finding f = ProductivityFindings.of(system, true).getFirst();
      assertEquals(Finding.Severity.ERROR, f.severity());
      assertEquals(List.of("r1 | s1"), f.labels());
    }
  }
}
