package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.FileHash;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.io.text.ResultTableCsv;
import wassily.result.Certificate;
import wassily.result.ResultSet;
import wassily.scenario.SobolAnalysis;
import wassily.scenario.SobolArrays;

/** Which variables of a sweep explain the variance of its responses. */
@Command(
    name = "sobol",
    description = {
      "Sobol indices of a sweep's responses: which variable explains how much of the variance.",
      "",
      "  wassily sweep sweep.yaml -o result.h5      with design: saltelli in the file, keep: all",
      "  wassily sobol result.h5 --of total",
      "  wassily sobol result.h5 --of D_cba --top 5 --csv indices.csv -o indices.h5",
      "",
      "First order: alone. Total: with all its interactions. Intervals come from a bootstrap over",
      "the samples. docs/uncertainty.md tells how to choose the number of rows."
    })
final class SobolCommand implements Callable<Integer> {
  private static final int MOST_REPLICATES = 1_000_000;

  @Parameters(
      paramLabel = "RESULT.h5",
      description = "The result of a sweep with design: saltelli and keep: all")
  Path file;

  @Option(
      names = "--of",
      paramLabel = "RESPONSE",
      description = "Which responses: total, D_cba … as results lists them. Default: all")
  List<String> of = new ArrayList<>();

  @Option(
      names = "--replicates",
      paramLabel = "B",
      defaultValue = "1000",
      description = "How often the bootstrap draws. Default: ${DEFAULT-VALUE}")
  int replicates;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      defaultValue = "0.95",
      description = "Of the intervals, between 0 and 1. Default: ${DEFAULT-VALUE}")
  double confidence;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the bootstrap. Default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--csv",
      paramLabel = "FILE.csv",
      description = "Write all indices as CSV, one row for each cell and variable")
  Path csv;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.h5",
      description = "Store the indices with their labels, certificate and provenance")
  Path out;

  @Option(names = "--json", description = "Print the indices as JSON")
  boolean json;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Mixin TopArgs top = new TopArgs();
  @Mixin ThreadArgs threads = new ThreadArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (replicates < 2 || replicates > MOST_REPLICATES) {
      throw new ParameterException(
          spec.commandLine(),
          "--replicates %d: 2 to %,d are expected".formatted(replicates, MOST_REPLICATES));
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--confidence %s: between 0 and 1 is expected".formatted(confidence));
    }
    for (Path target : new Path[] {csv, out}) {
      if (target != null) {
        OutputFile.require(target, force);
      }
    }
    var talk = new Talk(spec.commandLine().getErr());
    try (var open = ResultFile.open(file)) {
      var bootstrap = new SobolAnalysis.Bootstrap(replicates, confidence, seed);
      var analysis = SobolAnalysis.of(open.result(), of, bootstrap, threads.count(), talk);
      var labelled = new SobolArrays(analysis);
      var writer = spec.commandLine().getOut();
      if (json) {
        ArrayJson.print(writer, labelled.arrays());
      } else {
        SobolText.print(writer, analysis, confidence, top);
      }
      if (csv != null) {
        ResultTableCsv.write(labelled.table(), csv, force);
        talk.say("indices: " + csv);
      }
      if (out != null) {
        store(open.result(), labelled, talk);
      }
      for (SobolAnalysis.OfResponse r : analysis.responses()) {
        if (r.constants() > 0) {
          talk.say(
              "%s: %,d of %,d values do not vary and have no indices (NaN)"
                  .formatted(r.name(), r.constants(), r.cells().size()));
        }
      }
      Certificate ofSweep = open.result().certificate();
      return ofSweep.passed() ? Exit.OK : CertificateLines.say(ofSweep, talk);
    }
  }

  /** The certificate is the sweep's: the indices are as good as the values they come from. */
  private void store(ResultSet sweep, SobolArrays labelled, Talk talk) throws IOException {
    var provenance = new LinkedHashMap<>(sweep.provenance());
    provenance.put("program", "wassily " + Version.text());
    provenance.put("command", "sobol");
    provenance.put("sweep_result", file.toString());
    provenance.put("sweep_result_sha256", FileHash.sha256(file));
    provenance.put("replicates", Integer.toString(replicates));
    provenance.put("confidence", Double.toString(confidence));
    provenance.put("seed", Long.toString(seed));
    var set =
        new ResultSet(
            "Sobol indices of " + sweep.title(),
            labelled.arrays(),
            sweep.certificate(),
            provenance,
            List.of(labelled.table()));
    ResultFile.write(set, out, new WriteOptions(force, 0, threads.count()), talk);
    talk.say("result: " + out);
  }
}
