package wassily.io.text;

import java.io.IOException;
import wassily.linalg.HostMatrix;

/**
 * Solves for gross output where a source gives coefficients and final demand only. The importer
 * does not choose a backend: its caller hands one in.
 */
@FunctionalInterface
public interface OutputSolver {
  /**
   * Solves {@code (I − A)·x = y}.
   *
   * @param a A, n × n; must not be changed
   * @param y total final demand by row, n
   * @return x, n
   * @throws IOException when the solver reads or writes files and that fails
   */
  double[] output(HostMatrix a, double[] y) throws IOException;
}
