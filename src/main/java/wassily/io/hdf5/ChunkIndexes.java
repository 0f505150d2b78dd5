package wassily.io.hdf5;

import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.DatasetInfo;
import io.jhdf.dataset.chunked.indexing.BTreeIndex;
import io.jhdf.dataset.chunked.indexing.ExtensibleArrayIndex;
import io.jhdf.dataset.chunked.indexing.FixedArrayIndex;
import io.jhdf.dataset.chunked.indexing.ImplicitChunkIndex;
import io.jhdf.dataset.chunked.indexing.SingleChunkIndex;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.table.BadDataException;

/** Where the chunks of a dataset lie, read through jHDF's readers of the six kinds of index. */
final class ChunkIndexes {
  /** jHDF's mark of an address that was never given. */
  static final long UNDEFINED = -1;

  private ChunkIndexes() {}

  /**
   * Reads an index.
   *
   * @param where dataset, for messages
   * @param storage jHDF's file
   * @param layout the dataset's layout message
   * @param dims the dataset's dimensions
   * @param chunk a chunk's dimensions
   * @param elementSize bytes of an element
   * @param fileSize length of the file
   * @return the chunks that are stored, by the position of their first element
   */
  static Map<ChunkOffset, Chunk> read(
      String where,
      HdfBackingStorage storage,
      DataLayoutMessage layout,
      long[] dims,
      int[] chunk,
      int elementSize,
      long fileSize) {
    long chunkBytes = elementSize;
    long total = 1;
    for (int i = 0; i < dims.length; i++) {
      chunkBytes = Math.multiplyExact(chunkBytes, chunk[i]);
      total = Math.multiplyExact(total, Math.ceilDiv(dims[i], (long) chunk[i]));
    }
    var info = new DatasetInfo(Math.toIntExact(chunkBytes), dims, chunk);
    Collection<Chunk> chunks =
        switch (layout) {
          case ChunkedDataLayoutMessage m ->
              m.getBTreeAddress() == UNDEFINED
                  ? List.of()
                  : BTreeV1.createDataBTree(storage, m.getBTreeAddress(), dims.length).getChunks();
          case ChunkedDataLayoutMessageV4 m when m.getAddress() == UNDEFINED -> List.of();
          case ChunkedDataLayoutMessageV4 m ->
              switch (m.getIndexingType()) {
                case ChunkedDataLayoutMessageV4.SINGLE_CHUNK_INDEX ->
                    new SingleChunkIndex(m, info).getAllChunks();
                case ChunkedDataLayoutMessageV4.IMPLICIT_INDEX -> {
                  // Every chunk is stored, without filters: damage that asks for 2^60 of them
                  // would otherwise be found only after they have filled the memory.
                  if (total > fileSize / chunkBytes) {
                    throw new BadDataException(
                        "%s: %d chunks of %d bytes cannot lie in a file of %d bytes: truncated or damaged"
                            .formatted(where, total, chunkBytes, fileSize));
                  }
                  yield new ImplicitChunkIndex(m.getAddress(), info).getAllChunks();
                }
                case ChunkedDataLayoutMessageV4.FIXED_ARRAY_INDEX ->
                    new FixedArrayIndex(storage, m.getAddress(), info).getAllChunks();
                case ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX ->
                    new ExtensibleArrayIndex(storage, m.getAddress(), info).getAllChunks();
                case ChunkedDataLayoutMessageV4.B_TREE_V2_INDEX ->
                    new BTreeIndex(storage, m.getAddress(), info).getAllChunks();
                default ->
                    throw new BadDataException(
                        where + ": unknown kind of chunk index " + m.getIndexingType());
              };
          default -> throw new BadDataException(where + ": unknown layout");
        };
    var found = new HashMap<ChunkOffset, Chunk>();
    for (Chunk c : chunks) {
      if (c.getAddress() != UNDEFINED) {
        found.put(new ChunkOffset(c.getChunkOffset()), c);
      }
    }
    // jHDF 0.13.0 loses the chunks behind a hole of this kind of index: refuse, never guess.
    if (layout instanceof ChunkedDataLayoutMessageV4 m
        && m.getIndexingType() == ChunkedDataLayoutMessageV4.EXTENSIBLE_ARRAY_INDEX
        && found.size() < total) {
      throw new BadDataException(
          "%s: a dataset that can grow and has unwritten chunks (%d of %d found) cannot be read reliably; rewrite it with: h5repack -l CONTI in.h5 out.h5"
              .formatted(where, found.size(), total));
    }
    return found;
  }
}
