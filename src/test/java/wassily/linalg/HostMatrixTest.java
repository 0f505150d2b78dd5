package wassily.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostMatrixTest {
  @Test
  void isRowMajor() {
    var m = HostMatrix.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    assertEquals(new Shape(2, 3), m.shape());
    assertArrayEquals(
        new double[] {1, 2, 3, 4, 5, 6}, m.segment().toArray(ValueLayout.JAVA_DOUBLE));
    assertEquals(6, m.get(1, 2));
    assertArrayEquals(new double[] {4, 5, 6}, m.row(1));
    assertArrayEquals(new double[] {2, 5}, m.column(1));
    m.add(1, 2, 0.5);
    assertEquals(6.5, m.get(1, 2));
    assertEquals("HostMatrix 2 × 3", m.toString());
  }

  /** Below and above the size from which memory is mapped (1 MiB). */
  @ParameterizedTest
  @CsvSource({"1,1", "3,7", "400,400", "0,5", "5,0"})
  void startsWithZerosOnACacheLine(int rows, int columns) {
    try (var arena = Arena.ofConfined()) {
      var m = HostMatrix.allocate(arena, rows, columns);
      assertEquals(8L * rows * columns, m.segment().byteSize());
      assertEquals(0, m.segment().address() % 64);
      for (int i = 0; i < rows; i++) {
        assertArrayEquals(new double[columns], m.row(i));
      }
    }
  }

  @Test
  void memoryEndsWithItsArena() {
    HostMatrix m;
    try (var arena = Arena.ofConfined()) {
      m = HostMatrix.allocate(arena, 400, 400);
      m.set(399, 399, 1);
    }
    assertThrows(IllegalStateException.class, () -> m.get(399, 399));
  }

  @Test
  void panelsShareMemory() {
    var m = HostMatrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    var panel = m.panel(1, 2);
    panel.setRow(1, new double[] {7, 8});
    assertArrayEquals(new double[] {7, 8}, m.row(2));
    assertEquals(new Shape(0, 2), m.panel(3, 0).shape());
    assertThrows(IndexOutOfBoundsException.class, () -> m.panel(2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> m.panel(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> m.panel(1, -1));
  }

  @Test
  void readsAsASource() {
    var m = HostMatrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    var into = HostMatrix.of(new double[][] {{0, 0}});
    m.read(2, into);
    assertArrayEquals(new double[] {5, 6}, into.row(0));
    assertThrows(IndexOutOfBoundsException.class, () -> m.read(3, into));
    assertThrows(IllegalArgumentException.class, () -> m.read(0, into.reshape(2, 1)));
  }

  @Test
  void refusesPlacesOutside() {
    var m = HostMatrix.of(new double[][] {{1, 2}, {3, 4}});
    // (0, 2) would be (1, 0) by arithmetic alone.
    assertThrows(IndexOutOfBoundsException.class, () -> m.get(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> m.get(2, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> m.set(-1, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> m.row(2));
    assertThrows(IllegalArgumentException.class, () -> m.getRow(0, new double[3]));
    assertThrows(IllegalArgumentException.class, () -> m.setRow(0, new double[1]));
    assertThrows(IllegalArgumentException.class, () -> m.reshape(3, 1));
    assertThrows(IllegalArgumentException.class, () -> HostMatrix.of(new double[][] {{1, 2}, {3}}));
    assertThrows(IllegalArgumentException.class, () -> HostMatrix.over(m.segment(), 3, 2));
  }

  @Test
  void refusesSizesThatOverflow() {
    assertThrows(ArithmeticException.class, () -> new Shape(1L << 31, 1L << 30));
    assertThrows(IllegalArgumentException.class, () -> new Shape(-1, 2));
    assertEquals(8L << 40, new Shape(1L << 20, 1L << 20).bytes());
  }

  @Test
  void saysHowMuchMemoryWasRefused() {
    try (var arena = Arena.ofConfined()) {
      // 2^60 bytes: more than an address space of 2^47 has.
      var refused =
          assertThrows(
              BackendException.OutOfMemory.class,
              () -> HostMatrix.allocate(arena, 1L << 29, 1L << 28));
      assertTrue(
          refused.getMessage().startsWith("a matrix of 536870912 × 268435456 needs"),
          refused.getMessage());
    }
  }

  @Test
  void saysWhatTheSystemRefused() {
    try (var arena = Arena.ofConfined()) {
      var refused =
          assertThrows(BackendException.OutOfMemory.class, () -> OffHeap.allocate(arena, 1L << 60));
      assertTrue(refused.getMessage().contains("bytes"), refused.getMessage());
    }
  }

  @Test
  void hostMemoryIsAskedBeforeWorkStarts() {
    long free = HostMemory.available();
    assertTrue(free > 1 << 20, "free memory: " + free);
    HostMemory.require(1, "one byte");
    var refused =
        assertThrows(
            BackendException.OutOfMemory.class,
            () -> HostMemory.require(1L << 60, "an LU of everything"));
    assertTrue(refused.getMessage().startsWith("an LU of everything needs "), refused.getMessage());
  }
}
