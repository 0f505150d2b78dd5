package wassily.io.hdf5;

import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every part of a new file its address before anything is written: headers, the global heap,
 * small datasets, then matrices at multiples of 4096. Compressed matrices follow in the order of
 * their specs; where they end is known only when they are compressed.
 */
final class FileLayout {
  /** Behind the superblock of 48 bytes. */
  static final long ROOT = 64;

  /** Matrices begin at a page, so that they can be mapped and read directly. */
  private static final long PAGE = 4096;

  /** Below this size compression saves less than chunks cost. */
  private static final long COMPRESSED_FROM = 64 << 10;

  /** An index of chunks is written in one page of 2^bits entries; libhdf5 has at least 2^10. */
  private static final int LEAST_PAGE_BITS = 10;

  private final List<ObjectSpec> objects = new ArrayList<>();
  private final Map<ObjectSpec, Placement> places = new IdentityHashMap<>();
  private final HeapLayout heap = new HeapLayout();
  private final ObjectHeaders headers;
  private final long end;

  /**
   * Lays a file out.
   *
   * @param root what it holds
   * @param compression level for matrices of 64 KiB and more, 0 for none
   */
  FileLayout(GroupSpec root, int compression) {
    headers = new ObjectHeaders(places, heap, compression);
    root.collect(objects);
    for (ObjectSpec object : objects) {
      var place = new Placement();
      places.put(object, place);
      if (object instanceof DatasetSpec d) {
        prepare(d, place, compression);
      }
    }
    long at = ROOT;
    for (ObjectSpec object : objects) {
      places.get(object).header = at;
      at = aligned(at + headers.of(object).limit(), 8);
    }
    fillHeap();
    at = heap.place(at);
    for (DatasetSpec d : datasets()) {
      Placement place = places.get(d);
      if (place.grid == null && d.bytes() > 0) {
        at = aligned(at, d.bytes() >= PAGE ? PAGE : 8);
        place.data = at;
        place.layout = ContiguousDataLayoutMessage.create(at, d.bytes());
        at += d.bytes();
      }
    }
    end = at;
  }

  private static void prepare(DatasetSpec d, Placement place, int compression) {
    if (compression > 0
        && d.content() instanceof DatasetSpec.Rows
        && d.bytes() >= COMPRESSED_FROM) {
      place.grid = new ChunkGrid(d.dims());
      place.layout = chunked(place.grid, 0, 0);
    } else {
      // An empty dataset has no address.
      place.layout = ContiguousDataLayoutMessage.create(ChunkIndexes.UNDEFINED, d.bytes());
    }
    place.scales = new HeapLayout.Slot[d.scales().size()];
    Arrays.fill(place.scales, HeapLayout.NOWHERE);
  }

  /**
   * The layout message of a compressed dataset.
   *
   * @param grid its chunks
   * @param address of the index, or of the chunk when there is only one
   * @param bytes size of the chunk when there is only one
   */
  static ChunkedDataLayoutMessageV4 chunked(ChunkGrid grid, long address, int bytes) {
    int[] chunk = Arrays.copyOf(grid.chunk(), grid.chunk().length + 1);
    chunk[chunk.length - 1] = Double.BYTES;
    return grid.chunks() == 1
        ? ChunkedDataLayoutMessageV4.createFilteredSingleChunk(address, chunk, bytes)
        : ChunkedDataLayoutMessageV4.createFixedArray(address, chunk, pageBits(grid.chunks()));
  }

  /** How large the page of an index has to be to hold all chunks. */
  static int pageBits(long chunks) {
    return Math.max(LEAST_PAGE_BITS, Long.SIZE - Long.numberOfLeadingZeros(chunks - 1));
  }

  /** Headers have their addresses by now: references to scales can be filled in. */
  private void fillHeap() {
    for (ObjectSpec object : objects) {
      object
          .attributes()
          .forEach(
              (name, value) -> {
                if (value instanceof String text) {
                  places.get(object).attributes.put(name, heap.add(text));
                }
              });
    }
    for (DatasetSpec d : datasets()) {
      Placement place = places.get(d);
      if (d.content() instanceof DatasetSpec.Strings s) {
        place.strings = s.values().stream().map(heap::add).toArray(HeapLayout.Slot[]::new);
      }
      for (int i = 0; i < place.scales.length; i++) {
        var reference = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        reference.putLong(places.get(d.scales().get(i)).header);
        place.scales[i] = heap.add(reference.array(), 1);
      }
    }
  }

  static long aligned(long address, long to) {
    return (address + to - 1) / to * to;
  }

  /** All objects, each group before what it holds. */
  List<ObjectSpec> objects() {
    return objects;
  }

  /** All datasets in order. */
  List<DatasetSpec> datasets() {
    return objects.stream()
        .filter(DatasetSpec.class::isInstance)
        .map(DatasetSpec.class::cast)
        .toList();
  }

  /** Where an object lies. */
  Placement place(ObjectSpec object) {
    return places.get(object);
  }

  /** The global heap. */
  HeapLayout heap() {
    return heap;
  }

  /** Makes object headers from the addresses that are known. */
  ObjectHeaders headers() {
    return headers;
  }

  /** The address behind everything that is not compressed. */
  long end() {
    return end;
  }
}
