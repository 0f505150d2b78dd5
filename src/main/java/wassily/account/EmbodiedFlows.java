package wassily.account;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import wassily.linalg.AxisGroups;
import wassily.linalg.Backend;
import wassily.linalg.DeviceMatrix;
import wassily.linalg.HostMatrix;
import wassily.linalg.LargeCells;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * Embodied product flows {@code Φ[i,j] = S[i]·L[i,j]·y[j]}: what region-sector i emits for the
 * final demand for product j (method, section 2). Φ has n² cells and is never stored.
 *
 * <p>With {@code L = d̂·M₀⁻¹} and {@code S = F·d̂⁻¹} it is {@code Φ[i,j] = F[i]·(M₀⁻¹)[i,j]·y[j]},
 * F = 0 where x = 0. Single flows come from {@code X = M₀⁻¹·E} for blocks E of columns of the
 * identity, 2·n² operations for each column with y ≠ 0, in 64 MiB of device memory and as much on
 * the host, or one column where that is more. Sums over groups need as many solves as there are
 * groups, of rows or of columns, whichever are fewer.
 */
public final class EmbodiedFlows {
  /** Blocks of columns: n = 13,146 makes 638 of them, enough for solves at full speed. */
  private static final long BLOCK_BYTES = 64L << 20;

  /** Cells taken from the device at once: 16 MB. */
  private static final int PAGE = 1 << 20;

  private final LeontiefSystem system;
  private final double[] f;
  private final double[] y;
  private final long blockBytes;
  private final int page;

  private EmbodiedFlows(LeontiefSystem system, double[] f, double[] y, long blockBytes, int page) {
    this.system = system;
    this.f = f;
    this.y = y;
    this.blockBytes = blockBytes;
    this.page = page;
  }

  /**
   * Flows for the demand of all consumers, exogenous ones too: {@code y = Y·1}.
   *
   * @param system the factorized table
   * @param f F, n numbers, of one stressor; what stands where x = 0 does not count
   * @return all flows
   */
  public static EmbodiedFlows of(LeontiefSystem system, double[] f) {
    return of(system, f, totalDemand(system.table()));
  }

  /**
   * Flows for any final demand.
   *
   * @param system the factorized table; stays open while flows are asked for
   * @param f F, n numbers, of one stressor; what stands where x = 0 does not count
   * @param y final demand by product, n numbers, money
   * @return all flows
   */
  public static EmbodiedFlows of(LeontiefSystem system, double[] f, double[] y) {
    return of(system, f, y, BLOCK_BYTES, PAGE);
  }

  /** With other sizes of blocks and pages, which change no value beyond the solves' last bits. */
  static EmbodiedFlows of(
      LeontiefSystem system, double[] f, double[] y, long blockBytes, int page) {
    double[] x = system.table().x();
    if (f.length != x.length || y.length != x.length) {
      throw new IllegalArgumentException(
          "%d emissions and %d demands for a table of %d region-sectors"
              .formatted(f.length, y.length, x.length));
    }
    double[] emitted = f.clone();
    for (int i = 0; i < x.length; i++) {
      if (x[i] == 0) {
        emitted[i] = 0;
      }
    }
    return new EmbodiedFlows(system, emitted, y.clone(), blockBytes, page);
  }

  private static double[] totalDemand(MrioTable table) {
    var y = new double[table.axes().n()];
    for (int i = 0; i < y.length; i++) {
      y[i] = Sums.of(table.y().row(i));
    }
    return y;
  }

  /**
   * The flows of some emitters to some products; the others are 0.
   *
   * @param emitters which rows
   * @param products which columns; only these are solved for
   * @return these flows
   */
  public EmbodiedFlows only(IntPredicate emitters, IntPredicate products) {
    double[] someF = f.clone();
    double[] someY = y.clone();
    for (int i = 0; i < f.length; i++) {
      someF[i] = emitters.test(i) ? f[i] : 0;
      someY[i] = products.test(i) ? y[i] : 0;
    }
    return new EmbodiedFlows(system, someF, someY, blockBytes, page);
  }

  /**
   * The k flows of the largest absolute value, exactly: ties go to the lower row, then to the lower
   * column. A flow of 0 is none; a NaN comes first.
   *
   * @param k how many at most
   * @param progress told the columns done
   * @return largest first; fewer than k where there are fewer
   */
  public List<EmbodiedFlow> largest(int k, Progress progress) {
    if (k < 0) {
      throw new IllegalArgumentException(k + " flows");
    }
    if (k == 0) {
      return List.of();
    }
    var largest = new LargestFlows(k);
    forBlocks(progress, (x, columns) -> search(x, columns, largest::threshold, largest::add));
    return largest.sorted();
  }

