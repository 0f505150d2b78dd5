package wassily.study;

import java.util.ArrayList;
import java.util.List;

/**
 * Additional emissions of the imbalance: {@code Σ_{r≠s} (S[r,i] − S[s,i])·Σ_c W[(r,i),(s,c)]} over
 * the regions of a cluster, what would not have been emitted had r produced with the technology of
 * the consumer s (method, section 4.3). Pairs with x[s,i] = 0 have no such technology and are left
 * out.
 *
 * @param net the sum over all pairs; negative where flows run mostly from lower to higher intensity
 * @param positive the terms above 0 only: what the consumers' technology would have saved
 */
public record ImbalanceEmissions(double net, double positive) {

  /**
   * By producing sector.
   *
   * @param flows flows of the cluster by producing sector
   * @return both sums for each sector, in the stressor's unit
   */
  public static List<ImbalanceEmissions> bySector(ImbalanceFlows flows) {
    var all = new ArrayList<ImbalanceEmissions>();
    for (int p = 0; p < flows.sectors(); p++) {
      double net = 0;
      double positive = 0;
      for (int r = 0; r < flows.size(); r++) {
        for (int s = 0; s < flows.size(); s++) {
          if (r == s || !flows.produces(s, p)) {
            continue;
          }
          double term = (flows.intensity(r, p) - flows.intensity(s, p)) * flows.output(r, p, s);
          net += term;
          positive += Math.max(0, term);
        }
      }
      all.add(new ImbalanceEmissions(net, positive));
    }
    return all;
  }

  /**
   * All sectors together.
   *
   * @param sectors both sums of each sector
   * @return their sums
   */
  public static ImbalanceEmissions total(List<ImbalanceEmissions> sectors) {
    return new ImbalanceEmissions(
        sectors.stream().mapToDouble(ImbalanceEmissions::net).sum(),
        sectors.stream().mapToDouble(ImbalanceEmissions::positive).sum());
  }
}
