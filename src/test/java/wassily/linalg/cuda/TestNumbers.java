package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import wassily.linalg.HostMatrix;

/** Matrices in which every cell has a number of its own. */
final class TestNumbers {
  private TestNumbers() {}

  /** 1, 2, 3 … by rows. */
  static HostMatrix counting(int rows, int columns) {
    var m = HostMatrix.allocate(Arena.ofAuto(), rows, columns);
    var row = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        row[j] = 1 + (long) i * columns + j;
      }
      m.setRow(i, row);
    }
    return m;
  }
}
