package wassily.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import wassily.io.hdf5.ResultFile;
import wassily.linalg.timing.Spread;
import wassily.result.Certificate;
import wassily.table.BadDataException;

/**
 * What the steps of {@code scripts/gpu-check.sh} left in their folder: {@code steps.tsv} (name,
 * exit code, seconds, note), {@code machine.tsv} (key, value), {@code NAME.json} of steps that
 * print JSON, {@code cpu.h5} and {@code cuda.h5}.
 *
 * <p>Times of one operation by one program, from all rounds, are a series: {@code
 * wassily.lu_general}, {@code torch.lu_general}, {@code footprint-cuda.wall}.
 */
final class GpuCheckSteps {
  /** A step that could not be tried, such as a peer that is not installed. */
  static final String NOT_RUN = "-";

  private final Path folder;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, String> machine = new LinkedHashMap<>();
  private final Map<String, JsonNode> json = new TreeMap<>();
  private final Map<String, List<Double>> series = new TreeMap<>();

  /** What became of a step. */
  record Step(String name, String exit, double seconds, String note) {
    boolean good() {
      return exit.equals("0") || exit.equals(NOT_RUN);
    }
  }

  private GpuCheckSteps(Path folder) {
    this.folder = folder;
  }

  static GpuCheckSteps read(Path folder) throws IOException {
    var found = new GpuCheckSteps(folder);
    for (String line : Files.readAllLines(folder.resolve("steps.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells.length != 4) {
        throw new BadDataException(
            "%s/steps.tsv: \"%s\" has %d columns, expected name, exit code, seconds, note"
                .formatted(folder, line, cells.length));
      }
      found.steps.add(
          new Step(
              cells[0],
              cells[1],
              cells[2].equals(NOT_RUN) ? 0 : Double.parseDouble(cells[2]),
              cells[3]));
    }
    Path machine = folder.resolve("machine.tsv");
    if (Files.exists(machine)) {
      for (String line : Files.readAllLines(machine)) {
        String[] cells = line.split("\t", 2);
        found.machine.put(cells[0], cells.length == 2 ? cells[1] : "");
      }
    }
    found.collect();
    return found;
  }

  private void collect() throws IOException {
    var mapper = new ObjectMapper();
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        // A step that was stopped may have written half of it: its exit code tells.
        try {
          json.put(
              file.getFileName().toString().replaceFirst("\\.json$", ""),
              mapper.readTree(file.toFile()));
        } catch (JsonProcessingException e) {
          continue;
        }
      }
    }
    for (Step s : steps) {
      if (s.exit().equals("0")) {
        collect(s);
      }
    }
  }

  private void collect(Step s) {
    String program = s.name().replaceFirst("-\\d+$", "");
    if (program.equals("footprint-cuda")) {
      add(program + ".wall", s.seconds());
    }
    JsonNode of = json.get(s.name());
    if (of != null && of.path("series").isObject()) {
      String owner = program.equals("kernels") ? "wassily" : program;
      for (var e : of.get("series").properties()) {
        e.getValue().path("seconds").forEach(v -> add(owner + "." + e.getKey(), v.doubleValue()));
      }
    }
  }

  private void add(String name, double seconds) {
    series.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds);
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Whether a step that was tried did not end well. */
  boolean failed() {
    return steps.stream().anyMatch(s -> !s.good());
  }

  Optional<Step> step(String name) {
    return steps.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  Map<String, String> machine() {
    return machine;
  }

  Map<String, JsonNode> json() {
    return json;
  }

  List<String> seriesNames() {
    return List.copyOf(series.keySet());
  }

  List<Double> seconds(String name) {
    return series.getOrDefault(name, List.of());
  }

  OptionalDouble median(String name) {
    List<Double> times = seconds(name);
    if (times.isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(new Spread(times).median());
  }

  /** A figure of a stored result's certificate; empty when there is no such result. */
  OptionalDouble certified(String file, String check) throws IOException {
    Path result = folder.resolve(file);
    if (!Files.exists(result)) {
      return OptionalDouble.empty();
    }
    try (var open = ResultFile.open(result)) {
      return open.result().certificate().checks().stream()
          .filter(c -> c.name().equals(check))
          .mapToDouble(Certificate.Check::value)
          .findFirst();
    }
  }
}
