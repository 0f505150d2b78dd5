package wassily.linalg.cpu;

import wassily.linalg.AxisGroups;
import wassily.linalg.HostMatrix;

/**
 * Rows of scenarios, as {@link wassily.linalg.Backend#repeatRows} and what follows it say: row b·K
 * + k belongs to scenario b. Every row is worked on by one thread, from left to right.
 */
final class ScenarioRows {
  private ScenarioRows() {}

  static void repeat(int threads, HostMatrix base, HostMatrix out) {
    RowLoops.forBlocks(
        threads,
        out.rows(),
        rowsAtOnce(out),
        (from, to) -> {
          for (long i = from; i < to; i++) {
            out.panel(i, 1).segment().copyFrom(base.panel(i % base.rows(), 1).segment());
          }
        });
  }

  static void scale(int threads, HostMatrix m, int repeat, int[] columns, double[] factors) {
    eachRow(
        threads,
        m,
        (i, row) -> {
          double factor = factors[(int) (i / repeat)];
          if (factor != 1) {
            for (int j : columns) {
              row[j] *= factor;
            }
          }
        });
  }

  static void lower(
      int threads, HostMatrix m, int[] columns, HostMatrix benchmark, double[] strengths) {
    // Read here: the benchmark may belong to an arena that only the caller may use.
    var limits = new double[Math.toIntExact(benchmark.rows())][];
    for (int k = 0; k < limits.length; k++) {
      limits[k] = benchmark.row(k);
    }
    int repeat = limits.length;
    eachRow(
        threads,
        m,
        (i, row) -> {
          double strength = strengths[(int) (i / repeat)];
          if (strength != 0) {
            double[] limit = limits[(int) (i % repeat)];
            for (int c = 0; c < columns.length; c++) {
              double above = row[columns[c]] - limit[c];
              row[columns[c]] -= strength * (above > 0 ? above : 0);
            }
          }
        });
  }

  static void groupedDots(
      int threads, HostMatrix a, HostMatrix b, int repeat, AxisGroups columns, HostMatrix out) {
    int[] starts = columns.starts();
    int[] members = columns.members();
    int width = Math.toIntExact(a.columns());
    RowLoops.forBlocks(
        threads,
        a.rows(),
        rowsAtOnce(a),
        (from, to) -> {
          var left = new double[width];
          var right = new double[width];
          var sums = new double[columns.count()];
          for (long i = from; i < to; i++) {
            a.getRow(i, left);
            b.getRow(i / repeat, right);
            for (int g = 0; g < sums.length; g++) {
              double sum = 0;
              for (int k = starts[g]; k < starts[g + 1]; k++) {
                sum += left[members[k]] * right[members[k]];
              }
              sums[g] = sum;
            }
            out.setRow(i, sums);
          }
        });
  }

  private interface RowWork {
    void on(long i, double[] row);
  }

  private static void eachRow(int threads, HostMatrix m, RowWork work) {
    RowLoops.forBlocks(
        threads,
        m.rows(),
        rowsAtOnce(m),
        (from, to) -> {
          var row = new double[Math.toIntExact(m.columns())];
          for (long i = from; i < to; i++) {
            m.getRow(i, row);
            work.on(i, row);
            m.setRow(i, row);
          }
        });
  }

  /** 256 KB: many blocks for the threads, few calls. */
  private static long rowsAtOnce(HostMatrix m) {
    return Math.max(1, (256 << 10) / (Double.BYTES * Math.max(1, m.columns())));
  }
}
