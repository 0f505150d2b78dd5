package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;

/** The verdicts on a card, from steps that are made up; every ratio is exact in binary. */
class GpuReportTest {
  private static final int N = GpuFloors.ORDER;
  private static final double BACKWARD_BOUND = 16 * N * Math.ulp(1.0);

  @TempDir private Path folder;
  private final StringBuilder steps = new StringBuilder();

  @BeforeEach
  void allGood() throws IOException {
    step("selftest", 0, 5, "{\"failed\": 0}");
    step("compare", 0, 1, "{\"largest\": 1e-13}");
    step("footprint-cuda-1", 0, 4, null);
    step("footprint-cuda-2", 0, 2, null);
    step("footprint-cuda-3", 0, 2.5, null);
    kernels("kernels-1", "no pivoting (made up)", 1.0);
    peer("torch", 1.0, 2.0, 4.0);
    peer("cupy", 2.0, 1.75, 3.0);
    Files.writeString(folder.resolve("machine.tsv"), "cpu\tmade up\ncommit\tabc\n");
    certificate("cpu.h5", BACKWARD_BOUND / 4);
    certificate("cuda.h5", BACKWARD_BOUND);
  }

  private void step(String name, int exit, double seconds, String json) throws IOException {
    steps.append("%s\t%d\t%s\t%n".formatted(name, exit, seconds));
    if (json != null) {
      Files.writeString(folder.resolve(name + ".json"), json);
    }
  }

  private void kernels(String name, String leontief, double pivoted) throws IOException {
    step(
        name,
        0,
        9,
        """
        {"series": {"gemm": {"seconds": [1.5]}, "lu_general": {"seconds": [%s]},
         "lu_leontief": {"seconds": [1.0, 8.0, 0.5]}, "inverse_leontief": {"seconds": [2.0]},
         "upload_file": {"seconds": [2.0]}, "pinned_copy": {"seconds": [1.5]}},
         "methods": {"leontief": "%s"}}"""
            .formatted(pivoted, leontief));
  }

  private void peer(String name, double general, double leontief, double inverse)
      throws IOException {
    step(
        name + "-1",
        0,
        9,
        """
        {"series": {"lu_general": {"seconds": [%s]}, "lu_leontief": {"seconds": [%s]},
         "inverse_leontief": {"seconds": [%s]}}}"""
            .formatted(general, leontief, inverse));
  }

  private void certificate(String file, double error) throws IOException {
    var one =
        new ResultArray(
            "D",
            "",
            "",
            List.of(new ResultAxis("a", List.of("b"))),
            HostMatrix.of(new double[] {1}));
    var check = new Certificate.Check("backward_error_normwise", error, BACKWARD_BOUND, "made up");
    ResultFile.write(
        new ResultSet("made up", List.of(one), new Certificate(List.of(check)), Map.of()),
        folder.resolve(file),
        new WriteOptions(true, 0, 1),
        Progress.NONE);
  }

  private JsonNode report(int expected, int n) throws IOException {
    Files.writeString(folder.resolve("steps.tsv"), steps);
    Path out = folder.resolve("out.json");
    var ran = Cli.run("bench", "report", folder, "--n", n, "-o", out, "--force");
    assertEquals(expected, ran.code(), ran.out() + ran.err());
    return new ObjectMapper().readTree(out.toFile());
  }

  private static JsonNode floor(JsonNode report, String begins) {
    for (JsonNode f : report.get("floors")) {
      if (f.get("name").asText().startsWith(begins)) {
        return f;
      }
    }
    throw new AssertionError("no floor " + begins);
  }

  private static void assertFloor(JsonNode report, String begins, double value, String verdict) {
    JsonNode f = floor(report, begins);
    assertEquals(value, f.get("value").doubleValue(), begins);
    assertEquals(verdict, f.get("verdict").asText(), begins);
  }

  @Test
  void mediansRatiosAndVerdicts() throws IOException {
    JsonNode r = report(Exit.OK, N);
    assertEquals("passed", r.get("outcome").asText());
    assertFloor(r, "LU with pivoting", 1, "passed");
    assertFloor(r, "LU without pivoting / fastest", 1.75, "passed");
    assertFloor(r, "LU without pivoting / matrix", 0.5, "passed");
    assertFloor(r, "inverse", 1.5, "passed");
    assertFloor(r, "upload", 0.75, "passed");
    assertFloor(r, "footprint, process", 2.5, "passed");
    assertFloor(r, "normwise backward error, CUDA", BACKWARD_BOUND, "passed");
    assertFloor(r, "footprints of CPU", 1e-13, "passed");
    assertEquals("abc", r.at("/machine/commit").asText());
    assertEquals(3, r.at("/figures/footprint-cuda.wall/seconds").size());
  }

  @Test
  void aMissedFloorFails() throws IOException {
    kernels("kernels-2", "no pivoting (made up)", 1.125); // one more round: the median is 1.0625
    JsonNode r = report(Exit.FAILED, N);
    assertFloor(r, "LU with pivoting", 1 / 1.0625, "failed");
    assertEquals("failed", r.get("outcome").asText());
  }

  @Test
  void aWrongResultFailsAtAnySize() throws IOException {
    certificate("cuda.h5", Double.NaN);
    step("compare", 0, 1, "{\"largest\": \"Infinity\"}");
    JsonNode r = report(Exit.FAILED, 42);
    assertEquals("failed", floor(r, "normwise backward error, CUDA").get("verdict").asText());
    assertEquals("failed", floor(r, "footprints of CPU").get("verdict").asText());
  }

  @Test
  void speedsOfAnotherSizeAreNoMeasurement() throws IOException {
    certificate("cpu.h5", 0);
    certificate("cuda.h5", 0);
    JsonNode r = report(Exit.UNMEASURED, 42);
    assertEquals("incomplete", r.get("outcome").asText());
    assertFloor(r, "inverse", 1.5, "not measured");
    assertTrue(floor(r, "inverse").get("why").asText().contains("promised for 13,146"));
    assertFloor(r, "footprints of CPU", 1e-13, "passed");
  }

  @Test
  void anLuWithPivotingIsNoneWithout() throws IOException {
    kernels("kernels-2", "partial pivoting (made up)", 1);
    assertEquals(
        "not measured",
        floor(report(Exit.UNMEASURED, N), "LU without pivoting / matrix").get("verdict").asText());
  }

  @Test
  void aFailedStepFailsAndItsTimesDoNotCount() throws IOException {
    step("footprint-cuda-4", 6, 100, null);
    steps.append("torch\t-\t-\tpython3 has no torch\n");
    JsonNode r = report(Exit.FAILED, N);
    assertFloor(r, "footprint, process", 2.5, "passed");
    assertEquals(
        "python3 has no torch", r.get("steps").get(r.get("steps").size() - 1).get("note").asText());
  }

  @Test
  void whatIsMissingIsNotMeasured() throws IOException {
    steps.setLength(0);
    step("devices", 0, 1, "{");
    JsonNode r = report(Exit.UNMEASURED, N);
    assertEquals("neither CuPy nor PyTorch ran", floor(r, "inverse").get("why").asText());
    assertTrue(floor(r, "upload").get("value").isNull());
  }
}
