package wassily.study;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.account.AffluenceQuintiles;

/**
 * Regions put into classes: quintiles, types, both at once. Regions that a study leaves out of its
 * statistics are in no class.
 *
 * @param name what the classes are: "quintile"
 * @param labels of the classes, in order
 * @param of by region, its class; −1 for none
 */
public record RegionClasses(String name, List<String> labels, int[] of) {
  /** Copies the labels; the positions are shared. Refuses a class that there is not. */
  public RegionClasses {
    labels = List.copyOf(labels);
    for (int g : of) {
      if (g < -1 || g >= labels.size()) {
        throw new IllegalArgumentException("class %d of %d".formatted(g, labels.size()));
      }
    }
  }

  /**
   * All regions of a study as one class.
   *
   * @param regions how many regions the table has
   * @param chosen positions of those in the study
   * @return one class
   */
  public static RegionClasses one(int regions, int[] chosen) {
    var of = new int[regions];
    Arrays.fill(of, -1);
    IntStream.of(chosen).forEach(r -> of[r] = 0);
    return new RegionClasses("study", List.of("all"), of);
  }

  /**
   * Quintiles.
   *
   * @param quintiles by demand or GDP per head
   * @param regions how many regions the table has
   * @return "Q1" (richest) to "Q5"
   */
  public static RegionClasses of(AffluenceQuintiles quintiles, int regions) {
    return new RegionClasses(
        "quintile",
        IntStream.rangeClosed(1, 5).mapToObj(q -> "Q" + q).toList(),
        IntStream.range(0, regions).map(r -> quintiles.quintile(r) - 1).toArray());
  }

  /**
   * Absolute classes: class 0 is below the first bound, class g holds {@code bounds[g−1] ≤ value <
   * bounds[g]}.
   *
   * @param name what the classes are
   * @param values by region; NaN for regions left out
   * @param bounds ascending
   * @return one class more than there are bounds
   */
  public static RegionClasses byBounds(String name, double[] values, double[] bounds) {
    var labels = new ArrayList<String>();
    for (int g = 0; g <= bounds.length; g++) {
      labels.add(
          g == 0
              ? "below " + plain(bounds[0])
              : g == bounds.length
                  ? plain(bounds[g - 1]) + " and above"
                  : plain(bounds[g - 1]) + " to " + plain(bounds[g]));
    }
    var of = new int[values.length];
    for (int r = 0; r < of.length; r++) {
      double v = values[r];
      of[r] = Double.isNaN(v) ? -1 : (int) Arrays.stream(bounds).filter(b -> v >= b).count();
    }
    return new RegionClasses(name, labels, of);
  }

  /** 3600 instead of 3600.0. */
  static String plain(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  /**
   * Every class of this with every class of another: "Q1 | high-tech and services".
   *
   * @param other classes of the same regions
   * @return regions that are in both
   */
  public RegionClasses cross(RegionClasses other) {
    var both = new ArrayList<String>();
    for (String a : labels) {
      for (String b : other.labels) {
        both.add(a + " | " + b);
      }
    }
    var at = new int[of.length];
    for (int r = 0; r < at.length; r++) {
      at[r] = of[r] < 0 || other.of[r] < 0 ? -1 : of[r] * other.labels.size() + other.of[r];
    }
    return new RegionClasses(name + " and " + other.name, both, at);
  }

  /**
   * How many classes there are.
   *
   * @return the number of labels
   */
  public int size() {
    return labels.size();
  }

  /**
   * The regions of a class.
   *
   * @param g the class
   * @return positions, ascending
   */
  public int[] regions(int g) {
    return IntStream.range(0, of.length).filter(r -> of[r] == g).toArray();
  }

  /**
   * The regions of all classes.
   *
   * @return positions, ascending
   */
  public int[] regions() {
    return IntStream.range(0, of.length).filter(r -> of[r] >= 0).toArray();
  }

  /**
   * Sums over the regions of each class.
   *
   * @param byRegion a number for each region of the table
   * @return by class
   */
  public double[] sums(double[] byRegion) {
    if (byRegion.length != of.length) {
      throw new IllegalArgumentException(
          "%d numbers for %d regions".formatted(byRegion.length, of.length));
    }
    var sums = new double[size()];
    for (int r = 0; r < of.length; r++) {
      if (of[r] >= 0) {
        sums[of[r]] += byRegion[r];
      }
    }
    return sums;
  }

  /**
   * Unweighted means over the regions of each class.
   *
   * @param byRegion a number for each region of the table
   * @return by class; NaN for a class without regions
   */
  public double[] means(double[] byRegion) {
    double[] means = sums(byRegion);
    for (int g = 0; g < means.length; g++) {
      means[g] /= regions(g).length;
    }
    return means;
  }
}
