package wassily.account;

import wassily.linalg.HostMatrix;

/**
 * Backward and forward linkages (Rasmussen 1956; Miller &amp; Blair 2009, section 12.2), each
 * divided by its mean over all region-sectors.
 *
 * @param outputMultipliers column sums of L: output of all sectors for one unit of final demand
 * @param backward column sums of L over their mean
 * @param forwardGhosh row sums of the Ghosh inverse G over their mean
 * @param forwardLeontief row sums of L over their mean, Rasmussen's index of sensitivity
 */
public record Linkages(
    double[] outputMultipliers,
    double[] backward,
    double[] forwardGhosh,
    double[] forwardLeontief) {

  /**
   * Computes them with three right-hand sides.
   *
   * @param system the factorized table
   * @return the linkages of all region-sectors
   */
  public static Linkages of(LeontiefSystem system) {
    double[] columns = system.columnSumsOfL();
    return new Linkages(
        columns, overMean(columns), overMean(system.rowSumsOfG()), overMean(system.rowSumsOfL()));
  }

  /**
   * Downstream (Ghosh) multipliers, {@code M_down = S·(G − I)ᵀ}: what is emitted downstream by
   * those who use one unit of primary input of i (pymrio's M_down).
   *
   * @param system the factorized table
   * @param f F, K × n
   * @return K × n, stressor per money
   */
  public static HostMatrix downstream(LeontiefSystem system, HostMatrix f) {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var auto = java.lang.foreign.Arena.ofAuto();
      // (S·Gᵀ)ᵀ = G·Sᵀ = M₀⁻¹·(d̂·Sᵀ), and S·d̂ is F without the zero outputs.
      var sd = system.withoutZeroOutputs(arena, f);
      var columns = HostMatrix.allocate(arena, f.columns(), f.rows());
      for (long k = 0; k < f.rows(); k++) {
        for (long i = 0; i < f.columns(); i++) {
          columns.set(i, k, sd.get(k, i));
        }
      }
      system.solve(columns);
      var down = HostMatrix.allocate(auto, f.rows(), f.columns());
      for (long k = 0; k < f.rows(); k++) {
        for (int i = 0; i < f.columns(); i++) {
          down.set(k, i, columns.get(i, k) - sd.get(k, i) / system.d()[i]);
        }
      }
      return down;
    }
  }

  private static double[] overMean(double[] sums) {
    double total = 0;
    for (double s : sums) {
      total += s;
    }
    double mean = total / sums.length;
    var index = new double[sums.length];
    for (int i = 0; i < index.length; i++) {
      index[i] = sums[i] / mean;
    }
    return index;
  }
}
