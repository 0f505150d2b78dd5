package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import wassily.io.sweep.SweepFile;
import wassily.io.text.CsvTables;
import wassily.scenario.CsvTable;
import wassily.scenario.DeviceSweepPlanner;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;

/** The parts of this program. */
final class InstalledSweepParts implements SweepParts {
  /** One for the whole command: it keeps a factorization that planning needed. */
  private final DeviceSweepPlanner planner = new DeviceSweepPlanner();

  @Override
  public SweepSpec read(Path file, Path base) throws IOException {
    return SweepFile.read(file, base);
  }

  @Override
  public CsvTable.Reader csv() {
    return new CsvTables();
  }

  @Override
  public SweepPlanner planner() {
    return planner;
  }
}
