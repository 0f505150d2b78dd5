package wassily.bench;

import wassily.linalg.timing.KernelTimes.Unit;
import wassily.linalg.timing.Spread;

/**
 * The best this machine does at one kind of work, measured before anything else.
 *
 * @param kind the kind of work
 * @param what how it was measured, for people
 * @param spread the repetitions
 * @param work operations or bytes of one
 */
public record Ceiling(Kind kind, String what, Spread spread, double work) {
  /** What phases are compared with. */
  public enum Kind {
    /** Products of large square matrices, DGEMM. */
    PRODUCT("product", Unit.GFLOPS),
    /** A plain copy into memory that nobody has touched yet, as what is read goes into. */
    HOST_COPY("copy", Unit.GB_PER_SECOND),
    /** A copy within the card's memory. */
    DEVICE_COPY("device copy", Unit.GB_PER_SECOND),
    /** A plain copy from page-locked memory to the card. */
    PINNED_COPY("pinned copy", Unit.GB_PER_SECOND),
    /** Bytes written in one go and flushed to the disk. */
    DISK_WRITE("plain write", Unit.GB_PER_SECOND);

    private final String text;
    private final Unit unit;

    Kind(String text, Unit unit) {
      this.text = text;
      this.unit = unit;
    }

    /**
     * In what rates are given.
     *
     * @return operations or bytes
     */
    public Unit unit() {
      return unit;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The rate of the fastest repetition: a ceiling is what can be had, not what is usual.
   *
   * @return 10⁹ a second
   */
  public double rate() {
    return 1e-9 * work / spread.least();
  }
}
