package wassily.table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;

/** Z·1 + Y·1 = x tells which way round Z lies. */
class OrientationCheckTest {
  private static final HostMatrix Y = HostMatrix.of(new double[] {10}, new double[] {20});
  private static final double[] X = {13, 27};

  @Test
  void rightWayRound() throws Exception {
    var check = OrientationCheck.of(HostMatrix.of(new double[] {1, 2}, new double[] {3, 4}), Y, X);
    assertEquals(0, check.gap());
    assertEquals(2.0 / 40, check.transposedGap());
    assertFalse(check.transposed());
    assertDoesNotThrow(() -> check.require("Z.csv"));
  }

  @Test
  void wrongWayRoundIsRefusedWithTheCure() throws Exception {
    var check = OrientationCheck.of(HostMatrix.of(new double[] {1, 3}, new double[] {2, 4}), Y, X);
    assertTrue(check.transposed());
    var e = assertThrows(BadDataException.class, () -> check.require("table.mat:/Z"));
    assertTrue(
        e.getMessage().startsWith("table.mat:/Z: Z lies the other way round"), e.getMessage());
    assertTrue(e.getMessage().contains("transpose Z"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void outputThatFitsNeitherWayOrBothSaysNothing() throws Exception {
    var z = HostMatrix.of(new double[] {1, 2}, new double[] {3, 4});
    assertFalse(OrientationCheck.of(z, Y, new double[] {50, 50}).transposed());
    var symmetric = HostMatrix.of(new double[] {1, 2}, new double[] {2, 4});
    assertFalse(OrientationCheck.of(symmetric, Y, new double[] {13, 26}).transposed());
  }

  @Test
  void roundedPublishedOutputStillHolds() throws Exception {
    // WIOD's gap of 0.05 % with both ways nearly equal must not be taken for a transposed Z.
    var z = HostMatrix.of(new double[] {100, 101}, new double[] {102, 100});
    var check = OrientationCheck.of(z, Y, new double[] {211.6, 221.5});
    assertTrue(check.gap() > check.transposedGap());
    assertFalse(check.transposed());
  }

  @Test
  void noOutputAtAllSaysNothing() throws Exception {
    var zero = HostMatrix.of(new double[] {0});
    assertFalse(OrientationCheck.of(zero, zero, new double[] {0}).transposed());
  }
}
