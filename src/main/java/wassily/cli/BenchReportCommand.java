package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.cli.GpuFloors.Verdict;
import wassily.io.OutputFile;

/** What a check of a card found, in one file. */
@Command(
    name = "report",
    description = {
      "Puts together what scripts/gpu-check.sh has measured, and judges it.",
      "",
      "  wassily bench report WORK/steps --n 13146 -o gpu-check.json",
      "",
      "Exit code 0: all floors reached; 1: a step or a floor failed; 7: nothing failed, but not",
      "everything was measured."
    })
final class BenchReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "What the steps left: steps.tsv and their JSON")
  Path folder;

  @Option(
      names = "--n",
      paramLabel = "N",
      required = true,
      description = "Order of the table and the matrices")
  int n;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.json",
      required = true,
      description = "The report to write")
  Path out;

  @Option(names = "--force", description = "Replace the output when it exists")
  boolean force;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OutputFile.require(out, force);
    var steps = GpuCheckSteps.read(folder);
    List<GpuFloors.Floor> floors = new GpuFloors(steps, n).all();
    boolean failed = steps.failed() || floors.stream().anyMatch(f -> f.verdict() == Verdict.FAILED);
    boolean complete = floors.stream().allMatch(f -> f.verdict() == Verdict.PASSED);
    String outcome = failed ? "failed" : complete ? "passed" : "incomplete";
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("outcome", outcome).put("n", n);
    var machine = root.putObject("machine");
    steps.machine().forEach(machine::put);
    var list = root.putArray("floors");
    for (var f : floors) {
      var node = list.addObject().put("name", f.name());
      f.value().ifPresentOrElse(v -> node.put("value", v), () -> node.putNull("value"));
      node.put("sign", f.sign()).put("bound", f.bound()).put("unit", f.unit());
      node.put("verdict", f.verdict().toString()).put("why", f.why());
    }
    var figures = root.putObject("figures");
    steps
        .seriesNames()
        .forEach(
            name -> {
              var node = figures.putObject(name);
              var seconds = node.putArray("seconds");
              steps.seconds(name).forEach(seconds::add);
              node.put("median_seconds", steps.median(name).orElseThrow());
            });
    var did = root.putArray("steps");
    for (var s : steps.steps()) {
      did.addObject()
          .put("name", s.name())
          .put("exit", s.exit())
          .put("seconds", s.seconds())
          .put("note", s.note());
    }
    var said = root.putObject("said");
    steps.json().forEach(said::set);
    try (var file = OutputFile.create(out, force)) {
      byte[] text =
          (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
              .getBytes(StandardCharsets.UTF_8);
      file.channel().write(java.nio.ByteBuffer.wrap(text));
      file.commit();
    }
    print(steps, floors, outcome);
    return failed ? Exit.FAILED : complete ? Exit.OK : Exit.UNMEASURED;
  }

  private void print(GpuCheckSteps steps, List<GpuFloors.Floor> floors, String outcome) {
    var print = spec.commandLine().getOut();
    for (var f : floors) {
      print.println(
          "%-12s  %-44s %10s %s %.4g %s%s"
              .formatted(
                  f.verdict(),
                  f.name(),
                  f.value().isPresent() ? "%.4g".formatted(f.value().getAsDouble()) : "-",
                  f.sign(),
                  f.bound(),
                  f.unit(),
                  f.why().isEmpty() ? "" : "  (" + f.why() + ")")
              .stripTrailing());
    }
    for (var s : steps.steps()) {
      if (!s.good()) {
        print.println("step %s: exit code %s %s".formatted(s.name(), s.exit(), s.note()).strip());
      }
    }
    print.println(outcome);
    print.flush();
  }
}
