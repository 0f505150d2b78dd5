package wassily.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.Certificate;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;
import wassily.result.ResultSet;
import wassily.table.BadDataException;

class ResultFileTest {
  @TempDir Path folder;

  /** Footprints of 2 stressors by region and consumer, and a vector; one check fails. */
  static ResultSet sample() {
    var stressor =
        new ResultAxis("stressor", List.of("CO2", "NOx"), Map.of("unit", List.of("kt", "t")));
    var coordinates = new LinkedHashMap<String, List<String>>();
    coordinates.put("code", List.of("BJ", "", "SH"));
    coordinates.put("a/province", List.of("北京", "河北", ""));
    var region = new ResultAxis("region", List.of("北京", "石家庄", "x/y %"), coordinates);
    var consumer = new ResultAxis("consumer", List.of("北京", "石家庄", "x/y %", "export"));
    var random = new Random(5);
    var provenance = new LinkedHashMap<String, String>();
    provenance.put("z last in the alphabet", "1");
    provenance.put("device", "Intel® CPU");
    provenance.put("long", "y".repeat(100_000));
    return new ResultSet(
        "Footprints of a table " + "t".repeat(70_000),
        List.of(
            new ResultArray(
                "T",
                "",
                "T[r,s] = Σ S·W",
                List.of(stressor, region, consumer),
                SampleTables.matrix(Arena.ofAuto(), 6, 4, random)),
            new ResultArray(
                "D_cba/head",
                "t",
                "per head",
                List.of(region),
                HostMatrix.of(new double[] {1, Double.NaN, -0.0})),
            new ResultArray(
                "A first",
                "1",
                "",
                List.of(consumer, stressor),
                SampleTables.matrix(Arena.ofAuto(), 4, 2, random))),
        new Certificate(
            List.of(
                new Certificate.Check("backward_error", 1e-17, 1e-15, "‖r‖ ≤ …"),
                new Certificate.Check("told_only", 3, Double.NaN, "just so"),
                new Certificate.Check("failed", Double.NaN, 1, ""))),
        provenance);
  }

  @Test
  void aResultComesBackAsItWas() throws IOException {
    Path file = folder.resolve("result.h5");
    ResultSet result = sample();
    ResultFile.write(result, file, new WriteOptions(false, 0, 2), Progress.NONE);
    try (OpenResult open = ResultFile.open(file)) {
      assertSame(result, open.result());
    }
  }

  static void assertSame(ResultSet result, ResultSet read) throws IOException {
    assertEquals(result.title(), read.title());
    assertEquals(result.certificate(), read.certificate());
    assertEquals(
        List.copyOf(result.provenance().entrySet()), List.copyOf(read.provenance().entrySet()));
    assertEquals(
        result.arrays().stream().map(ResultArray::name).toList(),
        read.arrays().stream().map(ResultArray::name).toList());
    for (ResultArray expected : result.arrays()) {
      ResultArray found = read.array(expected.name());
      assertEquals(expected.unit(), found.unit());
      assertEquals(expected.description(), found.description());
      assertEquals(expected.axes(), found.axes());
      for (int i = 0; i < expected.axes().size(); i++) {
        assertEquals(
            List.copyOf(expected.axes().get(i).coordinates().keySet()),
            List.copyOf(found.axes().get(i).coordinates().keySet()));
      }
      Matrices.assertSame(expected.values(), found.values(), expected.name());
    }
  }

  @Test
  void aLargeResultIsCompressedTheSameByAnyNumberOfThreads() throws IOException {
    var a = new ResultAxis("scenario", labels(37));
    var b = new ResultAxis("region", labels(61));
    var c = new ResultAxis("stressor", labels(53));
    var values = SampleTables.matrix(Arena.ofAuto(), 37 * 61, 53, new Random(1));
    var result =
        new ResultSet(
            "",
            List.of(new ResultArray("loss", "t", "", List.of(a, b, c), values)),
            new Certificate(List.of()),
            Map.of());
    byte[] first = null;
    for (int threads : List.of(1, 3)) {
      Path file = folder.resolve("r" + threads + ".h5");
      ResultFile.write(result, file, new WriteOptions(false, 6, threads), Progress.NONE);
      try (OpenResult open = ResultFile.open(file)) {
        assertSame(result, open.result());
        // A part that begins and ends inside chunks.
        var part = HostMatrix.allocate(Arena.ofAuto(), 100, 53);
        open.result().array("loss").values().read(777, part);
        assertEquals(-1, Matrices.mismatch(values.panel(777, 100), part));
      }
      byte[] bytes = Files.readAllBytes(file);
      assertTrue(bytes.length < values.shape().bytes(), "compressed");
      if (first == null) {
        first = bytes;
      }
      assertArrayEquals(first, bytes);
    }
  }

  @Test
  void emptyAxesAndEmptyResultsAreKept() throws IOException {
    Path file = folder.resolve("empty.h5");
    var result =
        new ResultSet(
            "",
            List.of(
                new ResultArray(
                    "E",
                    "",
                    "",
                    List.of(new ResultAxis("exogenous", List.of()), new ResultAxis("k", labels(2))),
                    HostMatrix.allocate(Arena.ofAuto(), 0, 2))),
            new Certificate(List.of()),
            Map.of());
    ResultFile.write(result, file, new WriteOptions(false, 4, 1), Progress.NONE);
    try (OpenResult open = ResultFile.open(file)) {
      assertSame(result, open.result());
    }
  }

  @Test
  void namesThatCannotBeStoredAreRefusedAndNothingIsLeft() throws IOException {
    Path file = folder.resolve("r.h5");
    for (String name : List.of("", "n".repeat(255))) {
      var result =
          new ResultSet(
              "",
              List.of(
                  new ResultArray(
                      name,
                      "",
                      "",
                      List.of(new ResultAxis("k", labels(1))),
                      HostMatrix.of(new double[] {1}))),
              new Certificate(List.of()),
              Map.of());
      assertThrows(
          BadDataException.class,
          () -> ResultFile.write(result, file, new WriteOptions(false, 0, 1), Progress.NONE));
    }
    var result = new ResultSet("a\0b", List.of(), new Certificate(List.of()), Map.of());
    String message =
        assertThrows(
                BadDataException.class,
                () -> ResultFile.write(result, file, new WriteOptions(false, 0, 1), Progress.NONE))
            .getMessage();
    assertTrue(message.contains("title") && message.contains("zero character"), message);
    assertFalse(Files.exists(file));
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aResultSurvivesBeingRewrittenByH5repack() throws IOException {
    Path file = folder.resolve("result.h5");
    Path repacked = folder.resolve("repacked.h5");
    ResultSet result = sample();
    ResultFile.write(result, file, new WriteOptions(false, 0, 2), Progress.NONE);
    var run = Tools.hdf5("h5repack", "-f", "GZIP=1", file.toString(), repacked.toString());
    assertEquals(0, run.status(), run.err());
    assertEquals(0, Tools.hdf5("h5diff", file.toString(), repacked.toString()).status());
    try (OpenResult open = ResultFile.open(repacked)) {
      assertSame(result, open.result());
    }
  }

  private static List<String> labels(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> "l" + i).toList();
  }
}
