package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.ResultFile;
import wassily.io.text.CsvExport;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

/** What a result file holds, and its arrays as CSV or JSON. */
@Command(
    name = "results",
    description = {
      "Lists what a result file holds, or exports one of its arrays.",
      "",
      "  wassily results R.h5                                   the list",
      "  wassily results R.h5 --array D_cba --csv D_cba.csv     one row for each number",
      "  wassily results R.h5 --array T --csv T.csv.gz --wide   the last axis as columns"
    })
final class ResultsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RESULT.h5", description = "A file stored with --out")
  Path file;

  @Option(
      names = "--array",
      paramLabel = "NAME",
      description = "The array to export: D_cba, T, M …")
  String array;

  @Option(
      names = "--csv",
      paramLabel = "FILE.csv",
      description = "Where to write it; compressed when the name ends in .gz")
  Path csv;

  @Option(names = "--wide", description = "The last axis as columns instead of one row per number")
  boolean wide;

  @Option(names = "--json", description = "Print the array, or all of them, as JSON")
  boolean json;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (csv != null && array == null) {
      throw new ParameterException(spec.commandLine(), "--csv needs --array NAME");
    }
    var out = spec.commandLine().getOut();
    try (var open = ResultFile.open(file)) {
      ResultSet result = open.result();
      if (csv != null) {
        CsvExport.write(
            chosen(result),
            csv,
            force,
            wide ? CsvExport.Form.WIDE : CsvExport.Form.LONG,
            new Talk(spec.commandLine().getErr()));
        out.println(csv);
      } else if (json) {
        ArrayJson.print(out, array == null ? result.arrays() : List.of(chosen(result)));
      } else {
        list(result);
      }
      out.flush();
      return Exit.OK;
    }
  }

  private ResultArray chosen(ResultSet result) {
    try {
      return result.array(array);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--array: " + e.getMessage());
    }
  }

  private void list(ResultSet result) {
    var out = spec.commandLine().getOut();
    out.println(result.title());
    var text = new TextTable("array", "axes", "description");
    for (ResultArray a : result.arrays()) {
      var axes = String.join(" × ", a.axes().stream().map(x -> x.name() + " " + size(x)).toList());
      text.add(a.name(), axes, a.description());
    }
    text.print(out);
    out.println("certificate: " + (result.certificate().passed() ? "passed" : "FAILED"));
    for (var c : result.certificate().checks()) {
      out.println(
          "  %-42s %.3e%s"
              .formatted(
                  c.name(),
                  c.value(),
                  Double.isNaN(c.bound())
                      ? ""
                      : "  bound %.3e%s".formatted(c.bound(), c.passed() ? "" : "  FAILED")));
    }
    out.println("provenance:");
    result.provenance().forEach((k, v) -> out.println("  " + k + ": " + v));
  }

  private static String size(ResultAxis axis) {
    return Integer.toString(axis.labels().size());
  }
}