  /**
   * Flows between different region-sectors, and what each emits for its own product.
   *
   * @param largest the k largest with i ≠ j, as {@link EmbodiedFlows#largest} gives them
   * @param own {@code Φ[i,i]}, n numbers
   */
  public record Apart(List<EmbodiedFlow> largest, double[] own) {}

  /**
   * The k largest flows off the diagonal, and the diagonal, in one pass over the columns.
   *
   * @param k how many at most, at least 1
   * @param progress told the columns done
   * @return both
   */
  public Apart apart(int k, Progress progress) {
    if (k < 1) {
      throw new IllegalArgumentException(k + " flows");
    }
    var largest = new LargestFlows(k);
    var own = new double[f.length];
    forBlocks(
        progress,
        (x, columns) -> {
          diagonal(x, columns, own);
          search(
              x,
              columns,
              largest::threshold,
              flow -> {
                if (flow.emitter() != flow.product()) {
                  largest.add(flow);
                }
              });
        });
    return new Apart(largest.sorted(), own);
  }

  /**
   * What region-sectors emit for the final demand for their own product: {@code Φ[j,j]}.
   *
   * @param rows which ones; only these columns are solved for
   * @param progress told the columns done
   * @return a number for each of them
   */
  public double[] diagonal(int[] rows, Progress progress) {
    var wanted = new BitSet();
    Arrays.stream(rows).forEach(wanted::set);
    var own = new double[f.length];
    only(wanted::get, wanted::get).forBlocks(progress, (x, columns) -> diagonal(x, columns, own));
    return Arrays.stream(rows).mapToDouble(j -> own[j]).toArray();
  }

  /** Φ[j,j] of a block: the rows that belong to consecutive columns lie together. */
  private void diagonal(DeviceMatrix x, int[] columns, double[] own) {
    try (var arena = Arena.ofConfined()) {
      for (int from = 0, to; from < columns.length; from = to) {
        to = from + 1;
        while (to < columns.length && columns[to] == columns[to - 1] + 1) {
          to++;
        }
        var rows = HostMatrix.allocate(arena, to - from, columns.length);
        x.downloadRows(columns[from], rows);
        for (int c = from; c < to; c++) {
          int j = columns[c];
          own[j] = f[j] * rows.get(c - from, c) * y[j];
        }
      }
    }
  }

  private void search(
      DeviceMatrix x, int[] columns, DoubleSupplier threshold, Consumer<EmbodiedFlow> taker) {
    double[] demand = demandOf(columns);
    long from = 0;
    LargeCells found;
    do {
      // What was found on the pages before raises the threshold, so there are few pages.
      found = system.backend().largeCells(f, x, demand, threshold.getAsDouble(), from, page);
      for (int c = 0; c < found.cells().length; c++) {
        taker.accept(flow(found, c, columns));
      }
      from = found.complete() ? 0 : found.next();
    } while (!found.complete());
  }

  /**
   * All flows of at least some absolute value.
   *
   * @param threshold more than 0, in the stressor's unit
   * @param most how many may be returned
   * @param progress told the columns done
   * @return largest first, ties by row, then column
   * @throws BadDataException when there are more than {@code most}
   */
  public List<EmbodiedFlow> atLeast(double threshold, int most, Progress progress) {
    if (!(threshold > 0) || most < 1) {
      throw new IllegalArgumentException("%d flows of at least %s".formatted(most, threshold));
    }
    var flows = new ArrayList<EmbodiedFlow>();
    forBlocks(
        progress,
        (x, columns) -> {
          double[] demand = demandOf(columns);
          var found = system.backend().largeCells(f, x, demand, threshold, 0, most);
          if (found.found() > most - flows.size()) {
            throw new BadDataException(
                "%s: more than %,d embodied flows are at least %s; ask for larger ones, or for the largest"
                    .formatted(system.table().info().title(), most, threshold));
          }
          for (int c = 0; c < found.cells().length; c++) {
            flows.add(flow(found, c, columns));
          }
        });
    flows.sort(LargestFlows.LARGEST_FIRST);
    return flows;
  }

  private static EmbodiedFlow flow(LargeCells found, int c, int[] columns) {
    long cell = found.cells()[c];
    int width = columns.length;
    return new EmbodiedFlow((int) (cell / width), columns[(int) (cell % width)], found.values()[c]);
  }

  private double[] demandOf(int[] columns) {
    return Arrays.stream(columns).mapToDouble(j -> y[j]).toArray();
  }

  private interface BlockWork {
    /** X = M₀⁻¹·E for some columns of the identity. */
    void on(DeviceMatrix x, int[] columns);
  }

