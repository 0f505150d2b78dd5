package wassily.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wassily.account.SuperEmitters.Accounts;
import wassily.account.SuperEmitters.Type;

class SuperEmittersTest {
  /** ΣD_pba = 100, ΣD_cba = 80: 20 % is 20 or 16. */
  private static final Accounts ACCOUNTS =
      new Accounts(new double[] {50, 10, 20, 20.5, -0.5}, new double[] {30, 25, 17, 5, 3});

  @Test
  void byProduction() {
    var found = SuperEmitters.of(ACCOUNTS, 0.2, false);
    assertEquals(20, found.limit());
    assertEquals(Optional.of(Type.HYBRID), found.type(0));
    assertEquals(Optional.of(Type.DEMAND), found.type(1));
    // 20 is not above 20.
    assertEquals(Optional.empty(), found.type(2));
    assertEquals(Optional.of(Type.TECHNOLOGY), found.type(3));
    assertEquals(Optional.empty(), found.type(4));
    assertArrayEquals(new int[] {0, 3}, found.regions(EnumSet.of(Type.TECHNOLOGY, Type.HYBRID)));
  }

  @Test
  void byFootprint() {
    var found = SuperEmitters.of(ACCOUNTS, 0.2, true);
    assertEquals(16, found.limit());
    assertEquals(Optional.of(Type.HYBRID), found.type(2));
  }

  @Test
  void thresholdsAreShares() {
    for (double t : new double[] {0, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> SuperEmitters.of(ACCOUNTS, t, false));
    }
  }

  /** Without Z a region's footprint is what it buys times the seller's intensity. */
  @Test
  void accountsOfAFootprint() throws IOException {
    // Region 1 makes 10 (3 for itself, 7 for region 2) with 20 kt, region 2 makes 5 with 5 kt.
    var table =
        SmallTables.of(
            2, new double[2][2], new double[][] {{3, 7}, {0, 5}}, new double[][] {{20, 5}});
    var accounts = Accounts.of(SmallTables.run(table).footprint(), 0);
    assertArrayEquals(new double[] {20, 5}, accounts.pba());
    // 3·2 = 6; 7·2 + 5·1 = 19: small integers, exact.
    assertArrayEquals(new double[] {6, 19}, accounts.cba());
  }
}
