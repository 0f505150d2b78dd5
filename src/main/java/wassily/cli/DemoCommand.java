package wassily.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import wassily.account.Footprint;
import wassily.account.FootprintArrays;
import wassily.account.FootprintRun;
import wassily.account.StressorSelection;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.label.TableAxes;
import wassily.progress.Progress;
import wassily.result.ResultSet;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.table.TableChecks;
import wassily.table.TableGenerator;

/** The whole main line on a generated table, in seconds and without any data. */
@Command(
    name = "demo",
    description = {
      "A generated table from end to end: checks, footprints, flows, what to try next.",
      "",
      "  wassily demo"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int REGIONS = 30;
  private static final int SECTORS = 42;
  private static final int LARGEST = 5;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description =
          "Where the files go. Default: data/demo of the project, else a temporary folder")
  Path out;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var print = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    Path folder = folder();
    Path tableFile = folder.resolve("demo-table.h5");
    Path resultFile = folder.resolve("demo-footprint.h5");
    var options = new GeneratorOptions(REGIONS, SECTORS, 7);
    var how = new WriteOptions(true, 0, backend.threads());
    try (var generated = new TableGenerator(backend.threads(), talk).generate(options)) {
      TableFile.write(generated, tableFile, how, talk);
    }
    print.println("1. A table, generated (your own comes in with: wassily import)");
    return Computation.accounts(
        tableFile,
        backend,
        DemoCommand::firstStressor,
        talk,
        c -> {
          int code = show(c, resultFile, how, talk);
          next(tableFile, resultFile);
          return code;
        });
  }

  private int show(Computation c, Path resultFile, WriteOptions how, Talk talk) throws IOException {
    var print = spec.commandLine().getOut();
    var run = FootprintRun.of(c.system(), c.account(), talk);
    var report = new TableChecks(backend.threads(), Progress.NONE).check(c.table());
    CheckText.print(print, c.table(), report);
    print.println();
    print.println(
        "2. Footprints: I − A of order %,d factorized once on %s (%s)"
            .formatted(
                c.table().axes().n(), c.system().device().name(), c.system().device().library()));
    FootprintText.print(print, c.table(), run.footprint(), FootprintCommand.By.REGION, LARGEST);
    print.println("3. The largest flows between regions");
    largestFlows(run.footprint());
    var arrays = new ArrayList<>(new FootprintArrays(run.footprint()).accounts(c.table()));
    arrays.addAll(new FootprintArrays(run.footprint()).flows());
    ResultFile.write(
        new ResultSet(
            "footprints and flows of the demonstration table",
            arrays,
            run.certificate(),
            c.provenance("demo", talk)),
        resultFile,
        how,
        talk);
    print.println();
    print.flush();
    return CertificateLines.say(run.certificate(), c.system(), talk);
  }

  private static SatelliteAccount firstStressor(MrioTable table) {
    String name = table.satellites().getFirst().stressors().get(0).name();
    return StressorSelection.select(table, List.of(name));
  }

  private void largestFlows(Footprint f) {
    TableAxes axes = f.axes();
    int from = 0;
    int to = 1;
    var text = new TextTable(2, "from", "for", "T");
    var done = new HashSet<Integer>();
    int regions = axes.regions().size();
    for (int rank = 0; rank < LARGEST; rank++) {
      double largest = -1;
      for (int r = 0; r < regions; r++) {
        for (int s = 0; s < regions; s++) {
          if (r != s && !done.contains(r * regions + s) && f.flow(0, r, s) > largest) {
            largest = f.flow(0, r, s);
            from = r;
            to = s;
          }
        }
      }
      done.add(from * regions + to);
      text.add(
          axes.regions().get(from).name(),
          axes.regions().get(to).name(),
          TextTable.number(largest));
    }
    text.print(spec.commandLine().getOut());
  }

  private void next(Path table, Path result) {
    var print = spec.commandLine().getOut();
    print.println("Files");
    print.println("  " + table);
    print.println("  " + result);
    print.println("Try next");
    print.println("  wassily footprint " + table + " --stressor CO2 --by category");
    print.println("  wassily flows " + table + " --stressor CO2 --net");
    print.println("  wassily multipliers " + table + " --linkages");
    print.println("  wassily results " + result + " --array D_cba --csv D_cba.csv");
    print.println("  wassily import --help        your own table");
    print.flush();
  }

  private Path folder() throws IOException {
    if (out != null) {
      return Files.createDirectories(out);
    }
    String home = System.getProperty("wassily.home");
    if (home != null) {
      Path data = Path.of(home, "data");
      if (Files.isDirectory(data) && Files.isWritable(data)) {
        return Files.createDirectories(data.resolve("demo"));
      }
    }
    return Files.createTempDirectory("wassily-demo-");
  }
}
