package wassily.linalg.draw;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The factors of one draw, row by row. For one thread; what it gives for a row does not depend on
 * the rows before.
 */
public final class CellFactors {
  private final CellDraws draws;
  private final DrawKey key;
  private final Philox philox = new Philox();
  private final Elementary elementary = new Elementary();
  private final long[] samples = new long[Philox.BLOCK];
  private final double[] u = new double[Philox.BLOCK];
  private final double[] z = new double[Philox.BLOCK];
  private final double[] first = new double[Philox.BLOCK];
  private final double[] second = new double[Philox.BLOCK];
  private final double[] drawn = new double[Philox.BLOCK];

  /** Blocks of columns that hold one of the block. */
  private final boolean[] touched;

  /** Whether all columns of a block of columns are in, in one class. */
  private final boolean[] whole;

  /** By column: the factors of all columns. */
  private final double[] ofColumns;

  private double ofBlock;

  /** The row class that {@link #first} and {@link #second} hold, where columns have one class. */
  private int prepared = -1;

  /**
   * Of a block.
   *
   * @param draws the block
   * @param key which draw
   */
  public CellFactors(CellDraws draws, DrawKey key) {
    this.draws = draws;
    this.key = key;
    int[] columns = draws.columnClass();
    int groups = Math.ceilDiv(columns.length, Philox.BLOCK);
    touched = new boolean[groups];
    whole = new boolean[groups];
    Arrays.fill(whole, draws.classes() == 1);
    for (int j = 0; j < columns.length; j++) {
      touched[j / Philox.BLOCK] |= columns[j] >= 0;
      whole[j / Philox.BLOCK] &= columns[j] >= 0;
    }
    boolean random = draws.distribution().isRandom();
    ofColumns = new double[random && draws.by() == CellDraws.By.COLUMN ? columns.length : 0];
    if (!random) {
      return;
    }
    switch (draws.by()) {
      case COLUMN -> {
        for (int g = 0; g < groups; g++) {
          int count = Math.min(Philox.BLOCK, columns.length - g * Philox.BLOCK);
          parametersOfColumns(0, g, count);
          draw(draws.block(), g, count);
          System.arraycopy(drawn, 0, ofColumns, g * Philox.BLOCK, count);
        }
        prepared = -1;
      }
      case BLOCK -> ofBlock = one(draws.block(), 0, 0);
      case CELL, ROW -> {}
    }
  }

  /**
   * Whether a row has cells in the block.
   *
   * @param i the row
   * @return false when all its factors are 1
   */
  public boolean touches(int i) {
    return draws.rowClass()[i] >= 0;
  }

  /**
   * Multiplies a row by its factors.
   *
   * @param i the row
   * @param row its cells, all columns; overwritten
   */
  public void multiply(int i, double[] row) {
    int rowClass = draws.rowClass()[i];
    if (rowClass < 0) {
      return;
    }
    int[] columns = draws.columnClass();
    if (!draws.distribution().isRandom()) {
      multiplyBySign(rowClass, row);
      return;
    }
    double same =
        switch (draws.by()) {
          case BLOCK -> ofBlock;
          case ROW -> one(i, draws.block(), rowClass);
          case CELL, COLUMN -> 1;
        };
    for (int g = 0; g < touched.length; g++) {
      int from = g * Philox.BLOCK;
      int count = Math.min(Philox.BLOCK, row.length - from);
      if (!touched[g]) {
        continue;
      }
      switch (draws.by()) {
        case CELL -> {
          parametersOfColumns(rowClass, g, count);
          draw(i, g, count);
        }
        case COLUMN -> System.arraycopy(ofColumns, from, drawn, 0, count);
        case ROW, BLOCK -> Arrays.fill(drawn, 0, count, same);
      }
      if (whole[g]) {
        for (int q = 0; q < count; q++) {
          row[from + q] *= drawn[q];
        }
      } else {
        for (int q = 0; q < count; q++) {
          row[from + q] *= columns[from + q] >= 0 ? drawn[q] : 1;
        }
      }
    }
  }

