package wassily.table;

import java.util.Arrays;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;

/**
 * Z of a generated table, computed when its rows are read: {@code Z[(r,i),(s,j)] = T_i[r,s] ·
 * b[i,(s,j)]}, where b is what (s,j) buys of product i from anywhere.
 *
 * <p>Keeps S × n numbers instead of n × n. A cell is one product of two numbers that do not depend
 * on which rows are read together, so its bits never differ.
 *
 * @param trade T
 * @param purchases b, S × n, million
 */
record GeneratedFlows(TradePattern trade, HostMatrix purchases) implements MatrixSource {
  @Override
  public Shape shape() {
    return new Shape(purchases.columns(), purchases.columns());
  }

  @Override
  public void read(long firstRow, HostMatrix into) {
    if (into.columns() != purchases.columns()
        || firstRow < 0
        || firstRow > purchases.columns() - into.rows()) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d of %s read into %s"
              .formatted(firstRow, firstRow + into.rows(), shape(), into));
    }
    int sectors = (int) purchases.rows();
    int regions = (int) (purchases.columns() / sectors);
    var shares = new double[regions];
    var row = new double[regions * sectors];
    for (long k = 0; k < into.rows(); k++) {
      int origin = (int) ((firstRow + k) / sectors);
      int product = (int) ((firstRow + k) % sectors);
      trade.shares(product, origin, shares);
      purchases.getRow(product, row);
      for (int s = 0; s < regions; s++) {
        scale(row, s * sectors, sectors, shares[s]);
      }
      into.setRow(k, row);
    }
  }

  private static void scale(double[] row, int from, int count, double share) {
    if (share == 0) {
      Arrays.fill(row, from, from + count, 0);
      return;
    }
    for (int j = from; j < from + count; j++) {
      row[j] *= share;
    }
  }

  @Override
  public String origin() {
    return "generated";
  }
}
