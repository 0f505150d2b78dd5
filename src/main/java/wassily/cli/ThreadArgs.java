package wassily.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads work. */
final class ThreadArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  private boolean given;
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of reading and computing. Default: all processors")
  void threads(int n) {
    if (n < 1) {
      throw new ParameterException(spec.commandLine(), "--threads " + n + ": at least 1 is needed");
    }
    threads = n;
    given = true;
  }

  /** Whether the user said how many. */
  boolean given() {
    return given;
  }

  int count() {
    return threads;
  }
}
