package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.run.RunDirectory;
import wassily.io.run.StagedTable;

/** Computes one shard of a planned sweep. */
@Command(
    name = "run",
    description = {
      "Computes a shard of a planned sweep, or what is missing of it.",
      "",
      "  wassily run run/ --shard 17",
      "",
      "Can be killed at any moment and run again: the same bytes. TERM, USR1 and Ctrl-C finish the",
      "batch and end with 75."
    })
final class RunCommand implements Callable<Integer> {
  private final SweepParts parts;

  @Parameters(paramLabel = "FOLDER", description = "A folder made by plan")
  Path folder;

  @Option(
      names = "--shard",
      paramLabel = "I",
      description = "Which, counted from 0. Default: $SLURM_ARRAY_TASK_ID or $JOB_COMPLETION_INDEX")
  Integer shard;

  @Option(
      names = "--stage",
      paramLabel = "FOLDER",
      description =
          "Copy the table to this folder on a disk of the node, once for all processes, and read it"
              + " there")
  Path stage;

  @Mixin ResumeArgs resume = new ResumeArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  RunCommand(SweepParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws IOException {
    int wanted = shard();
    int again = resume.code();
    var talk = new Talk(spec.commandLine().getErr());
    RunDirectory run = RunDirectory.open(folder);
    run.requireProgram(Version.text());
    int shards = run.stored().plan().shards();
    if (wanted < 0 || wanted >= shards) {
      throw new ParameterException(
          spec.commandLine(),
          "--shard %d: the run has %d, counted from 0".formatted(wanted, shards));
    }
    Path table = table(run, talk);
    try (var stop = new StopSignals(() -> talk.say("stopping after this batch"));
        var session = SweepSession.open(parts, run, table, backend, talk)) {
      var computer = session.computer(run.stored().plan());
      return switch (run.run(wanted, computer, HeldWork.of(stop), talk)) {
        case COMPLETE -> {
          talk.say("shard %d: complete".formatted(wanted));
          yield Exit.OK;
        }
        case STOPPED -> {
          talk.say(
              "wassily: shard %d: stopped, all batches are kept; run it again".formatted(wanted));
          yield again;
        }
        case LOCKED -> {
          talk.say("wassily: shard %d: another process works on it".formatted(wanted));
          yield again;
        }
      };
    }
  }

  /** Where the table is read, after all sources were seen to be those of the plan. */
  private Path table(RunDirectory run, Talk talk) throws IOException {
    if (stage == null) {
      talk.timed(
          "hashing the sources",
          () -> {
            run.requireUnchanged();
            return null;
          });
      return run.stored().table();
    }
    run.requireSourcesUnchanged();
    return StagedTable.in(stage, run.stored().table(), run.stored().plan().tableSha256(), talk);
  }

  private int shard() {
    if (shard != null) {
      return shard;
    }
    String found =
        Stream.of("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX")
            .map(System::getenv)
            .filter(v -> v != null && v.matches("\\d{1,9}"))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--shard I is missing, and neither $SLURM_ARRAY_TASK_ID nor"
                            + " $JOB_COMPLETION_INDEX is a number"));
    return Integer.parseInt(found);
  }
}
