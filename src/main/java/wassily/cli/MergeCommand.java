package wassily.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  /** NFS keeps what it knows of a folder for up to a minute. */
  private static final Duration LATE = Duration.ofSeconds(65);

  /** How Linux calls file systems that several machines write to. */
  private static final List<String> NETWORK =
      List.of(
          "nfs",
          "lustre",
          "gpfs",
          "beegfs",
          "ceph",
          "cifs",
          "smb",
          "fuse",
          "panfs",
          "pvfs",
          "afs",
          "9p",
          "gfs2",
          "ocfs2",
          "glusterfs",
          "wekafs");

  @Parameters(paramLabel = "FOLDER", description = "A folder made by plan")
  Path folder;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to look again for missing shards, since network file systems show new files"
              + " late. Default: 65 where the folder lies on one, else 0")
  Long wait;

  @Mixin MergeArgs result = new MergeArgs();
  @Mixin ThreadArgs threads = new ThreadArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    result.requireWritable();
    var out = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    try {
      RunDirectory run = RunDirectory.open(folder);
      run.requireProgram(Version.text());
      int code = result.merge(run, patience(), threads.count(), talk);
      out.println(result.out);
      out.flush();
      return code;
    } catch (IncompleteRunException e) {
      out.println(ShardNumbers.text(e.shards()));
      out.flush();
      throw e;
    }
  }

  private Duration patience() throws IOException {
    if (wait == null) {
      String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
      return NETWORK.stream().anyMatch(type::startsWith) ? LATE : Duration.ZERO;
    }
    if (wait < 0) {
      throw new ParameterException(
          spec.commandLine(), "--wait " + wait + ": 0 or more seconds are expected");
    }
    return Duration.ofSeconds(wait);
  }
}
