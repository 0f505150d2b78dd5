package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.scenario.Scenarios.all;
import static wassily.scenario.Scenarios.assertClose;
import static wassily.scenario.Scenarios.fixed;
import static wassily.scenario.Scenarios.response;
import static wassily.scenario.Scenarios.value;

import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.linalg.Backend;
import wassily.scenario.Action.Remainder;
import wassily.scenario.ResolvedResponse.Dimension;
import wassily.scenario.ResolvedResponse.Dimension.Kind;
import wassily.scenario.Response.Quantity;
import wassily.table.MrioTable;

/** Every lever and every response on a table that is worked out by hand: {@link Scenarios#hand}. */
class PlainScenarioTest {
  /**
   * Rounding of a solve with 4 unknowns and of sums of at most 16 products: 16·n·eps with n = 4,
   * relative to the largest value. ‖L‖₁ is 3/2 here, so that nothing is amplified.
   */
  private static final double ROUNDING = 16 * 4 * Math.ulp(1.0);

  private final MrioTable table = Scenarios.hand();
  private final Dimension region = all(Kind.REGION, table);
  private final Dimension category = all(Kind.CATEGORY, table);
  private final ResolvedResponse cba = response(Quantity.D_CBA, region, category);
  private final ResolvedResponse pba = response(Quantity.D_PBA, region);

  private void cba(double[] expected, ResolvedAction... actions) throws Exception {
    assertClose(expected, value(table, cba, actions), ROUNDING);
  }

  @Test
  void baselineByEveryDimension() throws Exception {
    cba(new double[] {10, 7, 18, 8});
    assertClose(new double[] {25, 18}, value(table, pba), ROUNDING);
    assertClose(new double[] {43}, value(table, response(Quantity.TOTAL)), ROUNDING);
    assertClose(new double[] {43}, value(table, response(Quantity.D_CBA)), ROUNDING);
    // S1·W by producing sector s1: 2·W[0] + 1·W[2] = 7 5 14 3; s2: 2 2 2 2. No F_Y.
    assertClose(
        new double[] {12, 4, 17, 4},
        value(table, response(Quantity.D_CBA, region, all(Kind.PRODUCING_SECTOR, table))),
        ROUNDING);
    // M = S·(I+A) = 2, 1/2 + 2/4 + 1/4 = 5/4, 1, 1/4 + 2/2 = 5/4; M·Y of s1: 4 2 6 0, of s2: 5 5 10
    // 5.
    assertClose(
        new double[] {4, 2, 5, 5, 6, 0, 10, 5},
        value(table, response(Quantity.D_CBA, region, all(Kind.PRODUCT, table), category)),
        ROUNDING);
    // Row sums of S·W by origin: r1: 8 4 8 4, r2: 1 3 8 1.
    assertClose(
        new double[] {12, 12, 4, 9},
        value(table, response(Quantity.FLOWS, region, region)),
        ROUNDING);
    assertClose(
        new double[] {0, 12, 4, 0},
        value(table, new ResolvedResponse(Quantity.FLOWS, List.of(region, region), false, false)),
        ROUNDING);
    // By producing sector without F_Y: F itself.
    assertClose(
        new double[] {18, 6, 11, 2},
        value(table, response(Quantity.D_PBA, region, all(Kind.PRODUCING_SECTOR, table))),
        ROUNDING);
    assertClose(
        new double[] {15, 15}, value(table, response(Quantity.VALUE_ADDED, region)), ROUNDING);
    assertClose(
        new double[] {9, 12, 11, 8},
        value(table, response(Quantity.OUTPUT, region, all(Kind.PRODUCING_SECTOR, table))),
        ROUNDING);
  }

  @Test
  void groupsLeaveOutWhatIsInNone() throws Exception {
    var onlySecond = new Dimension(Kind.REGION, new int[] {-1, 0}, 1);
    assertClose(new double[] {26}, value(table, response(Quantity.D_CBA, onlySecond)), ROUNDING);
    var together = new Dimension(Kind.REGION, new int[] {0, 0}, 1);
    assertClose(
        new double[] {12 + 4},
        value(
            table, new ResolvedResponse(Quantity.FLOWS, List.of(together, together), false, false)),
        ROUNDING);
  }

  /** S[r1s1] = 1: S·W loses 1·W[0] = 3 1 4 1; F_Y of r1 halves where asked. */
  @Test
  void intensityScale() throws Exception {
    int[] rows = {0};
    cba(new double[] {7, 6, 14, 7}, new ResolvedAction.IntensityScale(rows, fixed(0.5), false));
    cba(new double[] {6.5, 6, 14, 7}, new ResolvedAction.IntensityScale(rows, fixed(0.5), true));
  }

