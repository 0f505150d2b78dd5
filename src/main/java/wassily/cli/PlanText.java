package wassily.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import wassily.scenario.Draws;
import wassily.scenario.PathClass;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.scenario.Summary;

/** A plan as text: what is computed how, what it costs, what is kept. */
final class PlanText {
  private static final double GIGA = 1e9;

  private PlanText() {}

  static void print(PrintWriter out, Plan plan) {
    out.println(plan.title());
    out.println(
        "  %,d scenarios, %,d distinct, in %,d batches of %,d%s"
            .formatted(
                plan.design().scenarios(),
                plan.distinct(),
                plan.batches(),
                plan.batchSize(),
                plan.shards() == 1 ? "" : ", %,d shards".formatted(plan.shards())));
    out.println();
    var text = new TextTable(2, "change", "path", "scenarios", "GFLOP", "expected");
    for (PathClass c : plan.classes()) {
      text.add(
          c.what(),
          c.path(),
          c.scenarios() == 0 ? "" : "%,d".formatted(c.scenarios()),
          TextTable.number(c.flops() / GIGA),
          duration(c.seconds()));
    }
    text.print(out);
    out.println();
    Plan.Device d = plan.device();
    out.println(
        "device    %s: %s, %s, %d threads; needs %s"
            .formatted(d.backend(), d.name(), d.library(), d.threads(), bytes(plan.bytes())));
    out.println("responses " + responses(plan));
    out.println("keeps     " + keeps(plan));
    if (!plan.verify().isEmpty()) {
      out.println("verifies  %d scenarios from scratch on the CPU".formatted(plan.verify().size()));
    }
    out.println("in all    " + total(plan));
  }

  private static String responses(Plan plan) {
    return plan.responses().stream()
        .map(
            r ->
                r.name()
                    + " ("
                    + r.axes().stream()
                        .map(a -> a.name() + " " + a.labels().size())
                        .collect(Collectors.joining(" × "))
                    + ")")
        .collect(Collectors.joining(", "));
  }

  private static String keeps(Plan plan) {
    long cells = plan.responses().stream().mapToLong(ResponseShape::cells).sum();
    if (plan.keep().all()) {
      return "all scenarios: "
          + bytes(cells * plan.design().scenarios() * Double.BYTES)
          + withoutStatistics(plan);
    }
    return "mean, sd, min, max and %d quantiles".formatted(plan.keep().quantiles().size());
  }

  /** Responses whose draws are too many for statistics of each scenario. */
  private static String withoutStatistics(Plan plan) {
    List<String> names =
        Draws.of(plan.design()).stream()
            .flatMap(d -> plan.responses().stream().filter(r -> !d.summarizes(r)))
            .map(ResponseShape::name)
            .toList();
    return names.isEmpty()
        ? ""
        : "; no statistics over draws of %s, which have more than %,d values; ask for fewer labels or draws"
            .formatted(String.join(", ", names), Summary.EXACT_UP_TO);
  }

  private static String total(Plan plan) {
    List<PathClass> classes = plan.classes();
    double seconds = classes.stream().mapToDouble(PathClass::seconds).sum();
    double flops = classes.stream().mapToDouble(PathClass::flops).sum();
    return "%s GFLOP, %s".formatted(TextTable.number(flops / GIGA), duration(seconds));
  }

  static String duration(double seconds) {
    if (Double.isNaN(seconds)) {
      return "not measured";
    }
    if (seconds < 100) {
      return "%.1f s".formatted(seconds);
    }
    return seconds < 6000 ? "%.0f min".formatted(seconds / 60) : "%.1f h".formatted(seconds / 3600);
  }

  static String bytes(long bytes) {
    return bytes < 1_000_000_000
        ? "%.1f MB".formatted(bytes / 1e6)
        : "%.2f GB".formatted(bytes / GIGA);
  }
}
