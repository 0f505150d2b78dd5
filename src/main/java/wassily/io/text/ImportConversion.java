package wassily.io.text;

import java.util.function.IntFunction;
import wassily.linalg.HostMatrix;
import wassily.table.BadDataException;

/**
 * Makes an import-competitive table domestic (method, section 1): row i of Z and of domestic final
 * demand is multiplied by {@code share_i = (x_i − e_i) / (x_i − e_i + imports_i)}, exports e are
 * domestic already. What is taken from a column of Z is that sector's imported inputs.
 *
 * <p>Rows keep their balance: {@code share·(Z·1 + Y·1) + e = share·(x − e + imports) + e = x}.
 */
final class ImportConversion {
  private ImportConversion() {}

  /**
   * Domestic shares.
   *
   * @param x gross output, n
   * @param exports exports, n
   * @param imports imports as positive numbers, n
   * @param labels names the rows
   * @return n shares; 1 for a row of which nothing is supplied and nothing imported
   * @throws BadDataException when a share is not between 0 and 1
   */
  static double[] shares(
      double[] x, double[] exports, double[] imports, IntFunction<String> labels) {
    var shares = new double[x.length];
    for (int i = 0; i < shares.length; i++) {
      double domestic = x[i] - exports[i];
      double supply = domestic + imports[i];
      shares[i] = imports[i] == 0 ? 1 : domestic / supply;
      // 0/0 cannot be: imports are not 0. x/0 is infinite and refused with the others.
      if (!(shares[i] >= 0 && shares[i] <= 1)) {
        throw new BadDataException(
            "the domestic share of \"%s\" is (x−e)/(x−e+imports) = (%s − %s)/(%s − %s + %s), expected a number between 0 and 1; take re-exports off both exports and imports of that row"
                .formatted(labels.apply(i), x[i], exports[i], x[i], exports[i], imports[i]));
      }
    }
    return shares;
  }

  /**
   * Multiplies the rows of Z and of regional final demand.
   *
   * @param shares n shares
   * @param z Z, n × n; changed in place
   * @param y Y, n × m; changed in place
   * @param regionalColumns the first columns of Y, which are domestic demand; the rest are exports
   * @return imported inputs by column of Z, n: {@code Σ_i (1 − share_i)·Z[i,j]}
   */
  static double[] apply(double[] shares, HostMatrix z, HostMatrix y, int regionalColumns) {
    int n = shares.length;
    var imported = new double[n];
    var row = new double[n];
    var demand = new double[(int) y.columns()];
    for (int i = 0; i < n; i++) {
      if (shares[i] == 1) {
        continue;
      }
      z.getRow(i, row);
      for (int j = 0; j < n; j++) {
        double domestic = shares[i] * row[j];
        imported[j] += row[j] - domestic;
        row[j] = domestic;
      }
      z.setRow(i, row);
      y.getRow(i, demand);
      for (int j = 0; j < regionalColumns; j++) {
        demand[j] *= shares[i];
      }
      y.setRow(i, demand);
    }
    return imported;
  }
}