  /**
   * Benchmark 29/20 for s1: S[r1s1] = 2 − ½·11/20 = 69/40, S[r2s1] = 1 is below and stays. S·W
   * loses 11/40·W[0]; F_Y of r1 is multiplied by (69/40·9)/(2·9) = 69/80.
   */
  @Test
  void intensityBenchmark() throws Exception {
    var action =
        new ResolvedAction.IntensityBenchmark(
            new int[] {0, 2}, new double[][] {{1.45, 1.45}}, fixed(0.5), true);
    cba(
        new double[] {9 - 33 / 40.0 + 69 / 80.0, 7 - 11 / 40.0, 18 - 44 / 40.0, 8 - 11 / 40.0},
        action);
    // No benchmark of a stressor: nothing changes, at any strength.
    cba(
        new double[] {10, 7, 18, 8},
        new ResolvedAction.IntensityBenchmark(
            new int[] {0}, new double[][] {{Double.POSITIVE_INFINITY}}, fixed(1), true));
  }

  /**
   * For consumer r2, S[r1s1] = 2 falls to r2's own 1 and S[r1s2] = 1/2 to 1/4: r2's columns lose
   * 1·(4 1) and 1/4·(0 4). r1 compares with itself. D_pba of r1 falls by 6 as well.
   */
  @Test
  void consumersTechnology() throws Exception {
    var action =
        new ResolvedAction.ConsumerBenchmark(
            new int[] {0, 1}, new double[][] {{2, 0.5, 1, 0.25}}, fixed(1));
    cba(new double[] {10, 7, 14, 6}, action);
    assertClose(new double[] {19, 18}, value(table, pba, action), ROUNDING);
    // By product: S of r2's demand is 1 1/4 1 1/4, M = 1, 1/4 + 1/4 + 1/4 = 3/4, 1, 1/4 + 1/2 =
    // 3/4.
    assertClose(
        new double[] {6, 10, 6, 9},
        value(table, response(Quantity.D_CBA, region, all(Kind.PRODUCT, table)), action),
        ROUNDING);
    // Another intensity lever after it acts on all of them: r1s1 without emissions leaves W[1]/2 or
    // W[1]/4, W[2] and W[3]/4: 3 5 8 2, and F_Y.
    cba(
        new double[] {4, 5, 10, 5},
        action,
        new ResolvedAction.IntensityScale(new int[] {0}, fixed(0), false));
  }

  /** Y[r2s2, r2c1] = 4: W[0] = 2 and W[3] = 4 there; F_Y = 2·10/14. */
  @Test
  void demandScale() throws Exception {
    int[] rows = {3};
    int[] columns = {2};
    cba(
        new double[] {10, 7, 11 + 10 / 7.0, 8},
        new ResolvedAction.DemandScale(columns, rows, fixed(0.5), false));
    cba(
        new double[] {10, 7, 13, 8},
        new ResolvedAction.DemandScale(columns, rows, fixed(0.5), true));
  }

  /** r1 buys 6 of c1 and 6 of c2. To a quarter: c2 = 3, c1 = 9; cut: c2 = 2 of 8. */
  @Test
  void demandShift() throws Exception {
    int[] r1 = {0};
    int[] c1 = {0};
    int[] c2 = {1};
    cba(
        new double[] {15, 3.5, 18, 8},
        new ResolvedAction.DemandShift(r1, c2, c1, fixed(0.25), Remainder.REALLOCATE, false));
    cba(
        new double[] {10, 7 / 3.0, 18, 8},
        new ResolvedAction.DemandShift(r1, c2, new int[0], fixed(0.25), Remainder.CUT, false));
    // Shares at or below the target are left alone.
    cba(
        new double[] {10, 7, 18, 8},
        new ResolvedAction.DemandShift(r1, c2, c1, fixed(0.5), Remainder.REALLOCATE, false));
  }

