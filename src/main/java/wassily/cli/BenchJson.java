package wassily.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import wassily.bench.BenchReport;
import wassily.bench.BenchReport.Device;
import wassily.bench.BenchReport.Size;
import wassily.bench.Ceiling;
import wassily.bench.PhaseTimes;
import wassily.bench.Taken;
import wassily.linalg.timing.KernelTimes.Unit;
import wassily.linalg.timing.Spread;

/** All that {@code wassily bench} has measured, for scripts. */
final class BenchJson {
  private BenchJson() {}

  static String of(BenchReport report) throws JsonProcessingException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("kind", "wassily bench");
    var machine = root.putObject("machine");
    report.machine().forEach(machine::put);
    report.startSeconds().ifPresent(s -> root.put("jvm_start_seconds", s));
    root.put("seed", report.options().seed())
        .put("threads", report.options().threads())
        .put("repeats", report.options().repeats())
        .put("right", report.right());
    report.taken().ifPresent(t -> taken(root.putObject("while_ceilings_were_measured"), t));
    var devices = root.putArray("devices");
    for (Device d : report.devices()) {
      device(devices.addObject(), d);
    }
    var leftOut = root.putArray("left_out");
    report.leftOut().forEach(leftOut::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void device(ObjectNode node, Device device) {
    BackendJson.put(node.putObject("backend"), device.backend());
    var ceilings = node.putObject("ceilings");
    for (Ceiling c : device.ceilings()) {
      var one = ceilings.putObject(c.kind().toString()).put("of", c.what());
      spread(one, c.spread()).put(rate(c.kind().unit()), c.rate());
    }
    var sizes = node.putArray("sizes");
    for (Size s : device.sizes()) {
      var size =
          sizes
              .addObject()
              .put("n", s.shape().n())
              .put("regions", s.shape().regions())
              .put("sectors", s.shape().sectors())
              .put("columns", s.columns())
              .put("scenarios", s.scenarios())
              .put("factorization", s.method());
      s.taken().ifPresent(t -> taken(size, t));
      phase(size.putObject("product").put("of", s.product().name()), device, s.product());
      var phases = size.putObject("phases");
      for (PhaseTimes p : s.phases()) {
        phase(phases.putObject(p.name()), device, p);
      }
      var proofs = size.putArray("checks");
      for (var p : s.proofs()) {
        proofs
            .addObject()
            .put("name", p.name())
            .put("value", p.figure())
            .put("bound", p.bound())
            .put("passed", p.passed());
      }
    }
    var growth = node.putObject("growth");
    for (var s : device.scalings()) {
      var one = growth.putObject(s.phase()).put("exponent", s.exponent()).put("factor", s.factor());
      s.standardError().ifPresent(e -> one.put("standard_error", e));
      s.within().ifPresent(w -> one.put("within_95_percent", w));
      one.put("orders", s.points());
    }
  }

  static void taken(ObjectNode node, Taken taken) {
    node.put("stolen_share", taken.stolen()).put("others_share", taken.others());
  }

  private static void phase(ObjectNode node, Device device, PhaseTimes p) {
    spread(node, p.spread());
    p.ceiling()
        .ifPresent(
            kind ->
                node.put("work", p.work())
                    .put(rate(kind.unit()), p.rate())
                    .put("ceiling", kind.toString()));
    device.share(p).ifPresent(s -> node.put("share_of_ceiling", s));
  }

  private static ObjectNode spread(ObjectNode node, Spread s) {
    var seconds = node.putArray("seconds");
    s.seconds().forEach(seconds::add);
    return node.put("median_seconds", s.median());
  }

  private static String rate(Unit unit) {
    return unit == Unit.GFLOPS ? "gflops" : "gb_per_s";
  }
}
