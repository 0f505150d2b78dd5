package wassily.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast this machine is. */
@Command(
    name = "bench",
    description = {
      "Times a backend on this machine.",
      "",
      "  wassily bench kernels --backend cuda --n 13146",
    },
    subcommands = {BenchKernelsCommand.class, BenchReportCommand.class})
final class BenchCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what of: " + String.join(", ", spec.subcommands().keySet()));
  }
}
