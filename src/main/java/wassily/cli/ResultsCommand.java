package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.text.CsvExport;
import wassily.result.ResultArray;
import wassily.result.ResultSet;
import wassily.scenario.ResponseConvergence;
import wassily.scenario.ResponseStatistics;

/** What a result file holds, and its arrays as CSV or JSON. */
@Command(
    name = "results",
    description = {
      "Lists what a result file holds, or shows or exports one of its arrays.",
      "",
      "  wassily results R.h5                                   the list",
      "  wassily results R.h5 --array D_cba                     its largest values",
      "  wassily results R.h5 --array D_cba --csv D_cba.csv     one row for each number",
      "  wassily results R.h5 --array T --csv T.csv.gz --wide   the last axis as columns",
      "  wassily results R.h5 --array total --statistics        mean and interval over scenarios",
      "  wassily results R.h5 --array total --statistics --convergence   are there enough draws"
    })
final class ResultsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RESULT.h5", description = "A file stored with --out")
  Path file;

  @Option(
      names = "--array",
      paramLabel = "NAME",
      description = "The array to show or export: D_cba, T, M …")
  String array;

  @Option(
      names = "--csv",
      paramLabel = "FILE.csv",
      description = "Where to write it; compressed when the name ends in .gz")
  Path csv;

  @Option(names = "--wide", description = "The last axis as columns instead of one row per number")
  boolean wide;

  @Option(
      names = "--statistics",
      description =
          "Of a sweep's response: mean, spread and interval over its scenarios, or the draws of each")
  boolean statistics;

  @Option(
      names = "--convergence",
      description =
          "With --statistics: over an eighth, a quarter, half and all of the draws, with intervals")
  boolean convergence;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      defaultValue = "0.95",
      description = "Share of the scenarios in the interval. Default: ${DEFAULT-VALUE}")
  double confidence;

  @Option(names = "--json", description = "Print the array, or all of them, as JSON")
  boolean json;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Mixin TopArgs top = new TopArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (csv != null && array == null) {
      throw new ParameterException(spec.commandLine(), "--csv needs --array NAME");
    }
    if (statistics && array == null) {
      throw new ParameterException(spec.commandLine(), "--statistics needs --array NAME");
    }
    if (convergence && !statistics) {
      throw new ParameterException(spec.commandLine(), "--convergence needs --statistics");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--confidence %s: between 0 and 1 is expected".formatted(confidence));
    }
    if (csv != null) {
      OutputFile.require(csv, force);
    }
    if (wide && csv == null) {
      throw new ParameterException(spec.commandLine(), "--wide needs --csv FILE");
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
      } else if (convergence) {
        ConvergenceText.print(out, ResponseConvergence.of(result, named(result), confidence), top);
      } else if (statistics) {
        StatisticsText.print(out, ResponseStatistics.of(result, named(result), confidence), top);
      } else if (array != null) {
        ResultsText.array(out, chosen(result), top);
      } else {
        ResultsText.list(out, result);
      }
      out.flush();
      return Exit.OK;
    }
  }

  /** The array that is asked for, or its statistics. */
  private ResultArray chosen(ResultSet result) throws IOException {
    ResultArray found = named(result);
    if (convergence) {
      return ResponseConvergence.of(result, found, confidence).array();
    }
    return statistics ? ResponseStatistics.of(result, found, confidence).array() : found;
  }

  private ResultArray named(ResultSet result) {
    try {
      return result.array(array);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--array: " + e.getMessage());
    }
  }
}
