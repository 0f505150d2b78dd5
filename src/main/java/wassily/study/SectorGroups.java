package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import wassily.scenario.Choice;
import wassily.scenario.Choices;
import wassily.scenario.Where;
import wassily.table.BadDataException;

/**
 * Sectors mapped to a few groups, each sector to one.
 *
 * @param names of the groups, in order
 * @param of by sector, its group
 */
public record SectorGroups(List<String> names, int[] of) {
  /** Copies the names. */
  public SectorGroups {
    names = List.copyOf(names);
  }

  /**
   * A group as the user wrote it.
   *
   * @param name its name
   * @param sectors what is in it
   */
  public record Rule(String name, Choice sectors) {}

  /**
   * Maps a table's sectors.
   *
   * @param rules the groups
   * @param sectors names of the table's sectors
   * @param choices finds them
   * @param where where the mapping stands, for messages
   * @return the mapping
   * @throws BadDataException when a sector is in no group (all are listed) or in two, or a pattern
   *     matches nothing
   */
  public static SectorGroups of(
      List<Rule> rules, List<String> sectors, Choices choices, Where where) {
    var of = new int[sectors.size()];
    Arrays.fill(of, -1);
    for (int g = 0; g < rules.size(); g++) {
      for (int p : choices.sectors(rules.get(g).sectors())) {
        if (of[p] >= 0) {
          throw rules
              .get(g)
              .sectors()
              .where()
              .refusal(
                  "the sector %s is in the groups %s and %s; it can only be in one"
                      .formatted(sectors.get(p), rules.get(of[p]).name(), rules.get(g).name()));
        }
        of[p] = g;
      }
    }
    var left = new ArrayList<String>();
    for (int p = 0; p < of.length; p++) {
      if (of[p] < 0) {
        left.add(sectors.get(p));
      }
    }
    if (!left.isEmpty()) {
      throw where.refusal(
          "%d sectors are in no group: %s; add them to one of: %s"
              .formatted(
                  left.size(),
                  String.join(", ", left),
                  String.join(", ", rules.stream().map(Rule::name).toList())));
    }
    return new SectorGroups(rules.stream().map(Rule::name).toList(), of);
  }

  /**
   * Each group's share in a region's value added (method, section 3.3); a negative share is
   * allowed.
   *
   * @param valueAdded R × S, money
   * @param regions which regions
   * @param regionNames names of all regions, for messages
   * @return by position in {@code regions} and group
   * @throws BadDataException when a region's value added is not above 0
   */
  public double[][] shares(double[][] valueAdded, int[] regions, List<String> regionNames) {
    var shares = new double[regions.length][names.size()];
    for (int at = 0; at < regions.length; at++) {
      double[] va = valueAdded[regions[at]];
      double gdp = 0;
      for (int p = 0; p < va.length; p++) {
        shares[at][of[p]] += va[p];
        gdp += va[p];
      }
      requirePositive(gdp, regionNames.get(regions[at]));
      for (int g = 0; g < shares[at].length; g++) {
        shares[at][g] /= gdp;
      }
    }
    return shares;
  }

  private static void requirePositive(double gdp, String region) {
    if (!(gdp > 0)) {
      throw new BadDataException(
          "the value added of %s is %s in all, expected more than 0 because sectors' shares of it are needed; leave the region out with exclude"
              .formatted(region, gdp));
    }
  }
}
