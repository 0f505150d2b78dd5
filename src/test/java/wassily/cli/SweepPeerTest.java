package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.TableFile;
import wassily.io.hdf5.WriteOptions;
import wassily.label.TableAxes;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.testdata.Python;
import wassily.testdata.RealTables;

/**
 * The sweep command on real tables: 200 random scenarios, each against the same formula in NumPy,
 * which changes full arrays and solves every scenario from them.
 */
class SweepPeerTest {
  private static final int SCENARIOS = 200;

  /** Every one of these columns is in the design. */
  private static final List<String> VARIABLES =
      List.of("clean", "plants", "share", "demand", "efficiency", "swap");

  @TempDir Path folder;

  @Test
  void leiden() throws Exception {
    try (MrioTable table = RealTables.leiden()) {
      equal(table, 4);
    }
  }

  /**
   * 41 regions × 35 sectors, with idle region-sectors and negative demand. NumPy takes 0.1 s for a
   * change of A at this size: one scenario of twenty has one.
   */
  @Test
  void wiod() throws Exception {
    try (MrioTable table = RealTables.wiod2009Co2()) {
      equal(table, 20);
    }
  }

  /**
   * Runs both.
   *
   * @param every one of so many scenarios changes A
   */
  private void equal(MrioTable table, int every) throws Exception {
    Optional<String> python = Python.with("numpy", "h5py");
    assumeTrue(python.isPresent(), "skipped: no python3 with the modules numpy and h5py");
    Path file = folder.resolve("table.h5");
    TableFile.write(table, file, new WriteOptions(false, 0, 2), Progress.NONE);
    design(every);
    var spec = new LinkedHashMap<String, Object>();
    spec.put("wassily", 1);
    spec.put("table", file.toString());
    spec.put("levers", levers(table.axes()));
    spec.put("design", Map.of("list", "design.csv"));
    spec.put(
        "responses",
        List.of(
            "total",
            Map.of("D_cba", Map.of("by", "region")),
            Map.of("D_pba", Map.of("by", "region"))));
    // YAML is a superset of JSON, and NumPy's script takes the same keys.
    Path sweep = folder.resolve("sweep.yaml");
    Files.writeString(sweep, new ObjectMapper().writeValueAsString(spec));
    Path result = folder.resolve("result.h5");
    Cli.Ran ran = Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    assertTrue(ran.err().contains("certificate: passed"), ran.err());
    assertTrue(ran.err().contains("200 scenarios, 200 distinct"), ran.err());
    compare(python.get(), file, sweep, result);
  }

  private void compare(String python, Path table, Path sweep, Path result)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                python,
                Path.of("bench/peers/plain_scenarios.py").toAbsolutePath().toString(),
                table.toString(),
                sweep.toString(),
                "--design",
                folder.resolve("design.csv").toString(),
                "--compare",
                result.toString())
            .redirectErrorStream(true);
    // Its idle threads would take a core from the other tests.
    process.environment().put("OPENBLAS_NUM_THREADS", "1");
    // 1e-10 of the largest number: two roundings of the same formula differ by up to
    // 2·n·eps·cond₁(I−A)² with an update of A, 3.6e-11 at n = 1,435 and a condition of 7.3.
    Process run = process.start();
    String said = new String(run.getInputStream().readAllBytes());
    assertEquals(0, run.waitFor(), said);
    assertTrue(said.contains("%d scenarios".formatted(SCENARIOS)), said);
  }

  private void design(int every) throws IOException {
    var random = new SplittableRandom(20);
    var lines = new ArrayList<String>();
    lines.add(String.join(",", VARIABLES));
    for (int s = 0; s < SCENARIOS; s++) {
      boolean changesA = s % every == 0;
      lines.add(
          "%s,%s,%s,%s,%s,%s"
              .formatted(
                  random.nextDouble(),
                  random.nextDouble(0.2, 1.5),
                  random.nextDouble(0.02, 0.3),
                  random.nextDouble(0.7, 1.3),
                  changesA ? random.nextDouble(0.8, 1.1) : "",
                  changesA ? random.nextDouble(0, 0.5) : ""));
    }
    Files.write(folder.resolve("design.csv"), lines);
  }

  /** Names are exact: NumPy's script knows no patterns. */
  private static Map<String, Object> levers(TableAxes axes) {
    List<String> regions = axes.regions().texts();
    List<String> sectors = axes.sectors().texts();
    List<String> categories = axes.categories().texts();
    var levers = new LinkedHashMap<String, Object>();
    levers.put(
        "clean",
        Map.of(
            "kind", "intensity-benchmark", "benchmark", "national-average", "strength", "$clean"));
    levers.put(
        "plants",
        Map.of(
            "kind",
            "intensity-scale",
            "regions",
            regions.subList(0, 2),
            "sectors",
            sectors.subList(2, 5),
            "factor",
            "$plants"));
    levers.put(
        "building",
        Map.of(
            "kind",
            "demand-shift",
            "regions",
            regions.subList(1, 3),
            "from",
            categories.get(categories.size() > 3 ? 3 : 1),
            "to",
            categories.get(0),
            "share",
            "$share"));
    levers.put(
        "frugal",
        Map.of(
            "kind",
            "demand-scale",
            "consumers",
            regions.subList(0, 2),
            "categories",
            categories.get(0),
            "products",
            Map.of("sectors", sectors.subList(0, 3)),
            "factor",
            "$demand"));
    levers.put(
        "efficient",
        Map.of(
            "kind",
            "coefficient-scale",
            "users",
            Map.of("regions", List.of(regions.get(2))),
            "factor",
            "$efficiency"));
    levers.put(
        "electric",
        Map.of(
            "kind",
            "input-substitution",
            "from",
            sectors.get(1),
            "to",
            sectors.get(4),
            "users",
            Map.of("regions", regions.subList(0, 1)),
            "fraction",
            "$swap"));
    return levers;
  }
}
