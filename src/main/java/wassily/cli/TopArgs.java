package wassily.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many rows of a printed table are wanted. */
final class TopArgs {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  private int rows;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the largest to print, 0 for all. Default: ${DEFAULT-VALUE}")
  void rows(int n) {
    if (n < 0) {
      throw new ParameterException(
          spec.commandLine(), "--top " + n + ": 0 (all) or more is expected");
    }
    rows = n;
  }

  /** How many; 0 for all. */
  int rows() {
    return rows;
  }

  /** How many of so many rows are printed. */
  int of(int all) {
    return rows == 0 ? all : Math.min(rows, all);
  }
}
