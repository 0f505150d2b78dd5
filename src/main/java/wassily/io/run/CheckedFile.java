package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import wassily.linalg.HostMatrix;

/**
 * A small file of a run that is believed only when every byte of it is right: a header, and numbers
 * behind it, both with a checksum (CRC-32C).
 *
 * <p>Layout, little-endian: {@code "WASSRUN1"}, length of the header (4), checksum of the header
 * (4), checksum of the numbers (4), 0 (4), how many numbers (8), the header, the numbers as
 * float64.
 *
 * @param path where it lies
 * @param header what its writer put there
 * @param checksum of the numbers
 * @param numbers how many numbers there are
 */
record CheckedFile(Path path, byte[] header, int checksum, long numbers) {
  private static final long MAGIC = 0x314E555253534157L; // "WASSRUN1"
  private static final int FIXED = 32;
  private static final int BLOCK = 1 << 20;

  /** Writes a file; it appears under its name when it is complete. */
  static CheckedFile write(NewFile files, Path path, byte[] header, List<HostMatrix> blocks)
      throws IOException {
    int checksum = checksum(blocks);
    long numbers = blocks.stream().mapToLong(b -> b.shape().elements()).sum();
    var start = ByteBuffer.allocate(FIXED + header.length).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(MAGIC).putInt(header.length).putInt(checksum(header)).putInt(checksum);
    start.putInt(0).putLong(numbers).put(header);
    try (var out = files.create(path, true)) {
      long at = put(out.channel(), 0, start.flip());
      for (HostMatrix b : blocks) {
        MemorySegment all = b.segment();
        for (long done = 0; done < all.byteSize(); done += BLOCK) {
          var part = all.asSlice(done, Math.min(BLOCK, all.byteSize() - done));
          at = put(out.channel(), at, part.asByteBuffer());
        }
      }
      out.commit();
    }
    return new CheckedFile(path, header, checksum, numbers);
  }

  private static long put(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    return at;
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** The checksum of the numbers of some blocks in order. */
  static int checksum(List<HostMatrix> blocks) {
    var crc = new CRC32C();
    for (HostMatrix b : blocks) {
      add(crc, b);
    }
    return (int) crc.getValue();
  }

  /** Adds the numbers of a block to a checksum. */
  static void add(CRC32C crc, HostMatrix block) {
    MemorySegment all = block.segment();
    for (long done = 0; done < all.byteSize(); done += BLOCK) {
      crc.update(all.asSlice(done, Math.min(BLOCK, all.byteSize() - done)).asByteBuffer());
    }
  }

  /**
   * Looks at a file.
   *
   * @return empty when it is missing, too short or too long, or a byte of it is wrong
   */
  static Optional<CheckedFile> read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var fixed = ByteBuffer.allocate(FIXED).order(ByteOrder.LITTLE_ENDIAN);
      if (!fill(channel, 0, fixed) || fixed.flip().getLong() != MAGIC) {
        return Optional.empty();
      }
      int length = fixed.getInt();
      int headerSum = fixed.getInt();
      int dataSum = fixed.getInt();
      fixed.getInt();
      long numbers = fixed.getLong();
      if (length < 0
          || numbers < 0
          || numbers > Long.MAX_VALUE / 16
          || channel.size() != FIXED + length + numbers * Double.BYTES) {
        return Optional.empty();
      }
      var header = ByteBuffer.allocate(length);
      if (!fill(channel, FIXED, header) || checksum(header.array()) != headerSum) {
        return Optional.empty();
      }
      var crc = new CRC32C();
      var block = ByteBuffer.allocateDirect(BLOCK);
      for (long at = FIXED + length; at < channel.size(); ) {
        block.clear();
        int n = channel.read(block, at);
        if (n < 0) {
          return Optional.empty();
        }
        crc.update(block.flip());
        at += n;
      }
      return (int) crc.getValue() == dataSum
          ? Optional.of(new CheckedFile(path, header.array(), dataSum, numbers))
          : Optional.empty();
    }
  }

  private static boolean fill(FileChannel channel, long at, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      int n = channel.read(into, at);
      if (n < 0) {
        return false;
      }
      at += n;
    }
    return true;
  }

  /** Reads numbers. */
  void read(long first, MemorySegment into) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long at = FIXED + header.length + first * Double.BYTES;
      for (long done = 0; done < into.byteSize(); done += BLOCK) {
        var part = into.asSlice(done, Math.min(BLOCK, into.byteSize() - done));
        if (!fill(channel, at + done, part.asByteBuffer())) {
          throw new IOException(path + ": was cut while it was read; run the shard again");
        }
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof CheckedFile f
        && path.equals(f.path)
        && checksum == f.checksum
        && numbers == f.numbers
        && Arrays.equals(header, f.header);
  }

  @Override
  public int hashCode() {
    return path.hashCode() ^ checksum;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
