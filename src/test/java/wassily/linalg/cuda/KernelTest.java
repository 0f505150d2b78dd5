package wassily.linalg.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static wassily.linalg.cuda.KernelRuns.bits;
import static wassily.linalg.cuda.KernelRuns.random;
import static wassily.linalg.cuda.KernelRuns.same;
import static wassily.linalg.cuda.KernelRuns.size;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.linalg.AxisGroups;
import wassily.linalg.cuda.KernelRuns.Argument;

/** Every other kernel, compiled and run, leaves the same bits as its twin in Java. */
class KernelTest {
  /** More elements than 4,096 blocks of 256 threads, so that threads take several steps. */
  private static final int LARGE = 1100;

  @Tag("gpu")
  @ParameterizedTest
  @ValueSource(ints = {1, 7, LARGE})
  void onTheCard(int n) {
    allKernels(CudaTestBackends.cardDriver(), n);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, LARGE})
  void onTheEmulator(int n) {
    allKernels(CudaTestBackends.emulatedDriver(), n);
  }

  private static void allKernels(CudaDriver driver, int n) {
    long square = (long) n * n;
    double[] d = random(n, 2).values();
    d[n / 2] = 0;
    same(driver, "m0.cu", "m0", square, random(square, 1), new Argument.Doubles(d), size(n));

    int k = n / 2 + 1;
    int first = k / 3;
    int width = k - first;
    int[] source = new SplittableRandom(3).ints(n, 0, n).toArray();
    long some = (long) n * width;
    same(
        driver,
        "permute_rows.cu",
        "gather_rows",
        some,
        random((long) n * k, 4),
        random(some, 5),
        new Argument.Ints(source),
        size(n),
        size(k),
        size(first),
        size(width));
    same(
        driver,
        "permute_rows.cu",
        "put_columns",
        some,
        random((long) n * k, 6),
        random(some, 7),
        size(n),
        size(k),
        size(first),
        size(width));
    same(
        driver,
        "triangles.cu",
        "take_lower",
        (long) n * (n - n / 3),
        random(square, 8),
        random((long) n * (n - n / 3), 9),
        size(n),
        size(n / 3),
        size(n - n / 3));
    same(driver, "triangles.cu", "identity", square, random(square, 10), size(n));
    same(
        driver,
        "triangles.cu",
        "put_upper",
        square,
        random(square + 2L * n, 11),
        size(n + 2),
        random(square, 12),
        size(n));

    double[] negative = random(square, 13).values();
    for (int i = 0; i < negative.length; i++) {
      negative[i] = -Math.abs(negative[i]);
    }
    for (double last : new double[] {-1, 0, Double.MIN_VALUE, Double.NaN}) {
      double[] m = negative.clone();
      m[m.length == 1 ? 0 : m.length - 2] = last;
      same(
          driver,
          "pivot_rule.cu",
          "positive_off_diagonal",
          square,
          new Argument.Doubles(m),
          size(n),
          new Argument.Ints(0));
    }
    double[] finite = random(square, 16).values();
    for (int bad : new int[] {-1, (int) square - 1, (int) square / 2}) {
      if (bad >= 0) {
        finite[bad] = bad % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
      }
      same(
          driver,
          "finite.cu",
          "first_not_finite",
          square,
          new Argument.Doubles(finite),
          size(square),
          // The least significant half of a long index, then 0: little-endian.
          new Argument.Ints((int) square, 0));
    }
    same(driver, "pivot_rule.cu", "diagonal", n, random(square, 14), size(n), random(n, 15));
    sumsOverGroups(driver, n);
    largeCells(driver, n);
    for (double beta : new double[] {0, 1, -0.3}) {
      double[] block = random((long) n * (n + 3), 17).values();
      block[0] = Double.NaN;
      same(
          driver,
          "scale_block.cu",
          "scale_block",
          square,
          new Argument.Doubles(block),
          size(n),
          size(n),
          size(n + 3),
          bits(beta));
    }
  }

  /**
   * Groups of any indices, one of them empty, some indices in none; the second and later groups.
   */
  private static void sumsOverGroups(CudaDriver driver, int n) {
    int count = n / 2 + 2;
    var random = new SplittableRandom(18);
    var groups =
        AxisGroups.of(random.ints(n, -1, count).map(g -> g == 1 ? -1 : g).toArray(), count);
    var starts = new Argument.Ints(groups.starts());
    var members = new Argument.Ints(Arrays.copyOf(groups.members(), n));
    long first = 1;
    long some = count - first;
    same(
        driver,
        "group_sums.cu",
        "sum_rows",
        some * (n + 1),
        random((long) n * (n + 1), 19),
        random(some * (n + 1), 20),
        starts,
        members,
        size(first),
        size(some),
        size(n + 1));
    same(
        driver,
        "group_sums.cu",
        "sum_columns",
        (long) (n + 1) * count,
        random((long) n * (n + 1), 21),
        random((long) (n + 1) * count, 22),
        starts,
        members,
        size(n + 1),
        size(n),
        size(count));
  }

  /** None, some and all cells are large; NaN is; the search begins anywhere. */
  private static void largeCells(CudaDriver driver, int n) {
    if (n == LARGE) { // one cell in each segment, so that threads take several steps
      largeCells(driver, n, 1, 0.25, 5);
      return;
    }
    scenarioRows(driver, n);
    fewRows(driver, n);
    long cells = (long) n * (n + 2);
    for (double threshold : new double[] {0, 0.25, 3}) {
      for (long from : new long[] {0, cells / 3, cells - 1}) {
        largeCells(driver, n, 10, threshold, from);
      }
    }
  }

  /** Three scenarios with two rows of n each; every other column changes. */
  private static void scenarioRows(CudaDriver driver, int n) {
    String file = "scenario_rows.cu";
    int[] columns = java.util.stream.IntStream.range(0, (n + 1) / 2).map(c -> 2 * c).toArray();
    long changed = 6L * columns.length;
    same(
        driver,
        file,
        "repeat_rows",
        6L * n,
        random(2L * n, 30),
        random(6L * n, 31),
        size(6),
        size(n),
        size(2));
    same(
        driver,
        file,
        "scale_cells",
        changed,
        random(6L * n, 32),
        size(6),
        size(n),
        size(2),
        new Argument.Ints(columns),
        size(columns.length),
        new Argument.Doubles(0.5, 1, -3));
    same(
        driver,
        file,
        "lower_cells",
        changed,
        random(6L * n, 33),
        size(6),
        size(n),
        size(2),
        new Argument.Ints(columns),
        size(columns.length),
        random(2L * columns.length, 34),
        new Argument.Doubles(0.5, 0, 1.0 / 3));
    int[] starts = {0, n / 3, n / 3, n};
    same(
        driver,
        file,
        "grouped_dots",
        36,
        random(6L * n, 35),
        random(3L * 2 * n, 36),
        random(36, 37),
        size(6),
        size(n),
        size(2),
        size(2),
        new Argument.Ints(starts),
        new Argument.Ints(java.util.stream.IntStream.range(0, n).toArray()),
        size(3));
  }

  /** Ten rows: more than a thread sums at once; runs of three, the last one shorter. */
  private static void fewRows(CudaDriver driver, int n) {
    int runs = (n + 2) / 3;
    long parts = 10L * runs * (n + 1);
    for (int absolute = 0; absolute < 2; absolute++) {
      same(
          driver,
          "few_rows.cu",
          "multiply_rows",
          (long) runs * (n + 1),
          random(10L * n, 40),
          random((long) n * (n + 1), 41),
          random(parts, 42),
          size(10),
          size(n),
          size(n + 1),
          size(3),
          size(absolute));
    }
    same(
        driver,
        "few_rows.cu",
        "multiply_rows_single",
        (long) runs * (n + 1),
        random(10L * n, 43),
        new Argument.Ints(singles((long) n * (n + 1))),
        random(parts, 44),
        size(10),
        size(n),
        size(n + 1),
        size(3));
    same(
        driver, "few_rows.cu", "add_parts", n, random(7L * n, 45), random(n, 46), size(n), size(7));
    same(
        driver,
        "few_rows.cu",
        "to_single",
        n,
        random(n, 47),
        new Argument.Ints(new int[n]),
        size(n));
    int[] last = new int[2 * n]; // the lower halves of longs: from the last cell to the first
    for (int k = 0; k < n; k++) {
      last[2 * k] = n - 1 - k;
    }
    same(
        driver,
        "few_rows.cu",
        "gather_cells",
        n,
        random(n, 52),
        new Argument.Ints(last),
        random(n, 53),
        size(n));
  }

  private static int[] singles(long count) {
    return new SplittableRandom(48)
        .doubles(count, -1, 1)
        .mapToInt(x -> Float.floatToRawIntBits((float) x))
        .toArray();
  }

  private static void largeCells(
      CudaDriver driver, int n, int segment, double threshold, long from) {
    long cells = (long) n * (n + 2);
    double[] x = random(cells, 23).values();
    x[x.length / 2] = Double.NaN;
    x[x.length - 1] = 0.5;
    int segments = (int) ((cells - from + segment - 1) / segment);
    var arguments =
        new ArrayList<Argument>(
            List.of(
                new Argument.Doubles(x),
                random(n, 24),
                random(n + 2, 25),
                size(cells),
                size(n + 2),
                size(from),
                size(segment),
                bits(threshold),
                new Argument.Ints(new int[2 * segments])));
    same(driver, "large_cells.cu", "count_large", segments, arguments);
    int kept = (int) Math.max(1, (cells - from) / 2);
    int[] places = new int[2 * segments]; // the lower halves of longs
    for (int s = 0; s < segments; s++) {
      places[2 * s] = s * segment;
    }
    arguments.set(8, new Argument.Ints(places));
    arguments.add(size(kept));
    arguments.add(new Argument.Ints(new int[2 * kept]));
    arguments.add(random(kept, 26));
    same(driver, "large_cells.cu", "write_large", segments, arguments);
  }

  /** No kernel without a twin, and its file names twin and test. */
  @Test
  void everyKernelHasATwin() throws IOException {
    var folder = Path.of(System.getProperty("wassily.basedir", "."), "kernels");
    var kernel = Pattern.compile("__global__ void (\\w+)\\(");
    int found = 0;
    try (var files = Files.newDirectoryStream(folder, "*.cu")) {
      for (Path file : files) {
        String text = Files.readString(file);
        assertTrue(text.contains("CPU twin: ") && text.contains("Test: "), file.toString());
        assertEquals(text, KernelImages.source(file.getFileName().toString()));
        var match = kernel.matcher(text);
        while (match.find()) {
          assertTrue(KernelTwins.number(match.group(1)) > 0, match.group(1));
          found++;
        }
      }
    }
    assertEquals(KernelTwins.count(), found);
  }
}
