package wassily.study;

import java.util.Arrays;
import wassily.table.BadDataException;

/**
 * How a quota is shared among regions that are lifted (method, section 3.10): in proportion to
 * weights, at wish nobody more than its cap.
 */
public final class QuotaAllocation {
  private QuotaAllocation() {}

  /**
   * Involvement in the supply chains of others: {@code w_p = Σ_{s∈givers, s≠p} T[p,s]}.
   *
   * @param t T of emissions or of value added, R × (R+E)
   * @param takers regions that get a part
   * @param givers regions whose mitigation is shared out
   * @return by region, 0 for those that get nothing
   */
  public static double[] involvement(double[][] t, int[] takers, int[] givers) {
    var weights = new double[t.length];
    for (int p : takers) {
      for (int s : givers) {
        weights[p] += s == p ? 0 : t[p][s];
      }
    }
    return weights;
  }

  /**
   * Performance of a lift: {@code ΔVA_p / ΔD_pba_p}. A region that gains nothing, or whose
   * emissions do not grow, has none.
   *
   * @param moreValueAdded ΔVA by region
   * @param moreEmissions ΔD_pba by region
   * @param takers regions that get a part
   * @return by region, money per stressor, ≥ 0; 0 for those that get nothing
   */
  public static double[] performance(
      double[] moreValueAdded, double[] moreEmissions, int[] takers) {
    var weights = new double[moreValueAdded.length];
    for (int p : takers) {
      boolean gains = moreValueAdded[p] > 0 && moreEmissions[p] > 0;
      weights[p] = gains ? moreValueAdded[p] / moreEmissions[p] : 0;
    }
    return weights;
  }

  /**
   * Weights of the takers alone.
   *
   * @param byRegion a number for each region
   * @param takers regions that get a part
   * @return by region, 0 for those that get nothing
   */
  public static double[] only(double[] byRegion, int[] takers) {
    var weights = new double[byRegion.length];
    for (int p : takers) {
      weights[p] = byRegion[p];
    }
    return weights;
  }

  /**
   * {@code quota·w_p/Σw}.
   *
   * @param quota what is shared out, stressor
   * @param weights by region, ≥ 0
   * @param what the weights are, for messages
   * @return by region, summing to the quota
   * @throws BadDataException when the weights sum to 0 or one of them is negative
   */
  public static double[] share(double quota, double[] weights, String what) {
    double sum = Arrays.stream(weights).sum();
    if (!(sum > 0) || Arrays.stream(weights).anyMatch(w -> !(w >= 0))) {
      throw new BadDataException(
          "the quota cannot be shared out by %s: the weights sum to %s, expected none below 0 and more than 0 in all; choose other givers or lifted regions"
              .formatted(what, sum));
    }
    return Arrays.stream(weights).map(w -> quota * w / sum).toArray();
  }

  /**
   * The same where nobody gets more than its cap: what is beyond it is shared again by the weights
   * of the others, until nothing is left or all are at their caps.
   *
   * @param quota what is shared out, stressor
   * @param weights by region, ≥ 0
   * @param caps by region, ≥ 0
   * @param what the weights are, for messages
   * @return by region, at most the cap each; in all the quota, or less when all with a weight are
   *     at their caps
   * @throws BadDataException as {@link #share}
   */
  public static double[] share(double quota, double[] weights, double[] caps, String what) {
    share(quota, weights, what);
    var given = new double[weights.length];
    double[] open = weights.clone();
    double left = quota;
    // Each round closes a region or ends.
    while (left > 0 && Arrays.stream(open).sum() > 0) {
      double[] more = share(left, open, what);
      boolean closed = false;
      for (int p = 0; p < given.length; p++) {
        if (open[p] > 0 && given[p] + more[p] >= caps[p]) {
          left -= caps[p] - given[p];
          given[p] = caps[p];
          open[p] = 0;
          closed = true;
        }
      }
      if (!closed) {
        for (int p = 0; p < given.length; p++) {
          given[p] += more[p];
        }
        break;
      }
    }
    return given;
  }
}
