package wassily.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import wassily.bench.BenchReport;
import wassily.bench.BenchReport.Device;
import wassily.bench.BenchReport.Size;
import wassily.bench.Ceiling;
import wassily.bench.Machine;
import wassily.bench.PhaseTimes;
import wassily.bench.Scaling;
import wassily.bench.Taken;
import wassily.linalg.timing.KernelTimes.Proof;
import wassily.linalg.timing.KernelTimes.Unit;

/** A page of what {@code wassily bench} has measured. */
public final class BenchPage {
  private final BenchReport report;
  private final Page page = new Page("Wassily on this machine");

  private BenchPage(BenchReport report) {
    this.report = report;
  }

  /**
   * Makes the page.
   *
   * @param report what was measured
   * @return HTML
   */
  public static String of(BenchReport report) {
    return new BenchPage(report).made();
  }

  private String made() {
    page.note(
        "Analyses of generated tables from file to file, phase by phase: medians of %d rounds after one that is not counted. Shares are of this machine's own ceilings, measured first in the same run."
            .formatted(report.options().repeats()));
    if (!report.right()) {
      page.warning("A result was wrong (see the checks): these times mean nothing.");
    }
    Machine.busy(report.machine()).ifPresent(page::warning);
    growth();
    report.devices().forEach(this::composition);
    shares();
    report.devices().forEach(this::device);
    page.heading("Machine");
    page.table(
        2,
        List.of(),
        report.machine().entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList());
    report
        .startSeconds()
        .ifPresent(
            s ->
                page.note(
                    "From the start of the process to that of the command: %.2f s.".formatted(s)));
    report.leftOut().forEach(why -> page.note("Left out: " + why));
    return page.html();
  }

  private boolean several() {
    return report.devices().size() > 1;
  }

  private String of(Device device, String what) {
    return several() ? what + ", " + device.backend().name() : what;
  }

  private void growth() {
    if (report.devices().stream().allMatch(d -> d.sizes().size() < 2)) {
      return;
    }
    page.heading("Cost against the order of the table");
    var curves = new ArrayList<Chart.Curve>();
    for (Device device : report.devices()) {
      for (String phase : phases(device)) {
        var points = new ArrayList<Chart.Point>();
        for (Size size : device.sizes()) {
          for (PhaseTimes p : size.phases()) {
            if (p.name().equals(phase) && p.spread().median() > 0) {
              points.add(new Chart.Point(size.shape().n(), p.spread().median()));
            }
          }
        }
        if (isWhole(phase)) {
          curves.add(new Chart.Curve(of(device, phase), points));
        }
      }
    }
    page.chart(new Chart.Lines("Seconds of each phase", "n, rows of Z", "seconds", curves));
    var rows = new ArrayList<List<String>>();
    for (Device device : report.devices()) {
      for (Scaling s : device.scalings()) {
        rows.add(
            List.of(
                of(device, s.phase()),
                "%.2f".formatted(s.exponent()),
                s.within().isPresent()
                    ? "± %.2f".formatted(s.within().getAsDouble())
                    : "two points",
                Integer.toString(s.points())));
      }
    }
    page.table(1, List.of("phase", "seconds grow as n to the", "within, at 95 %", "orders"), rows);
  }

  private static Set<String> phases(Device device) {
    var names = new LinkedHashSet<String>();
    device.sizes().forEach(s -> s.phases().forEach(p -> names.add(p.name())));
    return names;
  }

  /** Parts of the sweep are in the sweep. */
  private static boolean isWhole(String phase) {
    return !phase.contains(":");
  }

  private void composition(Device device) {
    page.heading(of(device, "Where the time goes"));
    var series = new ArrayList<Chart.Series>();
    for (String phase : phases(device)) {
      if (isWhole(phase)) {
        series.add(
            new Chart.Series(
                phase,
                device.sizes().stream()
                    .map(size -> 100 * seconds(size, phase) / total(size))
                    .map(BenchPage::rounded)
                    .toList()));
      }
    }
    page.chart(
        new Chart.Bars(
            "Share of an analysis with %,d scenarios".formatted(report.options().scenarios()),
            "% of the time",
            device.sizes().stream()
                .map(s -> "n = %,d, %s s".formatted(s.shape().n(), seconds(total(s))))
                .toList(),
            series,
            true,
            Double.NaN,
            true));
  }

  private static double rounded(double percent) {
    return Math.round(percent * 100) / 100.0;
  }

  private static double seconds(Size size, String phase) {
    return size.phases().stream()
        .filter(p -> p.name().equals(phase))
        .mapToDouble(p -> p.spread().median())
        .findFirst()
        .orElse(0);
  }

