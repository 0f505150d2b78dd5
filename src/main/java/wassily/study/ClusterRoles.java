package wassily.study;

import java.util.List;

/**
 * What a cluster is for each group of regions outside it (method, section 4.4): {@code for[g] =
 * Σ_{r∈cluster} Σ_{s∈g} T[r,s]}, {@code by[g] = Σ_{r∈cluster} Σ_{s∈g} T[s,r]}; a net transfer
 * {@code for − by} above 0 makes the cluster a producer for the group, below 0 a consumer. Empty
 * when the cluster is the whole table. Exogenous consumers have no region and are out: what is
 * emitted for them stands in T.
 *
 * @param groups names of the G groups outside
 * @param regions positions of the cluster's P regions
 * @param producedFor P × G: what a region of the cluster emits for the demand of a group
 * @param causedIn P × G: what a group emits for the demand of a region of the cluster
 */
public record ClusterRoles(
    List<String> groups, int[] regions, double[][] producedFor, double[][] causedIn) {
  /** Copies the names. */
  public ClusterRoles {
    groups = List.copyOf(groups);
  }

  /**
   * Sums the bilateral flows.
   *
   * @param t T, R × (R+E)
   * @param cluster the cluster and its surroundings
   * @return the roles towards each group
   */
  public static ClusterRoles of(double[][] t, NetworkCluster cluster) {
    List<String> names = cluster.groups();
    int[] inside = cluster.regions();
    var out = new double[inside.length][names.size()];
    var in = new double[inside.length][names.size()];
    for (int k = 0; k < inside.length; k++) {
      int r = inside[k];
      for (int s = 0; s < t.length; s++) {
        int g = cluster.groupOf(s);
        if (g >= 0) {
          out[k][g] += t[r][s];
          in[k][g] += t[s][r];
        }
      }
    }
    return new ClusterRoles(names, inside, out, in);
  }

  /**
   * {@code for[g]}.
   *
   * @param group a group
   * @return what the cluster emits for its demand
   */
  public double producedFor(int group) {
    return column(producedFor, group);
  }

  /**
   * {@code by[g]}.
   *
   * @param group a group
   * @return what it emits for the cluster's demand
   */
  public double causedIn(int group) {
    return column(causedIn, group);
  }

  /**
   * Net transfer {@code for − by}.
   *
   * @param group a group
   * @return above 0 where the cluster produces for the group, below 0 where the group produces for
   *     it
   */
  public double net(int group) {
    return producedFor(group) - causedIn(group);
  }

  private static double column(double[][] values, int group) {
    double sum = 0;
    for (double[] row : values) {
      sum += row[group];
    }
    return sum;
  }
}
