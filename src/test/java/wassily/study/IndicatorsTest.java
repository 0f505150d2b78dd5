package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.study.HandCities.CBA;
import static wassily.study.HandCities.CLOSE;
import static wassily.study.HandCities.PBA;
import static wassily.study.HandCities.POPULATION;
import static wassily.study.HandCities.T;
import static wassily.study.HandCities.T_VA;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import wassily.account.FootprintRun;
import wassily.account.LeontiefSystem;
import wassily.account.ValueAdded;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** Every indicator on the table of {@link HandCities}, and identities on random numbers. */
class IndicatorsTest {
  @Test
  void accountsAreThoseOfTheHandTable() throws IOException {
    try (var table = HandCities.table();
        var backend = Backends.open("cpu", new BackendOptions(2, Optional.empty())).backend();
        var system = LeontiefSystem.factorize(table, backend, Progress.NONE)) {
      var account =
          CityAccounts.account(table.satellites().getFirst(), ValueAdded.rows(table), table.axes());
      var run = FootprintRun.of(system, account, Progress.NONE);
      var a = CityAccounts.of(table, run.footprint(), table.population().orElseThrow());
      assertArrayEquals(PBA, a.production(), CLOSE);
      assertArrayEquals(CBA, a.footprintTotals(), CLOSE);
      assertArrayEquals(new double[] {15, 16, 14}, a.demandTotals(), CLOSE);
      assertArrayEquals(new double[] {16, 15, 14}, a.gdp(), CLOSE);
      assertEquals(79, a.total(), CLOSE);
      for (int r = 0; r < 3; r++) {
        assertArrayEquals(T[r], a.flows()[r], CLOSE);
        assertArrayEquals(T_VA[r], a.valueAddedFlows()[r], CLOSE);
      }
    }
  }

  /** Class b: (96/5 + 179/5)/28 = 55/28 per head; mean of 12/5 and 179/100 is 419/200. */
  @Test
  void profilesHaveBothMeansPerHead() {
    var p = GroupProfile.of(HandCities.classes(), CBA, POPULATION);
    assertArrayEquals(new double[] {24, 55}, p.sum(), CLOSE);
    assertArrayEquals(new double[] {24 / 79.0, 55 / 79.0}, p.share(), CLOSE);
    assertArrayEquals(new double[] {6, 55 / 28.0}, p.perCapita(), CLOSE);
    assertArrayEquals(new double[] {6, 419 / 200.0}, p.meanPerCapita(), CLOSE);
    // The largest is r3 with 179/5 of 79, the two largest r3 and r1.
    assertEquals(179 / 395.0, GroupProfile.shareOfLargest(HandCities.study(), CBA, 1), CLOSE);
    assertEquals(299 / 395.0, GroupProfile.shareOfLargest(HandCities.study(), CBA, 2), CLOSE);
  }

  /** Per head 6, 12/5, 179/100: r1 and r2 at or above 12/5, 12 of 32 people. */
  @Test
  void levelsCountRegionsAndPeople() {
    double[] y = {6, 12 / 5.0, 179 / 100.0};
    var level = GroupProfile.Level.of(HandCities.study(), y, POPULATION, 12 / 5.0);
    assertEquals(new GroupProfile.Level(2, 1, 12 / 32.0, 20 / 32.0), level);
  }

  @Test
  void classesByBoundsHoldTheirLowerBound() {
    var c = RegionClasses.byBounds("c", new double[] {1, 2, 2.5, Double.NaN}, new double[] {2, 3});
    assertArrayEquals(new int[] {0, 1, 1, -1}, c.of());
    assertEquals(List.of("below 2", "2 to 3", "3 and above"), c.labels());
  }

  /**
   * Amounts 1 and 3, one person each: the curve goes (0,0), (1/2, 1/4), (1,1); Gini = 1 − (1/2·1/4
   * + 1/2·5/4) = 1/4. Theil = 1/4·ln(1/2) + 3/4·ln(3/2).
   */
  @Test
  void inequalityOfTwo() {
    double[] amount = {3, 1};
    double[] people = {1, 1};
    var curve = Inequality.lorenz(amount, people);
    assertArrayEquals(new double[] {0, 0.5, 1}, curve.people());
    assertArrayEquals(new double[] {0, 0.25, 1}, curve.amount());
    assertEquals(0.25, Inequality.gini(curve));
    var theil = Inequality.theil(amount, people, new int[] {0, 1}, 2);
    assertEquals(0.25 * Math.log(0.5) + 0.75 * Math.log(1.5), theil.total(), CLOSE);
    // Each in a class of its own: all of it is between.
    assertEquals(theil.total(), theil.between(), CLOSE);
    assertEquals(0, theil.within());
  }

