package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import wassily.linalg.Backend;
import wassily.linalg.BackendInfo;
import wassily.linalg.Backends;
import wassily.selftest.Selftest;
import wassily.selftest.SelftestCheck;

/** Proves that a backend computes right on this machine. */
@Command(
    name = "selftest",
    description = {
      "Proves that a backend computes right on this machine, in seconds and without any data.",
      "",
      "  wassily selftest --backend cuda",
      "",
      "Every operation against plain loops, with derived bounds; then the footprint of a small table",
      "and its certificate. Exit code 0: all passed; 1: one did not; 5: the device is not there."
    })
final class SelftestCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print as JSON")
  boolean json;

  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var talk = new Talk(spec.commandLine().getErr());
    try (Backend tested = backend.open(talk);
        Backend reference = Backends.open("cpu", backend.options()).backend()) {
      BackendInfo info = tested.info();
      if (!json) {
        out.println("%s: %s, %s".formatted(info.name(), info.device(), info.library()));
      }
      Consumer<SelftestCheck> told = json ? c -> {} : c -> line(out, c);
      List<SelftestCheck> checks = Selftest.run(tested, reference, told);
      long failed = checks.stream().filter(c -> !c.passed()).count();
      if (json) {
        print(out, info, checks, failed);
      } else {
        out.println(
            failed == 0
                ? "all %d checks passed on %s".formatted(checks.size(), info.device())
                : "%d of %d checks FAILED on %s: do not trust results of this backend"
                    .formatted(failed, checks.size(), info.device()));
      }
      out.flush();
      return failed == 0 ? Exit.OK : Exit.FAILED;
    }
  }

  private static void line(PrintWriter out, SelftestCheck c) {
    out.println(
        "%-6s  %-52s  %9s  bound %-8s%s"
            .formatted(
                c.passed() ? "ok" : "FAILED",
                c.name(),
                figure(c.figure()),
                figure(c.bound()),
                c.passed() ? "" : "  " + c.meaning())
            .stripTrailing());
    out.flush();
  }

  /** Counts as they are, errors with two digits. */
  private static String figure(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e9 ? "%.0f".formatted(v) : "%.1e".formatted(v);
  }

  private static void print(
      PrintWriter out, BackendInfo info, List<SelftestCheck> checks, long failed)
      throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    BackendJson.put(root.putObject("backend"), info);
    root.put("passed", failed == 0).put("checks", checks.size()).put("failed", failed);
    var list = root.putArray("results");
    for (SelftestCheck c : checks) {
      list.addObject()
          .put("name", c.name())
          .put("figure", c.figure())
          .put("bound", c.bound())
          .put("passed", c.passed())
          .put("meaning", c.meaning());
    }
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
