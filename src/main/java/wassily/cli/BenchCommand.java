package wassily.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import wassily.bench.BenchOptions;
import wassily.bench.BenchReport;
import wassily.bench.BenchRun;
import wassily.bench.Machine;
import wassily.io.OutputFile;
import wassily.linalg.Backend;
import wassily.linalg.Backends;
import wassily.report.BenchPage;

/** How fast this machine is, phase by phase. */
@Command(
    name = "bench",
    description = {
      "Measures this machine, then analyses of generated tables, phase by phase.",
      "",
      "  wassily bench --quick                             20 seconds",
      "  wassily bench                                     2 minutes, as many orders as fit",
      "  wassily bench --n 5000,13146 --html bench.html    all of these, whatever it takes",
      "",
      "First the ceilings: the rate of a large matrix product, of copies, of plain writing. Then"
          + " for",
      "each order n a table is generated, and read, factorized, solved with and swept as the"
          + " commands",
      "do; medians of the rounds, each phase beside its ceiling, and how the cost grows with n.",
    },
    subcommands = {BenchKernelsCommand.class, BenchReportCommand.class, BenchWorkloadCommand.class})
final class BenchCommand implements Callable<Integer> {
  /** Beside each other they show how phases grow, and one round of all takes 3 s on 2 cores. */
  private static final List<Integer> QUICK_ORDERS = List.of(420, 840, 1_680);

  private static final int QUICK_SCENARIOS = 240;

  @Option(
      names = "--n",
      paramLabel = "N",
      split = ",",
      description =
          "Orders of the tables, regions × sectors. Default: of 1435, 2500, 5000, 9800 and 13146"
              + " those that fit into memory and --budget")
  List<Integer> orders = List.of();

  @Option(
      names = "--quick",
      description = "Small tables and few rounds: 20 seconds on two idle cores")
  boolean quick;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "2m",
      description =
          "Leave out what would take longer: 90s, 2m, 1h. With --n or --quick all is"
              + " measured unless --budget is given too. Default: ${DEFAULT-VALUE}")
  String budget;

  @Option(
      names = "--repeats",
      paramLabel = "K",
      description = "Rounds that are counted, after one that is not. Default: 5, with --quick 3")
  Integer repeats;

  @Option(
      names = "--scenarios",
      paramLabel = "B",
      description = "Scenarios of the sweep. Default: 1024, with --quick 240")
  Integer scenarios;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Other tables. Default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--both",
      description = "Where --backend is a card: the CPU as well, in turns within every round")
  boolean both;

  @Option(
      names = "--html",
      paramLabel = "FILE.html",
      description = "Write one page with charts that needs nothing else")
  Path html;

  @Mixin BenchArgs files = new BenchArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OptionalDouble start = TimingsReport.sinceStart();
    files.requireWritable();
    if (html != null) {
      OutputFile.require(html, files.force);
    }
    var talk = new Talk(spec.commandLine().getErr());
    BenchReport report = files.inFolder(folder -> measure(folder, start, talk));
    var out = spec.commandLine().getOut();
    BenchText.print(out, report);
    out.flush();
    if (files.json != null) {
      files.write(files.json, BenchJson.of(report));
      talk.say("written: " + files.json);
    }
    if (html != null) {
      files.write(html, BenchPage.of(report));
      talk.say("written: " + html);
    }
    if (!report.right()) {
      talk.say("wassily: a timed result is wrong, see its checks; run: wassily selftest");
      return Exit.FAILED;
    }
    return Exit.OK;
  }

  private BenchReport measure(Path folder, OptionalDouble start, Talk talk) throws IOException {
    BenchOptions options = options(folder);
    var opened = new ArrayList<Backend>();
    try {
      opened.add(backend.open(talk));
      if (both && opened.getFirst().info().name().equals("cpu")) {
        talk.say("--both: there is only the CPU to measure");
      } else if (both) {
        opened.add(Backends.open("cpu", backend.options()).backend());
      }
      var machine =
          Machine.describe(
              Version.text(),
              Optional.ofNullable(System.getProperty("wassily.home")).map(Path::of),
              opened,
              backend.options());
      return new BenchRun(options, opened, talk).run(machine, start);
    } finally {
      opened.reversed().forEach(Backend::close);
    }
  }

  private BenchOptions options(Path folder) {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--budget");
    List<Integer> wanted =
        !orders.isEmpty() ? orders : quick ? QUICK_ORDERS : BenchOptions.USUAL_ORDERS;
    int rounds = repeats != null ? repeats : quick ? 3 : 5;
    int swept = scenarios != null ? scenarios : quick ? QUICK_SCENARIOS : 1024;
    if (wanted.stream().anyMatch(n -> n < 1) || rounds < 1 || swept < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--n %s --repeats %d --scenarios %d: at least 1 is needed"
              .formatted(
                  String.join(",", wanted.stream().map(Object::toString).toList()), rounds, swept));
    }
    return new BenchOptions(
        wanted,
        (quick || !orders.isEmpty()) && !given,
        seconds(budget),
        rounds,
        swept,
        backend.threads(),
        seed,
        folder,
        quick ? 64 : 512,
        quick ? 0.1 : 0.5);
  }

  private double seconds(String text) {
    var match = Pattern.compile("(\\d+(?:\\.\\d+)?)([smh]?)").matcher(text);
    if (!match.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--budget %s: a time such as 90s, 2m or 1h is expected".formatted(text));
    }
    double unit =
        switch (match.group(2)) {
          case "m" -> 60;
          case "h" -> 3600;
          default -> 1;
        };
    return unit * Double.parseDouble(match.group(1));
  }
}
