package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.run.IncompleteRunException;
import wassily.io.run.RunDirectory;
import wassily.io.run.ShardNumbers;

/** Puts the shards of a run together. */
@Command(
    name = "merge",
    description = {
      "Puts all shards of a planned sweep together in one result.",
      "",
      "  wassily merge run/ -o result.h5",
      "",
      "Missing shards, or shards of another plan: exit code 65, their numbers on stdout."
    })
final class MergeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A folder made by plan")
  Path folder;

  @Mixin MergeArgs result = new MergeArgs();
  @Mixin ThreadArgs threads = new ThreadArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    result.requireWritable();
    var out = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    try {
      int code = result.merge(RunDirectory.open(folder), threads.count(), talk);
      out.println(result.out);
      out.flush();
      return code;
    } catch (IncompleteRunException e) {
      out.println(ShardNumbers.text(e.shards()));
      out.flush();
      throw e;
    }
  }
}
