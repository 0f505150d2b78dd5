package wassily.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.linalg.HostMatrix;

/**
 * What is added to responses from no product with L: F_Y of every scenario, and F of producers
 * without output.
 */
final class DirectEmissions {
  private final SweepModel model;

  /** By stressor and regional column. */
  private final double[][] fY;

  /** By stressor, of rows with x = 0. */
  private final double[][] idle;

  private final int[] idleRows;

  DirectEmissions(SweepModel model) {
    this.model = model;
    var account = model.account();
    double[] x = model.table().x();
    idleRows = IntStream.range(0, x.length).filter(i -> x[i] == 0).toArray();
    fY = new double[account.stressors().size()][];
    idle = new double[fY.length][];
    for (int k = 0; k < fY.length; k++) {
      fY[k] = account.fY().row(k);
      double[] f = account.f().row(k);
      idle[k] = Arrays.stream(idleRows).mapToDouble(i -> f[i]).toArray();
    }
  }

  /**
   * Adds both to the responses that have them.
   *
   * @param intensity what levers of S do to F_Y
   * @param out by response, a row for each scenario
   */
  void add(Batch batch, IntensityProgram intensity, List<HostMatrix> out) {
    for (int b = 0; b < batch.size(); b++) {
      double[][] cleaner = intensity.direct(batch.values().get(b));
      for (int r = 0; r < out.size(); r++) {
        if (has(r)) {
          double[] row = out.get(r).row(batch.place(b));
          add(r, batch.direct(b), cleaner, row);
          out.get(r).setRow(batch.place(b), row);
        }
      }
    }
  }

  /** Whether anything is to be added to a response. */
  private boolean has(int response) {
    ResponsePath path = model.paths().get(response);
    return path.direct() != null || idleRows.length > 0 && isOfProducers(path);
  }

  /**
   * Adds both to one response of one scenario.
   *
   * @param demand factors of F_Y by regional column
   * @param cleaner factors of F_Y by stressor and region, null for none
   * @param row its cells
   */
  void add(int response, double[] demand, double[][] cleaner, double[] row) {
    ResponsePath path = model.paths().get(response);
    if (path.direct() != null) {
      addDirect(demand, cleaner, path, row);
    }
    if (idleRows.length > 0 && isOfProducers(path)) {
      addIdle(path, row);
    }
  }

  private static boolean isOfProducers(ResponsePath path) {
    return path.side() == ResponsePath.Side.PRODUCER
        && path.account() == ResponsePath.Account.EMISSIONS;
  }

  private void addDirect(double[] demand, double[][] cleaner, ResponsePath path, double[] row) {
    int categories = model.table().axes().categories().size();
    for (int k = 0; k < fY.length; k++) {
      for (int c = 0; c < path.direct().length; c++) {
        if (path.direct()[c] >= 0) {
          double direct = fY[k][c] * demand[c];
          if (cleaner != null) {
            direct *= cleaner[k][c / categories];
          }
          row[k * path.cellsOfOne() + path.direct()[c]] += direct;
        }
      }
    }
  }

  /** F where x = 0 is in D_pba and in nobody's footprint, whatever a scenario changes. */
  private void addIdle(ResponsePath path, double[] row) {
    for (int at = 0; at < idleRows.length; at++) {
      int origin = path.origin()[idleRows[at]];
      for (int k = 0; origin >= 0 && k < idle.length; k++) {
        row[k * path.cellsOfOne() + path.cell()[origin]] += idle[k][at];
      }
    }
  }
}
