package wassily.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Hands a planned sweep to a scheduler. */
@Command(
    name = "submit",
    description = {
      "Hands a planned sweep to a scheduler.",
      "",
      "  wassily submit slurm run/ --time 4:00:00        prints what is to be typed",
      "  wassily submit slurm run/ --time 4:00:00 --go   does it",
    },
    subcommands = SubmitSlurmCommand.class)
final class SubmitCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }
}
