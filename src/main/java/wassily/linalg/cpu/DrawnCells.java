package wassily.linalg.cpu;

import java.util.List;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;
import wassily.linalg.draw.BlockDraw;
import wassily.linalg.draw.CellFactors;

/** Draws of cells, row by row: a row's factors do not depend on other rows. */
final class DrawnCells {
  /** Rows at once: 64 rows of 2,520 numbers are 1.3 MB, a millisecond's work. */
  private static final long ROWS = 64;

  private DrawnCells() {}

  static void draw(int threads, HostMatrix source, List<BlockDraw> draws, HostMatrix out) {
    Workers.forBlocks(
        threads,
        out.rows(),
        ROWS,
        (from, to) -> {
          FewRows.Rows drawn = rows(source, draws, out);
          var row = new double[Math.toIntExact(out.columns())];
          for (long i = from; i < to; i++) {
            drawn.read(i, row);
          }
        });
  }

  /** Draws the rows that are read, and keeps them. For one thread. */
  static FewRows.Rows rows(HostMatrix source, List<BlockDraw> draws, HostMatrix out) {
    var factors = draws.stream().map(d -> new CellFactors(d.cells(), d.key())).toList();
    return (i, row) -> {
      source.getRow(i, row);
      for (CellFactors f : factors) {
        f.multiply((int) i, row);
      }
      out.setRow(i, row);
    };
  }
}
