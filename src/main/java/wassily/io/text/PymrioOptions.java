package wassily.io.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pymrio folder or zip and how it is to be understood.
 *
 * @param path the folder, or a zip that is read in place
 * @param inside the folder inside it that holds the table, "" to look for it
 * @param extensions extensions wanted, by the name of their folder; none means all that have an F
 * @param valueAdded the extension whose rows become V instead of a satellite account, "" for none
 * @param solver solves for x where only A and Y are given
 * @param settings what all importers are told
 */
public record PymrioOptions(
    Path path,
    String inside,
    List<String> extensions,
    String valueAdded,
    Optional<OutputSolver> solver,
    ImportSettings settings) {
  /** Copies the names. */
  public PymrioOptions {
    extensions = List.copyOf(extensions);
  }

  /**
   * All extensions as satellite accounts, x from Z and Y or from the file.
   *
   * @param path the folder or zip
   * @param settings what all importers are told
   * @return the options
   */
  public static PymrioOptions of(Path path, ImportSettings settings) {
    return new PymrioOptions(path, "", List.of(), "", Optional.empty(), settings);
  }

  /**
   * The same with a solver.
   *
   * @param outputSolver solves for x where only A and Y are given
   * @return options with it
   */
  public PymrioOptions withSolver(OutputSolver outputSolver) {
    return new PymrioOptions(
        path, inside, extensions, valueAdded, Optional.of(outputSolver), settings);
  }

  /**
   * The same with an extension that holds value added.
   *
   * @param extension the name of its folder
   * @return options with it
   */
  public PymrioOptions withValueAdded(String extension) {
    return new PymrioOptions(path, inside, extensions, extension, solver, settings);
  }
}
