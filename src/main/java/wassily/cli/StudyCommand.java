package wassily.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whole studies of a table. */
@Command(
    name = "study",
    description = {
      "Computes everything that a published study computed, on any table.",
      "",
      "  wassily study city table.h5 study.yaml -o study.h5",
      "  wassily study network table.h5 -s NOx --cluster province:Hebei",
    },
    subcommands = {StudyCityCommand.class, StudyNetworkCommand.class})
final class StudyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }
}
