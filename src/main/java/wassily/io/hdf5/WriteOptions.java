package wassily.io.hdf5;

/**
 * How a file is written.
 *
 * @param overwrite whether a file of that name may be replaced
 * @param compression 0 stores the numbers as they are, which is read 30 times faster; 1 (fast) to 9
 *     (small) compresses matrices of 64 KiB and more with shuffle and deflate
 * @param threads how many threads write and compress; the bytes of the file do not depend on it
 */
public record WriteOptions(boolean overwrite, int compression, int threads) {
  /** Refuses levels and thread counts that do not exist. */
  public WriteOptions {
    if (compression < 0 || compression > 9) {
      throw new IllegalArgumentException("compression " + compression + ", expected 0 to 9");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + ", expected at least 1");
    }
  }
}
