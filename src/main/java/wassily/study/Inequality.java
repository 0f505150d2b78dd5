package wassily.study;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import wassily.table.BadDataException;

/**
 * How unequally a footprint is shared among people (method, section 3.2).
 *
 * <p>With y[s] the footprint per head of region s, p[s] its share of the people and μ = Σ p·y:
 * everybody in a region is taken to have its average, so these are lower bounds of the inequality
 * of persons.
 */
public final class Inequality {
  private Inequality() {}

  /**
   * The Lorenz curve: cumulated shares, poorest first.
   *
   * @param people share of the people, from 0 to 1
   * @param amount their share of the whole, from 0 to 1
   */
  public record Lorenz(double[] people, double[] amount) {}

  /**
   * Theil's index and its parts.
   *
   * @param total {@code Σ_s p_s·(y_s/μ)·ln(y_s/μ)}, 0·ln 0 = 0
   * @param between {@code Σ_g σ_g·ln(ȳ_g/μ)}, σ_g the class's share of the whole
   * @param within {@code Σ_g σ_g·T_g}
   * @param ofClass T_g of each class; NaN for one without people, 0 for one without footprint
   */
  public record Theil(double total, double between, double within, double[] ofClass) {}

  /**
   * The Lorenz curve of an amount by region, regions sorted by amount per head.
   *
   * @param amount by region, ≥ 0
   * @param population by region, &gt; 0
   * @return one point more than regions, the first (0, 0)
   * @throws IllegalArgumentException when lengths differ or a number is out of range
   */
  public static Lorenz lorenz(double[] amount, double[] population) {
    requireUsable(amount, population);
    int[] order =
        IntStream.range(0, amount.length)
            .boxed()
            .sorted(Comparator.comparingDouble(r -> amount[r] / population[r]))
            .mapToInt(Integer::intValue)
            .toArray();
    var people = new double[amount.length + 1];
    var sum = new double[amount.length + 1];
    for (int i = 0; i < order.length; i++) {
      people[i + 1] = people[i] + population[order[i]];
      sum[i + 1] = sum[i] + amount[order[i]];
    }
    double allPeople = people[amount.length];
    double all = sum[amount.length];
    for (int i = 0; i < people.length; i++) {
      people[i] /= allPeople;
      sum[i] /= all;
    }
    return new Lorenz(people, sum);
  }

  /**
   * The Gini coefficient {@code 1 − Σ_i (P_i − P_{i−1})·(A_i + A_{i−1})} over the Lorenz curve, the
   * same as {@code Σ_rs p_r·p_s·|y_r − y_s| / 2μ}.
   *
   * @param curve the Lorenz curve
   * @return 0 (equal) to 1
   */
  public static double gini(Lorenz curve) {
    double area = 0;
    for (int i = 1; i < curve.people.length; i++) {
      area += (curve.people[i] - curve.people[i - 1]) * (curve.amount[i] + curve.amount[i - 1]);
    }
    return 1 - area;
  }

  /**
   * Theil's index, within and between classes.
   *
   * @param amount by region, ≥ 0
   * @param population by region, &gt; 0
   * @param classOf by region, its class; all regions have one
   * @param classes how many classes
   * @return {@code total = between + within}
   * @throws IllegalArgumentException when lengths differ or a number is out of range
   */
  public static Theil theil(double[] amount, double[] population, int[] classOf, int classes) {
    requireUsable(amount, population);
    double all = 0;
    double people = 0;
    var sum = new double[classes];
    var peopleOf = new double[classes];
    for (int r = 0; r < amount.length; r++) {
      all += amount[r];
      people += population[r];
      sum[classOf[r]] += amount[r];
      peopleOf[classOf[r]] += population[r];
    }
    double total = 0;
    var ofClass = new double[classes];
    for (int r = 0; r < amount.length; r++) {
      double y = amount[r] / population[r];
      total += term(amount[r] / all, y / (all / people));
      int g = classOf[r];
      ofClass[g] += sum[g] == 0 ? 0 : term(amount[r] / sum[g], y / (sum[g] / peopleOf[g]));
    }
    double between = 0;
    double within = 0;
    for (int g = 0; g < classes; g++) {
      if (peopleOf[g] == 0) {
        ofClass[g] = Double.NaN;
        continue;
      }
      double share = sum[g] / all;
      between += term(share, sum[g] / peopleOf[g] / (all / people));
      within += share == 0 ? 0 : share * ofClass[g];
    }
    return new Theil(total, between, within, ofClass);
  }

  /** share·ln(ratio), 0 where the share is: 0·ln 0 = 0. */
  private static double term(double share, double ratio) {
    return share == 0 ? 0 : share * Math.log(ratio);
  }

  /**
   * Refuses a negative amount by the name of its region, because it has no logarithm and no place
   * on a Lorenz curve, and amounts that are all 0, because they have no shares.
   *
   * @param what the amount in words
   * @param amount by region
   * @param names of the regions
   * @throws BadDataException naming the first
   */
  public static void requireShares(String what, double[] amount, List<String> names) {
    double all = 0;
    for (int r = 0; r < amount.length; r++) {
      if (!(amount[r] >= 0)) {
        throw new BadDataException(
            "the %s of %s is %s, expected 0 or more to measure inequality; leave the region out with exclude"
                .formatted(what, names.get(r), amount[r]));
      }
      all += amount[r];
    }
    if (!(all > 0)) {
      throw new BadDataException(
          "the %s of all %d regions of the study is 0, expected more to measure inequality; leave out others, or name another stressor"
              .formatted(what, amount.length));
    }
  }

  private static void requireUsable(double[] amount, double[] population) {
    if (amount.length != population.length || amount.length == 0) {
      throw new IllegalArgumentException(
          "%d amounts for %d populations".formatted(amount.length, population.length));
    }
    double all = 0;
    for (int r = 0; r < amount.length; r++) {
      if (!(amount[r] >= 0) || !(population[r] > 0)) {
        throw new IllegalArgumentException(
            "amount %s, population %s at %d".formatted(amount[r], population[r], r));
      }
      all += amount[r];
    }
    if (!(all > 0)) {
      throw new IllegalArgumentException("nothing is shared");
    }
  }
}
