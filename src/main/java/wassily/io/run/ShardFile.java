package wassily.io.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import wassily.io.hdf5.OpenResult;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultSet;
import wassily.result.ResultTable;
import wassily.scenario.BatchResult.Failure;
import wassily.scenario.Plan;
import wassily.scenario.ResponseShape;
import wassily.scenario.ScenarioRunner;
import wassily.table.BadDataException;

/**
 * A finished shard: a result file with what its batches kept, the baseline, the certificate, the
 * scenarios that failed and those that were recomputed. No host, no time: the same bytes whoever
 * computed it.
 *
 * @param path the file
 * @param planHash of which plan
 * @param firstBatch its first batch
 * @param endBatch the batch behind its last
 * @param device what computed it
 * @param certificate of the baseline
 * @param failures its scenarios that failed
 * @param verified its scenarios that were recomputed
 * @param verifyBound how far those may deviate
 */
record ShardFile(
    Path path,
    String planHash,
    int firstBatch,
    int endBatch,
    Plan.Device device,
    Certificate certificate,
    List<Failure> failures,
    List<Verified> verified,
    double verifyBound) {
  /** Before the names of the baseline's arrays. */
  static final String BASELINE = "baseline_";

  private static final String PLAN = "plan_sha256";
  private static final String FIRST = "first_batch";
  private static final String END = "end_batch";
  private static final String BOUND = "verify_bound";
  private static final String CHECKSUMS = "checksums";
  private static final String FAILURES = "failure";
  private static final String VERIFIED = "verified";

  static Path path(Path folder, int shard) {
    return folder.resolve("shard-" + shard + ".h5");
  }

  /** Writes a shard. The file appears under its name when it is complete. */
  static void write(
      NewFile files,
      Path path,
      String planHash,
      Kept kept,
      List<BatchFile> batches,
      List<Verified> verified,
      ScenarioRunner runner,
      Plan.Device device)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Plan plan = kept.plan();
      int first = batches.getFirst().batch();
      int end = batches.getLast().batch() + 1;
      var arrays = new ArrayList<ResultArray>();
      for (int r = 0; r < plan.responses().size(); r++) {
        ResponseShape response = plan.responses().get(r);
        arrays.add(
            new ResultArray(
                response.name(),
                response.unit(),
                response.description(),
                kept.axes(response, first, end),
                new BatchRows(kept, r, batches)));
      }
      for (ResultArray b : runner.baseline(arena)) {
        arrays.add(
            new ResultArray(BASELINE + b.name(), b.unit(), b.description(), b.axes(), b.values()));
      }
      var provenance = new LinkedHashMap<String, String>();
      provenance.put(PLAN, planHash);
      provenance.put(FIRST, Integer.toString(first));
      provenance.put(END, Integer.toString(end));
      provenance.put(BOUND, Double.toString(runner.verifyBound()));
      device(device).forEach(provenance::put);
      var failures = batches.stream().flatMap(b -> b.failures().stream()).toList();
      var result =
          new ResultSet(
              "a part of: " + plan.title(),
              arrays,
              runner.certificate(),
              provenance,
              List.of(
                  new ResultTable(
                      CHECKSUMS,
                      List.of(
                          new ResultTable.Texts(
                              "array", arrays.stream().map(ResultArray::name).toList()),
                          new ResultTable.Texts("crc32c", checksums(arrays)))),
                  failures(failures),
                  new ResultTable(
                      VERIFIED,
                      List.of(
                          new ResultTable.Numbers(
                              "distinct",
                              verified.stream().map(v -> (double) v.distinct()).toList()),
                          new ResultTable.Numbers(
                              "deviation", verified.stream().map(Verified::deviation).toList())))));
      try (var out = files.create(path, true)) {
        ResultFile.write(result, out, new WriteOptions(true, 0, 1), Progress.NONE);
      }
    }
  }

  private static ResultTable failures(List<Failure> failures) {
    return new ResultTable(
        FAILURES,
        List.of(
            new ResultTable.Numbers(
                "distinct", failures.stream().map(f -> (double) f.distinct()).toList()),
            new ResultTable.Texts("lever", failures.stream().map(Failure::lever).toList()),
            new ResultTable.Texts("reason", failures.stream().map(Failure::reason).toList())));
  }

  /** A device as entries of provenance. */
  static Map<String, String> device(Plan.Device d) {
    var entries = new LinkedHashMap<String, String>();
    entries.put("backend", d.backend());
    entries.put("device", d.name());
    entries.put("library", d.library());
    entries.put("threads", Integer.toString(d.threads()));
    entries.put("factorization", d.factorization());
    return entries;
  }

  private static List<String> checksums(List<ResultArray> arrays) throws IOException {
    var sums = new ArrayList<String>();
    for (ResultArray a : arrays) {
      sums.add(checksum(a.values()));
    }
    return sums;
  }

  private static String checksum(MatrixSource values) throws IOException {
    var crc = new CRC32C();
    long height = Math.max(1, values.preferredRows());
    if (values.shape().elements() > 0) {
      try (Arena arena = Arena.ofConfined()) {
        var buffer =
            HostMatrix.allocate(
                arena, Math.min(height, values.shape().rows()), values.shape().columns());
        for (long row = 0; row < values.shape().rows(); row += height) {
          var panel = buffer.panel(0, Math.min(height, values.shape().rows() - row));
          values.read(row, panel);
          CheckedFile.add(crc, panel);
        }
      }
    }
    return "%08x".formatted((int) crc.getValue());
  }

  /**
   * Reads what a shard says of itself.
   *
   * @throws BadDataException when it is no shard or damaged
   * @throws IOException when it cannot be read
   */
  static ShardFile read(Path path) throws IOException {
    try (OpenResult open = ResultFile.open(path)) {
      return of(path, open.result());
    }
  }

  private static ShardFile of(Path path, ResultSet result) {
    Map<String, String> p = new HashMap<>(result.provenance());
    try {
      ResultTable failed = result.table(FAILURES).orElseThrow();
      var failures = new ArrayList<Failure>();
      for (int i = 0; i < failed.rows(); i++) {
        failures.add(
            new Failure(
                failed.numbers("distinct").get(i).intValue(),
                failed.texts("lever").get(i),
                failed.texts("reason").get(i)));
      }
      ResultTable recomputed = result.table(VERIFIED).orElseThrow();
      var verified = new ArrayList<Verified>();
      for (int i = 0; i < recomputed.rows(); i++) {
        verified.add(
            new Verified(
                recomputed.numbers("distinct").get(i).intValue(),
                recomputed.numbers("deviation").get(i)));
      }
      return new ShardFile(
          path,
          p.get(PLAN),
          Integer.parseInt(p.get(FIRST)),
          Integer.parseInt(p.get(END)),
          new Plan.Device(
              p.get("backend"),
              p.get("device"),
              p.get("library"),
              Integer.parseInt(p.get("threads")),
              p.get("factorization")),
          result.certificate(),
          List.copyOf(failures),
          List.copyOf(verified),
          Double.parseDouble(p.get(BOUND)));
    } catch (RuntimeException e) {
      throw new BadDataException(path + ": is no shard of a sweep", e);
    }
  }

  /**
   * Reads all numbers.
   *
   * @throws BadDataException when one is not what was written
   * @throws IOException when the file cannot be read
   */
  void requireWhole() throws IOException {
    try (OpenResult open = ResultFile.open(path)) {
      ResultTable sums =
          open.result()
              .table(CHECKSUMS)
              .orElseThrow(() -> new BadDataException(path + ": is no shard of a sweep"));
      List<String> found = checksums(open.result().arrays());
      if (!found.equals(sums.texts("crc32c"))) {
        throw new BadDataException(path + ": is damaged: its numbers are not those written");
      }
    }
  }
}
