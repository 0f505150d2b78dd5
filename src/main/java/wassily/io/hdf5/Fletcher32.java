package wassily.io.hdf5;

/** HDF5's checksum filter; jHDF strips the sum without looking at it. */
final class Fletcher32 {
  /** Bytes that the filter puts behind a chunk. */
  static final int BYTES = 4;

  private Fletcher32() {}

  /**
   * Whether the last four bytes are the checksum of the others.
   *
   * @param bytes data and its checksum
   * @param length of both
   */
  static boolean matches(byte[] bytes, int length) {
    int data = length - BYTES;
    int stored =
        (bytes[data] & 255)
            | (bytes[data + 1] & 255) << 8
            | (bytes[data + 2] & 255) << 16
            | (bytes[data + 3] & 255) << 24;
    int sum = sum(bytes, data);
    // HDF5 before 1.6.3 swapped the bytes of each half on little-endian machines; it accepts both.
    int swapped = (sum & 0x00FF00FF) << 8 | (sum >>> 8) & 0x00FF00FF;
    return stored == sum || stored == swapped;
  }

  /** Big-endian 16-bit words, reduced every 360 words so that 32 bits do not overflow. */
  static int sum(byte[] bytes, int length) {
    int first = 0;
    int second = 0;
    int at = 0;
    for (int words = length / 2; words > 0; ) {
      int block = Math.min(words, 360);
      words -= block;
      for (; block > 0; block--, at += 2) {
        first += (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
        second += first;
      }
      first = (first & 0xFFFF) + (first >>> 16);
      second = (second & 0xFFFF) + (second >>> 16);
    }
    if (length % 2 == 1) {
      first += (bytes[at] & 255) << 8;
      second += first;
      first = (first & 0xFFFF) + (first >>> 16);
      second = (second & 0xFFFF) + (second >>> 16);
    }
    first = (first & 0xFFFF) + (first >>> 16);
    second = (second & 0xFFFF) + (second >>> 16);
    return second << 16 | first;
  }
}
