package wassily.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static wassily.scenario.Scenarios.all;
import static wassily.scenario.Scenarios.fixed;
import static wassily.scenario.Scenarios.response;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.label.TableAxes;
import wassily.linalg.Backend;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.scenario.Action.Remainder;
import wassily.scenario.ResolvedResponse.Dimension.Kind;
import wassily.scenario.Response.Quantity;
import wassily.table.GeneratorOptions;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;
import wassily.testdata.Python;
import wassily.testdata.RealTables;

/** Random scenarios against the same formula in NumPy, written from the specification alone. */
class PlainPeerTest {
  private static final int SCENARIOS = 20;
  private static final List<String> VARIABLES =
      List.of("strength", "factor", "share", "lift", "demand", "block", "swap", "trade");

  @TempDir Path folder;

  @Test
  void generated() throws Exception {
    try (MrioTable table = Scenarios.generated(new GeneratorOptions(5, 8, 11))) {
      equal(table);
    }
  }

  @Test
  void leiden() throws Exception {
    try (MrioTable table = RealTables.leiden()) {
      equal(table);
    }
  }

  private void equal(MrioTable table) throws Exception {
    Optional<String> python = Python.with("numpy", "h5py");
    assumeTrue(python.isPresent(), "skipped: no python3 with the modules numpy and h5py");
    TableAxes axes = table.axes();
    // The first stressor only, as the script takes it by default.
    SatelliteAccount whole = table.satellites().getFirst();
    var account =
        new SatelliteAccount(
            whole.name(),
            wassily.label.Axis.of("stressor", List.of(whole.stressors().get(0))),
            HostMatrix.of(whole.f().row(0)),
            HostMatrix.of(whole.fY().row(0)));
    double floor = 0;
    for (int i = 0; i < axes.n(); i++) {
      for (int c = 0; c < axes.categories().size(); c++) {
        floor += table.y().get(i, axes.column(2, c));
      }
    }
    double[] population = table.population().orElseThrow();
    floor *= 1.3 / population[2];
    double[][] rows = rows();
    List<ResolvedLever> levers = levers(table, account, floor);
    var responses =
        List.of(
            response(Quantity.TOTAL),
            response(Quantity.D_CBA, all(Kind.REGION, table)),
            response(Quantity.D_PBA, all(Kind.REGION, table)));
    var values = new double[3][rows.length][];
    try (Backend backend = Scenarios.cpu()) {
      var plain = new PlainScenario(table, account, levers, responses, backend);
      for (int s = 0; s < rows.length; s++) {
        List<double[]> found = plain.values(new ScenarioValues(VARIABLES, rows[s]));
        for (int r = 0; r < 3; r++) {
          values[r][s] = found.get(r);
        }
      }
    }
    Path result = folder.resolve("ours.h5");
    write(table, values, result);
    Path tableFile = folder.resolve("table.h5");
    TableFile.write(table, tableFile, new WriteOptions(false, 0, 2), Progress.NONE);
    Path spec = folder.resolve("scenarios.json");
    Files.writeString(spec, json(axes, floor, rows));
    var process =
        new ProcessBuilder(
                python.get(),
                Path.of("bench/peers/plain_scenarios.py").toAbsolutePath().toString(),
                tableFile.toString(),
                spec.toString(),
                "--compare",
                result.toString())
            .redirectErrorStream(true);
    // 1e-10 of the largest number: what two roundings of the same formula may differ by when
    // cond₁(I−A) is below 10³ (16·n·eps·cond with n = 40), and what a sweep is held to.
    Process run = process.start();
    String said = new String(run.getInputStream().readAllBytes());
    assertEquals(0, run.waitFor(), said);
    assertEquals(
        3, said.lines().filter(l -> l.contains("largest relative deviation")).count(), said);
  }

  /** Random values; every fifth is off. */
  private static double[][] rows() {
    var random = new SplittableRandom(20);
    var rows = new double[SCENARIOS][VARIABLES.size()];
    for (double[] row : rows) {
      for (int v = 0; v < row.length; v++) {
        row[v] = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
      }
    }
    Arrays.fill(rows[0], Double.NaN);
    return rows;
  }

