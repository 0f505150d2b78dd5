package wassily.linalg;

import java.util.List;
import java.util.Optional;
import wassily.linalg.draw.BlockDraw;

/** Refuses draws and products of few rows that do not fit together, naming the shapes. */
public final class FewRowShapes {
  private FewRowShapes() {}

  /**
   * Of {@link Backend#perturb}.
   *
   * @param source shape of what is drawn from
   * @param draws blocks
   * @param out shape of the drawn matrix
   */
  public static void requireDraws(Shape source, List<BlockDraw> draws, Shape out) {
    if (!source.equals(out)) {
      throw new IllegalArgumentException("draws of %s in %s".formatted(source, out));
    }
    for (BlockDraw draw : draws) {
      var of = new Shape(draw.cells().rowClass().length, draw.cells().columnClass().length);
      if (!of.equals(out)) {
        throw new IllegalArgumentException("draws for a matrix of %s in %s".formatted(of, out));
      }
    }
  }

  /**
   * Of {@link Backend#multiplyRows}.
   *
   * @param rows shape of the rows
   * @param m shape of the matrix
   * @param out shape of the product
   * @param absolute shape of the product of absolute values
   */
  public static void requireProduct(Shape rows, Shape m, Shape out, Optional<Shape> absolute) {
    var product = new Shape(rows.rows(), m.columns());
    if (rows.columns() != m.rows()
        || !out.equals(product)
        || !absolute.map(product::equals).orElse(true)) {
      throw new IllegalArgumentException("%s times %s into %s".formatted(rows, m, out));
    }
  }

  /**
   * Of {@link Backend#cells}.
   *
   * @param m a shape
   * @param at row-major indices
   */
  public static void requireCells(Shape m, long[] at) {
    for (long cell : at) {
      if (cell < 0 || cell >= m.elements()) {
        throw new IllegalArgumentException("cell %d of a matrix of %s".formatted(cell, m));
      }
    }
  }

  /**
   * Of {@link Backend#diagonal}.
   *
   * @param m a shape
   */
  public static void requireSquare(Shape m) {
    if (m.rows() != m.columns()) {
      throw new IllegalArgumentException("the diagonal of a matrix of %s".formatted(m));
    }
  }
}
