package wassily.io.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.table.BadDataException;

/**
 * The three files that say what a run computes: plan.json, design.csv and a copy of the sweep file.
 *
 * @param folder where they lie
 */
record PlanFiles(Path folder) {
  /** Names of axes that the files of a run use themselves. */
  private static final Set<String> RESERVED =
      Set.of("scenario", "variable", "statistic", "distinct", "batch", "figure");

  /** The plan; a run exists when it does. */
  Path plan() {
    return folder.resolve("plan.json");
  }

  private Path design() {
    return folder.resolve("design.csv");
  }

  /** The sweep file as it was when the sweep was planned. */
  Path sweep() {
    return folder.resolve("sweep.yaml");
  }

  /** Refuses a folder that holds a plan, and a file in its place. */
  void requireNone() throws IOException {
    if (Files.exists(plan())) {
      throw new BadDataException(
          folder + ": holds a plan already, which never changes; choose another folder");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + ": is a file; give the name of a folder");
    }
  }

  /** Refuses a plan whose result could not be written. */
  static void requireNames(Plan plan) {
    for (ResponseShape r : plan.responses()) {
      for (var axis : r.axes()) {
        if (RESERVED.contains(axis.name())) {
          throw new BadDataException(
              "%s: an axis cannot be called %s, which the result uses itself; rename the group"
                  .formatted(r.name(), axis.name()));
        }
      }
    }
  }

  /**
   * Writes all three.
   *
   * @param sweep the sweep file that is copied
   */
  void write(StoredPlan stored, Path sweep, NewFile files) throws IOException {
    byte[] design = DesignCsv.bytes(stored.plan());
    write(files, design(), design, true);
    write(files, sweep(), Files.readAllBytes(sweep), true);
    // Last, and never over another: with it the run exists.
    write(files, plan(), PlanJson.write(stored, design), false);
  }

  private static void write(NewFile files, Path path, byte[] bytes, boolean overwrite)
      throws IOException {
    try (var out = files.create(path, overwrite)) {
      var left = ByteBuffer.wrap(bytes);
      for (long at = 0; left.hasRemaining(); ) {
        at += out.channel().write(left, at);
      }
      out.commit();
    }
  }

  /** Reads the plan with its design, which has to be the one that was planned. */
  StoredPlan read() throws IOException {
    return PlanJson.read(plan(), design());
  }

  /** Takes all three away. */
  void delete() throws IOException {
    for (Path file : List.of(plan(), design(), sweep())) {
      Files.deleteIfExists(file);
    }
  }
}
