package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What drawn cells are multiplied by so that their sum stays. */
class KeptSumsTest {
  /**
   * {@code r·P − N/r = s}. r is a root, two sums, two products and a quotient, each rounded, and
   * nothing of one size is subtracted: 8 roundings of r move r·P and N/r by so much each.
   */
  @ParameterizedTest
  @CsvSource({
    "10,8,0",
    "-10,0,8",
    "1,100,99.5",
    "1,100,102",
    "-1,100,99",
    "0,3,5",
    "1e-9,1e6,1e6",
    "-1e-9,1e6,1e6",
    "1e6,1,1e-12",
    "-1e6,1e-12,1"
  })
  void theSumIsRestored(double sum, double positive, double negative) throws ScenarioFailure {
    double r = KeptSums.factor("y", sum, positive, negative);
    assertTrue(r > 0);
    double size = r * positive + negative / r;
    assertEquals(sum, r * positive - negative / r, 10 * Math.ulp(1.0) * size);
  }

  /** With cells of both signs that nearly cancel, one factor for all would be −98. */
  @Test
  void cellsThatNearlyCancelStayWhereTheyAre() throws ScenarioFailure {
    double r = KeptSums.factor("y", 0.98, 100, 100.01);
    // r − 1 is (s − (P − N))/(P + N) to first order; the next is its square.
    assertEquals(1 + 0.99 / 200.01, r, 1e-4);
  }

  @Test
  void whatIsKeptAlreadyStaysToTheBit() throws ScenarioFailure {
    assertEquals(1, KeptSums.factor("y", 0, 0, 0));
    assertEquals(1, KeptSums.factor("y", 0.5, 1, 0.5));
  }

  @Test
  void nothingRestoresASumOfZeros() {
    var e = assertThrows(ScenarioFailure.class, () -> KeptSums.factor("y", 3, 0, 0));
    assertTrue(e.getMessage().contains("no factor above 0"), e.getMessage());
    assertThrows(ScenarioFailure.class, () -> KeptSums.factor("y", 0, 2, 0));
  }
}
