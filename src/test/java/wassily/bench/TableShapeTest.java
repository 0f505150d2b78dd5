package wassily.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableShapeTest {
  @ParameterizedTest
  @CsvSource({
    "1435, 35, 41", // 35 or 41 sectors: 41 is nearer to 42
    "2500, 50, 50",
    "5000, 125, 40",
    "13146, 313, 42",
    "7987, 163, 49",
    "420, 10, 42"
  })
  void ofTablesThatExist(int n, int regions, int sectors) {
    assertEquals(new TableShape(regions, sectors), TableShape.near(n));
  }

  /** Primes, and everything small: never far away, never without a region or sector. */
  @Test
  void anyOrderHasATable() {
    for (int n = 1; n <= 3_000; n++) {
      var shape = TableShape.near(n);
      assertTrue(shape.regions() >= 1 && shape.sectors() >= 1, "n = " + n);
      assertTrue(Math.abs(shape.n() - n) <= shape.sectors() / 2, n + " became " + shape);
    }
  }

  @Test
  void noOrderBelowOne() {
    assertThrows(IllegalArgumentException.class, () -> TableShape.near(0));
  }
}
