package wassily.selftest;

import java.util.List;
import java.util.function.Consumer;
import wassily.linalg.Backend;

/**
 * Proves that a backend computes right on this machine: transfers, products, scaling, the search
 * for NaN and infinities, LU with and without interchanges, solves from both sides, inverses, what
 * has to be refused, and the footprint of a small table.
 *
 * <p>Everything is compared with plain loops on this machine's processor; bounds are derived, not
 * tried. Takes seconds and, at most, 60 MB on the device.
 */
public final class Selftest {
  private Selftest() {}

  /**
   * Makes all checks; none ends the others.
   *
   * @param backend what is to be proved
   * @param reference the CPU backend, for comparison; the same object does no harm
   * @param told each check as soon as it is made
   * @return all checks in their order
   */
  public static List<SelftestCheck> run(
      Backend backend, Backend reference, Consumer<SelftestCheck> told) {
    var book = new CheckBook(told);
    new MatrixChecks(backend, book).run();
    new FactorChecks(backend, book).run();
    new FootprintChecks(backend, reference, book).run();
    return book.checks();
  }
}
