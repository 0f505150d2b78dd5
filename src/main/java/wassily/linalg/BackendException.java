package wassily.linalg;

/**
 * What can go wrong on a backend, told apart by what the caller can do about it.
 *
 * <p>The message is for people: the call, what was found, what was expected.
 */
public abstract sealed class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackendException(String message) {
    super(message);
  }

  /** The matrix or the right-hand sides do not fit into the memory there is. */
  public static final class OutOfMemory extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was asked and what was there.
     *
     * @param message bytes asked, bytes free
     */
    public OutOfMemory(String message) {
      super(message);
    }
  }

  /** A call that the library refused: wrong shapes, or a fault of this program. */
  public static final class Rejected extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which call was refused.
     *
     * @param message the call and its arguments
     */
    public Rejected(String message) {
      super(message);
    }
  }

  /** The asked backend is not there, or cannot do what is asked of it. */
  public static final class Absent extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is missing and how to get it.
     *
     * @param message what was found, what was expected, the cure
     */
    public Absent(String message) {
      super(message);
    }
  }

  /** The device can no longer be used by this process. */
  public static final class Poisoned extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * Says which call failed and the last one that was known to work.
     *
     * @param message the call and its status
     */
    public Poisoned(String message) {
      super(message);
    }
  }

  /**
   * Elimination without pivoting met a pivot that says that it cannot be trusted; the matrix has to
   * be factorized again, with pivoting.
   */
  public static final class WrongPivot extends BackendException {
    private static final long serialVersionUID = 1L;
    private final long row;

    /**
     * Names the first wrong pivot.
     *
     * @param row 0-based row of the factorized matrix
     */
    public WrongPivot(long row) {
      super("without pivoting pivot " + row + " does not have the sign of its diagonal element");
      this.row = row;
    }

    /**
     * The row whose pivot is wrong.
     *
     * @return 0-based
     */
    public long row() {
      return row;
    }
  }

  /** The matrix is singular. */
  public static final class Singular extends BackendException {
    private static final long serialVersionUID = 1L;
    private final long row;

    /**
     * Names the row that depends on the others.
     *
     * @param row 0-based row of the factorized matrix
     */
    public Singular(long row) {
      super("the matrix is singular: row " + row + " depends on the rows before it");
      this.row = row;
    }

    /**
     * The row that depends on the others.
     *
     * @return 0-based
     */
    public long row() {
      return row;
    }
  }
}
