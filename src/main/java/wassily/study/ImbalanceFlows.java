package wassily.study;

import java.lang.foreign.Arena;
import wassily.account.LeontiefSystem;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;

/**
 * What the regions of a cluster produce for each other's final demand, by producing sector: {@code
 * Σ_c W[(r,i),(s,c)]}, r and s in the cluster, W = L·Y (method, section 4.3). Exogenous consumers
 * are out.
 *
 * @param inputs the stressor's accounts
 * @param regions the cluster: positions of its P regions, ascending
 * @param outputs W, (P·S) × P, money: row = place in the cluster·S + sector
 */
public record ImbalanceFlows(NetworkInputs inputs, int[] regions, HostMatrix outputs) {

  /**
   * Solves for the demand of the cluster's regions: P right-hand sides.
   *
   * @param system the factorized table
   * @param inputs the stressor's accounts
   * @param cluster positions of the regions, ascending
   * @return the outputs
   */
  public static ImbalanceFlows of(LeontiefSystem system, NetworkInputs inputs, int[] cluster) {
    TableAxes axes = inputs.axes();
    int sectors = axes.sectors().size();
    var outputs =
        HostMatrix.allocate(Arena.ofAuto(), (long) cluster.length * sectors, cluster.length);
    try (var arena = Arena.ofShared()) {
      var x = HostMatrix.allocate(arena, axes.n(), cluster.length);
      demand(system, cluster, x);
      system.solve(x);
      var row = new double[cluster.length];
      for (int r = 0; r < cluster.length; r++) {
        for (int p = 0; p < sectors; p++) {
          int at = axes.row(cluster[r], p);
          x.getRow(at, row);
          for (int s = 0; s < row.length; s++) {
            row[s] *= inputs.x()[at];
          }
          outputs.setRow((long) r * sectors + p, row);
        }
      }
    }
    return new ImbalanceFlows(inputs, cluster.clone(), outputs);
  }

  private static void demand(LeontiefSystem system, int[] cluster, HostMatrix into) {
    TableAxes axes = system.table().axes();
    var y = new double[axes.m()];
    var row = new double[cluster.length];
    for (int i = 0; i < axes.n(); i++) {
      system.table().y().getRow(i, y);
      for (int s = 0; s < row.length; s++) {
        double sum = 0;
        for (int c = 0; c < axes.categories().size(); c++) {
          sum += y[axes.column(cluster[s], c)];
        }
        row[s] = sum;
      }
      into.setRow(i, row);
    }
  }

  /**
   * How many regions there are.
   *
   * @return P
   */
  public int size() {
    return regions.length;
  }

  /**
   * How many sectors there are.
   *
   * @return S
   */
  public int sectors() {
    return inputs.axes().sectors().size();
  }

  /**
   * Whether there is an intensity to compare with.
   *
   * @param r a region's place in the cluster
   * @param sector a sector
   * @return false where x = 0
   */
  public boolean produces(int r, int sector) {
    return inputs.x()[row(r, sector)] != 0;
  }

  /**
   * Intensity {@code S[r,i]}.
   *
   * @param r a region's place in the cluster
   * @param sector a sector
   * @return stressor per money, 0 where x = 0
   */
  public double intensity(int r, int sector) {
    return inputs.intensity(row(r, sector));
  }

  /**
   * {@code Σ_c W[(r,i),(s,c)]}.
   *
   * @param r the producing region's place in the cluster
   * @param sector the producing sector
   * @param s the consuming region's place in the cluster
   * @return output of the sector of r for the demand of s, money
   */
  public double output(int r, int sector, int s) {
    return outputs.get((long) r * sectors() + sector, s);
  }

  /**
   * {@code S[r,i]·Σ_c W[(r,i),(s,c)]}.
   *
   * @param r the emitting region's place in the cluster
   * @param sector the emitting sector
   * @param s the consuming region's place in the cluster
   * @return what the sector of r emits for the demand of s
   */
  public double flow(int r, int sector, int s) {
    return intensity(r, sector) * output(r, sector, s);
  }

  private int row(int r, int sector) {
    return inputs.axes().row(regions[r], sector);
  }
}