  /** Rows as a whole have the parameters of the first column class, and so on, as draws do. */
  private void multiplyBySign(int rowClass, double[] row) {
    int[] columns = draws.columnClass();
    boolean alikeDown = draws.by() == CellDraws.By.COLUMN || draws.by() == CellDraws.By.BLOCK;
    boolean alikeAcross = draws.by() == CellDraws.By.ROW || draws.by() == CellDraws.By.BLOCK;
    int base = alikeDown ? 0 : rowClass * draws.classes();
    for (int j = 0; j < row.length; j++) {
      if (columns[j] >= 0) {
        int at = base + (alikeAcross ? 0 : columns[j]);
        row[j] *= row[j] < 0 ? draws.second()[at] : draws.first()[at];
      }
    }
  }

  /** Factors of consecutive cells into {@link #drawn}. */
  private void draw(int row, int group, int count) {
    philox.fill(key, row, group, count, samples, 0);
    Elementary.uniforms(count, samples, u);
    transform(count);
  }

  private void transform(int count) {
    switch (draws.distribution()) {
      case LOG_NORMAL -> {
        elementary.normals(count, u, z);
        elementary.exponentials(count, first, second, z, drawn);
      }
      case NORMAL -> {
        elementary.normals(count, u, z);
        for (int q = 0; q < count; q++) {
          drawn[q] = Math.max(0, first[q] + second[q] * z[q]);
        }
      }
      case UNIFORM -> {
        for (int q = 0; q < count; q++) {
          drawn[q] = Math.max(0, first[q] + second[q] * u[q]);
        }
      }
      case TRIANGULAR -> {
        for (int q = 0; q < count; q++) {
          drawn[q] = Math.max(0, triangular(first[q], second[q], u[q]));
        }
      }
      case BY_SIGN -> throw new IllegalStateException("what is given is not drawn");
    }
  }

  /** The quantile of a triangle over [low, high] with its peak at 1. */
  private static double triangular(double low, double high, double u) {
    double width = high - low;
    double rise = 1 - low;
    return u * width < rise
        ? low + Math.sqrt(u * (width * rise))
        : high - Math.sqrt((1 - u) * (width * (high - 1)));
  }

  /** The factor of one cell. */
  private double one(int row, int column, int rowClass) {
    int group = column / Philox.BLOCK;
    int q = column % Philox.BLOCK;
    philox.fill(key, row, group, q + 1, samples, 0);
    Elementary.uniforms(q + 1, samples, u);
    Arrays.fill(first, 0, q + 1, draws.first()[rowClass * draws.classes()]);
    Arrays.fill(second, 0, q + 1, draws.second()[rowClass * draws.classes()]);
    prepared = -1;
    transform(q + 1);
    return drawn[q];
  }

  private void parametersOfColumns(int rowClass, int group, int count) {
    int base = rowClass * draws.classes();
    if (draws.classes() == 1) {
      if (prepared != rowClass) {
        Arrays.fill(first, draws.first()[base]);
        Arrays.fill(second, draws.second()[base]);
        prepared = rowClass;
      }
      return;
    }
    int from = group * Philox.BLOCK;
    int[] columns = draws.columnClass();
    for (int q = 0; q < count; q++) {
      int c = Math.max(0, columns[from + q]);
      first[q] = draws.first()[base + c];
      second[q] = draws.second()[base + c];
    }
  }

  /**
   * The factors of all rows of the block, for small matrices.
   *
   * @param rows how many rows the matrix has
   * @return a number for each cell, 1 outside the block
   */
  public double[][] all(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            i -> {
              var row = new double[draws.columnClass().length];
              Arrays.fill(row, 1);
              multiply(i, row);
              return row;
            })
        .toArray(double[][]::new);
  }
}
