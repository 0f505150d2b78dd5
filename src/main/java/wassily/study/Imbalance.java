package wassily.study;

import java.util.ArrayList;
import java.util.List;

/**
 * Imbalance of a cluster: the share of the flows between its regions that run from higher to lower
 * intensity (method, section 4.3; the Beijing-Tianjin-Hebei NOx study, J. Environ. Management 308,
 * 2022). Flows r ≠ s of the cluster only, exogenous consumers out. A negative flow, as inventory
 * changes make, counts with its sign.
 */
public final class Imbalance {
  private Imbalance() {}

  /**
   * By region: {@code T[r,s]} counts as higher-to-lower where {@code intensity[r] > intensity[s]}.
   *
   * @param t T, R × at least R
   * @param cluster positions of the regions
   * @param intensity by region, R numbers; those of the cluster are finite
   * @return the flows by direction
   */
  public static ImbalanceShare byRegion(double[][] t, int[] cluster, double[] intensity) {
    var sum = ImbalanceShare.NONE;
    for (int r : cluster) {
      for (int s : cluster) {
        if (r != s) {
          sum = sum.plus(ImbalanceShare.of(t[r][s], intensity[r], intensity[s]));
        }
      }
    }
    return sum;
  }

  /**
   * By sector: {@code S[r,i]·Σ_c W[(r,i),(s,c)]} counts as higher-to-lower where {@code S[r,i] >
   * S[s,i]}; where x[s,i] = 0 there is nothing to compare with.
   *
   * @param flows flows of the cluster by producing sector
   * @return the flows by direction, for each sector
   */
  public static List<ImbalanceShare> bySector(ImbalanceFlows flows) {
    var sums = new ArrayList<ImbalanceShare>();
    for (int p = 0; p < flows.sectors(); p++) {
      var sum = ImbalanceShare.NONE;
      for (int r = 0; r < flows.size(); r++) {
        for (int s = 0; s < flows.size(); s++) {
          if (r != s) {
            sum = sum.plus(pair(flows, p, r, s));
          }
        }
      }
      sums.add(sum);
    }
    return sums;
  }

  private static ImbalanceShare pair(ImbalanceFlows flows, int sector, int r, int s) {
    double flow = flows.flow(r, sector, s);
    return flows.produces(s, sector)
        ? ImbalanceShare.of(flow, flows.intensity(r, sector), flows.intensity(s, sector))
        : ImbalanceShare.undefined(flow);
  }

  /**
   * All sectors together.
   *
   * @param sectors the flows of each sector
   * @return their sums
   */
  public static ImbalanceShare total(List<ImbalanceShare> sectors) {
    return sectors.stream().reduce(ImbalanceShare.NONE, ImbalanceShare::plus);
  }

  /**
   * Both comparisons at once. The share of the flows from the higher region <em>and</em> the higher
   * sector is the overall imbalance; the other three cells allow any other reading of "overall".
   *
   * @param flows flows of the cluster by producing sector
   * @param intensity by region, R numbers; those of the cluster are finite
   * @return the flows by both directions
   */
  public static ImbalanceCross overall(ImbalanceFlows flows, double[] intensity) {
    double both = 0;
    double regionOnly = 0;
    double sectorOnly = 0;
    double neither = 0;
    double left = 0;
    for (int r = 0; r < flows.size(); r++) {
      for (int s = 0; s < flows.size(); s++) {
        if (r == s) {
          continue;
        }
        double from = intensity[flows.regions()[r]];
        double to = intensity[flows.regions()[s]];
        for (int p = 0; p < flows.sectors(); p++) {
          var sector = pair(flows, p, r, s);
          if (from == to) {
            left += sector.all();
          } else if (from > to) {
            both += sector.higherToLower();
            regionOnly += sector.lowerToHigher();
            left += sector.ties() + sector.undefined();
          } else {
            sectorOnly += sector.higherToLower();
            neither += sector.lowerToHigher();
            left += sector.ties() + sector.undefined();
          }
        }
      }
    }
    return new ImbalanceCross(both, regionOnly, sectorOnly, neither, left);
  }
}
