package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.ResultFile;
import wassily.result.ResultComparison;

/** How far two results are from each other. */
@Command(
    name = "compare",
    description = {
      "Compares two result files array by array: the same table on two machines or backends.",
      "",
      "  wassily compare cpu.h5 cuda.h5 --tolerance 1e-10",
      "",
      "The figure is |a − b| / max(|a|, |b|), largest over an array's cells; cells below 10⁻⁴ of the",
      "largest of their stressor are measured against that. Exit code 0: all within the tolerance;",
      "1: they differ, or an array is missing or has other labels."
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A.h5", description = "A file stored with --out")
  Path first;

  @Parameters(index = "1", paramLabel = "B.h5", description = "Another one")
  Path second;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "1e-10",
      description = "The largest relative difference that passes. Default: ${DEFAULT-VALUE}")
  double tolerance;

  @Option(names = "--json", description = "Print as JSON")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!(tolerance >= 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "--tolerance %s: a number from 0 on is expected".formatted(tolerance));
    }
    try (var a = ResultFile.open(first);
        var b = ResultFile.open(second)) {
      var found = ResultComparison.of(a.result(), b.result());
      boolean equal = found.largest() <= tolerance;
      var out = spec.commandLine().getOut();
      if (json) {
        print(out, found, equal);
      } else {
        var text = new TextTable(1, "array", "cells", "largest relative difference", "");
        for (var d : found.arrays()) {
          text.add(
              d.name(),
              "%,d".formatted(d.cells()),
              "%.2e".formatted(d.largest()),
              d.largest() <= tolerance ? "" : d.obstacle().orElse("at " + d.where()));
        }
        text.print(out);
        out.println(
            "%s: %.2e, tolerance %.2e"
                .formatted(equal ? "equal" : "DIFFERENT", found.largest(), tolerance));
      }
      out.flush();
      return equal ? Exit.OK : Exit.FAILED;
    }
  }

  private void print(PrintWriter out, ResultComparison found, boolean equal) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("a", first.toString()).put("b", second.toString());
    root.put("tolerance", tolerance).put("equal", equal).put("largest", found.largest());
    var list = root.putArray("arrays");
    for (var d : found.arrays()) {
      var node =
          list.addObject()
              .put("name", d.name())
              .put("cells", d.cells())
              .put("largest", d.largest())
              .put("where", d.where());
      d.obstacle().ifPresent(why -> node.put("obstacle", why));
    }
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
