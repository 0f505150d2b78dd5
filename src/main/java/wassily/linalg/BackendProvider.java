package wassily.linalg;

import java.util.List;

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

  /**
   * Says step by step what was found and what is missing.
   *
   * @param options what the user asked for
   * @return the steps in the order of looking, up to the first that is missing
   */
  default List<Finding> inspect(BackendOptions options) {
    return switch (probe(options)) {
      case Availability.Ready(String found) -> List.of(new Finding(name(), true, found));
      case Availability.Missing(String why) -> List.of(new Finding(name(), false, why));
    };
  }

  /**
   * One step of looking for what a backend needs.
   *
   * @param what what was looked for: "driver"
   * @param good whether it can be used
   * @param text what was found; where it cannot be used also what was expected, and the cure
   */
  record Finding(String what, boolean good, String text) {}

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
