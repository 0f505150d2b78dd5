package wassily.io.hdf5;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentLinkedQueue;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;

/**
 * Panels of a source, read into memory that is used again: fresh pages for every panel would cost
 * as much as the copy.
 */
final class MatrixPanels implements AutoCloseable {
  private final MatrixSource source;
  private final long height;
  private final Arena arena = Arena.ofShared();
  private final ConcurrentLinkedQueue<HostMatrix> idle = new ConcurrentLinkedQueue<>();

  /**
   * Panels of a source.
   *
   * @param source the matrix
   * @param height the most rows that are asked for
   */
  MatrixPanels(MatrixSource source, long height) {
    this.source = source;
    this.height = height;
  }

  /** What is done with a panel. */
  @FunctionalInterface
  interface Work {
    void accept(HostMatrix panel) throws IOException;
  }

  /** Reads rows and hands them over; a matrix in memory is not copied. */
  void with(long firstRow, long rows, Work work) throws IOException {
    if (source instanceof HostMatrix inMemory) {
      work.accept(inMemory.panel(firstRow, rows));
      return;
    }
    HostMatrix buffer = idle.poll();
    if (buffer == null) {
      buffer = HostMatrix.allocate(arena, height, source.shape().columns());
    }
    HostMatrix panel = buffer.panel(0, rows);
    source.read(firstRow, panel);
    work.accept(panel);
    idle.add(buffer);
  }

  @Override
  public void close() throws IOException {
    arena.close();
  }
}
