package wassily.cli;

import java.nio.file.Path;
import wassily.scenario.CsvTable;
import wassily.scenario.SweepPlanner;
import wassily.scenario.SweepSpec;

/** The parts of this build. */
final class InstalledSweepParts implements SweepParts {
  private static UnsupportedOperationException missing(String what) {
    return new UnsupportedOperationException("this build has no " + what);
  }

  @Override
  public SweepSpec read(Path file, Path base) {
    throw missing("reader of sweep files");
  }

  @Override
  public CsvTable.Reader csv() {
    throw missing("reader of a sweep's CSV files");
  }

  @Override
  public SweepPlanner planner() {
    throw missing("planner of sweeps");
  }
}
