package wassily.io.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.indexing.ChunkImpl;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndexWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.zip.Deflater;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Workers;
import wassily.progress.Progress;

/**
 * Writes one dataset with shuffle and deflate while it is read from its source.
 *
 * <p>Beside the panel that it works on (at most 4 MiB, or one row), a thread holds the compressed
 * chunks of that panel and three buffers of a chunk (1 MiB each).
 */
final class ChunkCompressor {
  private final FileOutput out;
  private final ChunkGrid grid;
  private final int level;
  private final int chunkBytes;

  ChunkCompressor(FileOutput out, ChunkGrid grid, int level) {
    this.out = out;
    this.grid = grid;
    this.level = level;
    this.chunkBytes = grid.elements() * Double.BYTES;
  }

  /**
   * Writes the chunks, then their index.
   *
   * @param source the numbers
   * @param start where the first chunk goes
   * @param place gets the layout message
   * @param threads how many bands are compressed at once
   * @param task counts rows
   * @return the address behind the index
   */
  long write(MatrixSource source, long start, Placement place, int threads, Progress.Task task)
      throws IOException {
    int perBand = Math.toIntExact(grid.perBand());
    var chunks = new Chunk[Math.toIntExact(grid.chunks())];
    var space = new OrderedSpace(start);
    try (var panels = new MatrixPanels(source, grid.rows(0))) {
      Workers.forBlocks(
          threads,
          grid.bands(),
          1,
          (band, next) -> {
            try {
              panels.with(
                  grid.firstRow(band),
                  grid.rows(band),
                  panel -> writeBand(band, panel, space, chunks, perBand));
              task.advance(grid.rows(band));
            } catch (IOException | RuntimeException | Error e) {
              space.abandon(e);
              throw e;
            }
          });
    } catch (CancellationException e) {
      space.throwFailure();
      throw e;
    }
    if (chunks.length == 1) {
      place.layout = FileLayout.chunked(grid, chunks[0].getAddress(), chunks[0].getSize());
      return space.end();
    }
    long index = FileLayout.aligned(space.end(), 8);
    ByteBuffer bytes =
        FixedArrayIndexWriter.createFixedArray(
            Arrays.asList(chunks), index, chunkBytes, true, FileLayout.pageBits(chunks.length));
    long end = index + bytes.remaining();
    out.write(index, bytes);
    place.layout = FileLayout.chunked(grid, index, 0);
    return end;
  }

  private void writeBand(
      long band, HostMatrix panel, OrderedSpace space, Chunk[] chunks, int perBand)
      throws IOException {
    var compressed = new byte[perBand][];
    long total = 0;
    for (int c = 0; c < perBand; c++) {
      compressed[c] = compress(panel, c);
      total += compressed[c].length;
    }
    long at = space.take(band, total);
    for (int c = 0; c < perBand; c++) {
      out.write(at, ByteBuffer.wrap(compressed[c]));
      chunks[Math.toIntExact(band * perBand + c)] =
          new ChunkImpl(at, compressed[c].length, grid.offset(band, c));
      at += compressed[c].length;
    }
  }

  /** Chunks have one size: what lies behind the matrix's edge is zero. */
  private byte[] compress(HostMatrix panel, int chunkInBand) {
    byte[] raw = new byte[chunkBytes];
    byte[] shuffled = new byte[chunkBytes];
    int width = grid.chunk()[grid.chunk().length - 1];
    long column = grid.firstColumn(chunkInBand);
    int count = (int) Math.min(width, panel.columns() - column);
    for (int row = 0; row < panel.rows(); row++) {
      MemorySegment.copy(
          panel.segment(),
          JAVA_BYTE,
          (row * panel.columns() + column) * Double.BYTES,
          raw,
          row * width * Double.BYTES,
          count * Double.BYTES);
    }
    ByteShuffle.shuffle(raw, shuffled, chunkBytes, Double.BYTES);
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(shuffled);
      deflater.finish();
      int length = 0;
      while (!deflater.finished()) {
        if (length == raw.length) {
          // Noise does not shrink: deflate adds five bytes to each 16 KiB.
          raw = Arrays.copyOf(raw, raw.length + raw.length / 1000 + 1024);
        }
        length += deflater.deflate(raw, length, raw.length - length);
      }
      return Arrays.copyOf(raw, length);
    } finally {
      deflater.end();
    }
  }
}