  private static List<ResolvedLever> levers(
      MrioTable table, SatelliteAccount account, double floor) {
    TableAxes axes = table.axes();
    var levers = new ArrayList<ResolvedLever>();
    int[] firstTwo = rowsOf(axes, null, 0, 1);
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.IntensityBenchmark(
                firstTwo, average(table, account, firstTwo), variable("strength"), true)));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.IntensityScale(
                rowsOf(axes, new int[] {0}), variable("factor"), true)));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.DemandShift(
                new int[] {1},
                new int[] {2},
                new int[] {0},
                variable("share"),
                Remainder.REALLOCATE,
                false)));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.DemandShift(
                new int[] {0}, new int[] {0}, new int[0], variable("share"), Remainder.CUT, true)));
    levers.add(
        lever(
            variable("lift"),
            new ResolvedAction.DemandLift(
                new int[] {2}, table.population().orElseThrow(), 1, fixed(floor), false)));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.DemandScale(
                new int[] {axes.column(0, 1)}, rowsOf(axes, null, 2), variable("demand"), false)));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.CoefficientScale(
                rowsOf(axes, new int[] {0}), rowsOf(axes, null, 1), variable("block"), false)));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.InputSubstitution(
                new int[] {0},
                new int[] {3},
                rowsOf(axes, new int[] {1}),
                variable("swap"),
                fixed(1.1))));
    levers.add(
        lever(
            Amount.ONE,
            new ResolvedAction.TradeShift(
                new int[] {2},
                new int[] {0},
                new int[] {1},
                rowsOf(axes, new int[] {2}),
                new int[] {axes.column(2, 0), axes.column(2, 1)},
                variable("trade"))));
    return levers;
  }

  private static String json(TableAxes axes, double floor, double[][] rows) {
    String[] r = quoted(axes.regions().texts());
    String[] s = quoted(axes.sectors().texts());
    String[] c = quoted(axes.categories().texts());
    String levers =
        String.join(
            ",\n",
            """
            "clean": {"kind": "intensity-benchmark", "sectors": [%s, %s],
              "benchmark": "national-average", "strength": "$strength", "direct": true}"""
                .formatted(s[0], s[1]),
            """
            "scale": {"kind": "intensity-scale", "regions": [%s], "factor": "$factor",
              "direct": true}"""
                .formatted(r[0]),
            """
            "shift": {"kind": "demand-shift", "regions": [%s], "from": [%s], "to": [%s],
              "share": "$share"}"""
                .formatted(r[1], c[2], c[0]),
            """
            "cut": {"kind": "demand-shift", "regions": [%s], "from": [%s], "share": "$share",
              "remainder": "cut", "direct": "fixed"}"""
                .formatted(r[0], c[0]),
            """
            "lift": {"kind": "demand-lift", "regions": [%s], "per-capita": %s, "when": "$lift"}"""
                .formatted(r[2], floor),
            """
            "demand": {"kind": "demand-scale", "consumers": [%s], "categories": [%s],
              "products": {"sectors": [%s]}, "factor": "$demand"}"""
                .formatted(r[0], c[1], s[2]),
            """
            "block": {"kind": "coefficient-scale", "users": {"regions": [%s]},
              "suppliers": {"sectors": [%s]}, "factor": "$block"}"""
                .formatted(r[0], s[1]),
            """
            "swap": {"kind": "input-substitution", "from": [%s], "to": [%s],
              "users": {"regions": [%s]}, "fraction": "$swap", "ratio": 1.1}"""
                .formatted(s[0], s[3], r[1]),
            """
            "trade": {"kind": "trade-shift", "products": [%s], "from": [%s], "to": [%s],
              "users": {"regions": [%s]},
              "demand": {"consumers": [%s], "categories": [%s, %s]}, "fraction": "$trade"}"""
                .formatted(s[2], r[0], r[1], r[2], r[2], c[0], c[1]));
    String design =
        Arrays.stream(rows)
            .map(
                row ->
                    Arrays.stream(row)
                        .mapToObj(v -> Double.isNaN(v) ? "null" : Double.toString(v))
                        .collect(Collectors.joining(", ", "[", "]")))
            .collect(Collectors.joining(",\n", "[", "]"));
    return "{\"levers\": {%s},\n\"design\": {\"variables\": [%s], \"rows\": %s}}"
        .formatted(levers, String.join(", ", quoted(VARIABLES)), design);
  }

  private static String[] quoted(List<String> names) {
    return names.stream().map(n -> '"' + n.replace("\"", "\\\"") + '"').toArray(String[]::new);
  }

  private static ResolvedLever lever(Amount when, ResolvedAction action) {
    return new ResolvedLever(action.getClass().getSimpleName(), when, action, Scenarios.WHERE);
  }

  private static Amount variable(String name) {
    return new Amount.Variable(name);
  }

  /** Rows of some sectors (none: all) of some regions (null: all). */
  private static int[] rowsOf(TableAxes axes, int[] regions, int... sectors) {
    return IntStream.range(0, axes.n())
        .filter(
            i -> {
              int r = i / axes.sectors().size();
              int p = i % axes.sectors().size();
              return (regions == null || Arrays.stream(regions).anyMatch(q -> q == r))
                  && (sectors.length == 0 || Arrays.stream(sectors).anyMatch(q -> q == p));
            })
        .toArray();
  }

  /** Σ F/Σ x over x > 0, once more. */
  private static double[][] average(MrioTable table, SatelliteAccount account, int[] rows) {
    int sectors = table.axes().sectors().size();
    var benchmark = new double[1][rows.length];
    for (int at = 0; at < rows.length; at++) {
      double f = 0;
      double x = 0;
      for (int i = rows[at] % sectors; i < table.x().length; i += sectors) {
        f += table.x()[i] > 0 ? account.f().get(0, i) : 0;
        x += table.x()[i] > 0 ? table.x()[i] : 0;
      }
      benchmark[0][at] = f / x;
    }
    return benchmark;
  }

  private static void write(MrioTable table, double[][][] values, Path file) throws IOException {
    var scenario =
        new ResultAxis(
            "scenario",
            IntStream.range(0, SCENARIOS).mapToObj(Integer::toString).toList(),
            Map.of());
    var stressor = new ResultAxis("stressor", List.of("first"), Map.of());
    var region = new ResultAxis("region", table.axes().regions().texts(), Map.of());
    ResultFile.write(
        new ResultSet(
            "scenarios",
            List.of(
                array("total", List.of(scenario, stressor), values[0]),
                array("D_cba", List.of(scenario, stressor, region), values[1]),
                array("D_pba", List.of(scenario, stressor, region), values[2])),
            new Certificate(List.of()),
            Map.of()),
        file,
        new WriteOptions(false, 0, 2),
        Progress.NONE);
  }

  private static ResultArray array(String name, List<ResultAxis> axes, double[][] rows) {
    return new ResultArray(name, "", name, axes, HostMatrix.of(rows));
  }
}
