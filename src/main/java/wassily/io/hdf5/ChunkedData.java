package wassily.io.hdf5;

import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import wassily.linalg.Workers;

/**
 * A dataset stored in chunks, seen as a matrix: rows = all dimensions but the last, columns = the
 * last.
 */
final class ChunkedData {
  private final FileBytes file;
  private final long[] dims;
  private final int[] chunk;
  private final int elementSize;
  private final Map<ChunkOffset, Chunk> chunks;
  private final ChunkFilters filters;

  /** Chunks along each dimension. */
  private final long[] grid;

  /** How many matrix rows one step along each dimension but the last is. */
  private final long[] rowStep;

  ChunkedData(
      FileBytes file,
      long[] dims,
      int[] chunk,
      int elementSize,
      Map<ChunkOffset, Chunk> chunks,
      ChunkFilters filters) {
    this.file = file;
    this.dims = dims;
    this.chunk = chunk;
    this.elementSize = elementSize;
    this.chunks = chunks;
    this.filters = filters;
    int rank = dims.length;
    grid = new long[rank];
    rowStep = new long[rank];
    long rows = 1;
    for (int i = rank - 1; i >= 0; i--) {
      grid[i] = Math.ceilDiv(dims[i], (long) chunk[i]);
      if (i < rank - 1) {
        rowStep[i] = rows;
        rows = Math.multiplyExact(rows, dims[i]);
      }
    }
  }

  /** Takes runs of elements that lie side by side both in a chunk and in a row of the matrix. */
  @FunctionalInterface
  interface Runs {
    /**
     * Takes one run; called by several threads at once.
     *
     * @param bytes stored elements, or null where nothing was written: the fill value holds
     * @param at where they begin
     * @param row row of the matrix
     * @param column first column
     * @param count how many columns
     */
    void take(MemorySegment bytes, long at, long row, long column, long count);
  }

  /** The number of matrix rows between two boundaries of chunks along the first dimension. */
  long rowsOfABand() {
    return dims.length == 1 ? 1 : chunk[0] * rowStep[0];
  }

  /**
   * Decodes the chunks that hold given rows, each once.
   *
   * @param firstRow first row of the matrix
   * @param rowCount how many rows
   * @param threads how many chunks at once
   * @param runs takes the elements
   */
  void read(long firstRow, long rowCount, int threads, Runs runs) throws IOException {
    if (rowCount == 0 || dims[dims.length - 1] == 0) {
      return;
    }
    long firstBand = 0;
    long bands = grid[0];
    if (dims.length > 1) {
      firstBand = firstRow / rowsOfABand();
      bands = (firstRow + rowCount - 1) / rowsOfABand() - firstBand + 1;
    }
    long perBand = 1;
    for (int i = 1; i < grid.length; i++) {
      perBand *= grid[i];
    }
    long start = firstBand * perBand;
    Workers.forBlocks(
        threads, bands * perBand, 1, (from, to) -> decode(start + from, firstRow, rowCount, runs));
  }

  private void decode(long number, long firstRow, long rowCount, Runs runs) throws IOException {
    int last = dims.length - 1;
    long[] at = new long[dims.length];
    long q = number;
    for (int i = last; i >= 0; i--) {
      at[i] = q % grid[i] * chunk[i];
      q /= grid[i];
    }
    long lowest = 0;
    long highest = 0;
    for (int i = 0; i < last; i++) {
      lowest += at[i] * rowStep[i];
      highest += Math.min(at[i] + chunk[i] - 1, dims[i] - 1) * rowStep[i];
    }
    if (highest < firstRow || lowest >= firstRow + rowCount) {
      return;
    }
    Chunk stored = chunks.get(new ChunkOffset(at));
    if (stored == null) {
      hand(null, at, firstRow, rowCount, runs);
      return;
    }
    ChunkFilters.Scratch scratch = filters.take();
    filters.read(file, stored.getAddress(), stored.getSize(), stored.getFilterMask(), scratch);
    hand(MemorySegment.ofArray(scratch.bytes()), at, firstRow, rowCount, runs);
    // After a failure the workspace is left to the garbage collector.
    filters.giveBack(scratch);
  }

  private void hand(MemorySegment bytes, long[] at, long firstRow, long rowCount, Runs runs) {
    int last = dims.length - 1;
    long count = Math.min(chunk[last], dims[last] - at[last]);
    int[] index = new int[last];
    while (true) {
      long row = 0;
      long inChunk = 0;
      for (int i = 0; i < last; i++) {
        row += (at[i] + index[i]) * rowStep[i];
        inChunk = inChunk * chunk[i] + index[i];
      }
      if (row >= firstRow && row < firstRow + rowCount) {
        runs.take(bytes, inChunk * chunk[last] * elementSize, row, at[last], count);
      }
      int i = last - 1;
      for (; i >= 0; i--) {
        if (++index[i] < Math.min(chunk[i], dims[i] - at[i])) {
          break;
        }
        index[i] = 0;
      }
      if (i < 0) {
        return;
      }
    }
  }
}
