package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel, compiled and run, leaves the same bits as its twin in Java. */
class KernelTest {
  /** More elements than 4,096 blocks of 256 threads, so that threads take several steps. */
  private static final int LARGE = 1100;

  /** What a kernel works on: the contents of its buffers before. */
  private sealed interface Argument {
    record Doubles(double... values) implements Argument {}

    record Ints(int... values) implements Argument {}

    record Size(long value) implements Argument {}
  }

  /** Runs a kernel on a card and gives all its buffers back, as doubles. */
  private static List<double[]> run(
      CudaDriver driver, String file, String kernel, long items, Argument... arguments) {
    var thread = new DeviceThread();
    try {
      return thread.call(
          () -> {
            var ledger = new Ledger(true);
            try (var context = new CudaContext(driver, ledger, 0);
                var kernels = new Kernels(context, new KernelImages());
                var arena = Arena.ofConfined()) {
              var passed = new long[arguments.length];
              var buffers = new ArrayList<DeviceMemory>();
              for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                  case Argument.Doubles(var values) ->
                      buffers.add(context.upload(values, "doubles"));
                  case Argument.Ints(var values) -> buffers.add(context.upload(values, "ints"));
                  case Argument.Size _ -> buffers.add(null);
                }
                passed[i] =
                    arguments[i] instanceof Argument.Size(long value)
                        ? value
                        : buffers.get(i).address();
              }
              kernels.launch(file, kernel, items, passed);
              var after = new ArrayList<double[]>();
              for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof Argument.Doubles(var values)) {
                  var host = arena.allocate(JAVA_DOUBLE, values.length);
                  context.read(passed[i], host);
                  after.add(host.toArray(JAVA_DOUBLE));
                } else if (arguments[i] instanceof Argument.Ints(var values)) {
                  var host = arena.allocate(JAVA_INT, values.length);
                  context.read(passed[i], host);
                  after.add(
                      java.util.Arrays.stream(host.toArray(JAVA_INT)).asDoubleStream().toArray());
                }
              }
              return after;
            }
          });
    } finally {
      thread.close();
    }
  }

  private static void same(
      CudaDriver driver, String file, String kernel, long items, Argument... arguments) {
    var expected = run(new HostCuda(1L << 30), file, kernel, items, arguments);
    var found = run(driver, file, kernel, items, arguments);
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(bits(expected.get(i)), bits(found.get(i)), kernel + ", buffer " + i);
    }
  }

  private static long[] bits(double[] values) {
    return java.util.Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static Argument.Doubles random(long n, long seed) {
    return new Argument.Doubles(new SplittableRandom(seed).doubles(n, -1, 1).toArray());
  }

  private static Argument.Size size(long n) {
    return new Argument.Size(n);
  }

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
