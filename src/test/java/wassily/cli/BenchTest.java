package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.cli.Cli.Ran;

/** {@code wassily bench} and its workloads as typed. Nothing is said about speed. */
class BenchTest {
  @TempDir private Path folder;

  private static JsonNode read(Path file) throws Exception {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  @Test
  void measuresPrintsAndWrites() throws Exception {
    Path json = folder.resolve("bench.json");
    Path html = folder.resolve("bench.html");
    Path work = Files.createDirectory(folder.resolve("work"));
    var words =
        List.of(
            List.of("bench", "--quick", "--n", "60,90,120", "--repeats", 2, "--scenarios", 24),
            List.of("--backend", "cpu", "--threads", 2, "--work", work),
            List.of("--json", json, "--html", html));
    Ran ran = Cli.run(words.stream().flatMap(List::stream).toArray()).ok();
    for (String part :
        new String[] {"plain write", "n = 90: ", "LU", "GFLOP/s", "seconds grow as", "JVM start"}) {
      assertTrue(ran.out().contains(part), part + " is not in\n" + ran.out());
    }
    assertEquals(List.of(), Cli.names(work));
    JsonNode root = read(json);
    assertTrue(root.get("right").booleanValue());
    for (String key : new String[] {"cores", "memory", "kernel", "blas", "java", "date"}) {
      assertTrue(root.get("machine").hasNonNull(key), key);
    }
    JsonNode device = root.get("devices").get(0);
    assertEquals("cpu", device.at("/backend/name").asText());
    assertEquals(3, device.get("sizes").size());
    JsonNode lu = device.at("/sizes/2/phases/LU");
    assertEquals(2, lu.get("seconds").size());
    assertEquals(
        lu.get("gflops").doubleValue() / device.at("/ceilings/product/gflops").doubleValue(),
        lu.get("share_of_ceiling").doubleValue());
    assertEquals(3, device.at("/growth/LU/orders").intValue());
    assertTrue(Files.readString(html).contains("<h2>Machine</h2>"));
    Cli.run("bench", "--quick", "--n", 60, "--json", json).refused(Exit.USAGE, "--force");
  }

  @ParameterizedTest
  @CsvSource({
    "--n 0, at least 1",
    "--repeats 0, at least 1",
    "--budget soon, a time such as 90s",
    "--backend gpu, cuda",
    "--work nowhere, no such folder"
  })
  void wrongWords(String words, String answer) {
    var all = new ArrayList<Object>(List.of("bench", "--quick"));
    all.addAll(List.of(words.split(" ")));
    Cli.run(all.toArray()).refused(Exit.USAGE, answer);
  }

  @Test
  void workloadsTellMeasuredFromEstimated() throws Exception {
    Path json = folder.resolve("workload.json");
    Ran ran =
        Cli.run(
                "bench",
                "workload",
                "schulte",
                "--regions",
                2,
                "--sample",
                2,
                "--draws",
                100,
                "--backend",
                "cpu",
                "--json",
                json)
            .ok();
    assertTrue(ran.out().contains("estimated: 100 draws"), ran.out());
    assertTrue(ran.out().contains("not measured"), ran.out());
    assertTrue(ran.out().contains("instead of 7,987"), ran.out());
    JsonNode root = read(json);
    assertEquals(7_987, root.get("published_n").intValue());
    assertEquals(326, root.get("n").intValue());
    Cli.run("bench", "workload", "mine").refused(Exit.USAGE, "schulte, ramascene, city");
    Cli.run("bench", "workload", "city", "--sample", 0).refused(Exit.USAGE, "--sample 0");
  }
}
