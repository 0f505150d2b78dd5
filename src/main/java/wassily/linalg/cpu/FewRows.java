package wassily.linalg.cpu;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import wassily.linalg.HostMatrix;
import wassily.linalg.Workers;

/**
 * Products of a few rows with a large matrix, which is read from memory once, in long runs.
 *
 * <p>A BLAS packs the large operand first: it reads it, writes it and reads it again. The matrix is
 * cut into at most {@value #PARTS} parts of consecutive rows, whatever the number of threads; sums
 * of the parts are added in their order.
 */
final class FewRows {
  private static final int PARTS = 32;

  /** Rows of the matrix whose products are added in one go: one pass over the sums for four. */
  private static final int RUN = 4;

  /** Columns at once: four runs of 4 KB and the sums come into the first cache once. */
  private static final int WIDTH = 512;

  private FewRows() {}

  static void multiply(
      int threads, HostMatrix rows, HostMatrix m, HostMatrix out, Optional<HostMatrix> absolute) {
    multiply(threads, rows, m.rows(), out, () -> m::getRow);
    absolute.ifPresent(
        a ->
            sum(
                threads,
                rows,
                m.rows(),
                a,
                (from, to, sums) -> addRun(rows, m::getRow, width(out), from, to, sums, true)));
  }

  /** Rows of a matrix, one after the other. */
  @FunctionalInterface
  interface Rows {
    void read(long i, double[] row);
  }

  /**
   * The same of rows as they are made.
   *
   * @param inner how many rows the matrix has
   * @param matrix its rows, anew for each part
   */
  static void multiply(
      int threads, HostMatrix rows, long inner, HostMatrix out, Supplier<Rows> matrix) {
    sum(
        threads,
        rows,
        inner,
        out,
        (from, to, sums) -> addRun(rows, matrix.get(), width(out), from, to, sums, false));
  }

  static void multiply(int threads, HostMatrix rows, SingleCpuMatrix m, HostMatrix out) {
    sum(
        threads,
        rows,
        m.shape().rows(),
        out,
        (from, to, sums) -> addSingle(rows, m, from, to, sums));
  }

  static double[] cells(HostMatrix m, long[] at) {
    var found = new double[at.length];
    for (int k = 0; k < found.length; k++) {
      found[k] = m.segment().getAtIndex(JAVA_DOUBLE, at[k]);
    }
    return found;
  }

  /** Adds the products of the rows [from, to) of the matrix to sums[k][j]. */
  private interface Run {
    void add(long from, long to, double[][] sums);
  }

  private static void sum(int threads, HostMatrix rows, long inner, HostMatrix out, Run run) {
    int k = Math.toIntExact(rows.rows());
    int width = width(out);
    long length = Math.max(RUN, Math.ceilDiv(Math.ceilDiv(inner, PARTS), RUN) * RUN);
    var parts = new double[Math.toIntExact(Math.ceilDiv(inner, length))][][];
    Workers.forBlocks(
        threads,
        inner,
        length,
        (from, to) -> {
          var sums = new double[k][width];
          run.add(from, to, sums);
          parts[(int) (from / length)] = sums;
        });
    for (int r = 0; r < k; r++) {
      var total = new double[width];
      for (double[][] part : parts) {
        double[] of = part[r];
        for (int j = 0; j < width; j++) {
          total[j] += of[j];
        }
      }
      out.setRow(r, total);
    }
  }

  private static int width(HostMatrix out) {
    return Math.toIntExact(out.columns());
  }

  private static void addRun(
      HostMatrix rows, Rows m, int width, long from, long to, double[][] sums, boolean absolute) {
    var cells = new double[RUN][width];
    double[][] by = factors(rows, from, to, absolute);
    for (long i = from; i < to; i += RUN) {
      int count = (int) Math.min(RUN, to - i);
      int at = (int) (i - from);
      for (int r = 0; r < count; r++) {
        m.read(i + r, cells[r]); // whole rows: the processor fetches ahead along them
        if (absolute) {
          absolute(cells[r], width);
        }
      }
      for (int first = 0; first < width; first += WIDTH) {
        int columns = Math.min(WIDTH, width - first);
        for (int k = 0; k < sums.length; k++) {
          if (count == RUN) {
            addFour(sums[k], first, columns, cells, by[k], at);
          } else {
            for (int r = 0; r < count; r++) {
              addOne(sums[k], first, columns, cells[r], by[k][at + r]);
            }
          }
        }
      }
    }
  }

  private static double[][] factors(HostMatrix rows, long from, long to, boolean absolute) {
    var by = new double[Math.toIntExact(rows.rows())][(int) (to - from)];
    for (int k = 0; k < by.length; k++) {
      long offset = (k * rows.columns() + from) * Double.BYTES;
      MemorySegment.copy(rows.segment(), JAVA_DOUBLE, offset, by[k], 0, by[k].length);
      if (absolute) {
        absolute(by[k], by[k].length);
      }
    }
    return by;
  }

  private static void absolute(double[] a, int count) {
    for (int j = 0; j < count; j++) {
      a[j] = Math.abs(a[j]);
    }
  }

  private static void addFour(
      double[] sums, int first, int columns, double[][] cells, double[] by, int row) {
    double[] a = cells[0];
    double[] b = cells[1];
    double[] c = cells[2];
    double[] d = cells[3];
    double fa = by[row];
    double fb = by[row + 1];
    double fc = by[row + 2];
    double fd = by[row + 3];
    for (int j = 0; j < columns; j++) {
      int at = first + j;
      sums[at] += fa * a[at] + fb * b[at] + (fc * c[at] + fd * d[at]);
    }
  }

  private static void addOne(double[] sums, int first, int columns, double[] cells, double by) {
    for (int j = 0; j < columns; j++) {
      sums[first + j] += by * cells[first + j];
    }
  }

  private static void addSingle(
      HostMatrix rows, SingleCpuMatrix m, long from, long to, double[][] sums) {
    int width = Math.toIntExact(m.shape().columns());
    var cells = new float[RUN][width];
    double[][] by = factors(rows, from, to, false);
    var narrow = new float[sums.length][width];
    for (long i = from; i < to; i += RUN) {
      int count = (int) Math.min(RUN, to - i);
      int at = (int) (i - from);
      for (int r = 0; r < RUN; r++) {
        if (r < count) {
          long offset = (i + r) * width * Float.BYTES;
          MemorySegment.copy(m.memory(), JAVA_FLOAT, offset, cells[r], 0, width);
        } else {
          Arrays.fill(cells[r], 0);
        }
      }
      for (int first = 0; first < width; first += WIDTH) {
        int columns = Math.min(WIDTH, width - first);
        for (int k = 0; k < narrow.length; k++) {
          addFour(narrow[k], first, columns, cells, by[k], at, count);
        }
      }
    }
    for (int k = 0; k < sums.length; k++) {
      for (int j = 0; j < width; j++) {
        sums[k][j] = narrow[k][j];
      }
    }
  }

  private static void addFour(
      float[] sums, int first, int columns, float[][] cells, double[] by, int row, int count) {
    float[] a = cells[0];
    float[] b = cells[1];
    float[] c = cells[2];
    float[] d = cells[3];
    float fa = (float) by[row];
    float fb = count > 1 ? (float) by[row + 1] : 0;
    float fc = count > 2 ? (float) by[row + 2] : 0;
    float fd = count > 3 ? (float) by[row + 3] : 0;
    for (int j = 0; j < columns; j++) {
      int at = first + j;
      sums[at] += fa * a[at] + fb * b[at] + (fc * c[at] + fd * d[at]);
    }
  }
}
