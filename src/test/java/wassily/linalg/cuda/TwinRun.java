package wassily.linalg.cuda;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import wassily.linalg.PivotRule;
import wassily.linalg.draw.CellDraws;
import wassily.linalg.draw.CellFactors;
import wassily.linalg.draw.Distribution;
import wassily.linalg.draw.DrawKey;

/**
 * One run of a kernel's twin: its arguments, and each kernel as a method.
 *
 * <p>Over 400 lines, as there are so many kernels: each is a few lines that share nothing.
 */
final class TwinRun {
  private static final int MOST_ARGUMENTS = 16;

  private final IntToLongFunction argument;
  private final LongFunction<MemorySegment> memory;
  private final Long[] known = new Long[MOST_ARGUMENTS];

  /**
   * A run.
   *
   * @param argument its arguments, 64 bits each
   * @param memory address → memory
   */
  TwinRun(IntToLongFunction argument, LongFunction<MemorySegment> memory) {
    this.argument = argument;
    this.memory = memory;
  }

  /** An argument; the kernel's loops ask for it at every step. */
  long a(int i) {
    if (known[i] == null) {
      known[i] = argument.applyAsLong(i);
    }
    return known[i];
  }

  MemorySegment m(int i) {
    return memory.apply(a(i));
  }

  static double get(MemorySegment m, long i) {
    return m.getAtIndex(JAVA_DOUBLE, i);
  }

  static void set(MemorySegment m, long i, double value) {
    m.setAtIndex(JAVA_DOUBLE, i, value);
  }

  void m0() {
    var z = m(0);
    var d = m(1);
    long n = a(2);
    for (long i = 0; i < n; i++) {
      for (long j = 0; j < n; j++) {
        double dj = get(d, j);
        double unit = i == j ? 1 : 0;
        double old = get(z, i * n + j);
        set(z, i * n + j, dj == 0 ? unit : i == j ? dj - old : 0 - old);
      }
    }
  }

  void gatherRows() {
    var m0 = m(0);
    var m1 = m(1);
    var m2 = m(2);
    for (long i = 0; i < a(3); i++) {
      for (long c = 0; c < a(6); c++) {
        set(m1, i * a(6) + c, get(m0, m2.getAtIndex(JAVA_INT, i) * a(4) + a(5) + c));
      }
    }
  }

  void putColumns() {
    var m0 = m(0);
    var m1 = m(1);
    for (long i = 0; i < a(2); i++) {
      for (long c = 0; c < a(5); c++) {
        set(m0, i * a(3) + a(4) + c, get(m1, i * a(5) + c));
      }
    }
  }

  void takeLower() {
    var m0 = m(0);
    var m1 = m(1);
    long n = a(2);
    for (long j = 0; j < a(4); j++) {
      for (long i = 0; i < n; i++) {
        long cell = (a(3) + j) * n + i;
        boolean below = i > a(3) + j;
        set(m1, j * n + i, below ? get(m0, cell) : 0);
        if (below) {
          set(m0, cell, 0);
        }
      }
    }
  }

  void identity() {
    var m0 = m(0);
    for (long i = 0; i < a(1); i++) {
      for (long j = 0; j < a(1); j++) {
        set(m0, j * a(1) + i, i == j ? 1 : 0);
      }
    }
  }

  void putUpper() {
    var m0 = m(0);
    var m2 = m(2);
    for (long j = 0; j < a(3); j++) {
      for (long i = 0; i <= j; i++) {
        set(m0, j * a(1) + i, get(m2, j * a(3) + i));
      }
    }
  }

