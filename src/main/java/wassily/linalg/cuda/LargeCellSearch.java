package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import wassily.linalg.LargeCells;

/**
 * Finds the large cells of f̂·X·ŷ in two passes over X: segments of consecutive cells count theirs,
 * then each writes to the place that the counts give it. So the list is in order, always the same,
 * and no larger than what is kept.
 */
final class LargeCellSearch {
  /**
   * Cells that one thread looks at: n·w = 8 million of them make 32,000 threads and 256 KB of
   * counts.
   */
  private static final long SEGMENT = 256;

  private static final String FILE = "large_cells.cu";

  private final CudaContext context;
  private final Kernels kernels;

  LargeCellSearch(CudaContext context, Kernels kernels) {
    this.context = context;
    this.kernels = kernels;
  }

  LargeCells of(double[] f, long x, double[] y, double threshold, long from, int most) {
    long cells = (long) f.length * y.length;
    if (from == cells) {
      return new LargeCells(0, new long[0], new double[0]);
    }
    long segments = (cells - from + SEGMENT - 1) / SEGMENT;
    long bits = Double.doubleToRawLongBits(threshold);
    try (var scope = new Scope();
        var arena = Arena.ofConfined()) {
      long rowFactors = scope.own(context.upload(f, "factors of rows")).address();
      long columnFactors = scope.own(context.upload(y, "factors of columns")).address();
      long bytes = segments * Long.BYTES;
      long counts = scope.own(context.allocate(bytes, "counts of large cells")).address();
      kernels.launch(
          FILE,
          "count_large",
          segments,
          x,
          rowFactors,
          columnFactors,
          cells,
          y.length,
          from,
          SEGMENT,
          bits,
          counts);
      MemorySegment host = arena.allocate(JAVA_LONG, segments);
      context.read(counts, host);
      long found = placesFromCounts(host);
      int kept = (int) Math.min(most, found);
      if (kept == 0) {
        return new LargeCells(0, new long[0], new double[0]);
      }
      context.write(host, counts);
      bytes = (long) kept * Long.BYTES;
      long where = scope.own(context.allocate(bytes, "places of large cells")).address();
      long values = scope.own(context.allocate(bytes, "large cells")).address();
      kernels.launch(
          FILE,
          "write_large",
          segments,
          x,
          rowFactors,
          columnFactors,
          cells,
          y.length,
          from,
          SEGMENT,
          bits,
          counts,
          kept,
          where,
          values);
      return new LargeCells(
          found,
          read(where, arena.allocate(JAVA_LONG, kept)).toArray(JAVA_LONG),
          read(values, arena.allocate(JAVA_DOUBLE, kept)).toArray(JAVA_DOUBLE));
    }
  }

  private MemorySegment read(long from, MemorySegment to) {
    context.read(from, to);
    return to;
  }

  /** Replaces each count by the sum of those before it; returns the sum of all. */
  private static long placesFromCounts(MemorySegment counts) {
    long before = 0;
    for (long s = 0; s < counts.byteSize() / Long.BYTES; s++) {
      long own = counts.getAtIndex(JAVA_LONG, s);
      counts.setAtIndex(JAVA_LONG, s, before);
      before += own;
    }
    return before;
  }
}
