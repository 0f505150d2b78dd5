package wassily.study;

import java.util.Arrays;
import wassily.account.Footprint;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/**
 * What the formulas of the network study start from: the accounts of one stressor as plain numbers
 * (method, section 2).
 *
 * @param axes the table's labels
 * @param stressor the stressor, with its unit
 * @param money the table's unit of money
 * @param f F, n numbers, by production
 * @param x gross output, n, money
 * @param t {@code T[r,s] = Σ_{i∈r} S[i]·Σ_c W[i,(s,c)]}, R × (R+E)
 * @param position {@code D_pba − D_cba} by region; above 0 a net producer, below 0 a net consumer
 */
public record NetworkInputs(
    TableAxes axes,
    Stressor stressor,
    String money,
    double[] f,
    double[] x,
    double[][] t,
    double[] position) {

  /**
   * Takes one stressor out of computed accounts.
   *
   * @param table the table
   * @param footprint its accounts
   * @param k the stressor's number in them
   * @return the numbers
   */
  public static NetworkInputs of(MrioTable table, Footprint footprint, int k) {
    TableAxes axes = table.axes();
    int regions = axes.regions().size();
    var t = new double[regions][axes.consumers()];
    var position = new double[regions];
    for (int r = 0; r < regions; r++) {
      for (int s = 0; s < t[r].length; s++) {
        t[r][s] = footprint.flow(k, r, s);
      }
      position[r] = footprint.pba(k, r) - footprint.cba(k, r);
    }
    return new NetworkInputs(
        axes,
        footprint.account().stressors().get(k),
        table.info().unit(),
        footprint.account().f().row(k),
        table.x(),
        t,
        position);
  }

  /**
   * Intensity {@code S[i] = F[i]/x[i]}, 0 where x = 0.
   *
   * @param row a region-sector
   * @return stressor per money
   */
  public double intensity(int row) {
    return x[row] == 0 ? 0 : f[row] / x[row];
  }

  /**
   * {@code Σ_{i∈r} F[i]}.
   *
   * @param region a region
   * @return what its production emits
   */
  public double emissions(int region) {
    return sum(f, region);
  }

  /**
   * Intensities of regions {@code Σ_{i∈r} F[i] / Σ_{i∈r} base[i]}.
   *
   * @param base value added or output by region-sector, n, money
   * @param what what it is, for the message: "value added"
   * @param regions whose intensities are needed; the others are NaN
   * @return R numbers, stressor per money
   * @throws BadDataException when the base of such a region is not positive
   */
  public double[] intensities(double[] base, String what, int[] regions) {
    var s = new double[axes.regions().size()];
    Arrays.fill(s, Double.NaN);
    for (int r : regions) {
      double whole = sum(base, r);
      if (!(whole > 0)) {
        throw new BadDataException(
            "the %s of %s is %s, more than 0 is needed for an intensity; leave the region out of the cluster or compare by another base"
                .formatted(what, axes.regions().get(r).name(), whole));
      }
      s[r] = emissions(r) / whole;
    }
    return s;
  }

  private double sum(double[] values, int region) {
    double sum = 0;
    for (int p = 0; p < axes.sectors().size(); p++) {
      sum += values[axes.row(region, p)];
    }
    return sum;
  }
}
