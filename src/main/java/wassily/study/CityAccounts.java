package wassily.study;

import java.lang.foreign.Arena;
import java.util.List;
import wassily.account.Footprint;
import wassily.label.Axis;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * All that the city study's indicators are made of: the accounts of one stressor and of value added
 * from one computation, as plain arrays over R regions, S sectors, C categories and E exogenous
 * consumers.
 *
 * @param axes the labels
 * @param stressor what is followed
 * @param money the table's unit of money
 * @param population people by region, all known and &gt; 0 where a region is in the study
 * @param demand {@code Σ_i Y[i,(s,c)]}, R × C, money
 * @param footprint D_cba with F_Y, R × C, stressor
 * @param production D_pba with F_Y, R, stressor
 * @param emissions F without F_Y, R × S, stressor
 * @param output x, R × S, money
 * @param valueAdded R × S, money
 * @param flows T of the stressor, R × (R+E)
 * @param valueAddedFlows T of value added, R × (R+E), money
 */
public record CityAccounts(
    TableAxes axes,
    Stressor stressor,
    String money,
    double[] population,
    double[][] demand,
    double[][] footprint,
    double[] production,
    double[][] emissions,
    double[][] output,
    double[][] valueAdded,
    double[][] flows,
    double[][] valueAddedFlows) {

  /**
   * The account to compute: the stressor, and value added as a second row.
   *
   * @param stressor an account of one stressor
   * @param valueAdded value added of one or more rows, which are summed
   * @param axes the table's axes
   * @return an account of two stressors
   */
  public static SatelliteAccount account(
      SatelliteAccount stressor, SatelliteAccount valueAdded, TableAxes axes) {
    if (stressor.stressors().size() != 1) {
      throw new BadDataException(
          "the study follows one stressor, found %d: %s; name one"
              .formatted(
                  stressor.stressors().size(), String.join(", ", stressor.stressors().texts())));
    }
    var sum = new double[axes.n()];
    for (int k = 0; k < valueAdded.stressors().size(); k++) {
      double[] row = valueAdded.f().row(k);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    var fY = HostMatrix.allocate(Arena.ofAuto(), 2, axes.regionalColumns());
    fY.setRow(0, stressor.fY().row(0));
    String unit = valueAdded.stressors().get(0).unit();
    return new SatelliteAccount(
        stressor.name(),
        Axis.of(
            "stressor",
            List.of(stressor.stressors().get(0), new Stressor("value added (all rows)", unit))),
        HostMatrix.of(stressor.f().row(0), sum),
        fY);
  }

  /**
   * Takes the arrays from a computation.
   *
   * @param table the table
   * @param footprint of {@link #account}
   * @param population people by region
   * @return the arrays
   */
  public static CityAccounts of(MrioTable table, Footprint footprint, double[] population) {
    TableAxes axes = table.axes();
    int regions = axes.regions().size();
    int sectors = axes.sectors().size();
    int categories = axes.categories().size();
    var production = new double[regions];
    var demand = new double[regions][categories];
    var cba = new double[regions][categories];
    var t = new double[regions][axes.consumers()];
    var tVa = new double[regions][axes.consumers()];
    var emissions = new double[regions][sectors];
    var output = new double[regions][sectors];
    var va = new double[regions][sectors];
    var y = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      int r = i / sectors;
      int p = i % sectors;
      emissions[r][p] = footprint.account().f().get(0, i);
      va[r][p] = footprint.account().f().get(1, i);
      output[r][p] = table.x()[i];
      table.y().getRow(i, y);
      for (int j = 0; j < axes.regionalColumns(); j++) {
        demand[j / categories][j % categories] += y[j];
      }
    }
    for (int r = 0; r < regions; r++) {
      production[r] = footprint.pba(0, r);
      for (int c = 0; c < categories; c++) {
        cba[r][c] = footprint.cba(0, r, c);
      }
      for (int s = 0; s < axes.consumers(); s++) {
        t[r][s] = footprint.flow(0, r, s);
        tVa[r][s] = footprint.flow(1, r, s);
      }
    }
    return new CityAccounts(
        axes,
        footprint.account().stressors().get(0),
        table.info().unit(),
        population,
        demand,
        cba,
        production,
        emissions,
        output,
        va,
        t,
        tVa);
  }

  /**
   * {@code D_cba[s] = Σ_c D_cba[(s,c)]}.
   *
   * @return by region, stressor
   */
  public double[] footprintTotals() {
    return totals(footprint);
  }

  /**
   * {@code Σ_c Σ_i Y[i,(s,c)]}.
   *
   * @return by region, money
   */
  public double[] demandTotals() {
    return totals(demand);
  }

  /**
   * GDP: value added of all sectors.
   *
   * @return by region, money
   */
  public double[] gdp() {
    return totals(valueAdded);
  }

  /**
   * {@code Σ_r D_pba[r]} of the whole table.
   *
   * @return stressor
   */
  public double total() {
    double sum = 0;
    for (double p : production) {
      sum += p;
    }
    return sum;
  }

  /**
   * The names of the regions.
   *
   * @return in order
   */
  public List<String> regions() {
    return axes.regions().texts();
  }

  private static double[] totals(double[][] of) {
    var totals = new double[of.length];
    for (int r = 0; r < of.length; r++) {
      for (double v : of[r]) {
        totals[r] += v;
      }
    }
    return totals;
  }
}
