package wassily.scenario;

import java.io.IOException;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.table.MrioTable;

/**
 * {@code A[i,j] = Z[i,j]/x[j]}, 0 where x = 0, made from Z while it is read.
 *
 * @param table the table
 */
record CoefficientSource(MrioTable table) implements MatrixSource {
  @Override
  public Shape shape() {
    return table.z().shape();
  }

  @Override
  public void read(long firstRow, HostMatrix into) throws IOException {
    table.z().read(firstRow, into);
    double[] x = table.x();
    var row = new double[x.length];
    for (long i = 0; i < into.rows(); i++) {
      into.getRow(i, row);
      for (int j = 0; j < row.length; j++) {
        row[j] = x[j] == 0 ? 0 : row[j] / x[j];
      }
      into.setRow(i, row);
    }
  }

  @Override
  public long preferredRows() {
    return table.z().preferredRows();
  }

  @Override
  public String origin() {
    return table.z().origin();
  }
}
