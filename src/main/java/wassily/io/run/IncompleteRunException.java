package wassily.io.run;

import java.io.IOException;
import java.util.List;

/** A run that cannot be merged yet: shards are missing, or do not belong together. */
public final class IncompleteRunException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<Integer> shards;

  /**
   * Makes the exception.
   *
   * @param message one line: what is wrong and the cure
   * @param shards those to be computed, or computed again
   */
  public IncompleteRunException(String message, List<Integer> shards) {
    super(message);
    this.shards = List.copyOf(shards);
  }

  /**
   * The shards to be computed.
   *
   * @return their numbers in order
   */
  public List<Integer> shards() {
    return shards;
  }
}
