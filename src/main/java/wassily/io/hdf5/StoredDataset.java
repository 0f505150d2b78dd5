package wassily.io.hdf5;

import io.jhdf.AbstractNode;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Dataset;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FillValueOldMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import wassily.linalg.Shape;
import wassily.table.BadDataException;

/**
 * A dataset's description, checked against the file: after this, its elements can be read without
 * surprises.
 *
 * @param where file and path, for messages
 * @param type jHDF's element type
 * @param dims its dimensions, none for a scalar
 * @param storage where its elements are
 * @param fill the bytes of one unwritten element; zeros when none was set
 */
record StoredDataset(String where, DataType type, long[] dims, Storage storage, byte[] fill) {
  /** Java's arrays end at 2 GiB, and each thread needs two of a chunk's size. */
  private static final long LARGEST_CHUNK = 256L << 20;

  /** Where the elements are. */
  sealed interface Storage {}

  /** One block of the file. */
  record Contiguous(long address) implements Storage {}

  /** In the header itself. */
  record Compact(byte[] bytes) implements Storage {}

  /** Pieces with filters. */
  record Chunked(ChunkedData data) implements Storage {}

  /** Nowhere: never written, every element has the fill value. */
  record Unwritten() implements Storage {}

  /** Reads and checks a description; to be called inside {@link JhdfGuard}. */
  static StoredDataset of(String where, Dataset dataset, FileBytes file, HdfBackingStorage jhdf) {
    ObjectHeader header = ((AbstractNode) dataset).getHeader();
    DataType type = dataset.getDataType();
    long[] dims = dataset.getDimensionsAsLong();
    long elements = 1;
    for (long d : dims) {
      if (d < 0) {
        throw new BadDataException("%s: dimensions %s".formatted(where, Arrays.toString(dims)));
      }
      elements = Math.multiplyExact(elements, d);
    }
    if (elements != 0 && dataset.getSize() == 0) {
      // A "null" dataspace has no dimensions either, like a scalar.
      throw new BadDataException(where + ": holds nothing; numbers or texts were expected");
    }
    int size = type.getSize();
    long bytes = Math.multiplyExact(elements, (long) size);
    if (size <= 0) {
      throw new BadDataException("%s: elements of %d bytes".formatted(where, size));
    }
    var layout = header.getMessageOfType(DataLayoutMessage.class);
    Storage storage =
        elements == 0
            ? new Unwritten()
            : switch (layout) {
              case CompactDataLayoutMessage m -> compact(where, m, bytes);
              case ContiguousDataLayoutMessage m -> contiguous(where, m, bytes, file);
              case ChunkedDataLayoutMessage m ->
                  chunked(where, m, m.getChunkDimensions(), dims, size, header, file, jhdf);
              case ChunkedDataLayoutMessageV4 m -> {
                // The last entry is the size of an element.
                int[] c = m.getChunkDimensions();
                yield chunked(
                    where, m, Arrays.copyOf(c, c.length - 1), dims, size, header, file, jhdf);
              }
              default -> throw new BadDataException(where + ": unknown layout");
            };
    return new StoredDataset(where, type, dims, storage, fill(where, header, size));
  }

  private static Storage compact(String where, CompactDataLayoutMessage m, long bytes) {
    ByteBuffer data = m.getDataBuffer();
    if (data.remaining() < bytes) {
      throw new BadDataException(
          "%s: %d bytes are stored, the dimensions ask for %d: damaged"
              .formatted(where, data.remaining(), bytes));
    }
    byte[] copy = new byte[(int) bytes];
    data.get(copy);
    return new Compact(copy);
  }

  private static Storage contiguous(
      String where, ContiguousDataLayoutMessage m, long bytes, FileBytes file) {
    if (m.getAddress() == ChunkIndexes.UNDEFINED) {
      return new Unwritten();
    }
    // Versions 1 and 2 of the layout message do not tell the size; jHDF says -1 then.
    if (m.getSize() != -1 && m.getSize() < bytes) {
      throw new BadDataException(
          "%s: %d bytes are stored, the dimensions ask for %d: damaged"
              .formatted(where, m.getSize(), bytes));
    }
    file.require(where, m.getAddress(), bytes);
    return new Contiguous(m.getAddress());
  }

  private static Storage chunked(
      String where,
      DataLayoutMessage layout,
      int[] chunk,
      long[] dims,
      int elementSize,
      ObjectHeader header,
      FileBytes file,
      HdfBackingStorage jhdf) {
    if (chunk.length != dims.length || Arrays.stream(chunk).anyMatch(c -> c <= 0)) {
      throw new BadDataException(
          "%s: chunks of %s for dimensions %s: damaged"
              .formatted(where, Arrays.toString(chunk), Arrays.toString(dims)));
    }
    long chunkBytes = elementSize;
    for (int c : chunk) {
      chunkBytes = Math.multiplyExact(chunkBytes, (long) c);
    }
    if (chunkBytes > LARGEST_CHUNK) {
      throw new BadDataException(
          "%s: chunks of %d bytes, at most %d are read; rewrite it with: h5repack -l CONTI in.h5 out.h5"
              .formatted(where, chunkBytes, LARGEST_CHUNK));
    }
    Map<ChunkOffset, Chunk> chunks =
        ChunkIndexes.read(where, jhdf, layout, dims, chunk, elementSize, file.size());
    for (Chunk c : chunks.values()) {
      file.require(where, c.getAddress(), c.getSize());
    }
    var pipelines = header.getMessagesOfType(FilterPipelineMessage.class);
    var filters =
        new ChunkFilters(
            where,
            pipelines.isEmpty() ? List.of() : pipelines.getFirst().getFilters(),
            (int) chunkBytes);
    return new Chunked(new ChunkedData(file, dims, chunk, elementSize, chunks, filters));
  }

  private static byte[] fill(String where, ObjectHeader header, int size) {
    ByteBuffer value = null;
    var current = header.getMessagesOfType(FillValueMessage.class);
    var old = header.getMessagesOfType(FillValueOldMessage.class);
    if (!current.isEmpty()) {
      value = current.getFirst().isFillValueDefined() ? current.getFirst().getFillValue() : null;
    } else if (!old.isEmpty()) {
      value = old.getFirst().getFillValue();
    }
    byte[] bytes = new byte[size];
    if (value != null && value.remaining() > 0) {
      if (value.remaining() != size) {
        throw new BadDataException(
            "%s: a fill value of %d bytes for elements of %d: damaged"
                .formatted(where, value.remaining(), size));
      }
      value.get(bytes);
    }
    return bytes;
  }

  /** The dataset as a matrix: a scalar is 1 × 1, a vector 1 × n, more dimensions keep the last. */
  Shape shape() {
    if (dims.length == 0) {
      return new Shape(1, 1);
    }
    long rows = 1;
    for (int i = 0; i < dims.length - 1; i++) {
      rows = Math.multiplyExact(rows, dims[i]);
    }
    return new Shape(rows, dims[dims.length - 1]);
  }

  /** The number of elements. */
  long elements() {
    return shape().elements();
  }

  /** The type of its numbers. */
  ElementType numbers() {
    return ElementType.of(type)
        .orElseThrow(
            () ->
                new BadDataException(
                    "%s: holds %s, expected numbers (float16 to float64, integers)"
                        .formatted(where, Texts.describe(type))));
  }
}
