package wassily.linalg.cpu;

import java.lang.foreign.MemorySegment;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/** Loops over rows in blocks that do not depend on the number of threads. */
record RowLoops(int threads) {
  /** Large enough to amortize a system call, small enough to keep all threads busy to the end. */
  private static final long BLOCK_BYTES = 8L << 20;

  /**
   * Copies by blocks, so that fresh memory is touched by several threads; by this thread alone
   * where one of the two belongs to an arena that only this thread may use.
   */
  void copy(HostMatrix from, HostMatrix to) {
    Thread another = Thread.ofPlatform().unstarted(() -> {});
    boolean shared = from.segment().isAccessibleBy(another) && to.segment().isAccessibleBy(another);
    forBlocks(
        shared ? threads : 1,
        to,
        (first, end) -> {
          MemorySegment source = from.panel(first, end - first).segment();
          MemorySegment.copy(
              source, 0, to.panel(first, end - first).segment(), 0, source.byteSize());
        });
  }

  /** Works on a copy of a row, which is then written back. */
  interface RowWork {
    void on(long i, double[] row);
  }

  /**
   * Works on copies of rows on the heap, where the compiler turns simple loops into vector code.
   */
  void forRows(HostMatrix m, RowWork work) {
    forBlocks(
        threads,
        m,
        (from, to) -> {
          var row = new double[Math.toIntExact(m.columns())];
          for (long i = from; i < to; i++) {
            m.getRow(i, row);
            work.on(i, row);
            m.setRow(i, row);
          }
        });
  }

  static void forBlocks(int workers, HostMatrix m, Workers.Block<RuntimeException> work) {
    Workers.forBlocks(workers, m.rows(), rowsPerBlock(m), work);
  }

  /** How many rows make a block of work. */
  static long rowsPerBlock(HostMatrix m) {
    return Math.max(1, BLOCK_BYTES / Double.BYTES / Math.max(1, m.columns()));
  }
}
