package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.run.RunDirectory;
import wassily.io.run.ShardNumbers;

/** Which shards are still to do. */
@Command(
    name = "missing",
    description = {
      "Prints the shards still to do as Slurm's --array takes them, or nothing when all are done.",
      "",
      "  wassily missing run/                                       0-3,7",
      "  sbatch --array=$(wassily missing run/) shards.sbatch run/"
    })
final class MissingCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A folder made by plan")
  Path folder;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    String missing = ShardNumbers.text(RunDirectory.open(folder).missing());
    if (!missing.isEmpty()) {
      out.println(missing);
    }
    out.flush();
    return Exit.OK;
  }
}
