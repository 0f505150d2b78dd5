package wassily.linalg.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMiddleAndTheEnds() {
    var odd = new Spread(List.of(5.0, 1.0, 3.0));
    assertEquals(3, odd.median());
    assertEquals(1, odd.least());
    assertEquals(5, odd.most());
    assertEquals(2.5, new Spread(List.of(4.0, 1.0, 2.0, 3.0)).median());
    assertEquals(7, new Spread(List.of(7.0)).median());
  }

  @Test
  void nothingIsNoMeasurement() {
    assertThrows(IllegalArgumentException.class, () -> new Spread(List.of()));
  }
}
