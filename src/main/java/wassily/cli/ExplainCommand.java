package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a sweep would do, before anything runs. */
@Command(
    name = "explain",
    description = {
      "Says how a sweep would be computed and what it would cost, and computes nothing.",
      "",
      "  wassily explain sweep.yaml"
    })
final class ExplainCommand implements Callable<Integer> {
  private final SweepParts parts;

  @Parameters(paramLabel = "SWEEP.yaml", description = "What changes, over which values")
  Path sweep;

  @Option(names = "--yes", description = "A design of very many rows is meant")
  boolean yes;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  ExplainCommand(SweepParts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    try (var session = SweepSession.open(parts, sweep, backend, talk)) {
      PlanText.print(out, session.plan(1, yes));
      out.flush();
      return Exit.OK;
    }
  }
}
