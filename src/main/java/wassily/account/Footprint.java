package wassily.account;

import java.lang.foreign.Arena;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.table.MrioTable;
import wassily.table.SatelliteAccount;

/**
 * Production- and consumption-based accounts of one satellite account, with pymrio's definitions
 * (method, section 2; Stadler 2021, J. Open Res. Softw. 9:8; Miller &amp; Blair 2009, chapter 10).
 *
 * <p>Indices: k stressor, r and s regions, c category, p product or producing sector, e exogenous
 * consumer. Footprints of regions hold their direct emissions F_Y; flows never do.
 */
public final class Footprint {
  private final TableAxes axes;
  private final String money;
  private final SatelliteAccount account;
  private final HostMatrix m;

  /** T, [k][r][consumer]. */
  private final double[][][] flows;

  /** [k][consumer][producing sector]. */
  private final double[][][] byProducer;

  /** [k][i]: what region-sector i emits for others than its own region. */
  private final double[][] exported;

  /** M·Y, [k][column of Y]. */
  private final double[][] byColumn;

  /** [k][consumer][product]. */
  private final double[][][] byProduct;

  private Footprint(
      MrioTable table,
      SatelliteAccount account,
      HostMatrix m,
      double[][][] flows,
      double[][][] byProducer,
      double[][] exported,
      double[][] byColumn,
      double[][][] byProduct) {
    this.axes = table.axes();
    this.money = table.info().unit();
    this.account = account;
    this.m = m;
    this.flows = flows;
    this.byProducer = byProducer;
    this.exported = exported;
    this.byColumn = byColumn;
    this.byProduct = byProduct;
  }

  /**
   * Final demand by consumer: {@code Y·(region, category → consumer)}.
   *
   * @param arena decides how long the result lives
   * @param table the table
   * @return n × (R+E), money: the regions' totals over categories, then the exogenous columns
   */
  public static HostMatrix demandByConsumer(Arena arena, MrioTable table) {
    TableAxes axes = table.axes();
    var byConsumer = HostMatrix.allocate(arena, axes.n(), axes.consumers());
    var sums = new double[axes.consumers()];
    var y = new double[axes.m()];
    for (int i = 0; i < axes.n(); i++) {
      table.y().getRow(i, y);
      sumByConsumer(axes, y, sums);
      byConsumer.setRow(i, sums);
    }
    return byConsumer;
  }

  private static void sumByConsumer(TableAxes axes, double[] y, double[] sums) {
    int regions = axes.regions().size();
    int categories = axes.categories().size();
    for (int s = 0; s < regions; s++) {
      double sum = 0;
      for (int c = 0; c < categories; c++) {
        sum += y[s * categories + c];
      }
      sums[s] = sum;
    }
    System.arraycopy(y, axes.regionalColumns(), sums, regions, axes.exogenous().size());
  }

  /**
   * Computes the accounts from solutions that are already there.
   *
   * @param table the table
   * @param account F and F_Y
   * @param m multipliers M = F·M₀⁻¹, K × n
   * @param x X = M₀⁻¹·(Y by consumer), n × (R+E)
   * @return the accounts
   */
  public static Footprint of(
      MrioTable table, SatelliteAccount account, HostMatrix m, HostMatrix x) {
    TableAxes axes = table.axes();
    int stressors = account.stressors().size();
    int regions = axes.regions().size();
    int sectors = axes.sectors().size();
    var flows = new double[stressors][regions][axes.consumers()];
    var byProducer = new double[stressors][axes.consumers()][sectors];
    var exported = new double[stressors][axes.n()];
    var byColumn = new double[stressors][axes.m()];
    var byProduct = new double[stressors][axes.consumers()][sectors];
    var row = new double[axes.consumers()];
    var y = new double[axes.m()];
    var sums = new double[axes.consumers()];
    for (int i = 0; i < axes.n(); i++) {
      int r = i / sectors;
      int p = i % sectors;
      x.getRow(i, row);
      table.y().getRow(i, y);
      sumByConsumer(axes, y, sums);
      for (int k = 0; k < stressors; k++) {
        // No output, no intensity: such an F is reported, not spread.
        double f = table.x()[i] == 0 ? 0 : account.f().get(k, i);
        double multiplier = m.get(k, i);
        double elsewhere = 0;
        for (int s = 0; s < row.length; s++) {
          double embodied = f == 0 ? 0 : f * row[s];
          flows[k][r][s] += embodied;
          byProducer[k][s][p] += embodied;
          byProduct[k][s][p] += multiplier * sums[s];
          elsewhere += s == r ? 0 : embodied;
        }
        exported[k][i] = elsewhere;
        for (int j = 0; j < y.length; j++) {
          byColumn[k][j] += multiplier * y[j];
        }
      }
    }
    return new Footprint(table, account, m, flows, byProducer, exported, byColumn, byProduct);
  }

  /**
   * The labels.
   *
   * @return the table's axes
   */
  public TableAxes axes() {
    return axes;
  }

