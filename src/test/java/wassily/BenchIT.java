package wassily;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.Command.Outcome;

/**
 * The arithmetic of {@code bench/engine.py}: on a stand-in for the launcher whose timings are
 * known, and real peers of order 60 where they are installed. Nothing is said about speed.
 */
class BenchIT {
  private static final Path BASE = Path.of(System.getProperty("wassily.basedir", "."));
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private static Path temporary;
  private static Outcome run;
  private static JsonNode report;

  @BeforeAll
  static void measure() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: " + PYTHON + " is not installed");
    Path json = temporary.resolve("results/engine.json");
    run =
        Command.of(PYTHON, "-B", BASE.resolve("bench/engine.py"), "--n", 60, "--sectors", 6)
            .and("--launcher", BASE.resolve("src/test/resources/bench/launcher.py"))
            .and("--retries", 0) // the stand-in knows three rounds
            .and("--threads", 1, "--work", temporary.resolve("work"), "--out", json)
            .and("--testdata", temporary.resolve("none"))
            .with("PATH", "/usr/bin:/bin")
            .with("PYTHONDONTWRITEBYTECODE", 1)
            .run(Duration.ofMinutes(2));
    assertEquals(0, run.code(), run.err());
    report = new ObjectMapper().readTree(Files.readString(json));
  }

  @Test
  void takesMediansOfThePhases() {
    // The stand-in's LU took 4, 1 and 2 s, its inversion 10 s, its first reading of Z 0.5 s.
    assertSummary(2, 1, 4, "lu_seconds");
    assertSummary(12, 11, 14, "inverse_seconds");
    assertSummary(0.5, 0.5, 0.5, "read_seconds");
    assertEquals(2.0 / 3 * 60 * 60 * 60 / 2 * 1e-9, rate("lu_gflops"), 1e-20);
    assertEquals(3, report.at("/runs/footprint").size());
    assertEquals(3, report.at("/rounds/all").size());
    assertTrue(report.at("/rounds/all/0/taken").has("stolen_share"), "theft is told");
    assertTrue(run.out().contains("3 rounds count"), run.out());
  }

  @Test
  void dividesThePeersMedianByOurs() {
    var peers = new ArrayList<Double>();
    report.at("/runs/scipy_lu").forEach(r -> peers.add(r.get("seconds").doubleValue()));
    JsonNode target = target("LU / scipy.linalg.lu_factor");
    if (peers.isEmpty()) {
      assertTrue(report.at("/missing").has("scipy_lu"), "neither run nor missing: " + report);
      assertTrue(target.get("value").isNull() && target.get("passed").isNull());
    } else {
      peers.sort(null);
      double expected = peers.get(1) / 2.0;
      assertEquals(expected, target.get("value").doubleValue(), 4 * Math.ulp(expected));
      assertTrue(target.get("passed").isNull(), "nothing is promised of n = 60");
      assertEquals(13_146, target.get("promised_for_n").intValue());
    }
  }

  @Test
  void peersThatCountRanOnTheLibraryThatIsCarried() {
    for (String peer : new String[] {"scipy_lu", "numpy_inverse"}) {
      if (report.at("/missing").has(peer)) {
        continue;
      }
      JsonNode blas = report.at("/blas/" + peer);
      assertEquals(report.at("/blas/bundled"), blas.get("config"));
      assertEquals(1, blas.get("threads").intValue());
    }
  }

  @Test
  void namesWhatIsMissingAndDescribesTheMachine() {
    assertTrue(report.at("/missing/import_wiod1995").asText().contains("--testdata"));
    assertTrue(target("import of WIOD 1995").get("passed").isNull());
    assertTrue(run.out().contains("missing: import_wiod1995: "), run.out());
    for (String key : new String[] {"cores", "memory_bytes", "kernel", "date", "devices"}) {
      assertTrue(report.at("/machine").hasNonNull(key), key);
    }
    assertEquals("wassily of the test", report.at("/machine/program").asText());
  }

  private static void assertSummary(double median, double min, double max, String figure) {
    JsonNode s = report.at("/figures/" + figure);
    assertEquals(median, s.get("median").doubleValue(), figure);
    assertEquals(min, s.get("min").doubleValue(), figure);
    assertEquals(max, s.get("max").doubleValue(), figure);
  }

  private static double rate(String name) {
    return report.at("/rates/" + name).doubleValue();
  }

  private static JsonNode target(String name) {
    for (JsonNode t : report.get("targets")) {
      if (t.get("name").asText().equals(name)) {
        return t;
      }
    }
    throw new AssertionError("no target " + name + " in " + report.get("targets"));
  }
}
