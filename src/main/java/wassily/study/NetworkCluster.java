package wassily.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wassily.label.Axis;
import wassily.label.Region;
import wassily.table.BadDataException;

/**
 * A cluster of regions, and the groups that all regions outside it are in. The table may mix cities
 * and provinces; nothing is assumed about their size.
 */
public final class NetworkCluster {
  /** Regions outside that no group names. */
  public static final String OTHERS = "other regions";

  private static final int INSIDE = -1;

  private final int[] regions;
  private final List<String> groups;
  private final int[] groupOf;

  private NetworkCluster(int[] regions, List<String> groups, int[] groupOf) {
    this.regions = regions;
    this.groups = List.copyOf(groups);
    this.groupOf = groupOf;
  }

  /**
   * A group of regions outside the cluster.
   *
   * @param name its name
   * @param regions positions of its regions
   */
  public record Group(String name, int[] regions) {}

  /**
   * Puts every region into the cluster or into a group.
   *
   * @param axis the table's regions
   * @param cluster positions of the cluster's regions
   * @param groups groups outside; what they leave becomes {@link #OTHERS}
   * @return the division
   * @throws BadDataException when the cluster is empty, a group is empty, or a region is in two
   *     places at once
   */
  public static NetworkCluster of(Axis<Region> axis, int[] cluster, List<Group> groups) {
    if (cluster.length == 0) {
      throw new BadDataException("the cluster is empty; name at least one region");
    }
    var place = new int[axis.size()];
    Arrays.fill(place, -2);
    for (int r : cluster) {
      place[r] = INSIDE;
    }
    var names = new ArrayList<String>();
    for (Group g : groups) {
      if (names.contains(g.name()) || g.name().equals(OTHERS)) {
        throw new BadDataException(
            "the group \"%s\" is there twice, or has the name of the rest; give it another name"
                .formatted(g.name()));
      }
      if (g.regions().length == 0) {
        throw new BadDataException("the group \"%s\" is empty".formatted(g.name()));
      }
      for (int r : g.regions()) {
        if (place[r] != -2) {
          throw new BadDataException(
              "%s is in the group \"%s\" and in %s; a region can be in one of them only"
                  .formatted(
                      axis.get(r).name(),
                      g.name(),
                      place[r] == INSIDE
                          ? "the cluster"
                          : "the group \"" + names.get(place[r]) + "\""));
        }
        place[r] = names.size();
      }
      names.add(g.name());
    }
    if (Arrays.stream(place).anyMatch(p -> p == -2)) {
      for (int r = 0; r < place.length; r++) {
        place[r] = place[r] == -2 ? names.size() : place[r];
      }
      names.add(OTHERS);
    }
    return new NetworkCluster(IntStream.of(cluster).sorted().distinct().toArray(), names, place);
  }

  /**
   * The cluster.
   *
   * @return positions of its regions, ascending, a copy
   */
  public int[] regions() {
    return regions.clone();
  }

  /**
   * How many regions are in the cluster.
   *
   * @return at least 1
   */
  public int size() {
    return regions.length;
  }

  /**
   * The groups outside; none when the cluster is the whole table.
   *
   * @return their names
   */
  public List<String> groups() {
    return groups;
  }

  /**
   * Where a region is.
   *
   * @param region its position
   * @return the number of its group, −1 inside the cluster
   */
  public int groupOf(int region) {
    return groupOf[region];
  }

  /**
   * Whether a region is in the cluster.
   *
   * @param region its position
   * @return true inside
   */
  public boolean contains(int region) {
    return groupOf[region] == INSIDE;
  }
}
