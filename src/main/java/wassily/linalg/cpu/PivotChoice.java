package wassily.linalg.cpu;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import wassily.linalg.HostMatrix;
import wassily.linalg.PivotRule;
import wassily.linalg.Pivoting;

/**
 * When rows are interchanged on the CPU. AUTO pivots where {@link PivotRule} asks for it, and above
 * some order always: dgetrf is faster there than the LU by halves, and pivoting is never wrong.
 *
 * @param unlessSaid what is done where a caller does not say
 * @param largestUnpivoted the largest order that AUTO factorizes without pivoting
 */
record PivotChoice(Pivoting unlessSaid, long largestUnpivoted) {
  /**
   * n = 13,146 with 2 threads: 13.5 s by dgetrf, 19.3 s by halves without pivoting; at 5,040 and
   * below the halves were faster (docs/adr/0009).
   */
  private static final long FASTER_BY_HALVES = 8192;

  /** Why a matrix was pivoted that need not be, in words. */
  static final String FASTER = "faster than doing without it at this order";

  /** With the order up to which the LU by halves was measured to be faster. */
  static PivotChoice measured(Pivoting unlessSaid) {
    return new PivotChoice(unlessSaid, FASTER_BY_HALVES);
  }

  /**
   * What AUTO has against an LU without pivoting, seen before it.
   *
   * @param m a square matrix
   * @param diagonal its own
   * @param loops with which threads it is looked at
   * @return the reason to pivot, empty to do without
   */
  Optional<String> whyPivotAtOnce(HostMatrix m, double[] diagonal, RowLoops loops) {
    if (m.rows() > largestUnpivoted) {
      return Optional.of(FASTER);
    }
    if (PivotRule.notANumber(diagonal)) {
      return Optional.of(PivotRule.NOT_A_NUMBER);
    }
    return positiveOffDiagonal(m, loops) ? Optional.of(PivotRule.POSITIVE) : Optional.empty();
  }

  /** The elements that the pivots are compared with. */
  static double[] diagonal(HostMatrix m) {
    var diagonal = new double[Math.toIntExact(m.rows())];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = m.get(i, i);
    }
    return diagonal;
  }

  /** One pass at the rate of memory, which ends soon after the first finding. */
  private static boolean positiveOffDiagonal(HostMatrix m, RowLoops loops) {
    var found = new AtomicBoolean();
    RowLoops.forBlocks(
        loops.threads(),
        m,
        (from, to) -> {
          var row = new double[Math.toIntExact(m.columns())];
          for (long i = from; i < to && !found.get(); i++) {
            m.getRow(i, row);
            if (PivotRule.positiveOffDiagonal((int) i, row)) {
              found.set(true);
            }
          }
        });
    return found.get();
  }
}
