package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A kernel run on a card and by its twin in Java, which have to leave the same bits. */
final class KernelRuns {
  private KernelRuns() {}

  /** What a kernel works on: the contents of its buffers before. */
  sealed interface Argument {
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
                  after.add(Arrays.stream(host.toArray(JAVA_INT)).asDoubleStream().toArray());
                }
              }
              return after;
            }
          });
    } finally {
      thread.close();
    }
  }

  static void same(
      CudaDriver driver, String file, String kernel, long items, Argument... arguments) {
    var expected = run(new HostCuda(1L << 30), file, kernel, items, arguments);
    var found = run(driver, file, kernel, items, arguments);
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(bits(expected.get(i)), bits(found.get(i)), kernel + ", buffer " + i);
    }
  }

  /** A NaN is a NaN: which one, a card and a processor see differently. */
  static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  static Argument.Doubles random(long n, long seed) {
    return new Argument.Doubles(new SplittableRandom(seed).doubles(n, -1, 1).toArray());
  }

  static Argument.Size size(long n) {
    return new Argument.Size(n);
  }

  static void same(
      CudaDriver driver, String file, String kernel, long items, List<Argument> arguments) {
    same(driver, file, kernel, items, arguments.toArray(Argument[]::new));
  }

  static Argument.Size bits(double value) {
    return new Argument.Size(Double.doubleToRawLongBits(value));
  }
}