  /** Columns with y ≠ 0 in blocks, ascending. */
  private void forBlocks(Progress progress, BlockWork work) {
    int[] columns = IntStream.range(0, y.length).filter(j -> y[j] != 0).toArray();
    int most = Math.clamp(blockBytes / Double.BYTES / Math.max(1, f.length), 1, f.length + 1);
    try (var task = progress.begin("embodied flows", columns.length);
        var arena = Arena.ofShared()) {
      HostMatrix memory = HostMatrix.allocate(arena, f.length, Math.min(most, columns.length));
      for (int from = 0; from < columns.length; from += most) {
        int[] some = Arrays.copyOfRange(columns, from, Math.min(columns.length, from + most));
        long cells = (long) f.length * some.length;
        HostMatrix unit =
            HostMatrix.over(
                memory.segment().asSlice(0, cells * Double.BYTES), f.length, some.length);
        setAll(unit, some, 1);
        try (DeviceMatrix x = system.backend().upload(unit)) {
          setAll(unit, some, 0);
          system.factors().solve(x);
          work.on(x, some);
        }
        task.advance(some.length);
      }
    }
  }

  private static void setAll(HostMatrix unit, int[] columns, double value) {
    for (int c = 0; c < columns.length; c++) {
      unit.set(columns[c], c, value);
    }
  }

  /**
   * Sums over groups: {@code out[g,h] = Σ_{i in g} Σ_{j in h} Φ[i,j]}.
   *
   * <p>Φ is linear in F and y, so the groups are summed before the solve: {@code (P·F̂)·M₀⁻¹} with
   * the rows of P·F̂ (G × n) as right-hand sides, or {@code M₀⁻¹·(ŷ·Q)} with H columns, whichever
   * are fewer; the other axis is summed by {@link Backend#aggregate}. 2·n²·min(G, H) operations.
   *
   * @param arena decides how long the result lives
   * @param emitters groups of rows
   * @param products groups of columns
   * @param progress told the groups done
   * @return G × H sums, in the stressor's unit
   */
  public HostMatrix sums(Arena arena, AxisGroups emitters, AxisGroups products, Progress progress) {
    int n = f.length;
    if (emitters.size() != n || products.size() != n) {
      throw new IllegalArgumentException(
          "groups of %d emitters and %d products for %d region-sectors"
              .formatted(emitters.size(), products.size(), n));
    }
    var out = HostMatrix.allocate(arena, emitters.count(), products.count());
    boolean byRows = emitters.count() <= products.count();
    int solves = (int) (byRows ? out.rows() : out.columns());
    int most = Math.clamp(blockBytes / Double.BYTES / Math.max(1, n), 1, solves + 1);
    try (var task = progress.begin("embodied flows by groups", solves)) {
      for (int from = 0; from < solves; from += most) {
        int count = Math.min(most, solves - from);
        if (byRows) {
          sumsOfRows(emitters, products, from, count, out);
        } else {
          sumsOfColumns(emitters, products, from, count, out);
        }
        task.advance(count);
      }
    }
    return out;
  }

  /** Rows [from, from + count) of the sums: a right-hand side for each group of emitters. */
  private void sumsOfRows(
      AxisGroups emitters, AxisGroups products, int from, int count, HostMatrix out) {
    Backend backend = system.backend();
    try (var arena = Arena.ofShared()) {
      var rows = HostMatrix.allocate(arena, count, f.length);
      for (int i = 0; i < f.length; i++) {
        int g = emitters.groupOf(i) - from;
        if (g >= 0 && g < count) {
          rows.set(g, i, f[i]);
        }
      }
      try (DeviceMatrix m = backend.upload(rows);
          DeviceMatrix sums = backend.zeros(out.panel(from, count).shape())) {
        system.factors().solveTransposed(m);
        backend.scaleColumns(y, m);
        backend.aggregate(m, AxisGroups.identity(count), products, sums);
        sums.download(out.panel(from, count));
      }
    }
  }

  /** Columns [from, from + count) of the sums: a right-hand side for each group of products. */
  private void sumsOfColumns(
      AxisGroups emitters, AxisGroups products, int from, int count, HostMatrix out) {
    Backend backend = system.backend();
    try (var arena = Arena.ofShared()) {
      var columns = HostMatrix.allocate(arena, f.length, count);
      for (int j = 0; j < f.length; j++) {
        int h = products.groupOf(j) - from;
        if (h >= 0 && h < count) {
          columns.set(j, h, y[j]);
        }
      }
      var some = HostMatrix.allocate(arena, out.rows(), count);
      try (DeviceMatrix w = backend.upload(columns);
          DeviceMatrix sums = backend.zeros(some.shape())) {
        system.factors().solve(w);
        backend.scaleRows(f, w);
        backend.aggregate(w, emitters, AxisGroups.identity(count), sums);
        sums.download(some);
      }
      for (int g = 0; g < out.rows(); g++) {
        for (int h = 0; h < count; h++) {
          out.set(g, from + h, some.get(g, h));
        }
      }
    }
  }
}
