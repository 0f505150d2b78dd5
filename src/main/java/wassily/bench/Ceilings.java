package wassily.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wassily.linalg.Backend;
import wassily.linalg.BackendException;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.Shape;
import wassily.linalg.Workers;
import wassily.linalg.timing.Spread;

/** Measures what a machine and a device do at best. */
final class Ceilings {
  /** Of each, after one that is not counted. */
  private static final int REPEATS = 5;

  private static final int FIRST_ORDER = 512;
  private static final int MOST_ORDER = 16_384;

  private static final int ROW = 1 << 17; // 1 MiB
  private static final int BLOCK_ROWS = 8;

  private final BenchOptions options;

  Ceilings(BenchOptions options) {
    this.options = options;
  }

  /** Those of a device, after what they share. */
  List<Ceiling> of(Backend backend) throws IOException {
    var found = new ArrayList<Ceiling>();
    found.add(product(backend));
    found.add(hostCopy());
    if (!backend.memory().host()) {
      found.add(deviceCopy(backend));
      pinnedCopy(backend).ifPresent(found::add);
    }
    found.add(diskWrite());
    return found;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double seconds(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Of three: where other programs run, one alone may be slow without being long. */
  private static double fastest(Work work) throws IOException {
    return Math.min(seconds(work), Math.min(seconds(work), seconds(work)));
  }

  /** The first is not counted: libraries start, buffers are made. */
  private Spread repeated(Work work) throws IOException {
    work.run();
    var times = new ArrayList<Double>();
    for (int i = 0; i < REPEATS; i++) {
      times.add(seconds(work));
    }
    return new Spread(times);
  }

  private Ceiling product(Backend backend) throws IOException {
    int order = FIRST_ORDER;
    while (true) {
      var shape = new Shape(order, order);
      try (DeviceMatrix a = backend.upload(SquareProduct.filled(order));
          DeviceMatrix b = backend.upload(SquareProduct.filled(order));
          DeviceMatrix c = backend.zeros(shape)) {
        backend.multiply(a, b, c);
        boolean last = 2L * order > MOST_ORDER || !fits(backend, 2L * order);
        if (last || fastest(() -> backend.multiply(a, b, c)) >= options.productSeconds()) {
          Spread spread = repeated(() -> backend.multiply(a, b, c));
          return new Ceiling(
              Ceiling.Kind.PRODUCT,
              "matrices of order %,d".formatted(order),
              spread,
              SquareProduct.operations(order));
        }
      }
      order *= 2;
    }
  }

  private static boolean fits(Backend backend, long order) {
    try {
      backend.requireMemory(3 * new Shape(order, order).bytes(), "a product");
      return true;
    } catch (BackendException.OutOfMemory e) {
      return false;
    }
  }

  private Ceiling hostCopy() throws IOException {
    long rows = options.copied();
    try (var arena = Arena.ofShared()) {
      var from = HostMatrix.allocate(arena, rows, ROW);
      copy(from, from.panel(0, rows)); // touched by all threads
      Spread spread =
          repeated(
              () -> {
                try (var fresh = Arena.ofShared()) {
                  copy(from, HostMatrix.allocate(fresh, rows, ROW));
                }
              });
      return new Ceiling(
          Ceiling.Kind.HOST_COPY,
          "%,d MiB into fresh memory, %d threads".formatted(rows, options.threads()),
          spread,
          from.shape().bytes());
    }
  }

  private void copy(HostMatrix from, HostMatrix to) {
    Workers.forBlocks(
        options.threads(),
        from.rows(),
        BLOCK_ROWS,
        (first, end) ->
            to.panel(first, end - first)
                .segment()
                .copyFrom(from.panel(first, end - first).segment()));
  }

  private Ceiling deviceCopy(Backend backend) throws IOException {
    var shape = new Shape(options.copied(), ROW);
    try (DeviceMatrix from = backend.zeros(shape);
        DeviceMatrix to = backend.zeros(shape)) {
      return new Ceiling(
          Ceiling.Kind.DEVICE_COPY,
          "%,d MiB within the card's memory".formatted(options.copied()),
          repeated(() -> backend.repeatRows(from, to)),
          shape.bytes());
    }
  }

  private Optional<Ceiling> pinnedCopy(Backend backend) {
    long bytes = (long) options.copied() << 20;
    backend.plainCopySeconds(bytes);
    var times = new ArrayList<Double>();
    for (int i = 0; i < REPEATS; i++) {
      backend.plainCopySeconds(bytes).ifPresent(times::add);
    }
    return times.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Ceiling(
                Ceiling.Kind.PINNED_COPY,
                "%,d MiB to the card".formatted(options.copied()),
                new Spread(times),
                bytes));
  }

  private Ceiling diskWrite() throws IOException {
    long megabytes = Math.ceilDiv(options.copied(), 4);
    var block = ByteBuffer.allocateDirect(1 << 20);
    Path file = options.folder().resolve("plain-write.tmp");
    try {
      Spread spread = repeated(() -> write(file, block, megabytes));
      return new Ceiling(
          Ceiling.Kind.DISK_WRITE,
          "%,d MiB and a flush, in %s".formatted(megabytes, "the folder of the tables"),
          spread,
          megabytes << 20);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void write(Path file, ByteBuffer block, long count) throws IOException {
    try (var out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (long i = 0; i < count; i++) {
        block.rewind();
        while (block.hasRemaining()) {
          out.write(block);
        }
      }
      out.force(true);
    }
  }
}
