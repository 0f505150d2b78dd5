package wassily.linalg.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** The kernels of one context: loads them when first used and starts them on its stream. */
final class Kernels implements Scope.Resource {
  private static final int THREADS = 256;

  /** Enough blocks to fill any card several times over; every kernel is a grid-stride loop. */
  private static final long MOST_BLOCKS = 4096;

  private final CudaContext context;
  private final KernelImages images;
  private final PhaseClock clock;
  private final Map<String, Long> modules = new HashMap<>();
  private final Map<String, Long> functions = new HashMap<>();

  /** Without an interest in how long compiling takes. */
  Kernels(CudaContext context, KernelImages images) {
    this(context, images, new PhaseClock());
  }

  Kernels(CudaContext context, KernelImages images, PhaseClock clock) {
    this.context = context;
    this.images = images;
    this.clock = clock;
  }

  /**
   * Queues a kernel.
   *
   * @param file where it stands
   * @param name its name
   * @param items how many elements it loops over; none: nothing is started
   * @param arguments its arguments: addresses and sizes, 64 bits each
   */
  void launch(String file, String name, long items, long... arguments) {
    if (items == 0) {
      return;
    }
    long function = function(file, name);
    int blocks = (int) Math.min(MOST_BLOCKS, (items + THREADS - 1) / THREADS);
    try (var arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocateFrom(ValueLayout.JAVA_LONG, arguments);
      MemorySegment addresses = arena.allocate(ValueLayout.JAVA_LONG, arguments.length);
      for (int i = 0; i < arguments.length; i++) {
        addresses.setAtIndex(ValueLayout.JAVA_LONG, i, values.address() + i * (long) Long.BYTES);
      }
      // CUDA copies the arguments before the call returns.
      context.check(
          "cuLaunchKernel",
          context
              .driver()
              .cuLaunchKernel(function, blocks, THREADS, context.compute(), addresses.address()));
    }
  }

  /**
   * Waits for the index of the first of some numbers that is NaN or infinite.
   *
   * @param numbers their address
   * @param count how many
   * @return the index; count when all are finite
   */
  long firstNotFinite(long numbers, long count) {
    try (var scope = new Scope();
        var arena = Arena.ofConfined()) {
      var first = scope.own(context.allocate(Long.BYTES, "index of the first bad number"));
      var host = arena.allocateFrom(ValueLayout.JAVA_LONG, count);
      context.write(host, first.address());
      launch("finite.cu", "first_not_finite", count, numbers, count, first.address());
      context.read(first.address(), host);
      return host.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  private long function(String file, String name) {
    Long known = functions.get(name);
    if (known != null) {
      return known;
    }
    var out = new long[1];
    Long module = modules.get(file);
    if (module == null) {
      byte[] image = clock.compiling(() -> images.of(context, file));
      int status = context.driver().cuModuleLoadData(out, image);
      if (Status.badImage(status)) {
        var again = clock.compiling(() -> images.compiledAgain(context, file));
        status = again.isEmpty() ? status : context.driver().cuModuleLoadData(out, again.get());
      }
      context.check("cuModuleLoadData", status);
      module = out[0];
      modules.put(file, module);
    }
    context.check("cuModuleGetFunction", context.driver().cuModuleGetFunction(out, module, name));
    functions.put(name, out[0]);
    return out[0];
  }

  @Override
  public void close() {
    try (var scope = new Scope()) {
      for (long module : modules.values()) {
        scope.own(
            () -> {
              if (context.usable()) {
                context.check("cuModuleUnload", context.driver().cuModuleUnload(module));
              }
            });
      }
      modules.clear();
      functions.clear();
    }
  }
}
