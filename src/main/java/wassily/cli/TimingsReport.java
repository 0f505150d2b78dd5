package wassily.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The seconds of every phase as JSON, for benchmarks. */
final class TimingsReport {
  private TimingsReport() {}

  static void write(String where, Talk talk) throws IOException {
    if (where == null) {
      return;
    }
    var mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("since_start_seconds", sinceStart());
    var list = root.putArray("phases");
    for (Talk.Phase p : talk.phases()) {
      list.addObject().put("name", p.name()).put("seconds", p.seconds()).put("units", p.units());
    }
    String text = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    if (where.equals("-")) {
      talk.say(text);
    } else {
      Files.writeString(Path.of(where), text + "\n");
    }
  }

  /** Seconds since the JVM started. */
  private static double sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(s -> java.time.Duration.between(s, java.time.Instant.now()).toMillis() / 1e3)
        .orElse(Double.NaN);
  }
}
