package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.run.RunDirectory;
import wassily.io.run.RunDirectory.Outcome;
import wassily.io.run.SweepSources;
import wassily.scenario.Plan;
import wassily.table.BadDataException;

/** Thousands of scenarios in one go: plan, run and merge. */
@Command(
    name = "sweep",
    description = {
      "Computes all scenarios of a sweep file.",
      "",
      "  wassily explain sweep.yaml               what it would do and cost",
      "  wassily sweep sweep.yaml -o result.h5",
      "  wassily results result.h5 --array D_cba --csv D_cba.csv",
      "",
      "Interrupted, it goes on where it was when the same command is given again. In pieces, on many",
      "machines: wassily plan, run, merge."
    })
final class SweepCommand implements Callable<Integer> {
  private final SweepParts parts;

  @Parameters(paramLabel = "SWEEP.yaml", description = "What changes, over which values")
  Path sweep;

  @Mixin MergeArgs result = new MergeArgs();

  @Option(
      names = "--run-dir",
      paramLabel = "FOLDER",
      description =
          "Where unfinished work is kept, and stays. Default: RESULT.h5.run, until the result is"
              + " written")
  Path runDir;

  @Option(names = "--yes", description = "A design of very many rows is meant")
  boolean yes;

  @Option(
      names = "--timings",
      paramLabel = "FILE.json",
      description = "Write the seconds of every phase to a file; - prints them on stderr")
  String timings;

  @Mixin ResumeArgs resume = new ResumeArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  SweepCommand(SweepParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws IOException {
    result.requireWritable();
    int again = resume.code();
    var talk = new Talk(spec.commandLine().getErr());
    Path folder =
        runDir != null ? runDir : result.out.resolveSibling(result.out.getFileName() + ".run");
    try (var stop = new StopSignals(() -> talk.say("stopping after this batch"))) {
      RunDirectory run;
      if (RunDirectory.exists(folder)) {
        run = continued(folder, talk);
        try (var session = SweepSession.open(parts, run, backend, talk)) {
          if (!computed(run, session, stop, talk)) {
            return again;
          }
        }
      } else {
        try (var session = SweepSession.open(parts, sweep, backend, talk)) {
          Plan plan = session.plan(1, yes);
          talk.say(
              "%,d scenarios, %,d distinct, in %,d batches"
                  .formatted(plan.design().scenarios(), plan.distinct(), plan.batches()));
          run =
              RunDirectory.create(
                  folder, Version.text(), plan, session.table(), sweep, session.sources());
          if (!computed(run, session, stop, talk)) {
            return again;
          }
        }
      }
      int code = result.merge(run, Duration.ZERO, backend.threads(), talk);
      if (runDir == null) {
        run.delete();
      }
      TimingsReport.write(timings, talk);
      var out = spec.commandLine().getOut();
      out.println(result.out);
      out.flush();
      return code;
    }
  }

  /** The unfinished run of this very sweep. */
  private RunDirectory continued(Path folder, Talk talk) throws IOException {
    RunDirectory run = RunDirectory.open(folder);
    run.requireProgram(Version.text());
    var now = SweepSources.of(sweep, parts.read(sweep, sweep.toAbsolutePath().getParent()));
    if (!now.sha256().equals(run.stored().plan().specSha256())) {
      throw new BadDataException(
          "%s: holds an unfinished run of another sweep, or this one was edited; remove the folder to begin anew"
              .formatted(folder));
    }
    run.requireUnchanged();
    RunDirectory.Status status = run.status();
    talk.say(
        "going on in %s: %,d of %,d batches are done"
            .formatted(folder, status.batchesDone(), status.batches()));
    return run;
  }

  private boolean computed(RunDirectory run, SweepSession session, StopSignals stop, Talk talk)
      throws IOException {
    var computer = session.computer(run.stored().plan());
    for (int shard = 0; shard < run.stored().plan().shards(); shard++) {
      Outcome outcome = run.run(shard, computer, stop, talk);
      if (outcome != Outcome.COMPLETE) {
        talk.say(
            outcome == Outcome.STOPPED
                ? "wassily: stopped, all batches are kept; the same command goes on"
                : "wassily: %s: another process works on it".formatted(run.folder()));
        return false;
      }
    }
    return true;
  }
}
