package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.account.FootprintArrays;
import wassily.account.InverseCertificate;
import wassily.account.InverseRun;
import wassily.account.Work;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.result.ResultArray;
import wassily.result.ResultSet;

/** The whole Leontief inverse, for those who need every cell of it. */
@Command(
    name = "inverse",
    description = {
      "The Leontief inverse L = (I−A)⁻¹ as a file of n × n numbers.",
      "",
      "  wassily inverse table.h5 -o inverse.h5",
      "",
      "Footprints, flows and multipliers do not need it: they solve, which is three times cheaper."
    })
final class InverseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TABLE.h5", description = "A table made by import or generate")
  Path table;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.h5",
      required = true,
      description = "Where to store L")
  Path out;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Option(
      names = "--timings",
      paramLabel = "FILE.json",
      description = "Write the seconds of every phase to a file; - prints them on stderr")
  String timings;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OutputFile.require(out, force);
    var talk = new Talk(spec.commandLine().getErr());
    return Computation.run(
        table,
        backend,
        Work.wholeInverse(),
        talk,
        c -> {
          Productive.require(c.system(), backend.threads());
          return invert(c, talk);
        });
  }

  private int invert(Computation c, Talk talk) throws IOException {
    try (var run = InverseRun.of(c.system(), talk)) {
      var provenance = c.provenance("inverse", talk);
      var l = InverseCertificate.rows(run.inverse());
      var certificate = run.certificate();
      var rows = FootprintArrays.rowAxis("row", c.table().axes());
      var columns = FootprintArrays.rowAxis("column", c.table().axes());
      var set =
          new ResultSet(
              "Leontief inverse of " + c.table().info().title(),
              List.of(
                  new ResultArray("L", "1", "Leontief inverse (I−A)⁻¹", List.of(rows, columns), l)),
              certificate,
              provenance);
      ResultFile.write(
          set, out, new wassily.io.hdf5.WriteOptions(force, 0, backend.threads()), talk);
      spec.commandLine().getOut().println(out);
      c.writeTimings(timings, talk);
      return CertificateLines.say(certificate, c.system(), talk);
    }
  }
}
