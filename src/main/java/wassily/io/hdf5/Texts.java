package wassily.io.hdf5;

import io.jhdf.GlobalHeap;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.Reference;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wassily.table.BadDataException;

/**
 * Strings of fixed and of variable length. Always read as UTF-8: files that say ASCII and hold
 * UTF-8 are common, and ASCII is a part of it.
 */
final class Texts {
  /** Labels, not books: what does not fit in this is damage. */
  private static final long MOST_BYTES = 1L << 30;

  private Texts() {}

  /** Reads all strings of a dataset, row by row. */
  static List<String> read(StoredDataset d, FileBytes file, HdfBackingStorage jhdf)
      throws IOException {
    byte[] raw = raw(d, file);
    return switch (d.type()) {
      case StringData s -> fixed(raw, s);
      case VariableLength v when v.isVariableLengthString() -> variable(d, raw, v, jhdf);
      default ->
          throw new BadDataException(
              "%s: holds %s, expected strings".formatted(d.where(), describe(d.type())));
    };
  }

  /** The stored bytes of a small dataset, row by row. */
  static byte[] raw(StoredDataset d, FileBytes file) throws IOException {
    int size = d.type().getSize();
    long bytes = Math.multiplyExact(d.elements(), (long) size);
    if (bytes > MOST_BYTES) {
      throw new BadDataException(
          "%s: %d bytes, at most %d are read".formatted(d.where(), bytes, MOST_BYTES));
    }
    byte[] all = new byte[(int) bytes];
    switch (d.storage()) {
      case StoredDataset.Contiguous c -> file.read(d.where(), c.address(), all, all.length);
      case StoredDataset.Compact c -> System.arraycopy(c.bytes(), 0, all, 0, all.length);
      case StoredDataset.Unwritten _ -> {
        for (int i = 0; i < all.length; i += size) {
          System.arraycopy(d.fill(), 0, all, i, size);
        }
      }
      case StoredDataset.Chunked c -> {
        var shape = d.shape();
        var to = MemorySegment.ofArray(all);
        var fill = MemorySegment.ofArray(d.fill());
        c.data()
            .read(
                0,
                shape.rows(),
                1,
                (part, at, row, column, count) -> {
                  long target = (row * shape.columns() + column) * size;
                  if (part != null) {
                    MemorySegment.copy(part, at, to, target, count * size);
                  } else {
                    for (long i = 0; i < count; i++) {
                      MemorySegment.copy(fill, 0, to, target + i * size, size);
                    }
                  }
                });
      }
    }
    return all;
  }

  private static List<String> fixed(byte[] raw, StringData type) {
    int size = type.getSize();
    var texts = new ArrayList<String>(raw.length / size);
    for (int at = 0; at < raw.length; at += size) {
      int length = size;
      switch (type.getPaddingType()) {
        case NULL_TERMINATED -> {
          length = 0;
          while (length < size && raw[at + length] != 0) {
            length++;
          }
        }
        case NULL_PADDED -> {
          while (length > 0 && raw[at + length - 1] == 0) {
            length--;
          }
        }
        case SPACE_PADDED -> {
          while (length > 0 && raw[at + length - 1] == ' ') {
            length--;
          }
        }
      }
      texts.add(new String(raw, at, length, StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** Each element is a length, the address of a heap and a number in it. */
  private static List<String> variable(
      StoredDataset d, byte[] raw, VariableLength type, HdfBackingStorage jhdf) throws IOException {
    int offsets = jhdf.getSizeOfOffsets();
    int size = type.getSize();
    if (offsets != 8 || size != 16) {
      throw new BadDataException(
          "%s: strings with addresses of %d bytes are not supported; rewrite the file with: h5repack in.h5 out.h5"
              .formatted(d.where(), offsets));
    }
    var buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    Map<Long, GlobalHeap> heaps = new HashMap<>();
    var texts = new ArrayList<String>(raw.length / size);
    return JhdfGuard.guarded(
        d.where(),
        () -> {
          while (buffer.hasRemaining()) {
            int length = buffer.getInt();
            long heap = buffer.getLong();
            int index = buffer.getInt();
            if (length == 0 || index == 0) {
              texts.add("");
              continue;
            }
            ByteBuffer text =
                heaps.computeIfAbsent(heap, a -> new GlobalHeap(jhdf, a)).getObjectData(index);
            byte[] bytes = new byte[text.remaining()];
            text.get(bytes);
            if (length < 0 || length > bytes.length) {
              throw new BadDataException(
                  "%s: string %d should have %d bytes and has %d: damaged"
                      .formatted(d.where(), texts.size() + 1, length, bytes.length));
            }
            // Some writers count the terminating zero.
            while (length > 0 && bytes[length - 1] == 0) {
              length--;
            }
            texts.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
          }
          return texts;
        });
  }

  /** A type in words. */
  static String describe(DataType type) {
    return ElementType.of(type)
        .map(ElementType::toString)
        .orElseGet(
            () ->
                switch (type) {
                  case StringData _ -> "strings";
                  case VariableLength v when v.isVariableLengthString() -> "strings";
                  case Reference _ -> "references";
                  default -> {
                    String name = type.getClass().getSimpleName();
                    yield Arrays.asList("FixedPoint", "FloatingPoint").contains(name)
                        ? "numbers of an unusual format"
                        : name;
                  }
                });
  }
}
