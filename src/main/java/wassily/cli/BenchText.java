package wassily.cli;

import java.io.PrintWriter;
import java.util.Optional;
import wassily.bench.BenchReport;
import wassily.bench.BenchReport.Device;
import wassily.bench.BenchReport.Size;
import wassily.bench.Ceiling;
import wassily.bench.Machine;
import wassily.bench.PhaseTimes;
import wassily.bench.Scaling;
import wassily.bench.Taken;
import wassily.linalg.timing.KernelTimes.Unit;
import wassily.linalg.timing.Spread;

/** What {@code wassily bench} prints. */
final class BenchText {
  private BenchText() {}

  static void print(PrintWriter out, BenchReport report) {
    report.machine().forEach((name, text) -> out.println("%-15s %s".formatted(name, text)));
    report
        .startSeconds()
        .ifPresent(
            s ->
                out.println(
                    "%-15s %.2f s to the first line of the command".formatted("JVM start", s)));
    Machine.busy(report.machine()).ifPresent(out::println);
    for (Device device : report.devices()) {
      out.println();
      out.println(
          "%s: %s, %s"
              .formatted(
                  device.backend().name(), device.backend().device(), device.backend().library()));
      ceilings(out, device, report.taken());
      device.sizes().forEach(s -> size(out, device, s));
      growth(out, device);
    }
    report.leftOut().forEach(why -> out.println("left out: " + why));
  }

  private static void ceilings(PrintWriter out, Device device, Optional<Taken> taken) {
    var text = new TextTable(2, "ceiling", "of", "best", "");
    for (Ceiling c : device.ceilings()) {
      text.add(c.kind().toString(), c.what(), rate(c.rate()), unit(c.kind().unit()));
    }
    text.print(out);
    taken.ifPresent(out::println);
  }

  private static void size(PrintWriter out, Device device, Size s) {
    out.println();
    out.println(
        "n = %,d: %d regions × %d sectors, m = %,d, %,d scenarios; LU %s"
            .formatted(
                s.shape().n(),
                s.shape().regions(),
                s.shape().sectors(),
                s.columns(),
                s.scenarios(),
                s.method()));
    out.println(
        "%s in the same rounds: %s – %s GFLOP/s, %.0f %% of the ceiling"
            .formatted(
                s.product().name(),
                rate(s.product().slowest()),
                rate(s.product().fastest()),
                100 * device.share(s.product()).orElse(Double.NaN)));
    s.taken().ifPresent(out::println);
    var text = new TextTable("phase", "median s", "range", "rate", "", "of ceiling");
    for (PhaseTimes p : s.phases()) {
      text.add(
          p.name(),
          "%.4g".formatted(p.spread().median()),
          range(p.spread()),
          p.ceiling().isPresent() ? rate(p.rate()) : "",
          p.ceiling().map(kind -> unit(kind.unit())).orElse(""),
          device.share(p).isPresent()
              ? "%.0f %%".formatted(100 * device.share(p).getAsDouble())
              : "");
    }
    text.print(out);
    for (var p : s.proofs()) {
      if (!p.passed()) {
        out.println("FAILED  %s %.1e, bound %.1e".formatted(p.name(), p.figure(), p.bound()));
      }
    }
  }

  private static void growth(PrintWriter out, Device device) {
    if (device.scalings().isEmpty()) {
      return;
    }
    out.println();
    var text = new TextTable("seconds grow as", "n to the", "within, at 95 %");
    for (Scaling s : device.scalings()) {
      text.add(
          s.phase(),
          "%.2f".formatted(s.exponent()),
          s.within().isPresent() ? "± %.2f".formatted(s.within().getAsDouble()) : "two orders");
    }
    text.print(out);
  }

  private static String rate(double rate) {
    return (rate < 10 ? "%.2f" : "%,.0f").formatted(rate);
  }

  private static String range(Spread s) {
    return "%.4g – %.4g".formatted(s.least(), s.most());
  }

  private static String unit(Unit unit) {
    return unit == Unit.GFLOPS ? "GFLOP/s" : "GB/s   ";
  }
}
