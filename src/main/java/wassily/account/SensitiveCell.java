package wassily.account;

import java.util.Comparator;

/**
 * One cell of a table and what a footprint D does when it changes, all other cells and x held.
 *
 * @param matrix which matrix of the table
 * @param row its row there; 0 for F and F_Y, of which one stressor is followed
 * @param column its column there
 * @param value what stands in it
 * @param derivative {@code ∂D/∂cell}, D's unit per unit of the cell
 * @param elasticity {@code ∂D/∂cell·cell/D}: the percent that D changes by when the cell changes by
 *     one percent; NaN where D = 0
 */
public record SensitiveCell(
    Matrix matrix, int row, int column, double value, double derivative, double elasticity) {
  /** The matrices that have cells. */
  public enum Matrix {
    /** Intermediate flows, money. */
    Z("Z"),
    /** Final demand, money. */
    Y("Y"),
    /** Emissions of production, the stressor's unit. */
    F("F"),
    /** Direct emissions of final demand, the stressor's unit. */
    F_Y("F_Y");

    private final String symbol;

    Matrix(String symbol) {
      this.symbol = symbol;
    }

    @Override
    public String toString() {
      return symbol;
    }
  }

  /** What the largest cells are the largest of. */
  public enum Ranking {
    /** |elasticity|: cells whose relative error matters most. */
    ELASTICITY("elasticity"),
    /** |derivative|: cells of which one unit more or less matters most. */
    DERIVATIVE("derivative");

    private final String word;

    Ranking(String word) {
      this.word = word;
    }

    /** What is compared; the sign does not count. */
    double size(SensitiveCell cell) {
      return Math.abs(this == ELASTICITY ? cell.elasticity : cell.derivative);
    }

    /** Largest first, ties by matrix, row, column: a total order, so there is one answer. */
    Comparator<SensitiveCell> largestFirst() {
      return Comparator.comparingDouble(this::size)
          .reversed()
          .thenComparing(SensitiveCell::matrix)
          .thenComparingInt(SensitiveCell::row)
          .thenComparingInt(SensitiveCell::column);
    }

    @Override
    public String toString() {
      return word;
    }
  }
}
