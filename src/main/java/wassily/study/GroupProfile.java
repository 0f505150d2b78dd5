package wassily.study;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a class of regions has of something, in all, as a share and per head (method, section 3.1;
 * Zheng et al. 2023, section 3.1, who mix the two kinds of per-head values).
 *
 * @param sum {@code Σ_{r∈g} D[r]}
 * @param share of the sum over all classes
 * @param perCapita {@code Σ_{r∈g} D[r] / Σ_{r∈g} population[r]}
 * @param meanPerCapita the unweighted mean over regions of {@code D[r]/population[r]}
 */
public record GroupProfile(
    double[] sum, double[] share, double[] perCapita, double[] meanPerCapita) {

  /**
   * Computes a profile.
   *
   * @param classes of the R regions
   * @param byRegion D by region, R numbers
   * @param population by region, R numbers; &gt; 0 for regions of the classes
   * @return arrays by class; NaN per head and share where a class is empty or the whole is 0
   */
  public static GroupProfile of(RegionClasses classes, double[] byRegion, double[] population) {
    double[] sum = classes.sums(byRegion);
    double[] people = classes.sums(population);
    double whole = Arrays.stream(sum).sum();
    var ratio = new double[byRegion.length];
    for (int r = 0; r < ratio.length; r++) {
      ratio[r] = byRegion[r] / population[r];
    }
    return new GroupProfile(
        sum,
        Arrays.stream(sum).map(v -> v / whole).toArray(),
        IntStream.range(0, sum.length).mapToDouble(g -> sum[g] / people[g]).toArray(),
        classes.means(ratio));
  }

  /**
   * The share of the k largest regions in the whole of a study.
   *
   * @param study its regions
   * @param byRegion a number for each region of the table
   * @param k how many
   * @return {@code Σ of the k largest / Σ}; all when there are fewer
   */
  public static double shareOfLargest(RegionClasses study, double[] byRegion, int k) {
    double[] sorted =
        IntStream.of(study.regions()).mapToDouble(r -> -byRegion[r]).sorted().toArray();
    return Arrays.stream(sorted).limit(k).sum() / Arrays.stream(sorted).sum();
  }

  /**
   * Regions and people above and below a level. A region at the level is above.
   *
   * @param regionsAbove how many regions
   * @param regionsBelow how many regions
   * @param peopleAbove share of the people of the study, 0 to 1
   * @param peopleBelow share of the people of the study, 0 to 1
   */
  public record Level(int regionsAbove, int regionsBelow, double peopleAbove, double peopleBelow) {
    /**
     * Counts.
     *
     * @param study its regions
     * @param values what is compared, by region
     * @param population by region
     * @param level what it is compared with
     * @return the counts
     */
    public static Level of(
        RegionClasses study, double[] values, double[] population, double level) {
      int above = 0;
      double people = 0;
      double all = 0;
      int[] regions = study.regions();
      for (int r : regions) {
        all += population[r];
        if (values[r] >= level) {
          above++;
          people += population[r];
        }
      }
      return new Level(above, regions.length - above, people / all, (all - people) / all);
    }
  }
}