  @Test
  void equalIsZero() {
    double[] people = {4, 8, 20};
    double[] amount = {2, 4, 10};
    assertEquals(0, Inequality.gini(Inequality.lorenz(amount, people)), CLOSE);
    var theil = Inequality.theil(amount, people, new int[] {0, 1, 0}, 2);
    assertEquals(0, theil.total(), CLOSE);
    assertEquals(0, theil.within(), CLOSE);
  }

  /** Gini by the double sum over pairs, Theil's parts, and neither minds the order of regions. */
  @Test
  void identitiesOfInequality() {
    var random = new SplittableRandom(5);
    int n = 40;
    double[] amount = random.doubles(n, 0, 9).toArray();
    double[] people = random.doubles(n, 1, 5).toArray();
    amount[3] = 0;
    int[] classOf = random.ints(n, 0, 4).toArray();
    double all = Arrays.stream(amount).sum();
    double heads = Arrays.stream(people).sum();
    double pairs = 0;
    for (int r = 0; r < n; r++) {
      for (int s = 0; s < n; s++) {
        pairs += people[r] * people[s] * Math.abs(amount[r] / people[r] - amount[s] / people[s]);
      }
    }
    double gini = Inequality.gini(Inequality.lorenz(amount, people));
    // n² terms of a sum of about 1.
    double close = n * n * Math.ulp(1.0);
    assertEquals(pairs / (2 * heads * all), gini, close);
    var theil = Inequality.theil(amount, people, classOf, 5);
    assertEquals(theil.total(), theil.between() + theil.within(), close);
    assertTrue(Double.isNaN(theil.ofClass()[4]), "nobody is in class 4");
    double[] turned = new double[n];
    double[] turnedPeople = new double[n];
    for (int r = 0; r < n; r++) {
      turned[r] = amount[n - 1 - r];
      turnedPeople[r] = people[n - 1 - r];
    }
    assertEquals(gini, Inequality.gini(Inequality.lorenz(turned, turnedPeople)), close);
  }

  @Test
  void aNegativeFootprintIsNamed() {
    var e =
        assertThrows(
            BadDataException.class,
            () -> Inequality.requireShares("footprint", new double[] {1, -2}, List.of("A", "B")));
    assertTrue(e.getMessage().contains("footprint of B is -2.0"), e.getMessage());
    var nothing =
        assertThrows(
            BadDataException.class,
            () -> Inequality.requireShares("footprint", new double[2], List.of("A", "B")));
    assertTrue(nothing.getMessage().contains("all 2 regions"), nothing.getMessage());
  }

  /** G[a,b] = 8+2, G[b,a] = 2+10, G[b,b] = T[2,3]+T[3,2] = 2+16/5; in all 136/5. */
  @Test
  void groupFlows() {
    var g = GroupFlows.of(T, HandCities.classes());
    assertArrayEquals(new double[] {0, 10}, g.flow()[0], CLOSE);
    assertArrayEquals(new double[] {12, 26 / 5.0}, g.flow()[1], CLOSE);
    assertArrayEquals(new double[] {11, 174 / 5.0}, g.own(), CLOSE);
    assertEquals(136 / 5.0, g.total(), CLOSE);
    assertEquals(100 * 50 / 136.0, g.percent()[0][1], 100 * CLOSE);
    // Of ΣT = 73, 136/5 cross a border. Class a: 12 of 23; class b: 76/5 of 50.
    var out = g.outsourced();
    assertEquals(136 / 365.0, out.all(), CLOSE);
    assertArrayEquals(new double[] {12 / 23.0, 76 / 250.0}, out.ofOwn(), CLOSE);
    assertArrayEquals(new double[] {60 / 136.0, 76 / 136.0}, out.ofFlow(), CLOSE);
  }

