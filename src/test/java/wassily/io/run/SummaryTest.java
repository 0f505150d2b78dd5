package wassily.io.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.OutputFile;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.Tools;
import wassily.io.hdf5.WriteOptions;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.scenario.Plan;
import wassily.scenario.Summary;
import wassily.scenario.SweepSpec;

/** Results of both ways to keep scenarios, against plain formulas and as Python reads them. */
class SummaryTest {
  private static final int ROWS = 60;

  /**
   * Mean and Σ(x − mean)² of n numbers by any stable order of additions: n·eps each of the largest
   * number, and of its square.
   */
  private static final double EPS = Math.ulp(1.0);

  @TempDir private Path folder;

  private RunDirectory computed(String name, int shards, SweepSpec.Keep keep, long exactUpTo)
      throws IOException {
    var sources = FakeSweep.Sources.in(folder);
    Path at = folder.resolve(name);
    sources.create(at, sources.plan(ROWS, 7, shards, keep));
    RunDirectory run = RunDirectory.open(at, OutputFile::create, exactUpTo);
    for (int s = 0; s < shards; s++) {
      run.run(s, FakeSweep.computer(run.stored().plan(), _ -> {}), () -> false, Progress.NONE);
    }
    return run;
  }

  private byte[] merged(RunDirectory run, int compression) throws IOException {
    Path out = folder.resolve("merged.h5");
    try (var merge = RunMerge.open(run, Progress.NONE)) {
      ResultFile.write(
          merge.result("t", 2, Progress.NONE),
          out,
          new WriteOptions(true, compression, 2),
          Progress.NONE);
    }
    return Files.readAllBytes(out);
  }

  /** The plain formulas, over all rows of the design that did not fail. */
  private static double[] plain(double[] values, double[] quantiles) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    var all = new double[4 + quantiles.length];
    all[0] = mean;
    all[1] = Math.sqrt(squares / (values.length - 1));
    all[2] = sorted[0];
    all[3] = sorted[values.length - 1];
    for (int q = 0; q < quantiles.length; q++) {
      double h = (values.length - 1) * quantiles[q];
      int low = (int) h;
      int high = Math.min(low + 1, values.length - 1);
      all[4 + q] = sorted[low] + (sorted[high] - sorted[low]) * (h - low);
    }
    return all;
  }

  /** With 0, summaries are kept; batches of 7 keep every value as its own centroid. */
  @ParameterizedTest
  @ValueSource(longs = {Summary.EXACT_UP_TO, 0})
  void statisticsAreThoseOfAllRowsThatDidNotFail(long exactUpTo) throws IOException {
    RunDirectory run = computed("run", 3, FakeSweep.SUMMARY, exactUpTo);
    Plan plan = run.stored().plan();
    double[] wanted = {0.05, 0.5, 0.95};
    try (var merge = RunMerge.open(run, Progress.NONE);
        var arena = Arena.ofConfined()) {
      ResultArray cba = merge.result("t", 2, Progress.NONE).array("D_cba");
      var found = HostMatrix.allocate(arena, 7L * FakeSweep.REGIONS, FakeSweep.CATEGORIES);
      cba.values().read(0, found);
      for (int r = 0; r < FakeSweep.REGIONS; r++) {
        for (int c = 0; c < FakeSweep.CATEGORIES; c++) {
          int region = r;
          int category = c;
          double[] values =
              Arrays.stream(plan.design().rows())
                  .filter(row -> row[0] != FakeSweep.FAILING)
                  .mapToDouble(row -> FakeSweep.cba(row, region, category))
                  .toArray();
          double[] expected = plain(values, wanted);
          double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
          double tolerance = 8 * ROWS * EPS * largest;
          assertEquals(expected[0], found.get(r, c), tolerance, "mean");
          // √ of a relative error 2·n·eps of Σ(x − mean)², whose terms are ≤ (2·largest)².
          assertEquals(
              expected[1], found.get(3 + r, c), tolerance * 4 * largest / expected[1], "sd");
          assertEquals(expected[2], found.get(6 + r, c), "min");
          assertEquals(expected[3], found.get(9 + r, c), "max");
          for (int q = 0; q < wanted.length; q++) {
            // 58 values in a sketch of compression 500: one rank.
            double slack =
                exactUpTo > 0 ? tolerance : rank(values, wanted[q], 1.5, expected[4 + q]);
            assertEquals(expected[4 + q], found.get(12 + 3L * q + r, c), slack, "quantile");
          }
        }
      }
    }
  }

  /** How far a value that is some ranks away is from a quantile. */
  private static double rank(double[] values, double q, double ranks, double at) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double h = (sorted.length - 1) * q;
    double low = sorted[(int) Math.max(0, Math.floor(h - ranks))];
    double high = sorted[(int) Math.min(sorted.length - 1, Math.ceil(h + ranks))];
    return Math.max(at - low, high - at);
  }

  @Test
  void sketchesDoNotDependOnShards() throws IOException {
    byte[] one = merged(computed("one", 1, FakeSweep.SUMMARY, 0), 0);
    assertArrayEquals(one, merged(computed("three", 3, FakeSweep.SUMMARY, 0), 0));
    assertArrayEquals(one, merged(computed("eight", 8, FakeSweep.SUMMARY, 0), 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void h5pyReadsSlicesAndTables(int compression) throws IOException {
    RunDirectory run = computed("run", 3, FakeSweep.ALL, Summary.EXACT_UP_TO);
    merged(run, compression);
    JsonNode found =
        new ObjectMapper()
            .readTree(
                Tools.python(
                    "/wassily/io/run/read_sweep.py",
                    "h5py, numpy",
                    folder.resolve("merged.h5").toString()));
    assertEquals("[60, 3, 2]", found.get("shape").toString().replace(",", ", "));
    assertEquals("[\"scenario\",\"region\",\"category\"]", found.get("dims").toString());
    Plan plan = run.stored().plan();
    for (int s = 0; s < ROWS; s++) {
      double[] row = plan.design().rows()[s];
      boolean fails = row[0] == FakeSweep.FAILING;
      double cell =
          found.get("cell").get(s).isNull() ? Double.NaN : found.get("cell").get(s).asDouble();
      assertEquals(fails ? Double.NaN : FakeSweep.cba(row, 2, 1), cell);
      assertEquals(row[0], found.get("tech").get(s).asDouble());
    }
    assertEquals("cleaner-plants", found.get("levers").get(0).asText());
    assertEquals("Woodbury", found.get("paths").get(1).asText());
    assertTrue(found.get("passed").asBoolean());
  }
}
