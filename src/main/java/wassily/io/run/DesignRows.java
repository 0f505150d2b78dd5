package wassily.io.run;

import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.scenario.Design;

/**
 * A design as a matrix, scenario × variable.
 *
 * @param design the design
 */
record DesignRows(Design design) implements MatrixSource {
  @Override
  public Shape shape() {
    return new Shape(design.scenarios(), design.variables().size());
  }

  @Override
  public void read(long firstRow, HostMatrix into) {
    for (int i = 0; i < into.rows(); i++) {
      into.setRow(i, design.rows()[Math.toIntExact(firstRow + i)]);
    }
  }
}
