package wassily.io.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wassily.linalg.HostMatrix;
import wassily.scenario.BatchResult;
import wassily.scenario.BatchResult.Failure;
import wassily.scenario.ResponseShape;

/**
 * A finished batch on disk, until its shard is complete.
 *
 * @param batch its number
 * @param failures its scenarios that failed
 * @param file the numbers, one response after the other
 */
record BatchFile(int batch, List<Failure> failures, CheckedFile file) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Path path(Path work, int batch) {
    return work.resolve("batch-" + batch);
  }

  /** Keeps a batch. */
  static BatchFile write(NewFile files, Path work, String planHash, Kept kept, BatchResult result)
      throws IOException {
    ObjectNode header = MAPPER.createObjectNode();
    header.put("plan", planHash).put("batch", result.batch());
    var list = header.putArray("failures");
    for (Failure f : result.failures()) {
      list.addObject()
          .put("distinct", f.distinct())
          .put("lever", f.lever())
          .put("reason", f.reason());
    }
    try (Arena arena = Arena.ofConfined()) {
      List<HostMatrix> values = kept.of(result, arena);
      var file =
          CheckedFile.write(
              files, path(work, result.batch()), MAPPER.writeValueAsBytes(header), values);
      return new BatchFile(result.batch(), result.failures(), file);
    }
  }

  /**
   * Looks for a batch that was kept.
   *
   * @return empty when it has to be computed: it is missing, damaged or of another plan
   */
  static Optional<BatchFile> find(Path work, String planHash, Kept kept, int batch)
      throws IOException {
    Optional<CheckedFile> file = CheckedFile.read(path(work, batch));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    JsonNode header = MAPPER.readTree(file.get().header());
    if (!planHash.equals(header.path("plan").asText())
        || header.path("batch").asInt(-1) != batch
        || file.get().numbers() != numbers(kept, batch)) {
      return Optional.empty();
    }
    var failures = new ArrayList<Failure>();
    header
        .path("failures")
        .forEach(
            f ->
                failures.add(
                    new Failure(
                        f.path("distinct").intValue(),
                        f.path("lever").asText(),
                        f.path("reason").asText())));
    return Optional.of(new BatchFile(batch, failures, file.get()));
  }

  private static long numbers(Kept kept, int batch) {
    return kept.plan().responses().stream()
        .mapToLong(r -> kept.entries(r, batch) * kept.entryCells(r))
        .sum();
  }

  /** Reads numbers of one response. */
  void read(Kept kept, int response, long first, MemorySegment into) throws IOException {
    long before = 0;
    for (ResponseShape r : kept.plan().responses().subList(0, response)) {
      before += kept.entries(r, batch) * kept.entryCells(r);
    }
    file.read(before + first, into);
  }
}
