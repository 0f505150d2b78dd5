package wassily.linalg.cpu;

import java.util.List;
import wassily.linalg.AxisGroups;
import wassily.linalg.CellChange;
import wassily.linalg.HostMatrix;
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

  static void groupedDots(
      int threads, HostMatrix a, HostMatrix b, int repeat, AxisGroups columns, HostMatrix out) {
    int[] starts = columns.starts();
    int[] members = columns.members();
    int width = Math.toIntExact(a.columns());
    Workers.forBlocks(
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
