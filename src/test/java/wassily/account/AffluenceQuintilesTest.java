package wassily.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

class AffluenceQuintilesTest {
  /** One sector, two categories: region r has the demand d[r], two thirds in the first category. */
  private static MrioTable table(double[] demand, double... population) {
    int regions = demand.length;
    // An exogenous consumer with a demand that would change every order.
    var y = new double[regions][2 * regions + 1];
    for (int r = 0; r < regions; r++) {
      y[(r + 1) % regions][2 * r] = demand[r] * 2 / 3;
      y[r][2 * r + 1] = demand[r] / 3;
      y[r][2 * regions] = 1000 * (regions - r);
    }
    var x = new double[regions];
    Arrays.fill(x, 1e6);
    MrioTable t =
        SmallTables.of(regions, 1, new double[regions][regions], y, new double[1][regions], x);
    return withPopulation(t, population);
  }

  private static MrioTable withPopulation(MrioTable t, double... population) {
    return new MrioTable(
        t.info(),
        t.axes(),
        t.z(),
        t.y(),
        t.x(),
        t.primaryInputs(),
        t.v(),
        population.length == 0 ? Optional.empty() : Optional.of(population),
        t.satellites(),
        t.owner());
  }

  /** Per head 3, 6, 9, 12, 15, 18, 21: seven regions, two more than five; Q1 and Q2 hold two. */
  @Test
  void sevenRegions() {
    double[] demand = {3, 12, 9, 48, 15, 36, 21};
    var q = AffluenceQuintiles.of(table(demand, 1, 2, 1, 4, 1, 2, 1));
    // Per head: 3, 6, 9, 12, 15, 18, 21.
    assertArrayEquals(new int[] {5, 6}, q.regions(1));
    assertArrayEquals(new int[] {3, 4}, q.regions(2));
    assertArrayEquals(new int[] {2}, q.regions(3));
    assertArrayEquals(new int[] {1}, q.regions(4));
    assertArrayEquals(new int[] {0}, q.regions(5));
    assertEquals(12, q.perHead(3), 2 * Math.ulp(12.0));
  }

  /** Zheng et al.: 309 cities, Q4 and Q5 are 123 of them, Q3 to Q5 are 185. */
  @Test
  void asManyAsInThePaper() {
    double[] demand = IntStream.range(0, 309).mapToDouble(r -> 3 * (1 + r)).toArray();
    var ones = new double[309];
    Arrays.fill(ones, 1);
    var q = AffluenceQuintiles.of(table(demand, ones));
    assertEquals(123, q.regions(4).length + q.regions(5).length);
    assertEquals(185, q.regions(3).length + q.regions(4).length + q.regions(5).length);
  }

  @Test
  void equalOnesStayInOrder() {
    var q = AffluenceQuintiles.of(table(new double[] {3, 3, 3, 3, 3}, 1, 1, 1, 1, 1));
    assertEquals(
        "[1, 2, 3, 4, 5]", Arrays.toString(IntStream.range(0, 5).map(q::quintile).toArray()));
  }

  @Test
  void someRegionsOnly() {
    double[] demand = {30, 3, 6, 9, 12, 15};
    var q =
        AffluenceQuintiles.of(table(demand, Double.NaN, 1, 1, 1, 1, 1), new int[] {1, 2, 3, 4, 5});
    assertEquals(0, q.quintile(0));
    assertArrayEquals(new int[] {5}, q.regions(1));
    assertEquals(Double.NaN, q.perHead(0));
  }

  private static String refusal(MrioTable table) {
    return assertThrows(BadDataException.class, () -> AffluenceQuintiles.of(table)).getMessage();
  }

  @Test
  void whatIsMissing() {
    double[] demand = {3, 3, 3, 3, 3};
    assertEquals(
        "small: the population of r2 is unknown, expected a positive number; import the table again with --population",
        refusal(table(demand, 1, Double.NaN, 1, 1, 1)));
    assertEquals(
        "small: the population of r4 is 0.0, expected a positive number; import the table again with --population",
        refusal(table(demand, 1, 1, 1, 0, 1)));
    assertEquals(
        "small: the population of r1 is unknown as that of all other regions; import the table with --population",
        refusal(table(demand)));
    assertEquals(
        "small: 4 regions, expected at least 5 to make quintiles of",
        refusal(table(new double[] {3, 3, 3, 3}, 1, 1, 1, 1)));
  }
}
