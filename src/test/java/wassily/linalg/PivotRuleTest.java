package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PivotRuleTest {
  @Test
  void looksBesideTheDiagonalOnly() {
    assertFalse(PivotRule.positiveOffDiagonal(new double[][] {{5, -1}, {0, 7}}));
    assertTrue(PivotRule.positiveOffDiagonal(new double[][] {{5, 1e-300}, {0, 7}}));
    assertTrue(PivotRule.positiveOffDiagonal(new double[][] {{5, 0}, {1, 7}}));
  }

  @Test
  void nanIsNeitherRightNorHarmless() {
    assertTrue(PivotRule.positiveOffDiagonal(new double[][] {{1, Double.NaN}, {0, 1}}));
    assertFalse(PivotRule.positiveOffDiagonal(new double[][] {{Double.NaN, -0.0}, {0, 1}}));
    assertTrue(PivotRule.notANumber(new double[] {1, Double.NaN}));
    assertFalse(PivotRule.notANumber(new double[] {1, Double.POSITIVE_INFINITY}));
    assertEquals(1, PivotRule.wrongPivot(new double[] {1, 1}, new double[] {2, Double.NaN}));
    assertEquals(0, PivotRule.wrongPivot(new double[] {Double.NaN}, new double[] {1}));
  }

  @Test
  void aPivotHasTheSignOfItsDiagonalElement() {
    assertEquals(PivotRule.NONE, PivotRule.wrongPivot(new double[] {1, -2}, new double[] {3, -4}));
    assertEquals(1, PivotRule.wrongPivot(new double[] {1, -2}, new double[] {3, 4}));
    assertEquals(0, PivotRule.wrongPivot(new double[] {1, 2}, new double[] {-1, -1}));
    assertEquals(1, PivotRule.wrongPivot(new double[] {1, 2}, new double[] {1, 0}));
    assertEquals(0, PivotRule.wrongPivot(new double[] {0}, new double[] {0}));
  }

  @Test
  void thePathIsToldInWords() {
    assertEquals("partial pivoting (dgetrf)", PivotPath.pivoted("dgetrf").toString());
    assertEquals(
        "no pivoting (loops): as asked",
        PivotPath.unpivoted("loops").because("as asked").toString());
  }
}
