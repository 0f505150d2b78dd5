package wassily.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The global heap: where strings of variable length and lists of references lie.
 *
 * <p>It is a row of collections, each of at most 60,000 objects (their numbers have 16 bits) and 16
 * MiB (libhdf5 loads a whole collection to read one object).
 */
final class HeapLayout {
  /** A place in the heap as datasets hold it: length (4), address (8), number (4). */
  static final int REFERENCE_BYTES = 16;

  /** The place of what has no bytes, or no place yet. */
  static final Slot NOWHERE = new Slot(0, -1, 0);

  private static final int MOST_OBJECTS = 60_000;
  private static final long MOST_BYTES = 16 << 20;

  /** libhdf5 makes no smaller ones. */
  private static final int LEAST_BYTES = 4096;

  private static final int HEADER = 16;

  private final List<Collection> collections = new ArrayList<>();

  /** Objects with consecutive numbers from 1. */
  private static final class Collection {
    private final List<byte[]> objects = new ArrayList<>();
    private long used = HEADER;
    private long address;

    int size() {
      return (int) Math.max(LEAST_BYTES, used);
    }
  }

  /** An object's place. */
  static final class Slot {
    private final int length;
    private final int collection;
    private final int number;

    private Slot(int length, int collection, int number) {
      this.length = length;
      this.collection = collection;
      this.number = number;
    }
  }

  /** Adds a string; an empty one needs no place. */
  Slot add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length == 0 ? NOWHERE : add(bytes, bytes.length);
  }

  /**
   * Adds bytes.
   *
   * @param bytes kept, not copied: they may still be filled in
   * @param length what the reference tells: bytes of a string, elements of a sequence
   */
  Slot add(byte[] bytes, int length) {
    long size = HEADER + padded(bytes.length);
    if (collections.isEmpty()
        || collections.getLast().objects.size() == MOST_OBJECTS
        || collections.getLast().used + size > MOST_BYTES) {
      collections.add(new Collection());
    }
    Collection last = collections.getLast();
    last.objects.add(bytes);
    last.used += size;
    return new Slot(length, collections.size() - 1, last.objects.size());
  }

  private static long padded(long length) {
    return (length + 7) / 8 * 8;
  }

  /**
   * Places the collections one after the other.
   *
   * @param start address of the first
   * @return the address behind the last
   */
  long place(long start) {
    long at = start;
    for (Collection c : collections) {
      c.address = at;
      at += padded(c.size());
    }
    return at;
  }

  /** Writes an object's place into a buffer. */
  void reference(Slot slot, ByteBuffer into) {
    into.putInt(slot.length);
    into.putLong(slot.collection < 0 ? 0 : collections.get(slot.collection).address);
    into.putInt(slot.number);
  }

  /** Writes the collections. */
  void write(FileOutput out) throws IOException {
    for (Collection c : collections) {
      var bytes = ByteBuffer.allocate(c.size()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put("GCOL".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put(new byte[3]);
      bytes.putLong(c.size());
      short number = 1;
      for (byte[] object : c.objects) {
        bytes.putShort(number++).putShort((short) 1).putInt(0).putLong(object.length).put(object);
        bytes.position((int) padded(bytes.position()));
      }
      // What is left is object 0, the free space; less than its header is left alone.
      int free = bytes.remaining();
      if (free >= HEADER) {
        bytes.putShort((short) 0).putShort((short) 0).putInt(0).putLong(free);
      }
      out.write(c.address, bytes.clear());
    }
  }
}
