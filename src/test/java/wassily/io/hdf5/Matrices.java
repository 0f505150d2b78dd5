package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;

/** Compares matrices bit by bit. */
final class Matrices {
  private Matrices() {}

  static void assertSame(MatrixSource expected, MatrixSource found, String what)
      throws IOException {
    assertEquals(expected.shape(), found.shape(), what);
    assertEquals(-1, all(expected).segment().mismatch(all(found).segment()), what);
  }

  static HostMatrix all(MatrixSource source) throws IOException {
    var m = HostMatrix.allocate(Arena.ofAuto(), source.shape().rows(), source.shape().columns());
    source.read(0, m);
    return m;
  }

  static long mismatch(HostMatrix a, HostMatrix b) {
    return MemorySegment.mismatch(
        a.segment(), 0, a.segment().byteSize(), b.segment(), 0, b.segment().byteSize());
  }
}
