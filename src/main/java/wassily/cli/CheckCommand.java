package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.LeontiefSystem;
import wassily.account.ProductivityFindings;
import wassily.io.hdf5.TableFile;
import wassily.table.Balance;
import wassily.table.CheckReport;
import wassily.table.Finding;
import wassily.table.MrioTable;
import wassily.table.TableChecks;

/** Everything that is odd about a table, before results depend on it. */
@Command(
    name = "check",
    description = {
      "Checks a table: balances, negative values, sectors without output, whether it is productive.",
      "",
      "Negative outputs and demands, as real tables have, are warnings; --strict makes them errors."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path file;

  @Option(names = "--strict", description = "Negative output or demand is an error")
  boolean strict;

  @Option(names = "--quick", description = "Only look; do not factorize to find ρ(A)")
  boolean quick;

  @Option(names = "--json", description = "Print as JSON")
  boolean json;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var talk = new Talk(spec.commandLine().getErr());
    var out = spec.commandLine().getOut();
    try (MrioTable table = TableFile.open(file, backend.threads())) {
      CheckReport report = new TableChecks(backend.threads(), talk).check(table);
      boolean unproductive = false;
      if (!quick) {
        try (var device = backend.open(talk);
            var system = LeontiefSystem.factorize(table, device, talk)) {
          var more = ProductivityFindings.of(system, nonNegative(report));
          unproductive = more.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
          report = report.with(more);
        }
      }
      if (strict) {
        report = report.strict();
      }
      if (json) {
        printJson(out, report);
      } else {
        print(out, table, report);
      }
      out.flush();
      if (unproductive) {
        return Exit.UNPRODUCTIVE;
      }
      return report.failed() ? Exit.BAD_DATA : Exit.OK;
    }
  }

  static void print(PrintWriter out, MrioTable table, CheckReport report) {
    var axes = table.axes();
    out.println(
        "%s: %d regions × %d sectors, %d categories, %d exogenous consumers, %s, %d"
            .formatted(
                table.info().title(),
                axes.regions().size(),
                axes.sectors().size(),
                axes.categories().size(),
                axes.exogenous().size(),
                table.info().unit(),
                table.info().year()));
    balance(out, "rows", report.rows());
    report.columns().ifPresent(b -> balance(out, "columns", b));
    for (Finding f : report.findings()) {
      out.println("%-8s %s".formatted(f.severity().name().toLowerCase(), f.message()));
      if (!f.labels().isEmpty()) {
        out.println("         " + String.join("; ", f.labels().stream().limit(5).toList()));
      }
    }
    out.println(
        "%d errors, %d warnings"
            .formatted(
                report.count(Finding.Severity.ERROR), report.count(Finding.Severity.WARNING)));
  }

  /** Whether Z ≥ 0 and x ≥ 0. */
  private static boolean nonNegative(CheckReport report) {
    return report.findings().stream()
        .noneMatch(
            f ->
                f.code().equals(TableChecks.NEGATIVE_OUTPUT)
                    || f.code().equals(TableChecks.NEGATIVE_FLOW));
  }

  private static void balance(PrintWriter out, String what, Balance b) {
    out.println(
        "%-8s %s: %.1e of all output, largest %s%s"
            .formatted(
                what,
                b.name(),
                b.share(),
                TextTable.number(b.largestGap()),
                b.worst().isEmpty() ? "" : " at " + b.worst().getFirst().label()));
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
              .put("severity", f.severity().name().toLowerCase())
              .put("code", f.code())
              .put("message", f.message());
      var labels = node.putArray("labels");
      f.labels().forEach(labels::add);
    }
    root.put("failed", report.failed());
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
