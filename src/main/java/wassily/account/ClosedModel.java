package wassily.account;

import java.lang.foreign.Arena;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;

/**
 * Type II multipliers: households are closed into the model (Miller &amp; Blair 2009, section 6.2).
 *
 * <p>The bordered coefficients are {@code [A h_c; h_r 0]} with {@code h_r = r'·x̂⁻¹} (income per
 * unit of output) and {@code h_c = c/Σr} (consumption per unit of income). By the inverse of a
 * bordered matrix {@code L̄ = L + L·h_c·(1 − h_r·L·h_c)⁻¹·h_r·L}: two right-hand sides on the
 * factors of the open model, no second factorization.
 */
public final class ClosedModel {
  private final double[] households;
  private final double[] incomeMultipliers;
  private final double denominator;

  private ClosedModel(double[] households, double[] incomeMultipliers, double denominator) {
    this.households = households;
    this.incomeMultipliers = incomeMultipliers;
    this.denominator = denominator;
  }

  /**
   * Closes the model.
   *
   * @param system the factorized table
   * @param income r, n, money: household income paid by each region-sector
   * @param consumption c, n, money: household consumption by product
   * @return the closed model
   * @throws BadDataException when income is nil or households spend so much that the closed model
   *     is not productive
   */
  public static ClosedModel of(LeontiefSystem system, double[] income, double[] consumption) {
    double total = 0;
    for (double r : income) {
      total += r;
    }
    if (!(total > 0)) {
      throw new BadDataException(
          "household income adds up to " + total + "; a closed model needs a positive income");
    }
    var share = new double[consumption.length];
    for (int i = 0; i < share.length; i++) {
      share[i] = consumption[i] / total;
    }
    double[] spent = system.applyL(share);
    double[] earned = system.multipliers(Arena.ofAuto(), HostMatrix.of(income)).row(0);
    double loop = 0;
    for (int i = 0; i < share.length; i++) {
      loop += earned[i] * share[i];
    }
    if (!(loop < 1)) {
      throw new BadDataException(
          "households earn and spend %.6g per unit of income; below 1 is needed for a closed model"
              .formatted(loop));
    }
    return new ClosedModel(spent, earned, 1 - loop);
  }

  /**
   * Multipliers of the closed model: {@code M̄ = M + (S·L·h_c)·(h_r·L)/(1 − h_r·L·h_c)}.
   *
   * @param s intensities, n
   * @param m multipliers of the open model, n
   * @return n numbers
   */
  public double[] multipliers(double[] s, double[] m) {
    double induced = 0;
    for (int i = 0; i < s.length; i++) {
      induced += s[i] * households[i];
    }
    var closed = new double[m.length];
    for (int j = 0; j < m.length; j++) {
      closed[j] = m[j] + induced * incomeMultipliers[j] / denominator;
    }
    return closed;
  }

  /**
   * The households' own row of L̄: income for one unit of final demand, {@code h_r·L/(1 −
   * h_r·L·h_c)}.
   *
   * @return n numbers
   */
  public double[] incomeOfHouseholds() {
    var row = new double[incomeMultipliers.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = incomeMultipliers[j] / denominator;
    }
    return row;
  }
}
