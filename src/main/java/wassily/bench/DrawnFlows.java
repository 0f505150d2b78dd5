package wassily.bench;

import java.util.SplittableRandom;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;

/**
 * Z with every cell multiplied by a number of its own, uniform in [0.8, 1.2): a table of an
 * ensemble, made row by row while it is read. The same draw has the same numbers in any order.
 */
final class DrawnFlows implements MatrixSource {
  private static final double LEAST = 0.8;
  private static final double WIDTH = 0.4;

  private final HostMatrix z;
  private final long seed;

  DrawnFlows(HostMatrix z, long seed, int draw) {
    this.z = z;
    this.seed = seed * 1_000_003 + draw;
  }

  @Override
  public Shape shape() {
    return z.shape();
  }

  @Override
  public void read(long firstRow, HostMatrix into) {
    var row = new double[Math.toIntExact(z.columns())];
    for (long i = 0; i < into.rows(); i++) {
      z.getRow(firstRow + i, row);
      var random = new SplittableRandom(seed * 15_485_863 + firstRow + i);
      for (int j = 0; j < row.length; j++) {
        row[j] *= LEAST + WIDTH * random.nextDouble();
      }
      into.setRow(i, row);
    }
  }
}
