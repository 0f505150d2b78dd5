package wassily.scenario;

import java.util.Map;
import wassily.linalg.DeviceMatrix;

/**
 * What a change of A does to W: {@code W' = W + (L·U)·G}, {@code G = (I − L[J,:]·U)⁻¹·W[J,:]} with
 * U the changed columns J of A (method, section 5; Woodbury's identity).
 *
 * @param rank how many columns change
 * @param lu by layout: L·U, n × k, rows in the layout's order
 * @param g G, k × parts of Y
 * @param absorbed user → what its value-added coefficients lose
 */
record ChangedSystem(
    int rank, Map<RowLayout, DeviceMatrix> lu, DeviceMatrix g, Map<Integer, Double> absorbed)
    implements AutoCloseable {
  @Override
  public void close() {
    lu.values().forEach(DeviceMatrix::close);
    g.close();
  }
}
