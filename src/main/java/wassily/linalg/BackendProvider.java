package wassily.linalg;

/** Finds out whether a backend can be used here, and opens it. Found through ServiceLoader. */
public interface BackendProvider {
  /**
   * The name users type after {@code --backend}.
   *
   * @return "cpu" or "cuda"
   */
  String name();

  /**
   * Looks without changing anything; never throws for what is missing.
   *
   * @param options what the user asked for
   * @return whether it can be opened, or why not
   */
  Availability probe(BackendOptions options);

  /**
   * Opens the backend.
   *
   * @param options what the user asked for
   * @return an open backend, owned by the caller
   * @throws BackendException.Absent when it cannot be used
   */
  Backend open(BackendOptions options);

  /** The outcome of a probe. */
  sealed interface Availability {
    /**
     * It can be opened.
     *
     * @param description what would be used: device, library, version
     */
    record Ready(String description) implements Availability {}

    /**
     * It cannot be opened.
     *
     * @param why what was found, what was expected, the cure
     */
    record Missing(String why) implements Availability {}
  }
}
