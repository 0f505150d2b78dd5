package wassily.linalg.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a copy of a shared library ask for other libraries, by names of the same length.
 *
 * <p>In an ELF file the names of needed libraries stand in the dynamic string table; a needed
 * symbol version (NVIDIA names versions after the library) stands there too, with a hash of its
 * name beside the reference. Both are rewritten; nothing moves. Functions that the other library
 * does not have do no harm, because they are bound when first called. Format: System V ABI,
 * chapters 4 and 5, and the Linux Standard Base on symbol versions.
 */
final class Retarget {
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final long DT_NEEDED = 1;
  private static final long DT_STRTAB = 5;
  private static final long DT_STRSZ = 10;
  private static final long DT_VERNEED = 0x6ffffffeL;
  private static final long DT_VERNEEDNUM = 0x6fffffffL;

  private final String name;
  private final ByteBuffer elf;
  private final List<long[]> loads = new ArrayList<>();
  private final Map<Long, Long> dynamic = new HashMap<>();
  private final List<Long> needed = new ArrayList<>();

  private Retarget(String name, byte[] copy) throws IOException {
    this.name = name;
    this.elf = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    readHeaders();
  }

  /**
   * Rewrites a library.
   *
   * @param name for messages
   * @param library a 64-bit little-endian ELF file; not changed
   * @param renaming needed library → what to ask for instead, as long; those that the library does
   *     not need are ignored
   * @return the rewritten copy
   * @throws IOException when the file is not such a library or is damaged
   */
  static byte[] of(String name, byte[] library, Map<String, String> renaming) throws IOException {
    renaming.forEach(
        (from, to) -> {
          if (from.length() != to.length()) {
            throw new IllegalArgumentException(from + " and " + to + " differ in length");
          }
        });
    byte[] copy = library.clone();
    try {
      new Retarget(name, copy).rewrite(renaming);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new IOException(name + " is damaged: an offset leads out of the file", e);
    }
    return copy;
  }

  /**
   * The libraries that a library needs.
   *
   * @param name for messages
   * @param library an ELF file
   * @return DT_NEEDED, in order
   * @throws IOException when the file is not such a library or is damaged
   */
  static List<String> needed(String name, byte[] library) throws IOException {
    try {
      var elf = new Retarget(name, library.clone());
      var names = new ArrayList<String>();
      for (long at : elf.needed) {
        names.add(elf.string(at));
      }
      return names;
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new IOException(name + " is damaged: an offset leads out of the file", e);
    }
  }

  private void readHeaders() throws IOException {
    if (elf.capacity() < 64 || elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
      throw new IOException(name + " is not a 64-bit little-endian ELF file");
    }
    int table = Math.toIntExact(elf.getLong(0x20));
    int size = elf.getShort(0x36) & 0xffff;
    int count = elf.getShort(0x38) & 0xffff;
    long dynamicAt = -1;
    long dynamicSize = 0;
    for (int i = 0; i < count; i++) {
      int at = table + i * size;
      int type = elf.getInt(at);
      long offset = elf.getLong(at + 8);
      long address = elf.getLong(at + 16);
      long fileSize = elf.getLong(at + 32);
      if (type == PT_LOAD) {
        loads.add(new long[] {address, fileSize, offset});
      } else if (type == PT_DYNAMIC) {
        dynamicAt = offset;
        dynamicSize = fileSize;
      }
    }
    if (dynamicAt < 0) {
      throw new IOException(name + " is not a shared library: no dynamic section");
    }
    for (long at = dynamicAt; at < dynamicAt + dynamicSize; at += 16) {
      long tag = elf.getLong(Math.toIntExact(at));
      long value = elf.getLong(Math.toIntExact(at + 8));
      if (tag == 0) {
        break;
      }
      if (tag == DT_NEEDED) {
        needed.add(value);
      } else {
        dynamic.put(tag, value);
      }
    }
    if (!dynamic.containsKey(DT_STRTAB) || !dynamic.containsKey(DT_STRSZ)) {
      throw new IOException(name + " is damaged: its dynamic section names no strings");
    }
  }

  /** Where an address of the loaded library stands in the file. */
  private int offset(long address) throws IOException {
    for (long[] load : loads) {
      if (address >= load[0] && address - load[0] < load[1]) {
        return Math.toIntExact(address - load[0] + load[2]);
      }
    }
    throw new IOException("%s is damaged: address %x is in no segment".formatted(name, address));
  }

  /** Where a string of the dynamic string table stands in the file. */
  private int stringAt(long index) throws IOException {
    if (index < 0 || index >= dynamic.get(DT_STRSZ)) {
      throw new IOException("%s is damaged: no string at %d".formatted(name, index));
    }
    return offset(dynamic.get(DT_STRTAB) + index);
  }

  private String string(long index) throws IOException {
    int from = stringAt(index);
    long end = from + dynamic.get(DT_STRSZ) - index;
    int to = from;
    while (elf.get(to) != 0) {
      to++;
      if (to >= end) {
        throw new IOException("%s is damaged: the string at %d has no end".formatted(name, index));
      }
    }
    return new String(elf.array(), from, to - from, StandardCharsets.ISO_8859_1);
  }

  private void rewrite(Map<String, String> renaming) throws IOException {
    // References to one string may share it, so all are read before any is written.
    var strings = new HashMap<Integer, String>();
    var hashes = new HashMap<Integer, String>();
    for (long index : needed) {
      note(index, renaming, strings);
    }
    if (dynamic.containsKey(DT_VERNEED)) {
      int file = offset(dynamic.get(DT_VERNEED));
      for (long i = dynamic.getOrDefault(DT_VERNEEDNUM, 0L); i > 0; i--) {
        int count = elf.getShort(file + 2) & 0xffff;
        note(elf.getInt(file + 4) & 0xffffffffL, renaming, strings);
        int version = file + elf.getInt(file + 8);
        for (int k = 0; k < count; k++) {
          long index = elf.getInt(version + 8) & 0xffffffffL;
          if (note(index, renaming, strings)) {
            hashes.put(version, renaming.get(string(index)));
          }
          version += elf.getInt(version + 12);
        }
        file += elf.getInt(file + 12);
      }
    }
    strings.forEach((at, text) -> elf.put(at, text.getBytes(StandardCharsets.ISO_8859_1)));
    hashes.forEach((at, text) -> elf.putInt(at, hash(text)));
  }

  private boolean note(long index, Map<String, String> renaming, Map<Integer, String> strings)
      throws IOException {
    String to = renaming.get(string(index));
    if (to != null) {
      strings.put(stringAt(index), to);
    }
    return to != null;
  }

  /** The hash of the System V ABI. */
  static int hash(String text) {
    long h = 0;
    for (byte c : text.getBytes(StandardCharsets.ISO_8859_1)) {
      h = (h << 4) + (c & 0xff);
      long high = h & 0xf0000000L;
      h = (h ^ high >>> 24) & ~high;
    }
    return (int) h;
  }
}
