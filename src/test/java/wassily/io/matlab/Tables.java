package wassily.io.matlab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.table.MrioTable;

/** Compares tables bit by bit. */
final class Tables {
  private Tables() {}

  static void assertSameNumbers(MrioTable expected, MrioTable found) throws IOException {
    same(expected.z(), found.z(), "Z");
    same(expected.y(), found.y(), "Y");
    same(expected.v(), found.v(), "V");
    assertArrayEquals(expected.x(), found.x(), "x");
    assertEquals(expected.population().isPresent(), found.population().isPresent());
    expected
        .population()
        .ifPresent(p -> assertArrayEquals(p, found.population().get(), "population"));
    assertEquals(expected.satellites().size(), found.satellites().size());
    for (int i = 0; i < expected.satellites().size(); i++) {
      same(expected.satellites().get(i).f(), found.satellites().get(i).f(), "F");
      same(expected.satellites().get(i).fY(), found.satellites().get(i).fY(), "F_Y");
    }
  }

  static void same(MatrixSource expected, MatrixSource found, String what) throws IOException {
    assertEquals(expected.shape(), found.shape(), what);
    assertTrue(expected.shape().elements() > 0, what + " holds nothing to compare");
    assertArrayEquals(all(expected), all(found), what);
  }

  static double[] all(MatrixSource m) throws IOException {
    var copy = HostMatrix.allocate(Arena.ofAuto(), m.shape().rows(), m.shape().columns());
    m.read(0, copy);
    return copy.segment().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
  }
}
