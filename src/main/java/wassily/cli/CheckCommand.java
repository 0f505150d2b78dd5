package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.LeontiefSystem;
import wassily.account.UnproductiveSystemException;
import wassily.account.Work;
import wassily.io.hdf5.TableFile;
import wassily.linalg.Backend;
import wassily.table.CheckReport;
import wassily.table.Finding;
import wassily.table.MrioTable;
import wassily.table.TableChecks;

/** Everything that is odd about a table, before results depend on it. */
@Command(
    name = "check",
    description = {
      "Checks a table: balances, negative values, idle sectors, whether it is productive.",
      "",
      "  wassily check table.h5",
      "",
      "Negative outputs and demands, as real tables have, are warnings; --strict makes them errors.",
      "The report goes to stdout, also when it ends with an error."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path file;

  @Option(names = "--strict", description = "Negative output or demand is an error")
  boolean strict;

  @Option(names = "--quick", description = "Only look; do not factorize to find ρ(A)")
  boolean quick;

  @Option(names = "--json", description = "Print as JSON, with more labels")
  boolean json;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var talk = new Talk(spec.commandLine().getErr());
    int threads = backend.threads();
    try (MrioTable table = TableFile.open(file, threads)) {
      CheckReport report;
      List<Finding> solved = List.of();
      if (quick) {
        report = new TableChecks(threads, talk).check(table);
      } else {
        var checked = backend.run(talk, device -> solve(table, device, talk));
        report = checked.report();
        solved = checked.solved();
      }
      report = report.with(solved);
      report = strict ? report.strict() : report;
      var out = spec.commandLine().getOut();
      if (json) {
        printJson(out, report);
      } else {
        CheckText.print(out, table, report);
      }
      out.flush();
      return verdict(report, solved.stream().anyMatch(CheckCommand::isError), talk);
    }
  }

  /** What a look at the numbers tells, and what the factors tell. */
  private record Checked(CheckReport report, List<Finding> solved) {}

  private Checked solve(MrioTable table, Backend device, Talk talk) throws IOException {
    LeontiefSystem.requireMemory(table, device);
    var report = new TableChecks(backend.threads(), talk).check(table);
    return new Checked(report, productivity(table, device, report, talk));
  }

  private static List<Finding> productivity(
      MrioTable table, Backend device, CheckReport report, Talk talk) throws IOException {
    try (var system = LeontiefSystem.factorize(table, device, Work.few(), talk)) {
      return Productive.findings(system, report);
    } catch (UnproductiveSystemException e) {
      return List.of(new Finding(Finding.Severity.ERROR, "singular", e.getMessage(), List.of()));
    }
  }

  /** Says on stderr why a check failed, with the labels. */
  private int verdict(CheckReport report, boolean unproductive, Talk talk) {
    if (!report.failed()) {
      return Exit.OK;
    }
    var errors = new ArrayList<>(report.findings().stream().filter(CheckCommand::isError).toList());
    Finding worst = unproductive ? errors.getLast() : errors.getFirst();
    talk.say(
        "wassily: %s: %s%s"
            .formatted(
                file,
                Productive.inWords(worst),
                errors.size() > 1 ? " (and other errors, see the report)" : ""));
    return unproductive ? Exit.UNPRODUCTIVE : Exit.BAD_DATA;
  }

  private static boolean isError(Finding f) {
    return f.severity() == Finding.Severity.ERROR;
  }

  private static void printJson(PrintWriter out, CheckReport report) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("row_gap_share", report.rows().share());
    report.columns().ifPresent(b -> root.put("column_gap_share", b.share()));
    var findings = root.putArray("findings");
    for (Finding f : report.findings()) {
      var node =
          findings
              .addObject()
              .put("severity", f.severity().name().toLowerCase(Locale.ROOT))
              .put("code", f.code())
              .put("message", f.message());
      var labels = node.putArray("labels");
      f.labels().forEach(labels::add);
    }
    root.put("failed", report.failed());
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
