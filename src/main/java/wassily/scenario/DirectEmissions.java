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
  private final BaselineOnDevice base;

  /** By stressor and regional column. */
  private final double[][] fY;

  /** By stressor, of rows with x = 0. */
  private final double[][] idle;

  private final int[] idleRows;

  DirectEmissions(BaselineOnDevice base) {
    this.base = base;
    var model = base.model();
    var account = model.account();
    double[] x = model.table().x();
    idleRows = IntStream.range(0, x.length).filter(i -> x[i] == 0).toArray();
    fY = new double[base.stressors()][];
    idle = new double[base.stressors()][];
    for (int k = 0; k < base.stressors(); k++) {
      fY[k] = account.fY().row(k);
      double[] f = account.f().row(k);
      idle[k] = Arrays.stream(idleRows).mapToDouble(i -> f[i]).toArray();
    }
  }

  /**
   * Adds both to the responses that have them.
   *
   * @param out by response, a row for each scenario
   */
  void add(Batch batch, List<HostMatrix> out) {
    List<ResponsePath> paths = base.model().paths();
    for (int b = 0; b < batch.size(); b++) {
      double[][] cleaner = base.intensity().direct(batch.values().get(b));
      for (int r = 0; r < out.size(); r++) {
        ResponsePath path = paths.get(r);
        boolean idlers = idleRows.length > 0 && isOfProducers(path);
        if (path.direct() == null && !idlers) {
          continue;
        }
        double[] row = out.get(r).row(batch.place(b));
        if (path.direct() != null) {
          addDirect(batch.direct(b), cleaner, path, row);
        }
        if (idlers) {
          addIdle(path, row);
        }
        out.get(r).setRow(batch.place(b), row);
      }
    }
  }

  private static boolean isOfProducers(ResponsePath path) {
    return path.side() == ResponsePath.Side.PRODUCER
        && path.account() == ResponsePath.Account.EMISSIONS;
  }

  private void addDirect(double[] demand, double[][] cleaner, ResponsePath path, double[] row) {
    int categories = base.model().table().axes().categories().size();
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
