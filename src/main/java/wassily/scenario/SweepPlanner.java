package wassily.scenario;

import java.io.IOException;
import wassily.linalg.Backend;
import wassily.progress.Progress;
import wassily.table.MrioTable;

/** Turns a sweep into a plan, and a plan into something that computes its batches. */
public interface SweepPlanner {
  /**
   * What a sweep is made of.
   *
   * @param spec the sweep file
   * @param specSha256 of it and of every file that it names
   * @param table the open table
   * @param tableSha256 of its file
   * @param backend where to compute, open; owned by the caller
   * @param csv reads the CSV files that the sweep file names
   * @param progress told how far it is
   */
  record Inputs(
      SweepSpec spec,
      String specSha256,
      MrioTable table,
      String tableSha256,
      Backend backend,
      CsvTable.Reader csv,
      Progress progress) {}

  /**
   * Plans a sweep. Nothing is computed but what classes need (groups, benchmarks) and a short
   * calibration.
   *
   * @param inputs what it is made of
   * @param shards how many shards are wanted
   * @param allowLarge whether a design of more rows than usual is meant
   * @return the plan; the same inputs on the same kind of device give the same one, but for the
   *     expected seconds
   * @throws IOException when a file cannot be read
   */
  Plan plan(Inputs inputs, int shards, boolean allowLarge) throws IOException;

  /**
   * Opens what computes the batches of a plan: factorizes the table.
   *
   * @param inputs what the plan was made of
   * @param plan the plan, perhaps made on another machine
   * @return the runner, owned by the caller
   * @throws IOException when a file cannot be read
   */
  ScenarioRunner open(Inputs inputs, Plan plan) throws IOException;
}