  void positiveOffDiagonal() {
    var m0 = m(0);
    var m2 = m(2);
    int n = (int) a(1);
    var rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = get(m0, (long) i * n + j);
      }
    }
    if (PivotRule.positiveOffDiagonal(rows)) {
      m2.set(JAVA_INT, 0, 1);
    }
  }

  void diagonal() {
    var m0 = m(0);
    var m2 = m(2);
    for (long i = 0; i < a(1); i++) {
      set(m2, i, get(m0, i * (a(1) + 1)));
    }
  }

  void repeatRows() {
    var m0 = m(0);
    var m1 = m(1);
    for (long i = 0; i < a(2); i++) {
      for (long j = 0; j < a(3); j++) {
        set(m1, i * a(3) + j, get(m0, i % a(4) * a(3) + j));
      }
    }
  }

  void scaleCells() {
    var m0 = m(0);
    var m4 = m(4);
    var m6 = m(6);
    for (long i = 0; i < a(1); i++) {
      double factor = get(m6, i / a(3));
      for (long c = 0; c < a(5); c++) {
        long at = i * a(2) + m4.getAtIndex(JAVA_INT, c);
        set(m0, at, get(m0, at) * factor);
      }
    }
  }

  void lowerCells() {
    var m0 = m(0);
    var m4 = m(4);
    var m6 = m(6);
    var m7 = m(7);
    for (long i = 0; i < a(1); i++) {
      double strength = get(m7, i / a(3));
      for (long c = 0; c < a(5); c++) {
        long at = i * a(2) + m4.getAtIndex(JAVA_INT, c);
        double above = get(m0, at) - get(m6, i % a(3) * a(5) + c);
        set(m0, at, get(m0, at) - strength * Math.max(0, above));
      }
    }
  }

  void groupedDots() {
    var m0 = m(0);
    var m1 = m(1);
    var m2 = m(2);
    var m7 = m(7);
    var m8 = m(8);
    long n = a(4);
    for (long i = 0; i < a(3); i++) {
      for (long c = 0; c < a(6); c++) {
        for (long g = 0; g < a(9); g++) {
          double sum = 0;
          for (long k = m7.getAtIndex(JAVA_INT, g); k < m7.getAtIndex(JAVA_INT, g + 1); k++) {
            long j = m8.getAtIndex(JAVA_INT, k);
            sum += get(m0, i * n + j) * get(m1, (i / a(5) * a(6) + c) * n + j);
          }
          set(m2, (i * a(6) + c) * a(9) + g, sum);
        }
      }
    }
  }

  void perturb() {
    int rows = (int) a(2);
    int columns = (int) a(3);
    int[] rowClass = ints(4, rows);
    int[] columnClass = ints(5, columns);
    int classes = (int) a(6);
    int most = (Arrays.stream(rowClass).max().orElse(0) + 1) * classes;
    var draws =
        new CellDraws(
            Distribution.values()[(int) a(9)],
            CellDraws.By.values()[(int) a(10)],
            (int) a(11),
            rowClass,
            columnClass,
            classes,
            doubles(7, Math.max(classes, most)),
            doubles(8, Math.max(classes, most)));
    var factors = new CellFactors(draws, new DrawKey(a(12), (int) a(13), (int) a(14)));
    var row = new double[columns];
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(m(0), JAVA_DOUBLE, (long) i * columns * Double.BYTES, row, 0, columns);
      factors.multiply(i, row);
      MemorySegment.copy(row, 0, m(1), JAVA_DOUBLE, (long) i * columns * Double.BYTES, columns);
    }
  }

  private int[] ints(int argument, int count) {
    var m = m(argument);
    return IntStream.range(0, count).map(i -> m.getAtIndex(JAVA_INT, i)).toArray();
  }

  private double[] doubles(int argument, int count) {
    var m = m(argument);
    return IntStream.range(0, count).mapToDouble(i -> get(m, i)).toArray();
  }

  void multiplyRows(LongToDoubleFunction cell, boolean absolute) {
    long count = a(3);
    long height = a(4);
    long width = a(5);
    long length = a(6);
    var rows = m(0);
    var out = m(2);
    for (long s = 0; s * length < height; s++) {
      for (long r = 0; r < count; r++) {
        for (long j = 0; j < width; j++) {
          double sum = 0;
          for (long i = s * length; i < Math.min(height, (s + 1) * length); i++) {
            double product = get(rows, r * height + i) * cell.applyAsDouble(i * width + j);
            sum += absolute ? Math.abs(product) : product;
          }
          set(out, (s * count + r) * width + j, sum);
        }
      }
    }
  }

  void addParts() {
    var m0 = m(0);
    var m1 = m(1);
    for (long at = 0; at < a(2); at++) {
      double sum = 0;
      for (long s = 0; s < a(3); s++) {
        sum += get(m0, s * a(2) + at);
      }
      set(m1, at, sum);
    }
  }

  void toSingle() {
    var m0 = m(0);
    var m1 = m(1);
    for (long at = 0; at < a(2); at++) {
      m1.setAtIndex(JAVA_FLOAT, at, (float) get(m0, at));
    }
  }

  void gatherCells() {
    var m0 = m(0);
    var m1 = m(1);
    var m2 = m(2);
    for (long k = 0; k < a(3); k++) {
      set(m2, k, get(m0, m1.getAtIndex(JAVA_LONG, k)));
    }
  }

  void firstNotFinite() {
    var m0 = m(0);
    var m2 = m(2);
    for (long i = 0; i < a(1); i++) {
      if (!Double.isFinite(get(m0, i)) && i < m2.get(JAVA_LONG, 0)) {
        m2.set(JAVA_LONG, 0, i);
      }
    }
  }

  void scaleBlock() {
    var m0 = m(0);
    double beta = Double.longBitsToDouble(a(4));
    for (long i = 0; i < a(1); i++) {
      for (long j = 0; j < a(2); j++) {
        long cell = i * a(3) + j;
        set(m0, cell, beta == 0 ? 0 : beta * get(m0, cell));
      }
    }
  }

  void sumRows() {
    MemorySegment m = a(0) == 0 ? null : m(0); // a matrix without elements has no memory
    var to = m(1);
    long width = a(6);
    for (long g = 0; g < a(5); g++) {
      int[] members = members(a(4) + g);
      for (long j = 0; j < width; j++) {
        double sum = 0;
        for (long i : members) {
          sum += get(m, i * width + j);
        }
        set(to, g * width + j, sum);
      }
    }
  }

  void sumColumns() {
    MemorySegment m = a(0) == 0 ? null : m(0); // a matrix without elements has no memory
    var to = m(1);
    long height = a(4);
    long groups = a(6);
    for (long h = 0; h < groups; h++) {
      int[] members = members(h);
      for (long i = 0; i < height; i++) {
        double sum = 0;
        for (long j : members) {
          sum += get(m, i * a(5) + j);
        }
        set(to, i * groups + h, sum);
      }
    }
  }

  private int[] members(long group) {
    var members = m(3);
    return IntStream.range(m(2).getAtIndex(JAVA_INT, group), m(2).getAtIndex(JAVA_INT, group + 1))
        .map(k -> members.getAtIndex(JAVA_INT, k))
        .toArray();
  }

  private interface Hit {
    void at(long segment, long cell, double value);
  }

  /** The large cells in row-major order, with their segments. */
  private void large(Hit hit) {
    var x = m(0);
    var f = m(1);
    var y = m(2);
    double threshold = Double.longBitsToDouble(a(7));
    long cells = a(3);
    long width = a(4);
    long from = a(5);
    long segment = a(6);
    for (long at = from; at < cells; at++) {
      double value = get(f, at / width) * get(x, at) * get(y, at % width);
      if (Math.abs(value) >= threshold || Double.isNaN(value)) {
        hit.at((at - from) / segment, at, value);
      }
    }
  }

  void countLarge() {
    var counts = m(8);
    for (long s = 0; s * a(6) < a(3) - a(5); s++) {
      counts.setAtIndex(JAVA_LONG, s, 0);
    }
    large((s, _, _) -> counts.setAtIndex(JAVA_LONG, s, counts.getAtIndex(JAVA_LONG, s) + 1));
  }

  void writeLarge() {
    var places = m(8);
    var where = m(10);
    var values = m(11);
    long kept = a(9);
    var written = new HashMap<Long, Long>();
    large(
        (s, at, value) -> {
          long before = written.merge(s, 1L, Long::sum) - 1;
          long place = places.getAtIndex(JAVA_LONG, s) + before;
          if (place < kept) {
            where.setAtIndex(JAVA_LONG, place, at);
            set(values, place, value);
          }
        });
  }
}
