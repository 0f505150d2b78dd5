package wassily.scenario;

import java.util.List;

/**
 * Regions put into groups: a dimension of responses.
 *
 * @param name of the dimension: "quintile", "province"
 * @param labels of the groups, in order
 * @param groupOf by region, its group's position; every region has one
 */
public record RegionGrouping(String name, List<String> labels, int[] groupOf) {
  /** Copies the labels; the positions are shared. */
  public RegionGrouping {
    labels = List.copyOf(labels);
  }
}
