package wassily.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads work. */
final class ThreadArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of reading and computing. Default: all processors")
  Integer threads;

  int count() {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads " + threads + ": at least 1 is needed");
    }
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
