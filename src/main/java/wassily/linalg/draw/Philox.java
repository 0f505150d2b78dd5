package wassily.linalg.draw;

/**
 * Philox4x32-10, a generator without a state: 128 random bits are a function of a counter of 128
 * bits and a key of 64 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1,
 * 2, 3").
 *
 * <p>The key is the seed; the counter is lane, row, draw and stream. Two samples of 64 bits come
 * out of each counter. They belong to the cells of a row in blocks of {@value #BLOCK} columns:
 * column {@code 512·g + q} has the first half of lane {@code 256·g + q}, column {@code 512·g + 256
 * + q} the second, so that both halves are written to consecutive memory.
 */
final class Philox {
  /** Lanes that are worked on together. */
  static final int LANES = 256;

  /** Columns of as many lanes. */
  static final int BLOCK = 2 * LANES;

  private static final long WORD = 0xFFFFFFFFL;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  /** Words of the counters, in the low halves: the compiler has vector code for long products. */
  private final long[] x0 = new long[LANES];

  private final long[] x1 = new long[LANES];
  private final long[] x2 = new long[LANES];
  private final long[] x3 = new long[LANES];

  /** Numbers of lanes from 0, for the compiler. */
  private final long[] numbers = new long[LANES];

  Philox() {
    for (int q = 0; q < LANES; q++) {
      numbers[q] = q;
    }
  }

  /**
   * One counter through the ten rounds.
   *
   * @param counter four words, overwritten by what they become
   * @param key two words
   */
  static void encrypt(int[] counter, int... key) {
    int k0 = key[0];
    int k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (counter[0] & WORD);
      long p1 = M1 * (counter[2] & WORD);
      int y0 = (int) (p1 >>> 32) ^ counter[1] ^ k0;
      int y2 = (int) (p0 >>> 32) ^ counter[3] ^ k1;
      counter[0] = y0;
      counter[1] = (int) p1;
      counter[2] = y2;
      counter[3] = (int) p0;
      k0 += W0;
      k1 += W1;
    }
  }

  /**
   * Samples of a block of columns.
   *
   * @param key the seed, the stream and the draw
   * @param row the row
   * @param group which block of columns, from 0
   * @param count how many of its columns are wanted
   * @param samples their 64 bits, from place {@code at} on
   */
  void fill(DrawKey key, int row, int group, int count, long[] samples, int at) {
    int lanes = Math.min(count, LANES);
    int k0 = (int) key.seed();
    int k1 = (int) (key.seed() >>> 32);
    start(lanes, (long) group * LANES, row, key.draw(), key.stream());
    for (int round = 0; round < ROUNDS; round++) {
      round(lanes, k0, k1);
      k0 += W0;
      k1 += W1;
    }
    join(lanes, x0, x1, samples, at);
    join(Math.max(0, count - LANES), x2, x3, samples, at + LANES);
  }

  private void start(int lanes, long first, int row, int draw, int stream) {
    for (int q = 0; q < lanes; q++) {
      x0[q] = first + numbers[q];
      x1[q] = row & WORD;
      x2[q] = draw & WORD;
      x3[q] = stream & WORD;
    }
  }

  /**
   * One round to a loop: of two rounds HotSpot makes no vector code (LoopUnrollLimit). Only the low
   * 32 bits of the words count; to clear the others where they are read and not where they are
   * written saves 40 %.
   */
  private void round(int lanes, long k0, long k1) {
    long[] a = x0;
    long[] b = x1;
    long[] c = x2;
    long[] d = x3;
    for (int q = 0; q < lanes; q++) {
      long p0 = M0 * (a[q] & WORD);
      long p1 = M1 * (c[q] & WORD);
      a[q] = (p1 >>> 32) ^ b[q] ^ k0;
      c[q] = (p0 >>> 32) ^ d[q] ^ k1;
      b[q] = p1;
      d[q] = p0;
    }
  }

  private static void join(int lanes, long[] low, long[] high, long[] samples, int at) {
    for (int q = 0; q < lanes; q++) {
      samples[at + q] = (high[q] << 32) | (low[q] & WORD);
    }
  }
}
