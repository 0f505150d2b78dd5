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

/** How far a run is. */
@Command(
    name = "status",
    description = {
      "Says how far a planned sweep is, from its files alone.",
      "",
      "  wassily status run/"
    })
final class StatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A folder made by plan")
  Path folder;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    RunDirectory run = RunDirectory.open(folder);
    RunDirectory.Status s = run.status();
    out.println(run.stored().plan().title());
    out.println("  shards   %,d of %,d".formatted(s.shardsDone(), s.shards()));
    out.println("  batches  %,d of %,d".formatted(s.batchesDone(), s.batches()));
    out.println("  failed   %,d scenarios in complete shards".formatted(s.failed()));
    out.println(
        s.missing().isEmpty()
            ? "complete: wassily merge %s -o RESULT.h5".formatted(folder)
            : "missing: " + ShardNumbers.text(s.missing()));
    out.flush();
    return Exit.OK;
  }
}