  /** With r3 outside the study it is one more origin and destination; all flows are still there. */
  @Test
  void flowsOfAllSumToAllFlows() {
    double[][] t = {{11, 8, 2, 4}, {2, 6, 2, 5}, {10, 3, 28, 6}};
    var c = new RegionClasses("class", List.of("a", "b"), new int[] {0, 1, -1});
    var g = GroupFlows.of(t, c);
    assertEquals(List.of("a", "b", "other regions"), g.origins(c));
    assertEquals(
        List.of("a", "b", "other regions", "abroad"), g.destinations(c, List.of("abroad")));
    double sum = Arrays.stream(g.flow()).flatMapToDouble(Arrays::stream).sum();
    assertEquals(87, sum + Arrays.stream(g.own()).sum());
    // Within the study only r1 → r2 and r2 → r1.
    assertEquals(10, g.total());
    assertArrayEquals(new double[] {10, 3, 0, 6}, g.flow()[2]);
  }

  /** VA of a from b's demand 31/5 + 1 over 10 kt; 36/5 of GDP 16, all of what a trades. */
  @Test
  void gains() {
    var emitted = GroupFlows.of(T, HandCities.classes());
    var added = GroupFlows.of(T_VA, HandCities.classes());
    assertEquals(36 / 50.0, emitted.gain(added)[0][1], CLOSE);
    assertTrue(Double.isNaN(emitted.gain(added)[0][0]), "0/0");
    assertEquals(36 / 80.0, added.generated(false)[0][1], CLOSE);
    assertEquals(1, added.generated(true)[0][1], CLOSE);
    // b: from a 3 + 16/5, of GDP 29; of 31/5 + 3 + 4/5 traded.
    assertEquals(31 / 145.0, added.generated(false)[1][0], CLOSE);
    assertEquals(31 / 50.0, added.generated(true)[1][0], CLOSE);
  }

  /** −2, −36/5, 46/5; without F_Y and exogenous consumers the same here: all flows are regions'. */
  @Test
  void netPositions() {
    var net = NetPositions.of(PBA, CBA, T);
    assertArrayEquals(new double[] {-2, -36 / 5.0, 46 / 5.0}, net.position(), CLOSE);
    assertArrayEquals(new double[] {-2, -36 / 5.0, 46 / 5.0}, net.domestic(), CLOSE);
    assertEquals(1, NetPositions.producers(HandCities.study(), net.position()));
    assertEquals(2, NetPositions.consumers(HandCities.study(), net.position()));
  }

  /** Two categories: 50 of 75 with demand 40 and 25 with demand 10. */
  @Test
  void categories() {
    var c =
        CategoryFootprints.of(
            HandCities.study(),
            new double[][] {{20, 5}, {20, 10}, {10, 10}},
            new double[][] {{10, 1}, {20, 4}, {10, 5}});
    assertArrayEquals(new double[] {2 / 3.0, 1 / 3.0}, c.share(), CLOSE);
    assertArrayEquals(new double[] {5 / 4.0, 5 / 2.0}, c.multiplier(), CLOSE);
  }

  /** r2 and r3 get by what they emit for r1: 2 and 10. */
  @Test
  void allocation() {
    double[] w = QuotaAllocation.involvement(T, new int[] {1, 2}, new int[] {0, 1});
    // r2's flow to itself does not count; r3 also delivers 16/5 to r2.
    assertArrayEquals(new double[] {0, 2, 66 / 5.0}, w, CLOSE);
    assertArrayEquals(
        new double[] {0, 7.6 * 2 / 15.2, 7.6 * 13.2 / 15.2},
        QuotaAllocation.share(7.6, w, "chains"),
        CLOSE);
    assertArrayEquals(
        new double[] {0, 0, 3},
        QuotaAllocation.performance(
            new double[] {9, 4, 6}, new double[] {1, 0, 2}, new int[] {1, 2}));
  }

  /** 10 by 1:1:2 is 2.5, 2.5, 5; caps 1, 9, 4: 1 and 4 are reached, the rest goes to the second. */
  @Test
  void allocationWithCaps() {
    double[] w = {1, 1, 2};
    assertArrayEquals(
        new double[] {1, 5, 4}, QuotaAllocation.share(10, w, new double[] {1, 9, 4}, "w"), CLOSE);
    // All are full: 3 of 10 stay.
    assertArrayEquals(
        new double[] {1, 2, 4}, QuotaAllocation.share(10, w, new double[] {1, 2, 4}, "w"), CLOSE);
    var e =
        assertThrows(
            BadDataException.class, () -> QuotaAllocation.share(1, new double[2], "population"));
    assertTrue(e.getMessage().contains("shared out by population"), e.getMessage());
  }
}
