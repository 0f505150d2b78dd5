package wassily.table;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Workers;
import wassily.progress.Progress;

/**
 * One pass over the rows of a matrix that need not fit in memory.
 *
 * <p>The rows are cut into at most 64 blocks whose boundaries depend on the number of rows only. A
 * block is read in panels of 8 MiB and walked by one thread, row by row, into its own part; parts
 * come back in the order of the rows. So results do not depend on the number of threads.
 */
final class PanelPass {
  private static final int BLOCKS = 64;
  private static final long PANEL_BYTES = 8 << 20;

  private PanelPass() {}

  /** What a block of rows leaves behind. */
  interface Part {
    /**
     * Takes the next row of the block.
     *
     * @param row its number
     * @param values its cells; overwritten by the next row
     */
    void take(int row, double[] values);
  }

  static <P extends Part> List<P> over(
      MatrixSource matrix, int threads, String what, Progress progress, Supplier<P> part)
      throws IOException {
    long rows = matrix.shape().rows();
    int columns = Math.toIntExact(matrix.shape().columns());
    long block = Math.max(1, (rows + BLOCKS - 1) / BLOCKS);
    int blocks = (int) ((rows + block - 1) / block);
    List<P> parts = IntStream.range(0, blocks).mapToObj(b -> part.get()).toList();
    long height = Math.max(1, Math.min(block, PANEL_BYTES / (8L * Math.max(1, columns))));
    try (var task = progress.begin(what, rows)) {
      Workers.forBlocks(
          threads,
          rows,
          block,
          (from, to) -> {
            P mine = parts.get((int) (from / block));
            var values = new double[columns];
            try (var arena = Arena.ofConfined()) {
              var buffer = HostMatrix.allocate(arena, height, columns);
              for (long first = from; first < to; first += height) {
                long count = Math.min(height, to - first);
                HostMatrix panel = panel(matrix, first, count, buffer);
                for (long k = 0; k < count; k++) {
                  panel.getRow(k, values);
                  mine.take((int) (first + k), values);
                }
                task.advance(count);
              }
            }
          });
    }
    return parts;
  }

  private static HostMatrix panel(MatrixSource matrix, long first, long count, HostMatrix buffer)
      throws IOException {
    if (matrix instanceof HostMatrix inMemory) {
      return inMemory.panel(first, count);
    }
    HostMatrix panel = buffer.panel(0, count);
    matrix.read(first, panel);
    return panel;
  }
}
