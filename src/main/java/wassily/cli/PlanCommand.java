package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.run.RunDirectory;
import wassily.scenario.Plan;

/** Plans a sweep that is computed in shards. */
@Command(
    name = "plan",
    description = {
      "Plans a sweep for many machines: a folder with all that decides its result.",
      "",
      "  wassily plan sweep.yaml --run run/ --shards 200",
      "  wassily run run/ --shard 17                      any shard, anywhere, any number of times",
      "  wassily merge run/ -o result.h5",
      "",
      "With Slurm: sbatch --array=$(wassily missing run/) …, one task for each shard."
    })
final class PlanCommand implements Callable<Integer> {
  /** Slurm's MaxArraySize is 1001 where nobody raised it. */
  private static final int MANY = 1000;

  private final SweepParts parts;

  @Parameters(paramLabel = "SWEEP.yaml", description = "What changes, over which values")
  Path sweep;

  @Option(names = "--run", paramLabel = "FOLDER", required = true, description = "The run's folder")
  Path run;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "1",
      description = "In how many pieces. Default: ${DEFAULT-VALUE}")
  int shards;

  @Option(names = "--yes", description = "A design of very many rows is meant")
  boolean yes;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  PlanCommand(SweepParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws IOException {
    if (shards < 1) {
      throw new ParameterException(spec.commandLine(), "--shards " + shards + ": at least 1");
    }
    RunDirectory.requireNew(run);
    var out = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    try (var session = SweepSession.open(parts, sweep, backend, talk)) {
      Plan plan = session.plan(shards, yes);
      if (plan.shards() > plan.batches()) {
        talk.say(
            "warning: %d shards for %d batches: %d of them have nothing to do"
                .formatted(plan.shards(), plan.batches(), plan.shards() - plan.batches()));
      }
      if (plan.shards() > MANY) {
        talk.say(
            "warning: %d shards; many clusters take arrays of at most %d tasks"
                .formatted(plan.shards(), MANY));
      }
      RunDirectory.create(run, Version.text(), plan, session.table(), sweep, session.sources());
      PlanText.print(out, plan);
      out.flush();
      return Exit.OK;
    }
  }
}
