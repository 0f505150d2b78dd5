package wassily.table;

import java.io.IOException;
import wassily.linalg.Workers;

/** {@link Workers#forBlocks} for work that fails only as reading a matrix fails. */
final class RowBlocks {
  private RowBlocks() {}

  static void run(int threads, long size, long block, Workers.Block work) throws IOException {
    try {
      Workers.forBlocks(threads, size, block, work);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
