package wassily.io.run;

import java.nio.file.Path;
import java.util.Map;
import wassily.scenario.Plan;

/**
 * A plan as it lies in the folder of a run.
 *
 * @param program the version of the program that made it
 * @param plan the plan
 * @param sha256 of all of it that decides the values: not of shards, expected seconds and device
 *     memory, nor of the places of files
 * @param table where the table was
 * @param sweep where the sweep file was; names in its copy are relative to its folder
 * @param sources the hashes of the sweep file and of the files that it names
 */
public record StoredPlan(
    String program, Plan plan, String sha256, Path table, Path sweep, Map<Path, String> sources) {}
