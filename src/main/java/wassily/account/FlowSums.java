package wassily.account;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.table.MrioTable;

/**
 * What one pass over Z tells beside the residuals: row and column sums, the norms of I − A, and
 * whether anything is negative.
 *
 * <p>Sums of the columns are kept for each block of rows and added in the order of the blocks, so
 * they do not depend on the number of threads.
 */
final class FlowSums {
  private final MatrixSource z;
  private final double[] x;

  /** 1/|x|, 0 where x = 0: those columns are dropped. */
  private final double[] inverseOutput;

  /** Columns with x = 0. */
  private final int[] dropped;

  /** Z·1. */
  private final double[] rows;

  /** |Z|·1. */
  private final double[] absoluteRows;

  /** What Z·1 loses with the columns that are dropped because x = 0. */
  private final double[] droppedRows;

  /** 1'·Z. */
  private final double[] columns;

  /** 1'·|Z| without the diagonal. */
  private final double[] offDiagonal;

  private final double[] diagonal;

  /** Σ_j |(I−A)[i,j]|. */
  private final double[] rowNorms;

  private final boolean[] negativeRows;

  FlowSums(MrioTable table) {
    this.z = table.z();
    this.x = table.x();
    int n = x.length;
    inverseOutput = Arrays.stream(x).map(v -> v == 0 ? 0 : 1 / Math.abs(v)).toArray();
    dropped = IntStream.range(0, n).filter(j -> x[j] == 0).toArray();
    rows = new double[n];
    absoluteRows = new double[n];
    droppedRows = new double[n];
    columns = new double[n];
    offDiagonal = new double[n];
    diagonal = new double[n];
    rowNorms = new double[n];
    negativeRows = new boolean[n];
  }

  /** Z·1, n, money. */
  double[] rows() {
    return rows;
  }

  /** |Z|·1, n, money. */
  double[] absoluteRows() {
    return absoluteRows;
  }

  /** The part of Z·1 that stands in columns with x = 0, n, money. */
  double[] droppedRows() {
    return droppedRows;
  }

  /** 1'·Z, n, money. */
  double[] columns() {
    return columns;
  }

  /** The diagonal of M₀ as it was factorized: {@code d_i − Z[i,i]}, 1 where x = 0. */
  double diagonalOfM0(int i) {
    return x[i] == 0 ? 1 : x[i] - diagonal[i];
  }

  /** Whether a cell of Z or an output is negative, so that A ≥ 0 does not hold. */
  boolean hasNegative() {
    return anyNegative(0, x.length) || Arrays.stream(x).anyMatch(v -> v < 0);
  }

  private boolean anyNegative(int from, int to) {
    return IntStream.range(from, to).anyMatch(i -> negativeRows[i]);
  }

  /** ‖I−A‖₁ = max_j (|1 − a_jj| + Σ_{i≠j} |a_ij|); a column with x = 0 counts 1. */
  double normOne() {
    double largest = 0;
    for (int j = 0; j < x.length; j++) {
      double sum =
          x[j] == 0
              ? 1
              : Math.abs(1 - diagonal[j] / x[j]) + Math.abs(offDiagonal[j]) * inverseOutput[j];
      largest = Math.max(largest, sum); // NaN stays NaN in Math.max
    }
    return largest;
  }

  /** ‖I−A‖∞ = max_i (|1 − a_ii| + Σ_{j≠i} |a_ij|). */
  double normInfinity() {
    return Arrays.stream(rowNorms).reduce(0, Math::max);
  }

  /** Columns of A whose sum is 1 or more. */
  List<Integer> columnsOfAAtLeastOne() {
    return IntStream.range(0, x.length)
        .filter(j -> x[j] != 0 && columns[j] / x[j] >= 1)
        .boxed()
        .toList();
  }

  /**
   * Rows of Z that are summed while they are read.
   *
   * @param first the first row
   * @param height how many
   * @return a source of these rows without the diagonal of Z, which is put aside: {@link
   *     #diagonalOfM0}
   */
  Panel panel(int first, int height) {
    return new Panel(first, height);
  }

  /** Consecutive rows of Z without its diagonal; {@link #add} after they were read. */
  final class Panel implements MatrixSource {
    private final int first;
    private final int height;

    /** First row of a block → its column sums; blocks are read by several threads. */
    private final ConcurrentSkipListMap<Long, ColumnSums> blocks = new ConcurrentSkipListMap<>();

    private Panel(int first, int height) {
      this.first = first;
      this.height = height;
    }

    @Override
    public Shape shape() {
      return new Shape(height, x.length);
    }

    @Override
    public String origin() {
      return z.origin();
    }

    @Override
    public void read(long firstRow, HostMatrix into) throws IOException {
      z.read(first + firstRow, into);
      var sums = new ColumnSums(x.length);
      var row = new double[x.length];
      var absolute = new double[x.length];
      for (int i = 0; i < into.rows(); i++) {
        into.getRow(i, row);
        int at = Math.toIntExact(first + firstRow + i);
        for (int j = 0; j < row.length; j++) {
          absolute[j] = Math.abs(row[j]);
        }
        sumRow(at, row, absolute);
        absolute[at] = 0;
        sums.add(row, absolute);
        into.set(i, at, 0);
      }
      blocks.put(firstRow, sums);
    }

    /** |Z| of the same rows, read once more: tables with negative flows are rare. */
    MatrixSource absolute() {
      return new MatrixSource() {
        @Override
        public Shape shape() {
          return Panel.this.shape();
        }

        @Override
        public void read(long firstRow, HostMatrix into) throws IOException {
          z.read(first + firstRow, into);
          var row = new double[x.length];
          for (int i = 0; i < into.rows(); i++) {
            into.getRow(i, row);
            row[Math.toIntExact(first + firstRow + i)] = 0;
            for (int j = 0; j < row.length; j++) {
              row[j] = Math.abs(row[j]);
            }
            into.setRow(i, row);
          }
        }
      };
    }

    /** Whether one of these rows has a negative cell. */
    boolean hasNegative() {
      return anyNegative(first, first + height);
    }

    /** Adds the column sums of all blocks, in their order. */
    void add() {
      for (ColumnSums block : blocks.values()) {
        for (int j = 0; j < columns.length; j++) {
          columns[j] += block.sums[j];
          offDiagonal[j] += block.absolute[j];
        }
      }
    }
  }

  private void sumRow(int at, double[] row, double[] absolute) {
    rows[at] = Sums.of(row);
    absoluteRows[at] = Sums.of(absolute);
    negativeRows[at] = Sums.ofDifference(absolute, row) > 0;
    diagonal[at] = row[at];
    double own = row[at] * inverseOutput[at];
    rowNorms[at] =
        Sums.ofProducts(absolute, inverseOutput)
            - Math.abs(own)
            + Math.abs(1 - Math.copySign(own, row[at] * x[at]));
    double lost = 0;
    for (int j : dropped) {
      lost += row[j];
    }
    droppedRows[at] = lost;
  }

  /** 1'·Z and 1'·|Z| without the diagonal over a block of rows. */
  private static final class ColumnSums {
    private final double[] sums;
    private final double[] absolute;

    private ColumnSums(int n) {
      sums = new double[n];
      absolute = new double[n];
    }

    private void add(double[] row, double[] size) {
      for (int j = 0; j < row.length; j++) {
        sums[j] += row[j];
      }
      for (int j = 0; j < row.length; j++) {
        absolute[j] += size[j];
      }
    }
  }
}
