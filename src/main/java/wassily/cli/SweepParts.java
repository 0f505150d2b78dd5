package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.scenario.CsvTable;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;

/** What the commands of sweeps are made of; tests put others in place. */
interface SweepParts {
  /**
   * Reads a sweep file.
   *
   * @param file the file, perhaps a copy of it
   * @param base the folder that names in it are relative to
   */
  SweepSpec read(Path file, Path base) throws IOException;

  /** Reads the CSV files that it names. */
  CsvTable.Reader csv();

  /** Plans and computes. */
  SweepPlanner planner();

  /** Opens a backend. */
  default Backends.Chosen backend(String name, BackendOptions options) {
    return Backends.open(name, options);
  }
}
