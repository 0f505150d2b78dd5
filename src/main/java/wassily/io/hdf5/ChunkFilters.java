package wassily.io.hdf5;

import io.jhdf.filter.FilterManager;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import wassily.table.BadDataException;

/**
 * Undoes the filters of a dataset's chunks, chunk by chunk, for any number of threads.
 *
 * <p>Deflate, shuffle and fletcher32 are done here: faster than in jHDF (its shuffle by four), with
 * the checksums looked at, and with deflate stopped at the size that a chunk must have (1 MB can
 * inflate to 1 GB). LZF, LZ4 and bitshuffle go through jHDF. Each chunk has a mask of filters that
 * were left out; jHDF 0.13.0 ignores it.
 */
final class ChunkFilters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int BITSHUFFLE = 32008;

  /** jHDF's own readers of these: LZF, LZ4, bitshuffle. */
  private static final Map<Integer, String> BY_JHDF =
      Map.of(32000, "LZF", 32004, "LZ4", BITSHUFFLE, "bitshuffle");

  private static final Map<Integer, String> NAMES =
      Map.of(4, "szip", 5, "nbit", 6, "scaleoffset", 307, "bzip2", 32001, "blosc", 32015, "zstd");

  private final String where;
  private final List<FilterInfo> pipeline;
  private final int chunkBytes;
  private final ConcurrentLinkedQueue<Scratch> idle = new ConcurrentLinkedQueue<>();

  /**
   * Refuses filters that cannot be undone.
   *
   * @param where dataset, for messages
   * @param pipeline the filters in the order in which they were applied
   * @param chunkBytes size of a chunk of raw data
   */
  ChunkFilters(String where, List<FilterInfo> pipeline, int chunkBytes) {
    this.where = where;
    this.pipeline = pipeline;
    this.chunkBytes = chunkBytes;
    for (FilterInfo f : pipeline) {
      boolean known =
          f.getId() == DEFLATE
              || f.getId() == SHUFFLE
              || f.getId() == FLETCHER32
              || BY_JHDF.containsKey(f.getId());
      if (!known) {
        throw new BadDataException(
            "%s: compressed with the filter %s, which is not supported; rewrite it with: h5repack -f NONE in.h5 out.h5"
                .formatted(where, NAMES.getOrDefault(f.getId(), "number " + f.getId())));
      }
      // jHDF 0.13.0 decodes the last, partial block of 8 KiB wrongly.
      if (f.getId() == BITSHUFFLE && chunkBytes % 8192 != 0) {
        throw new BadDataException(
            "%s: bitshuffle with chunks of %d bytes, not a multiple of 8192, cannot be read reliably; rewrite it with: h5repack -f NONE in.h5 out.h5"
                .formatted(where, chunkBytes));
      }
    }
  }

  /**
   * What a thread needs to decode a chunk; reused, for 2 MB arrays are costly garbage. An inflater
   * gives its memory back when it is collected.
   */
  static final class Scratch {
    private final Inflater inflater = new Inflater();
    private byte[] current;
    private byte[] spare;
    private int length;

    private Scratch(int bytes) {
      current = new byte[bytes];
      spare = new byte[bytes];
    }

    /** The decoded chunk, in the first bytes. */
    byte[] bytes() {
      return current;
    }

    private void swap(int newLength) {
      byte[] t = current;
      current = spare;
      spare = t;
      length = newLength;
    }
  }

  /** Takes a workspace; it is given back with {@link #giveBack}. */
  Scratch take() {
    Scratch s = idle.poll();
    return s == null ? new Scratch(chunkBytes) : s;
  }

  void giveBack(Scratch scratch) {
    idle.add(scratch);
  }

  /**
   * Reads and decodes a chunk.
   *
   * @param file the file
   * @param address HDF5 address of the stored chunk
   * @param stored its size in the file
   * @param left which filters were left out
   * @param s workspace; holds the {@code chunkBytes} of raw data afterwards
   */
  void read(FileBytes file, long address, int stored, BitSet left, Scratch s) throws IOException {
    file.require(where, address, stored);
    if (s.current.length < stored) {
      s.current = new byte[stored];
    }
    file.read(where, address, s.current, stored);
    s.length = stored;
    for (int i = pipeline.size() - 1; i >= 0; i--) {
      if (!left.get(i)) {
        undo(pipeline.get(i), sizeBefore(i, left), s, address);
      }
    }
    if (s.length != chunkBytes) {
      throw damaged(address, "%d bytes, expected %d".formatted(s.length, chunkBytes));
    }
  }

  /** The size of the data that a filter was given. */
  private int sizeBefore(int filter, BitSet left) {
    int size = chunkBytes;
    for (int i = 0; i < filter; i++) {
      if (left.get(i)) {
        continue;
      }
      switch (pipeline.get(i).getId()) {
        case SHUFFLE -> {}
        case FLETCHER32 -> size += Fletcher32.BYTES;
        default -> {
          return -1;
        }
      }
    }
    return size;
  }

  private void undo(FilterInfo filter, int size, Scratch s, long address) throws IOException {
    switch (filter.getId()) {
      case FLETCHER32 -> {
        if (s.length < Fletcher32.BYTES || !Fletcher32.matches(s.current, s.length)) {
          throw damaged(address, "its checksum does not match");
        }
        s.length -= Fletcher32.BYTES;
      }
      case SHUFFLE -> {
        int element = filter.getData().length > 0 ? filter.getData()[0] : 0;
        if (element <= 0) {
          throw damaged(address, "shuffle of elements of " + element + " bytes");
        }
        if (s.spare.length < s.length) {
          s.spare = new byte[s.length];
        }
        ByteShuffle.unshuffle(s.current, s.spare, s.length, element);
        s.swap(s.length);
      }
      case DEFLATE -> inflate(size, s, address);
      default -> {
        byte[] encoded = Arrays.copyOf(s.current, s.length);
        byte[] decoded =
            JhdfGuard.guarded(
                where + " chunk at byte " + address,
                () -> FilterManager.getPipeline(List.of(filter)).decode(encoded));
        s.spare = decoded;
        s.swap(decoded.length);
      }
    }
  }

  private void inflate(int size, Scratch s, long address) {
    if (size < 0) {
      throw new BadDataException(
          where
              + ": compressed twice, which is not supported; rewrite it with: h5repack -f NONE in.h5 out.h5");
    }
    // One byte more than expected: it stays empty, and asking for it makes zlib check its sum.
    if (s.spare.length <= size) {
      s.spare = new byte[size + 1];
    }
    Inflater inflater = s.inflater;
    inflater.reset();
    inflater.setInput(s.current, 0, s.length);
    int done = 0;
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(s.spare, done, size + 1 - done);
        done += count;
        if (done > size || count == 0 && !inflater.finished()) {
          throw damaged(address, "its deflate stream does not end after " + size + " bytes");
        }
      }
    } catch (DataFormatException e) {
      throw damaged(address, "deflate: " + e.getMessage());
    }
    s.swap(done);
  }

  private BadDataException damaged(long address, String how) {
    return new BadDataException(
        "%s: the chunk at byte %d is damaged: %s; copy or download the file again"
            .formatted(where, address, how));
  }
}
