package wassily.table;

/**
 * Pairwise summation: the error grows with the logarithm of the length, {@code ≤ (64 + log₂(n/128))
 * · 2⁻⁵³ · Σ|a|} (Higham 2002, section 4.2), at the speed of the plain loop, in an order that
 * depends on the length only.
 */
final class PairwiseSum {
  /** Elements added by the plain loop, in two running sums. */
  private static final int LEAF = 128;

  private PairwiseSum() {}

  static double of(double[] a) {
    return of(a, 0, a.length);
  }

  static double of(double[] a, int from, int to) {
    if (to - from > LEAF) {
      int middle = from + (to - from) / 2;
      return of(a, from, middle) + of(a, middle, to);
    }
    double even = 0;
    double odd = 0;
    int i = from;
    for (; i + 1 < to; i += 2) {
      even += a[i];
      odd += a[i + 1];
    }
    return i < to ? even + odd + a[i] : even + odd;
  }
}
