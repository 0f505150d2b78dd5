package wassily.io.hdf5;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import wassily.table.BadDataException;

/**
 * The bytes of an open HDF5 file, read at positions by any thread.
 *
 * <p>Read with {@code pread}, never mapped: mapped pages count in the resident set, a file that is
 * truncated while it is mapped kills the JVM with SIGBUS, and {@code pread} in blocks of 8 MiB
 * reaches the same rate (7-10 GB/s from the page cache with two threads, against 7.6-9.4 of map and
 * copy).
 *
 * @param channel the file
 * @param name its name, for messages
 * @param base where HDF5 address 0 lies: the length of the user block
 * @param size the length of the file when it was opened
 */
record FileBytes(FileChannel channel, String name, long base, long size) {
  /** As much as one system call takes; larger calls gain nothing and hold up an interruption. */
  private static final int DIRECT_CALL = 8 << 20;

  /** Reads into the heap go through a buffer outside it that each thread keeps: keep that small. */
  private static final int HEAP_CALL = 1 << 20;

  /**
   * Refuses an extent that does not lie within the file.
   *
   * @param where what is stored there, for the message
   * @param address HDF5 address
   * @param length bytes
   */
  void require(String where, long address, long length) {
    if (address < 0 || length < 0 || address > size - base || length > size - base - address) {
      throw new BadDataException(
          "%s: the data should lie at bytes %d to %d, the file ends at %d: truncated or damaged; copy or download it again"
              .formatted(where, base + address, base + address + length, size));
    }
  }

  /** Fills memory outside the heap from an HDF5 address. */
  void read(String where, long address, MemorySegment into) throws IOException {
    require(where, address, into.byteSize());
    for (long done = 0; done < into.byteSize(); ) {
      long length = Math.min(DIRECT_CALL, into.byteSize() - done);
      fill(where, into.asSlice(done, length).asByteBuffer(), base + address + done);
      done += length;
    }
  }

  /** Fills the beginning of an array from an HDF5 address. */
  void read(String where, long address, byte[] into, int length) throws IOException {
    require(where, address, length);
    for (int done = 0; done < length; ) {
      int part = Math.min(HEAP_CALL, length - done);
      fill(where, ByteBuffer.wrap(into, done, part), base + address + done);
      done += part;
    }
  }

  private void fill(String where, ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new BadDataException(
            "%s: the file ended at byte %d while it was read; was it replaced or cut?"
                .formatted(where, at));
      }
      at += count;
    }
  }
}