  /** r2 buys 18, 20 people, floor 1.35 · 20 = 27; half the way is 22.5, times 5/4. */
  @Test
  void demandLift() throws Exception {
    var lift =
        new ResolvedAction.DemandLift(
            new int[] {0, 1}, new double[] {1, 20}, 1e6, fixed(1.35e6), false);
    try (Backend backend = Scenarios.cpu()) {
      var plain =
          new PlainScenario(
              table,
              table.satellites().getFirst(),
              List.of(new ResolvedLever("lift", new Amount.Variable("w"), lift, Scenarios.WHERE)),
              List.of(cba, new ResolvedResponse(Quantity.TOTAL, List.of(), true, true)),
              backend);
      var variables = List.of("w");
      var half = plain.values(new ScenarioValues(variables, new double[] {0.5}));
      assertClose(new double[] {10, 7, 22.5, 10}, half.get(0), ROUNDING);
      assertEquals(6.5, half.get(1)[0], 43 * ROUNDING);
      // 0 and "off" leave it out, to the last bit.
      for (double off : new double[] {0, Double.NaN}) {
        var none = plain.values(new ScenarioValues(variables, new double[] {off}));
        assertClose(plain.baseline().get(0), none.get(0), 0);
        assertEquals(0, none.get(1)[0]);
      }
    }
  }

  /**
   * r2c2 buys 4; 3 of r1s1 more: S·W + 6, F_Y = 3·7/4. Setting to 3, a third of the way: 1 more.
   */
  @Test
  void demandCells() throws Exception {
    int[] row = {0};
    int[] column = {3};
    double[] three = {3};
    cba(
        new double[] {10, 7, 18, 11 + 21 / 4.0},
        new ResolvedAction.DemandCells(row, column, three, false, fixed(1), false));
    cba(
        new double[] {10, 7, 18, 7 + 3 * 5 / 4.0},
        new ResolvedAction.DemandCells(row, column, three, true, fixed(1 / 3.0), false));
    var failure =
        assertThrows(
            ScenarioFailure.class,
            () ->
                value(
                    table,
                    cba,
                    new ResolvedAction.DemandCells(
                        new int[] {1}, column, new double[] {-5}, false, fixed(1), false)));
    assertEquals("lever", failure.lever());
    assertEquals(
        "final demand of r2 | c2 for r1 | s2 falls from 4.0 to -1.0", failure.getMessage());
  }

  /**
   * Without r1s1's sale to r1s2: W[0] loses 1 1 0 1, x[r1s1] = 6; value added 6 + 12/2 or + 12·3/4.
   * Final demand is 30: the first leaves a gap of 27 − 30, the second none.
   */
  @Test
  void coefficientScale() throws Exception {
    int[] user = {1};
    int[] supplier = {0};
    var kept = new ResolvedAction.CoefficientScale(user, supplier, fixed(0), false);
    cba(new double[] {8, 5, 18, 6}, kept);
    var va = response(Quantity.VALUE_ADDED, region);
    assertClose(new double[] {12, 15}, value(table, va, kept), ROUNDING);
    var absorbed = new ResolvedAction.CoefficientScale(user, supplier, fixed(0), true);
    assertClose(new double[] {15, 15}, value(table, va, absorbed), ROUNDING);
    var gap = response(Quantity.VALUE_ADDED_GAP);
    assertClose(new double[] {-3}, value(table, gap, kept), ROUNDING);
    assertEquals(0, value(table, gap, absorbed)[0], 30 * ROUNDING);
    assertEquals(0, value(table, gap)[0], 0);
  }

  /**
   * r2s2 moves half of its s1 (1/2 from r1) to s2, of which it uses none; its region r2 buys 4 of
   * r1s2 and 8 of r2s2. A[0,3] = 1/4, A[1,3] = 1/12, A[3,3] = 1/6: W[3] = 48/5, W[1] = 48/60, W[0]
   * = 48/20 + 1/5, W[2] = 6 + 1/5 in r2c1; S·W = 26/5 + 2/5 + 31/5 + 12/5 = 71/5.
   */
  @Test
  void inputSubstitution() throws Exception {
    int[] s1 = {0};
    int[] s2 = {1};
    cba(
        new double[] {10, 7, 71 / 5.0 + 2, 8},
        new ResolvedAction.InputSubstitution(s1, s2, new int[] {3}, fixed(0.5), Amount.ONE));
    // r1s1 has no inputs: nothing to move, and nothing to share by.
    cba(
        new double[] {10, 7, 18, 8},
        new ResolvedAction.InputSubstitution(s1, s2, new int[] {0}, fixed(0.5), Amount.ONE));
    // r1s2 has 1/4 + 1/4 of s1; region r1 buys 8 of r1s2 and none of r2s2: A[1,1] = 1/4·3 = 3/4 at
    // three for one, x[1] = 12/(1 − 3/4) = 48, x[0] = 2 + 48/8 + 4 = 12, x[2] = 8 + 48/8 = 14.
    assertClose(
        new double[] {12, 48, 14, 8},
        value(
            table,
            response(Quantity.OUTPUT, region, all(Kind.PRODUCING_SECTOR, table)),
            new ResolvedAction.InputSubstitution(s1, s2, new int[] {1}, fixed(0.5), fixed(3))),
        ROUNDING);
  }

