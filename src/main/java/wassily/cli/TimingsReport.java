package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import wassily.linalg.MemoryPlan;
import wassily.linalg.PhaseTime;

/** The seconds of every phase and the bytes that were planned, as JSON, for benchmarks. */
final class TimingsReport {
  private TimingsReport() {}

  /** Of a command that computes nothing. */
  static void write(String where, Talk talk) throws IOException {
    if (where != null) {
      write(where, talk, phases(talk));
    }
  }

  /** Of a computation, with what its backend counted and what was planned. */
  static void write(String where, Talk talk, MemoryPlan plan, List<PhaseTime> device)
      throws IOException {
    if (where == null) {
      return;
    }
    ObjectNode root = phases(talk);
    // Inside the phases above, as the backend counts them.
    var inside = root.putArray("device_phases");
    for (PhaseTime t : device) {
      inside
          .addObject()
          .put("name", t.name())
          .put("seconds", t.seconds())
          .put("calls", t.calls())
          .put("bytes", t.bytes());
    }
    memory(root.putObject("memory"), plan);
    write(where, talk, root);
  }

  private static ObjectNode phases(Talk talk) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("since_start_seconds", sinceStart().orElse(Double.NaN));
    var list = root.putArray("phases");
    for (Talk.Phase p : talk.phases()) {
      list.addObject().put("name", p.name()).put("seconds", p.seconds()).put("units", p.units());
    }
    return root;
  }

  private static void write(String where, Talk talk, ObjectNode root) throws IOException {
    String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    if (where.equals("-")) {
      talk.say(text);
    } else {
      Files.writeString(Path.of(where), text + "\n");
    }
  }

  private static void memory(ObjectNode node, MemoryPlan plan) {
    node.put("device", plan.device().of());
    node.put("device_free_bytes", plan.device().bytes());
    node.put("device_needed_bytes", plan.deviceBytes());
    node.put("host_free_bytes", plan.host().bytes());
    node.put("host_needed_bytes", plan.hostBytes());
    node.put("right_hand_sides", plan.columns());
    node.put("right_hand_sides_at_once", plan.width());
    var items = node.putArray("items");
    add(items, "throughout", plan.throughout(), plan);
    for (MemoryPlan.Phase phase : plan.phases()) {
      add(items, phase.name(), phase.items(), plan);
    }
  }

  private static void add(
      ArrayNode to, String phase, List<MemoryPlan.Item> items, MemoryPlan plan) {
    for (MemoryPlan.Item item : items) {
      to.addObject()
          .put("phase", phase)
          .put("what", item.what())
          .put("on_host", item.host() || plan.device().host())
          .put("bytes", item.bytes(plan.width()));
    }
  }

  /** Seconds since the process started, to 10 ms; empty where the system does not say. */
  static OptionalDouble sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(s -> OptionalDouble.of(Duration.between(s, Instant.now()).toMillis() / 1e3))
        .orElse(OptionalDouble.empty());
  }
}
