package wassily.io.run;

import java.io.IOException;
import java.nio.file.Path;
import wassily.io.OutputFile;

/** Begins a file of a run; tests put a disk in place that fails. */
@FunctionalInterface
interface NewFile {
  /**
   * Begins a file.
   *
   * @param target its final name
   * @param overwrite whether a file of that name may be replaced
   * @return the open output
   * @throws IOException when the system refuses
   */
  OutputFile create(Path target, boolean overwrite) throws IOException;
}
