package wassily.cli;

/** Exit codes, the same for every command. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int BAD_DATA = 3;
  static final int UNPRODUCTIVE = 4;
  static final int NO_DEVICE = 5;
  static final int OUT_OF_MEMORY = 6;
  static final int CERTIFICATE = 7;

  /** Complete, but not everything that was to be measured could be. */
  static final int UNMEASURED = 7;

  /** A run that cannot be merged yet. */
  static final int INCOMPLETE = 65;

  /** Stopped where it can go on, or somebody else is at it: run it again (EX_TEMPFAIL). */
  static final int TRY_AGAIN = 75;

  /** Whoever read stdout stopped ({@code | head -1}): 128 + SIGPIPE, as other programs end. */
  static final int NO_READER = 141;

  private Exit() {}
}
