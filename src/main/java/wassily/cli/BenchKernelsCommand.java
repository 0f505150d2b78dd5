package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.io.hdf5.TableFile;
import wassily.linalg.Backend;
import wassily.linalg.timing.KernelBench;
import wassily.linalg.timing.KernelTimes;
import wassily.linalg.timing.KernelTimes.Unit;
import wassily.table.MrioTable;

/** Times of upload, product, LU and inverse. */
@Command(
    name = "kernels",
    description = {
      "Times upload, matrix product, LU and inverse of order N, each to its end on the device.",
      "",
      "  wassily bench kernels --backend cuda --n 13146 --repeats 5 --json",
      "",
      "lu_general: a matrix whose rows change places; lu_leontief: one as a table's x̂ − Z, which",
      "needs no pivoting. inverse_… counts from the matrix on, LU included. pinned_copy: what a plain",
      "copy of as many bytes from page-locked memory takes. The last results are checked."
    })
final class BenchKernelsCommand implements Callable<Integer> {
  @Option(
      names = "--n",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Order of the matrices. Default: ${DEFAULT-VALUE}")
  int n;

  @Option(
      names = "--repeats",
      paramLabel = "K",
      defaultValue = "5",
      description = "How often each is timed. Default: ${DEFAULT-VALUE}")
  int repeats;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Other numbers in the matrices. Default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--table",
      paramLabel = "TABLE.h5",
      description = "Also time the upload of this table's Z, read once before (upload_file)")
  Path table;

  @Option(names = "--json", description = "Print as JSON")
  boolean json;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (n < 1 || repeats < 1) {
      throw new ParameterException(
          spec.commandLine(), "--n %d --repeats %d: at least 1 is needed".formatted(n, repeats));
    }
    var out = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    try (Backend on = backend.open(talk);
        MrioTable open = table == null ? null : TableFile.open(table, backend.threads())) {
      var z = Optional.ofNullable(open).map(MrioTable::z);
      var times = new KernelBench(on, backend.threads(), z, talk).run(n, repeats, seed);
      if (json) {
        print(out, times);
      } else {
        text(out, times);
      }
      out.flush();
      if (!times.right()) {
        talk.say("wassily: a timed result is wrong, see its error; run: wassily selftest");
        return Exit.FAILED;
      }
      return Exit.OK;
    }
  }

  private static void text(PrintWriter out, KernelTimes times) {
    out.println(
        "%s, %s, n = %,d"
            .formatted(times.backend().device(), times.backend().library(), times.n()));
    var text = new TextTable("operation", "median s", "rate", "");
    for (var s : times.series()) {
      text.add(
          s.name(),
          "%.4g".formatted(s.median()),
          "%,.1f".formatted(s.rate()),
          s.unit() == Unit.GFLOPS ? "GFLOP/s" : "GB/s   ");
    }
    text.print(out);
    times.methods().forEach((kind, how) -> out.println("LU of " + kind + ": " + how));
    for (var p : times.proofs()) {
      out.println(
          "%s  error of %s %.1e, bound %.1e"
              .formatted(p.passed() ? "ok" : "FAILED", p.name(), p.figure(), p.bound()));
    }
  }

  private static void print(PrintWriter out, KernelTimes times) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    BackendJson.put(root.putObject("backend"), times.backend());
    root.put("n", times.n()).put("right", times.right());
    var series = root.putObject("series");
    for (var s : times.series()) {
      var node = series.putObject(s.name());
      var seconds = node.putArray("seconds");
      s.seconds().forEach(seconds::add);
      node.put("median_seconds", s.median())
          .put("work", s.work())
          .put(s.unit() == Unit.GFLOPS ? "gflops" : "gb_per_s", s.rate());
    }
    var methods = root.putObject("methods");
    times.methods().forEach(methods::put);
    var proofs = root.putArray("proofs");
    for (var p : times.proofs()) {
      proofs
          .addObject()
          .put("name", p.name())
          .put("error", p.figure())
          .put("bound", p.bound())
          .put("passed", p.passed());
    }
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
