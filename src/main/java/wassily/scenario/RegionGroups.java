package wassily.scenario;

import java.util.List;

/**
 * Groups of regions that responses are summed by: quintiles, provinces, types.
 *
 * @param name of the dimension
 * @param labels of the groups
 * @param of region → group, −1 for none
 */
public record RegionGroups(String name, List<String> labels, int[] of) {
  /** Copies the labels. */
  public RegionGroups {
    labels = List.copyOf(labels);
  }
}