  private static double total(Size size) {
    return size.phases().stream()
        .filter(p -> isWhole(p.name()))
        .mapToDouble(p -> p.spread().median())
        .sum();
  }

  private void shares() {
    page.heading("Of what the machine can do");
    for (Device device : report.devices()) {
      var names = new ArrayList<String>();
      for (String phase : phases(device)) {
        boolean compared =
            device.sizes().stream()
                .flatMap(s -> s.phases().stream())
                .anyMatch(p -> p.name().equals(phase) && device.share(p).isPresent());
        if (compared) {
          names.add(phase);
        }
      }
      ToDoubleFunction<PhaseTimes> share = p -> rounded(100 * device.share(p).orElse(Double.NaN));
      var series = new ArrayList<Chart.Series>();
      for (Size size : device.sizes()) {
        series.add(
            new Chart.Series(
                "n = %,d".formatted(size.shape().n()),
                names.stream()
                    .map(
                        name ->
                            size.phases().stream()
                                .filter(p -> p.name().equals(name))
                                .mapToDouble(share)
                                .findFirst()
                                .orElse(Double.NaN))
                    .toList()));
      }
      page.chart(
          new Chart.Bars(
              of(device, "Rate of each phase over its ceiling"),
              "% of the ceiling",
              names,
              series,
              false,
              100,
              false));
    }
  }

  private void device(Device device) {
    page.heading("%s: %s".formatted(device.backend().name(), device.backend().device()));
    page.note("%s, %d threads".formatted(device.backend().library(), device.backend().threads()));
    page.table(
        2,
        List.of("ceiling", "of", "rate", "median s", "range"),
        device.ceilings().stream()
            .map(
                c ->
                    List.of(
                        c.kind().toString(),
                        c.what(),
                        rate(c.rate(), c.kind().unit()),
                        seconds(c.spread().median()),
                        range(c.spread().least(), c.spread().most())))
            .toList());
    report.taken().ifPresent(this::taken);
    for (Size size : device.sizes()) {
      page.note(
          "n = %,d: %d regions × %d sectors, %,d columns of Y, %,d scenarios; LU %s; %s"
              .formatted(
                  size.shape().n(),
                  size.shape().regions(),
                  size.shape().sectors(),
                  size.columns(),
                  size.scenarios(),
                  size.method(),
                  checks(size)));
      page.note(
          "%s in the same rounds: %s to %s, %.0f %% of the ceiling at the median"
              .formatted(
                  size.product().name(),
                  rate(size.product().slowest(), Unit.GFLOPS),
                  rate(size.product().fastest(), Unit.GFLOPS),
                  100 * device.share(size.product()).orElse(Double.NaN)));
      size.taken().ifPresent(this::taken);
      page.table(
          1,
          List.of("phase", "median s", "range", "rate", "of the ceiling", ""),
          size.phases().stream().map(p -> phase(device, p)).toList());
    }
  }

  private void taken(Taken taken) {
    if (taken.disturbing()) {
      page.warning(taken.toString());
    } else {
      page.note(taken.toString());
    }
  }

  private static String checks(Size size) {
    long failed = size.proofs().stream().filter(p -> !p.passed()).count();
    if (failed == 0) {
      return "%d checks passed".formatted(size.proofs().size());
    }
    return "FAILED: "
        + String.join(
            ", ",
            size.proofs().stream()
                .filter(p -> !p.passed())
                .map((Proof p) -> "%s %.1e > %.1e".formatted(p.name(), p.figure(), p.bound()))
                .toList());
  }

  private static List<String> phase(Device device, PhaseTimes p) {
    return List.of(
        p.name(),
        seconds(p.spread().median()),
        range(p.spread().least(), p.spread().most()),
        p.ceiling().map(kind -> rate(p.rate(), kind.unit())).orElse(""),
        device.share(p).isPresent() ? "%.0f %%".formatted(100 * device.share(p).getAsDouble()) : "",
        p.ceiling().map(Ceiling.Kind::toString).orElse(""));
  }

  private static String rate(double rate, Unit unit) {
    return (rate < 10 ? "%.2f %s" : "%,.0f %s")
        .formatted(rate, unit == Unit.GFLOPS ? "GFLOP/s" : "GB/s");
  }

  private static String range(double least, double most) {
    return seconds(least) + " – " + seconds(most);
  }

  private static String seconds(double s) {
    return s >= 100 ? "%,.0f".formatted(s) : "%.3g".formatted(s);
  }
}
