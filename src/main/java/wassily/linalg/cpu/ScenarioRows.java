package wassily.linalg.cpu;

import java.util.List;
import wassily.linalg.AxisGroups;
import wassily.linalg.CellChange;
import wassily.linalg.HostMatrix;
import wassily.linalg.ScenarioShapes;
import wassily.linalg.Workers;

/**
 * Rows of scenarios, as {@link wassily.linalg.Backend#repeatRows} and what follows it say: row b·K
 * + k belongs to scenario b. Every row is worked on by one thread, from left to right.
 */
final class ScenarioRows {
  private ScenarioRows() {}

  static void repeat(int threads, HostMatrix base, HostMatrix out) {
    Workers.forBlocks(
        threads,
        out.rows(),
        rowsAtOnce(out),
        (from, to) -> {
          for (long i = from; i < to; i++) {
            out.panel(i, 1).segment().copyFrom(base.panel(i % base.rows(), 1).segment());
          }
        });
  }

  /** What one change does to a row. */
  private interface Step {
    void on(double[] row, int scenario, int k);
  }

  /**
   * All changes of a row while it is in the cache: at n = 13,146 a pass over the rows of 1,024
   * scenarios moves 108 MB each way.
   */
  static void expand(int threads, HostMatrix base, List<CellChange> changes, HostMatrix out) {
    int repeat = Math.toIntExact(base.rows());
    List<Step> steps = changes.stream().map(ScenarioRows::step).toList();
    Workers.forBlocks(
        threads,
        out.rows(),
        rowsAtOnce(out),
        (from, to) -> {
          var row = new double[Math.toIntExact(out.columns())];
          for (long i = from; i < to; i++) {
            base.getRow(i % repeat, row);
            for (Step step : steps) {
              step.on(row, (int) (i / repeat), (int) (i % repeat));
            }
            out.setRow(i, row);
          }
        });
  }

  static void change(int threads, HostMatrix m, int repeat, CellChange change) {
    Step step = step(change);
    eachRow(threads, m, (i, row) -> step.on(row, (int) (i / repeat), (int) (i % repeat)));
  }

  private static Step step(CellChange change) {
    return switch (change) {
      case CellChange.Scale s -> scale(s.columns(), s.factors());
      case CellChange.Lower l -> lower(l);
    };
  }

  private static Step scale(int[] columns, double[] factors) {
    return (row, scenario, k) -> {
      double factor = factors[scenario];
      if (factor != 1) {
        for (int j : columns) {
          row[j] *= factor;
        }
      }
    };
  }

  private static Step lower(CellChange.Lower change) {
    // Read here: the benchmark may belong to an arena that only the caller may use.
    var limits = new double[Math.toIntExact(change.benchmark().rows())][];
    for (int k = 0; k < limits.length; k++) {
      limits[k] = change.benchmark().row(k);
    }
    int[] columns = change.columns();
    int first = consecutive(columns) ? columns[0] : -1;
    return (row, scenario, k) -> {
      double strength = change.strengths()[scenario];
      if (strength == 0) {
        return;
      }
      double[] limit = limits[k];
      if (first >= 0) {
        // No list of columns to look at: vector code.
        for (int c = 0; c < limit.length; c++) {
          row[first + c] -= strength * Math.max(0, row[first + c] - limit[c]);
        }
        return;
      }
      for (int c = 0; c < columns.length; c++) {
        row[columns[c]] -= strength * Math.max(0, row[columns[c]] - limit[c]);
      }
    };
  }

  private static boolean consecutive(int[] columns) {
    for (int c = 1; c < columns.length; c++) {
      if (columns[c] != columns[0] + c) {
        return false;
      }
    }
    return columns.length > 0;
  }

  /** Rows whose sums are made side by side, so that none waits for its own last addition. */
  private static final int ROWS = 4;

  static void groupedDots(
      int threads, HostMatrix a, HostMatrix b, int repeat, AxisGroups columns, HostMatrix out) {
    int width = Math.toIntExact(a.columns());
    int copies = Math.toIntExact(ScenarioShapes.copies(a.shape(), b.shape()));
    int groups = columns.count();
    long blocks = Math.ceilDiv(a.rows(), ROWS);
    Workers.forBlocks(
        threads,
        blocks,
        Math.ceilDiv(rowsAtOnce(b), ROWS),
        (from, to) -> {
          var left = new double[ROWS][width];
          var right = new double[ROWS][copies * width];
          var sums = new double[ROWS][copies * groups];
          for (long block = from; block < to; block++) {
            int rows = (int) Math.min(ROWS, a.rows() - block * ROWS);
            for (int r = 0; r < rows; r++) {
              long i = block * ROWS + r;
              a.getRow(i, left[r]);
              if (r > 0 && i % repeat != 0) {
                System.arraycopy(right[r - 1], 0, right[r], 0, right[r].length);
              } else {
                b.getRow(i / repeat, right[r]);
              }
            }
            for (int c = 0; c < copies; c++) {
              dots(left, right, c * width, columns, sums, c * groups);
            }
            for (int r = 0; r < rows; r++) {
              out.setRow(block * ROWS + r, sums[r]);
            }
          }
        });
  }

  /**
   * Sums of all rows, each from left to right; what rows hold that are not there is not read after.
   */
  private static void dots(
      double[][] left, double[][] right, int first, AxisGroups columns, double[][] sums, int at) {
    int[] starts = columns.starts();
    int[] members = columns.members();
    double[] a0 = left[0];
    double[] a1 = left[1];
    double[] a2 = left[2];
    double[] a3 = left[3];
    double[] b0 = right[0];
    double[] b1 = right[1];
    double[] b2 = right[2];
    double[] b3 = right[3];
    for (int g = 0; g < columns.count(); g++) {
      double sum0 = 0;
      double sum1 = 0;
      double sum2 = 0;
      double sum3 = 0;
      for (int k = starts[g]; k < starts[g + 1]; k++) {
        int j = members[k];
        sum0 += a0[j] * b0[first + j];
        sum1 += a1[j] * b1[first + j];
        sum2 += a2[j] * b2[first + j];
        sum3 += a3[j] * b3[first + j];
      }
      sums[0][at + g] = sum0;
      sums[1][at + g] = sum1;
      sums[2][at + g] = sum2;
      sums[3][at + g] = sum3;
    }
  }

  private interface RowWork {
    void on(long i, double[] row);
  }

  private static void eachRow(int threads, HostMatrix m, RowWork work) {
    Workers.forBlocks(
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
