package wassily.table;

/**
 * Random numbers that depend only on where they are drawn: (seed, stream, indices …, index), never
 * on what was drawn before. So any thread may draw any of them in any order.
 *
 * <p>Draw k of a source is output k + 1 of Java's {@code SplittableRandom} seeded with the source's
 * key. Only integer arithmetic, +, −, ×, ÷, √ and {@code StrictMath} are used: the bits are the
 * same on every machine. A source gives either uniform or normal numbers; for both, make two
 * children.
 *
 * @param key what tells this source from all others
 */
record RandomSource(long key) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What is drawn. The position counts: new streams are appended, or all tables change. */
  enum Stream {
    NAME,
    POSITION,
    SIZE,
    INCOME,
    LOCATION,
    IDLE,
    RECIPE,
    RECIPE_ZERO,
    INPUT_SHARE,
    TRADE,
    HOME,
    CATEGORY_SHARE,
    DEMAND,
    INVENTORY,
    EXPORT,
    PRIMARY,
    REGION_INTENSITY,
    INTENSITY,
    DIRECT,
    CITY_TYPE
  }

  static RandomSource of(long seed, Stream stream) {
    return new RandomSource(seed).child(stream.ordinal());
  }

  /** An independent source for one value of an index. */
  RandomSource child(long index) {
    // MurmurHash3's finalizer, another one than in bits(): a child's key is no draw of its parent.
    long h = key + (index + 1) * GOLDEN;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return new RandomSource(h ^ (h >>> 33));
  }

  /** 64 random bits. */
  long bits(long index) {
    long z = key + (index + 1) * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in (0, 1), never 0 and never 1. */
  double uniform(long index) {
    // 52 bits and a half: with 53 the largest value would round to 1.
    return ((bits(index) >>> 12) + 0.5) * 0x1p-52;
  }

  /** Uniform in {0, …, bound − 1}. */
  int below(int bound, long index) {
    return (int) Long.remainderUnsigned(bits(index), bound);
  }

  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
  double normal(long index) {
    double radius = Math.sqrt(-2 * StrictMath.log(uniform(2 * index)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
  }

  /** Log-normal with median 1; {@code sd} is the standard deviation of the logarithm. */
  double logNormal(double sd, long index) {
    return StrictMath.exp(sd * normal(index));
  }
}
