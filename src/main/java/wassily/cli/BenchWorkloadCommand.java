package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wassily.bench.CityWorkload;
import wassily.bench.EnsembleWorkload;
import wassily.bench.Machine;
import wassily.bench.PhaseTimes;
import wassily.bench.RamaSceneWorkload;
import wassily.bench.Workload;
import wassily.bench.WorkloadReport;
import wassily.linalg.Backend;
import wassily.linalg.timing.KernelTimes.Unit;

/** What published work would take here. */
@Command(
    name = "workload",
    description = {
      "Times a published piece of work, on a generated table of its shape.",
      "",
      "  wassily bench workload schulte     n = 7,987: draws of all of A, four indicators",
      "  wassily bench workload ramascene   n = 9,800: 30 scenarios that change A",
      "  wassily bench workload city        n = 13,146: flows between 313 cities",
      "",
      "What is measured and what is worked out from a sample is told apart.",
    })
final class BenchWorkloadCommand implements Callable<Integer> {
  /** The workloads that there are. */
  enum Name {
    SCHULTE,
    RAMASCENE,
    CITY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    Workload workload() {
      return switch (this) {
        case SCHULTE -> new EnsembleWorkload();
        case RAMASCENE -> new RamaSceneWorkload();
        case CITY -> new CityWorkload();
      };
    }
  }

  @Parameters(paramLabel = "schulte|ramascene|city", description = "Which")
  Name name;

  @Option(
      names = "--sample",
      paramLabel = "K",
      description =
          "Draws, scenarios or consumers that are timed. Default: 5 draws, 30 scenarios, 3"
              + " consumers")
  Integer sample;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "For how many draws schulte is worked out. Default: 4,897, as published")
  Integer draws;

  @Option(
      names = "--regions",
      paramLabel = "R",
      description = "Fewer regions than published, to try it out; the result says so")
  Integer regions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "Another table, other draws. Default: ${DEFAULT-VALUE}")
  long seed;

  @Mixin BenchArgs files = new BenchArgs();
  @Mixin BackendArgs backend = new BackendArgs();
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    files.requireWritable();
    var talk = new Talk(spec.commandLine().getErr());
    WorkloadReport report = files.inFolder(folder -> measure(folder, talk));
    var out = spec.commandLine().getOut();
    print(out, report);
    out.flush();
    if (files.json != null) {
      files.write(files.json, json(name.toString(), report));
      talk.say("written: " + files.json);
    }
    if (!report.right()) {
      talk.say("wassily: a timed result is wrong, see its checks; run: wassily selftest");
      return Exit.FAILED;
    }
    return Exit.OK;
  }

  private WorkloadReport measure(Path folder, Talk talk) throws IOException {
    Workload workload = name.workload();
    int timed = sample != null ? sample : workload.usualSample();
    int all = draws != null ? draws : Math.max(timed, workload.publishedCount());
    if (timed < 1 || all < timed || regions != null && regions < 2) {
      throw new ParameterException(
          spec.commandLine(),
          "--sample %d, --draws %d%s: at least 1 of at least as many, of 2 regions, are needed"
              .formatted(timed, all, regions == null ? "" : ", --regions " + regions));
    }
    var setting =
        new Workload.Setting(
            regions == null ? OptionalInt.empty() : OptionalInt.of(regions),
            timed,
            all,
            backend.threads(),
            seed,
            folder);
    try (Backend on = backend.open(talk)) {
      var machine =
          Machine.describe(
              Version.text(),
              Optional.ofNullable(System.getProperty("wassily.home")).map(Path::of),
              List.of(on),
              backend.options());
      return workload.run(on, setting, machine, talk);
    }
  }

  private static void print(PrintWriter out, WorkloadReport report) {
    out.println(
        "%s: n = %,d, %d regions × %d sectors"
            .formatted(
                report.title(),
                report.shape().n(),
                report.shape().regions(),
                report.shape().sectors()));
    out.println(
        "%s: %s, %s, %d threads; load before: %s"
            .formatted(
                report.backend().name(),
                report.backend().device(),
                report.backend().library(),
                report.backend().threads(),
                report.machine().getOrDefault("load before", "unknown")));
    Machine.busy(report.machine()).ifPresent(out::println);
    var text = new TextTable("measured", "median s", "range", "rate", "");
    for (PhaseTimes p : report.steps()) {
      text.add(
          p.name(),
          "%.4g".formatted(p.spread().median()),
          p.spread().seconds().size() == 1
              ? "once"
              : "%.4g – %.4g".formatted(p.spread().least(), p.spread().most()),
          p.ceiling().isPresent() ? "%,.1f".formatted(p.rate()) : "",
          p.ceiling().map(kind -> kind.unit() == Unit.GFLOPS ? "GFLOP/s" : "GB/s   ").orElse(""));
    }
    text.print(out);
    report.taken().ifPresent(out::println);
    for (var e : report.estimates()) {
      out.println("estimated: %s: %,.0f s (%s)".formatted(e.what(), e.seconds(), e.how()));
    }
    report.notes().forEach(out::println);
    for (var p : report.proofs()) {
      out.println(
          "%s  %s %.1e, bound %.1e"
              .formatted(p.passed() ? "ok" : "FAILED", p.name(), p.figure(), p.bound()));
    }
  }

  private static String json(String name, WorkloadReport report) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("kind", "workload").put("workload", name).put("title", report.title());
    var machine = root.putObject("machine");
    report.machine().forEach(machine::put);
    BackendJson.put(root.putObject("backend"), report.backend());
    root.put("n", report.shape().n())
        .put("regions", report.shape().regions())
        .put("sectors", report.shape().sectors())
        .put("published_n", report.publishedShape().n());
    report.taken().ifPresent(t -> BenchJson.taken(root, t));
    var steps = root.putObject("measured");
    for (PhaseTimes p : report.steps()) {
      var node = steps.putObject(p.name());
      var seconds = node.putArray("seconds");
      p.spread().seconds().forEach(seconds::add);
      node.put("median_seconds", p.spread().median());
      p.ceiling()
          .ifPresent(
              kind -> node.put(kind.unit() == Unit.GFLOPS ? "gflops" : "gb_per_s", p.rate()));
    }
    var estimates = root.putArray("estimated");
    for (var e : report.estimates()) {
      estimates.addObject().put("what", e.what()).put("seconds", e.seconds()).put("how", e.how());
    }
    var notes = root.putArray("notes");
    report.notes().forEach(notes::add);
    root.put("right", report.right());
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
