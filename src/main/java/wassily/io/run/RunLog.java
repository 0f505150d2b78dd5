package wassily.io.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import wassily.scenario.Plan;

/**
 * Who computed what and when: {@code log/shard-i-*.json}, one for each start. Written when the work
 * begins and again when it ends, so that a killed one is seen as "running" for ever. Nothing reads
 * it back but people.
 */
final class RunLog {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What schedulers say of a job; the device that was given is part of it. */
  private static final List<String> ENVIRONMENT =
      List.of(
          "SLURM_JOB_ID",
          "SLURM_ARRAY_JOB_ID",
          "SLURM_ARRAY_TASK_ID",
          "SLURM_RESTART_COUNT",
          "JOB_COMPLETION_INDEX",
          "CUDA_VISIBLE_DEVICES");

  private final NewFile files;
  private final Path file;
  private final ObjectNode entry = MAPPER.createObjectNode();

  private RunLog(NewFile files, Path file) {
    this.files = files;
    this.file = file;
  }

  static RunLog begin(NewFile files, Path folder, int shard, Plan.Device device)
      throws IOException {
    Path logs = Files.createDirectories(folder.resolve("log"));
    String prefix = "shard-" + shard + "-";
    long before;
    try (var all = Files.list(logs)) {
      before =
          all.map(f -> f.getFileName().toString())
              .filter(n -> n.startsWith(prefix) && n.endsWith(".json"))
              .count();
    }
    long pid = ProcessHandle.current().pid();
    var log =
        new RunLog(
            files, logs.resolve("%s%d-%d.json".formatted(prefix, System.currentTimeMillis(), pid)));
    log.entry.put("shard", shard).put("starts_before", before);
    log.entry.put("host", host()).put("pid", pid).put("java", Runtime.version().toString());
    var on = log.entry.putObject("device");
    ShardFile.device(device).forEach(on::put);
    var environment = log.entry.putObject("environment");
    for (String name : ENVIRONMENT) {
      if (System.getenv(name) != null) {
        environment.put(name, System.getenv(name));
      }
    }
    log.entry.put("started", Instant.now().toString());
    log.write("running");
    return log;
  }

  void end(String outcome, int computed, int found) throws IOException {
    entry.put("ended", Instant.now().toString());
    entry.put("batches_computed", computed).put("batches_found", found);
    write(outcome);
  }

  private void write(String outcome) throws IOException {
    entry.put("outcome", outcome);
    try (var out = files.create(file, true)) {
      var bytes = ByteBuffer.wrap(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(entry));
      for (long at = 0; bytes.hasRemaining(); ) {
        at += out.channel().write(bytes, at);
      }
      out.commit();
    }
  }

  /** The name of this machine. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) { // a container without a name service
      return "unknown";
    }
  }
}