  /** The unit of money in the table. */
  String money() {
    return money;
  }

  /**
   * The satellite account.
   *
   * @return F, F_Y and the stressors
   */
  public SatelliteAccount account() {
    return account;
  }

  /**
   * Multipliers {@code M = S·L}.
   *
   * @return K × n, stressor per money
   */
  public HostMatrix multipliers() {
    return m;
  }

  /**
   * {@code F_Y[k,(s,c)]} summed over c.
   *
   * @param k stressor
   * @param s region
   * @return direct emissions of the region's final demand
   */
  public double direct(int k, int s) {
    double sum = 0;
    for (int c = 0; c < axes.categories().size(); c++) {
      sum += account.fY().get(k, axes.column(s, c));
    }
    return sum;
  }

  /**
   * {@code D_pba[k,r] = Σ_{i∈r} F[k,i] + Σ_c F_Y[k,(r,c)]}.
   *
   * @param k stressor
   * @param r region
   * @return production-based account
   */
  public double pba(int k, int r) {
    double sum = 0;
    for (int p = 0; p < axes.sectors().size(); p++) {
      sum += account.f().get(k, axes.row(r, p));
    }
    return sum + direct(k, r);
  }

  /**
   * {@code D_cba[k,(s,c)] = Σ_i M[k,i]·Y[i,(s,c)] + F_Y[k,(s,c)]}.
   *
   * @param k stressor
   * @param s region
   * @param c category
   * @return consumption-based account of one category
   */
  public double cba(int k, int s, int c) {
    int column = axes.column(s, c);
    return byColumn[k][column] + account.fY().get(k, column);
  }

  /**
   * {@code D_cba[k,s] = Σ_c D_cba[k,(s,c)]}.
   *
   * @param k stressor
   * @param s region
   * @return consumption-based account
   */
  public double cba(int k, int s) {
    double sum = 0;
    for (int c = 0; c < axes.categories().size(); c++) {
      sum += cba(k, s, c);
    }
    return sum;
  }

  /**
   * {@code Σ_i M[k,i]·Y[i,e]}: what leaves with an exogenous consumer.
   *
   * @param k stressor
   * @param e exogenous consumer
   * @return its embodied emissions
   */
  public double exogenous(int k, int e) {
    return byColumn[k][axes.regionalColumns() + e];
  }

  /**
   * {@code Σ_r M[k,(r,p)]·Σ_c Y[(r,p),(s,c)]}: by final product, without F_Y (pymrio's D_cba).
   *
   * @param k stressor
   * @param s consumer: a region, or R + e
   * @param p product
   * @return embodied emissions
   */
  public double cbaByProduct(int k, int s, int p) {
    return byProduct[k][s][p];
  }

  /**
   * {@code Σ_r S[k,(r,p)]·Σ_c W[(r,p),(s,c)]}: by producing sector, without F_Y.
   *
   * @param k stressor
   * @param s consumer: a region, or R + e
   * @param p producing sector
   * @return embodied emissions
   */
  public double cbaByProducer(int k, int s, int p) {
    return byProducer[k][s][p];
  }

  /**
   * Bilateral flow {@code T[r,s] = Σ_{i∈r} S[i]·Σ_c W[i,(s,c)]}.
   *
   * @param k stressor
   * @param r emitting region
   * @param s consumer: a region, or R + e
   * @return emissions of r for s
   */
  public double flow(int k, int r, int s) {
    return flows[k][r][s];
  }

  /**
   * {@code D_exp[(r,p)] = S[(r,p)]·Σ_{s≠r} W[(r,p),s]}: by producing sector.
   *
   * @param k stressor
   * @param r region
   * @param p producing sector
   * @return what the sector emits for consumers elsewhere
   */
  public double exportsOf(int k, int r, int p) {
    return exported[k][axes.row(r, p)];
  }

  /**
   * Net transfer {@code T[r,s] − T[s,r]}.
   *
   * @param k stressor
   * @param r region
   * @param s region
   * @return what r emits for s beyond what s emits for r
   */
  public double netTransfer(int k, int r, int s) {
    return flows[k][r][s] - flows[k][s][r];
  }

  /**
   * {@code D_exp[r] = Σ_{s≠r} T[r,s]}, exogenous consumers included.
   *
   * @param k stressor
   * @param r region
   * @return emissions embodied in exports
   */
  public double exports(int k, int r) {
    double sum = 0;
    for (int s = 0; s < axes.consumers(); s++) {
      if (s != r) {
        sum += flows[k][r][s];
      }
    }
    return sum;
  }

  /**
   * {@code D_imp[s] = Σ_{r≠s} T[r,s]}.
   *
   * @param k stressor
   * @param s region
   * @return emissions embodied in imports
   */
  public double imports(int k, int s) {
    double sum = 0;
    for (int r = 0; r < axes.regions().size(); r++) {
      if (r != s) {
        sum += flows[k][r][s];
      }
    }
    return sum;
  }
}
