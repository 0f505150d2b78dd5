package wassily.bench;

/**
 * Regions and sectors of a table of a wanted order.
 *
 * @param regions R ≥ 1
 * @param sectors S ≥ 1
 */
public record TableShape(int regions, int sectors) {
  /** The usual Chinese classification, and about what WIOD (35) and EXIOBASE (49 regions) have. */
  private static final int USUAL_SECTORS = 42;

  /** Fewer sectors than this, or more, make tables whose Y is as large as Z, or all one region. */
  private static final int LEAST_SECTORS = 8;

  private static final int MOST_SECTORS = 200;

  /**
   * The shape whose order is n, with a number of sectors as near to 42 as its divisors allow. Where
   * no divisor lies between 8 and 200, the order is the multiple of 42 (for small n, of 8 or fewer)
   * next to n: tables of a prime number of rows are nobody's.
   *
   * @param n the wanted order, ≥ 1
   * @return a shape; {@link #n()} may differ from n by half the sectors
   */
  public static TableShape near(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("a table of order " + n);
    }
    int best = 0;
    for (int s = LEAST_SECTORS; s <= Math.min(n, MOST_SECTORS); s++) {
      if (n % s == 0 && (best == 0 || away(s) < away(best))) {
        best = s;
      }
    }
    if (best > 0) {
      return new TableShape(n / best, best);
    }
    int sectors = n >= 2 * USUAL_SECTORS ? USUAL_SECTORS : Math.min(n, LEAST_SECTORS);
    return new TableShape(Math.max(1, Math.round((float) n / sectors)), sectors);
  }

  private static double away(int sectors) {
    return Math.abs(Math.log((double) sectors / USUAL_SECTORS));
  }

  /**
   * The order of Z.
   *
   * @return regions × sectors
   */
  public int n() {
    return Math.multiplyExact(regions, sectors);
  }
}