  /**
   * Half of r1's s1 from r2 instead, for both users and for r1c1: A[0,:] = 1/8, 1/4; A[2,:] = 3/8,
   * 1/4; Y[0,0] = Y[2,0] = 1. W[0] = 3/2 1/2 2 1/2, W[2] = 5/2 7/2 8 3/2.
   */
  @Test
  void tradeShift() throws Exception {
    cba(
        new double[] {8.5, 6.5, 16, 7.5},
        new ResolvedAction.TradeShift(
            new int[] {0},
            new int[] {0},
            new int[] {1},
            new int[] {1, 3},
            new int[] {0},
            fixed(0.5)));
  }

  /** A share that an earlier lever left: c2 of r1 is 3 of 9 after halving it, above 1/4. */
  @Test
  void leversActInTheirOrder() throws Exception {
    var halve =
        new ResolvedAction.DemandScale(new int[] {1}, new int[] {0, 1, 2, 3}, fixed(0.5), false);
    var shift =
        new ResolvedAction.DemandShift(
            new int[] {0}, new int[] {1}, new int[] {0}, fixed(0.25), Remainder.REALLOCATE, false);
    // c2 = 9/4 (3/8 of what it was), c1 = 27/4 (9/8); the other way round c2 = 3/2, c1 = 9.
    cba(new double[] {10 * 9 / 8.0, 7 * 3 / 8.0, 18, 8}, halve, shift);
    cba(new double[] {15, 1.75, 18, 8}, shift, halve);
  }

  @Test
  void unproductiveSystemsFail() throws Exception {
    // Eigenvalues ±1/2: twice as much is singular, three times as much has ρ = 3/2.
    MrioTable positive = Scenarios.withA(new double[][] {{0, 0.5}, {0.5, 0}});
    var x = response(Quantity.OUTPUT, all(Kind.PRODUCING_SECTOR, positive));
    int[] both = {0, 1};
    var failure =
        assertThrows(
            ScenarioFailure.class,
            () ->
                value(
                    positive, x, new ResolvedAction.CoefficientScale(both, both, fixed(3), false)));
    assertEquals("", failure.lever());
    assertTrue(failure.getMessage().contains("r1 | s1"), failure.getMessage());
    assertThrows(
        ScenarioFailure.class,
        () -> value(positive, x, new ResolvedAction.CoefficientScale(both, both, fixed(2), false)));
    // Eigenvalues ±i/2: column sums of L prove nothing. At 3/2 times, x = (1 − 3/4, 1 + 3/4)·…
    MrioTable mixed = Scenarios.withA(new double[][] {{0, -0.5}, {0.5, 0}});
    // y = 3/2, 1/2; x0 = 3/2 − 3/4·x1, x1 = 1/2 + 3/4·x0: x0 = 9/8 / (25/16) = 18/25, x1 = 26/25.
    assertClose(
        new double[] {18 / 25.0, 26 / 25.0},
        value(mixed, x, new ResolvedAction.CoefficientScale(both, both, fixed(1.5), false)),
        ROUNDING);
    assertThrows(
        ScenarioFailure.class,
        () -> value(mixed, x, new ResolvedAction.CoefficientScale(both, both, fixed(3), false)));
  }

  @Test
  void whatLeversLeaveCanMakeALaterOneFail() {
    var nothing =
        new ResolvedAction.DemandScale(new int[] {0, 1}, new int[] {0, 1, 2, 3}, fixed(0), false);
    var lift =
        new ResolvedAction.DemandLift(new int[] {0}, new double[] {10, 20}, 1, fixed(5), false);
    var failure = assertThrows(ScenarioFailure.class, () -> value(table, cba, nothing, lift));
    assertEquals("final demand of r1 is 0.0, it has to be > 0", failure.getMessage());
  }

  @Test
  void responsesThatDoNotExistAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> response(Quantity.D_PBA, category));
    assertThrows(IllegalArgumentException.class, () -> response(Quantity.FLOWS, region));
    assertThrows(IllegalArgumentException.class, () -> response(Quantity.TOTAL, region));
  }
}
