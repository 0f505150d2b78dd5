package wassily.io.hdf5;

import java.util.Arrays;

/**
 * How a compressed dataset is cut into chunks.
 *
 * <p>The dataset is seen as a matrix, rows = all dimensions but the last. A band of at most 4 MiB
 * of consecutive rows is what one thread reads and compresses at a time. Chunks are at most 1 MiB,
 * the size that h5py and netCDF keep in their caches by default: whole rows where a row is short,
 * else a band is cut into chunks side by side, so that reading a few columns does not decompress
 * them all.
 */
final class ChunkGrid {
  private static final long BAND_BYTES = 4 << 20;
  private static final long CHUNK_BYTES = 1 << 20;

  /** Rows up to this size are not cut. */
  private static final long SHORT_ROW = 32 << 10;

  private final long[] dims;
  private final int[] chunk;

  /** The dimension that bands cut; those inside it are whole, those outside it 1. */
  private final int cut;

  /** Matrix rows that one step along the cut dimension is. */
  private final long inner;

  ChunkGrid(long[] dims) {
    this.dims = dims.clone();
    int last = dims.length - 1;
    chunk = new int[dims.length];
    Arrays.fill(chunk, 1);
    long rowBytes = Math.multiplyExact(dims[last], 8L);
    long wanted = rowBytes <= SHORT_ROW ? CHUNK_BYTES / rowBytes : BAND_BYTES / rowBytes;
    wanted = Math.max(1, wanted);
    long rows = 1;
    int at = last - 1;
    for (; at > 0 && rows * dims[at] <= wanted; at--) {
      chunk[at] = (int) dims[at];
      rows *= dims[at];
    }
    cut = Math.max(at, 0);
    inner = rows;
    if (last > 0) {
      chunk[cut] = (int) Math.min(dims[cut], Math.max(1, wanted / rows));
      rows *= chunk[cut];
    }
    chunk[last] = (int) Math.min(dims[last], Math.max(1, CHUNK_BYTES / 8 / rows));
  }

  /** Dimensions of a chunk. */
  int[] chunk() {
    return chunk.clone();
  }

  /** Elements of a chunk. */
  int elements() {
    int product = 1;
    for (int c : chunk) {
      product = Math.multiplyExact(product, c);
    }
    return product;
  }

  /** Chunks side by side in a band. */
  long perBand() {
    int last = dims.length - 1;
    return Math.ceilDiv(dims[last], (long) chunk[last]);
  }

  private long bandsOfACut() {
    return dims.length == 1 ? 1 : Math.ceilDiv(dims[cut], (long) chunk[cut]);
  }

  /** The number of bands. */
  long bands() {
    long outer = 1;
    for (int i = 0; i < cut; i++) {
      outer *= dims[i];
    }
    return outer * bandsOfACut();
  }

  /** The number of chunks. */
  long chunks() {
    return bands() * perBand();
  }

  /** The first matrix row of a band. */
  long firstRow(long band) {
    if (dims.length == 1) {
      return 0;
    }
    return (band / bandsOfACut() * dims[cut] + band % bandsOfACut() * chunk[cut]) * inner;
  }

  /** How many matrix rows a band has. */
  int rows(long band) {
    if (dims.length == 1) {
      return 1;
    }
    long start = band % bandsOfACut() * chunk[cut];
    return (int) (Math.min(chunk[cut], dims[cut] - start) * inner);
  }

  /** The first column of a chunk in its band. */
  long firstColumn(long chunkInBand) {
    return chunkInBand * chunk[dims.length - 1];
  }

  /** Where the first element of a chunk lies in the dataset. */
  long[] offset(long band, long chunkInBand) {
    long[] at = new long[dims.length];
    at[dims.length - 1] = firstColumn(chunkInBand);
    if (dims.length > 1) {
      at[cut] = band % bandsOfACut() * chunk[cut];
      long q = band / bandsOfACut();
      for (int i = cut - 1; i >= 0; i--) {
        at[i] = q % dims[i];
        q /= dims[i];
      }
    }
    return at;
  }
}
