package wassily.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;

class ResultArrayTest {
  private static final ResultAxis A = new ResultAxis("a", List.of("a0", "a1"));
  private static final ResultAxis B = new ResultAxis("b", List.of("b0", "b1", "b2"));
  private static final ResultAxis C = new ResultAxis("c", List.of("c0", "c1"));

  /** The number of a cell is 100·a + 10·b + c. */
  @Test
  void aNumberByItsLabels() throws IOException {
    var values = new double[6][2];
    for (int i = 0; i < 12; i++) {
      values[i / 2][i % 2] = 100 * (i / 6) + 10 * (i / 2 % 3) + i % 2;
    }
    var array = new ResultArray("x", "", "", List.of(A, B, C), HostMatrix.of(values));
    assertEquals(121, array.at(List.of("a1", "b2", "c1")));
    assertEquals(10, array.at(List.of("a0", "b1", "c0")));
    var line = new ResultArray("y", "", "", List.of(B), HostMatrix.of(new double[] {5, 6, 7}));
    assertEquals(7, line.at(List.of("b2")));
  }

  @Test
  void labelsThatAreNotThere() {
    var array = new ResultArray("x", "", "", List.of(A, C), HostMatrix.of(new double[2][2]));
    var few = assertThrows(IllegalArgumentException.class, () -> array.at(List.of("a0")));
    assertTrue(few.getMessage().contains("x has 2 axes"), few.getMessage());
    var other = assertThrows(IllegalArgumentException.class, () -> array.at(List.of("a0", "d")));
    assertTrue(other.getMessage().contains("x has no c \"d\""), other.getMessage());
  }
}
