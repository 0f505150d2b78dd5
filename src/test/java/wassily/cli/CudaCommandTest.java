package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.hdf5.ResultFile;
import wassily.linalg.HostMatrix;
import wassily.result.ResultSet;

/**
 * Commands from end to end on the emulated card: the program finds driver and libraries by itself,
 * as on a real machine, and its results are those of the CPU.
 */
class CudaCommandTest {
  /**
   * Asked for. Backward errors of 16·n·eps and cond₁ below 100 allow 16·120·eps·100 = 4e-11 for n =
   * 120.
   */
  private static final double RELATIVE = 1e-10;

  @TempDir static Path folder;
  private static Path table;

  /** n = 120: L is 115 KB, more than goes without pinned buffers. */
  @BeforeAll
  static void table() {
    table = folder.resolve("table.h5");
    Cli.run("generate", "--regions", 12, "--sectors", 10, "--seed", 3, "-o", table).ok();
  }

  private static EmulatedCuda emulated() {
    return new EmulatedCuda(folder);
  }

  private static Object[] words(String command, String backend, Path out) {
    var words =
        new ArrayList<Object>(
            List.of(
                command,
                table,
                "--backend",
                backend,
                "--cuda-path",
                EmulatedCuda.libraries(),
                "-o",
                out,
                "--force",
                "--timings",
                folder.resolve(backend + ".json")));
    if (command.equals("sensitivity")) {
      words.addAll(List.of("-s", "NOx", "--of", "D_cba"));
    }
    return words.toArray();
  }

  private static void assertSameArrays(Path expected, Path found) throws IOException {
    try (var cpu = ResultFile.open(expected);
        var cuda = ResultFile.open(found)) {
      ResultSet right = cpu.result();
      ResultSet other = cuda.result();
      assertEquals(right.arrays().size(), other.arrays().size());
      assertTrue(right.arrays().size() >= 1);
      for (int a = 0; a < right.arrays().size(); a++) {
        var e = right.arrays().get(a);
        var f = other.arrays().get(a);
        assertEquals(e.name(), f.name());
        assertEquals(e.axes(), f.axes());
        var x = all(e);
        var y = all(f);
        double largest = 0;
        for (long i = 0; i < x.rows(); i++) {
          for (long j = 0; j < x.columns(); j++) {
            double distance = Math.abs(x.get(i, j) - y.get(i, j));
            double size = Math.max(Math.abs(x.get(i, j)), Math.abs(y.get(i, j)));
            largest = Math.max(largest, distance == 0 ? 0 : distance / size); // NaN stays NaN
          }
        }
        assertTrue(largest <= RELATIVE, e.name() + " differs by " + largest);
      }
    }
  }

  private static HostMatrix all(wassily.result.ResultArray array) throws IOException {
    var shape = array.values().shape();
    var m = HostMatrix.allocate(java.lang.foreign.Arena.ofAuto(), shape.rows(), shape.columns());
    array.values().read(0, m);
    return m;
  }

  private static JsonNode timings(String backend) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve(backend + ".json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"footprint", "multipliers", "inverse", "sensitivity"})
  void theCardsResultsAreThoseOfTheCpu(String command) throws Exception {
    Path cpu = folder.resolve(command + "-cpu.h5");
    Path cuda = folder.resolve(command + "-cuda.h5");
    Cli.run(words(command, "cpu", cpu)).ok();
    Path leaks = folder.resolve(command + "-leaks");
    var ran = emulated().set("LEAKS", leaks).run(words(command, "cuda", cuda)).ok();
    assertTrue(!ran.err().contains("using the CPU"), ran.err());
    assertSameArrays(cpu, cuda);
    try (var result = ResultFile.open(cuda)) {
      assertEquals("cuda", result.result().provenance().get("backend"));
      assertTrue(result.result().provenance().get("device").startsWith("Emulated"));
      assertTrue(result.result().certificate().passed());
    }
    // When the context was released, and at exit.
    for (String line : Files.readAllLines(leaks)) {
      assertTrue(line.endsWith(":") || line.equals("nothing"), Files.readString(leaks));
    }
  }

  /** Where the time goes, and what was planned. */
  @Test
  void timingsTellThePhasesOfTheCard() throws Exception {
    emulated().run(words("footprint", "cuda", folder.resolve("timed.h5"))).ok();
    JsonNode report = timings("cuda");
    var phases = new TreeSet<String>();
    Map<String, JsonNode> device = new HashMap<>();
    report.get("phases").forEach(p -> phases.add(p.get("name").asText()));
    report.get("device_phases").forEach(p -> device.put(p.get("name").asText(), p));
    assertTrue(phases.contains("opening the backend"), phases.toString());
    assertTrue(phases.contains("reading " + table + ":/Z"), phases.toString());
    assertTrue(phases.contains("factorizing 120 × 120"), phases.toString());
    for (String name :
        List.of("opening", "compiling kernels", "upload", "factorization", "solve", "download")) {
      assertTrue(device.containsKey(name), name + " is not in " + device.keySet());
      assertTrue(device.get(name).get("seconds").asDouble() > 0, name);
      assertTrue(device.get(name).get("calls").asLong() > 0, name);
    }
    // Z, the demand by 12 regions, and more.
    assertTrue(device.get("upload").get("bytes").asLong() >= 8 * 120 * (120 + 12));
    JsonNode memory = report.get("memory");
    assertEquals(1L << 30, memory.get("device_free_bytes").asLong());
    assertTrue(memory.get("device_needed_bytes").asLong() > 8 * 120 * 120);
    assertEquals(memory.get("right_hand_sides"), memory.get("right_hand_sides_at_once"));
  }

  /** A card with room for fewer right-hand sides than there are. */
  @Test
  void aSmallCardWorksInChunksAndSaysSo() throws Exception {
    Path whole = folder.resolve("whole.h5");
    Path chunked = folder.resolve("chunked.h5");
    emulated().run(words("footprint", "cuda", whole)).ok();
    JsonNode memory = timings("cuda").get("memory");
    long needed = memory.get("device_needed_bytes").asLong();
    long all = memory.get("right_hand_sides").asLong();
    emulated().set("MEMORY", needed - 1).run(words("footprint", "cuda", chunked)).ok();
    JsonNode small = timings("cuda").get("memory");
    assertEquals(all - 1, small.get("right_hand_sides_at_once").asLong());
    assertTrue(small.get("device_needed_bytes").asLong() < needed);
    assertSameArrays(whole, chunked);
    try (var result = ResultFile.open(chunked);
        var other = ResultFile.open(whole)) {
      assertEquals(
          Long.toString(all - 1), result.result().provenance().get("right_hand_sides_at_once"));
      assertEquals(null, other.result().provenance().get("right_hand_sides_at_once"));
    }
  }
}
