package wassily.table;

/**
 * The user's data cannot be used as it is. The message is one line for people: which file, dataset,
 * row or cell, what was found, what was expected, and the cure.
 */
public final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong with the data.
   *
   * @param message where, found, expected, cure
   */
  public BadDataException(String message) {
    super(message);
  }

  /**
   * Says what is wrong with the data, and what revealed it.
   *
   * @param message where, found, expected, cure
   * @param cause what revealed it
   */
  public BadDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
