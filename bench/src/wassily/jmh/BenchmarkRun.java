package wassily.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import wassily.bench.Machine;
import wassily.bench.ProcessorUse;
import wassily.bench.Taken;
import wassily.linalg.BackendOptions;
import wassily.linalg.Backends;
import wassily.linalg.HostMemory;

/**
 * Runs the benchmarks from small to large orders, as far as memory and a time budget allow, and
 * writes them with the machine: {@code mvn -Pbench verify -Dbench.args="--n 1435,2500 LU"}.
 */
public final class BenchmarkRun {
  /** Text of n² numbers is 20 bytes each, and must be written first. */
  private static final int MOST_TEXT = 2_500;

  /** Rank by rank an own table and an own factorization. */
  private static final int MOST_CHANGES = 5_000;

  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final List<String> include = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Map<Integer, Taken> meanwhile = new TreeMap<>();

  private BenchmarkRun(String[] words) {
    arguments.put("--n", "1435,2500,5000,9800,13146");
    arguments.put("--backend", "cpu");
    arguments.put("--budget", "600");
    arguments.put("--iterations", "5");
    arguments.put("--warmups", "2");
    arguments.put("--out", "bench/results/jmh.json");
    for (int i = 0; i < words.length; i++) {
      if (arguments.containsKey(words[i]) && i + 1 < words.length) {
        arguments.put(words[i], words[++i]);
      } else if (words[i].startsWith("-")) {
        throw new IllegalArgumentException(
            words[i] + ": one of " + arguments.keySet() + " with a value, or a benchmark's name");
      } else if (!words[i].isBlank()) {
        include.add(words[i]);
      }
    }
  }

  /**
   * Runs them.
   *
   * @param words --n, --backend, --budget in seconds, --iterations, --warmups, --out; what else
   *     stands there are regular expressions for names of benchmarks
   */
  public static void main(String[] words) throws IOException, RunnerException {
    new BenchmarkRun(words).run();
  }

  private void run() throws IOException, RunnerException {
    var options = BackendOptions.defaults();
    Map<String, String> machine;
    try (var backend = Backends.open(arguments.get("--backend"), options).backend()) {
      machine =
          Machine.describe("of the checkout", Optional.of(Path.of("")), List.of(backend), options);
    }
    int[] orders =
        Arrays.stream(arguments.get("--n").split(","))
            .mapToInt(Integer::parseInt)
            .sorted()
            .toArray();
    double budget = Double.parseDouble(arguments.get("--budget"));
    long start = System.nanoTime();
    double last = 0;
    int lastOrder = 0;
    var results = new ArrayList<RunResult>();
    for (int n : orders) {
      double spent = (System.nanoTime() - start) * 1e-9;
      double expected = lastOrder == 0 ? 0 : last * Math.pow((double) n / lastOrder, 3);
      // Two factors, a product and what was read.
      if (32L * n * n > HostMemory.available()) {
        leftOut.add("n = %,d: %,d MB are free".formatted(n, HostMemory.available() >> 20));
      } else if (spent + expected > budget) {
        leftOut.add(
            "n = %,d: about %,.0f s more than the budget".formatted(n, spent + expected - budget));
      } else {
        long from = System.nanoTime();
        Optional<ProcessorUse> used = ProcessorUse.now();
        results.addAll(run(n));
        last = (System.nanoTime() - from) * 1e-9;
        ProcessorUse.since(used).ifPresent(taken -> meanwhile.put(n, taken));
        lastOrder = n;
      }
    }
    write(machine, results);
    Crossover.of(results).forEach(line -> System.out.println(line));
    meanwhile.forEach((n, taken) -> System.out.println("n = %,d: %s".formatted(n, taken)));
    leftOut.forEach(why -> System.out.println("left out: " + why));
  }

  private Collection<RunResult> run(int n) throws RunnerException {
    var builder =
        new OptionsBuilder()
            .param("n", Integer.toString(n))
            .param("backend", arguments.get("--backend"))
            .forks(1)
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "-Xmx2g")
            .warmupIterations(Integer.parseInt(arguments.get("--warmups")))
            .measurementIterations(Integer.parseInt(arguments.get("--iterations")))
            .timeout(TimeValue.hours(1));
    (include.isEmpty() ? List.of("wassily\\..*Benchmark") : include).forEach(builder::include);
    if (n > MOST_TEXT) {
      builder.exclude("importCsv");
    }
    if (n > MOST_CHANGES) {
      builder.exclude("ChangeBenchmark");
    }
    return new Runner(builder.build()).run();
  }

  private void write(Map<String, String> machine, List<RunResult> results) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("kind", "jmh");
    machine.forEach(root.putObject("machine")::put);
    ArrayNode list = root.putArray("benchmarks");
    for (RunResult r : results) {
      var node = list.addObject();
      node.put(
          "name", r.getParams().getBenchmark().replaceFirst("^wassily\\.(jmh|scenario)\\.", ""));
      var parameters = new TreeMap<String, String>();
      r.getParams().getParamsKeys().forEach(k -> parameters.put(k, r.getParams().getParam(k)));
      parameters.forEach(node.putObject("parameters")::put);
      var milliseconds = node.putArray("milliseconds");
      r.getBenchmarkResults().stream()
          .flatMap(b -> b.getIterationResults().stream())
          .forEach(i -> milliseconds.add(i.getPrimaryResult().getScore()));
      node.put("median_milliseconds", r.getPrimaryResult().getStatistics().getPercentile(50));
    }
    Crossover.of(results).forEach(root.putArray("crossover")::add);
    leftOut.forEach(root.putArray("left_out")::add);
    var shares = root.putObject("taken");
    meanwhile.forEach(
        (n, taken) ->
            shares
                .putObject(n.toString())
                .put("stolen_share", taken.stolen())
                .put("others_share", taken.others()));
    Path out = Path.of(arguments.get("--out"));
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(out, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    System.out.println("written: " + out);
  }
}
