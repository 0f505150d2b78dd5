package wassily.scenario;

import wassily.table.BadDataException;

/**
 * Where something stands in a file, for messages.
 *
 * @param file the file as the user named it
 * @param line its line, counted from 1; 0 when unknown
 */
public record Where(String file, int line) {
  /**
   * What is thrown when something there cannot be.
   *
   * @param message what was found, what was expected, the cure
   * @return the exception, with this place before the message
   */
  public BadDataException refusal(String message) {
    return new BadDataException(this + ": " + message);
  }

  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
