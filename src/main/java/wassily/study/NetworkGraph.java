package wassily.study;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import wassily.account.EmbodiedFlows;
import wassily.account.LeontiefSystem;
import wassily.label.TableAxes;
import wassily.linalg.AxisGroups;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/**
 * The consumption-driven network (method, section 4.1): nodes, their strengths, and the strongest
 * directed edges. What a node emits for itself is no edge.
 *
 * @param kind what nodes and edges are
 * @param labels the nodes' names
 * @param outStrength {@code Σ_{s≠r} w[r,s]} by node: what it emits for others
 * @param inStrength {@code Σ_{r≠s} w[r,s]} by node: what others emit for it
 * @param own {@code w[r,r]} by node
 * @param edges the strongest, by absolute weight; ties by emitting, then consuming node
 */
public record NetworkGraph(
    Kind kind,
    List<String> labels,
    double[] outStrength,
    double[] inStrength,
    double[] own,
    List<NetworkEdge> edges) {

  /** What nodes and edges are. */
  public enum Kind {
    /** Regions and exogenous consumers; {@code T[r,s]}: emitted in r for the final demand of s. */
    CONSUMER,
    /**
     * Regions; {@code Σ_{i∈r} Σ_{j∈s} Φ[i,j]}: emitted in r for the final products that s delivers
     * to anybody.
     */
    PRODUCT,
    /** Region-sectors; {@code Φ[i,j] = S[i]·L[i,j]·y[j]}: emitted in i for the final product j. */
    REGION_SECTOR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The sum of all edges, those that are not listed too.
   *
   * @return {@code Σ_{r≠s} w[r,s]}
   */
  public double total() {
    return Arrays.stream(outStrength).sum();
  }

  /**
   * Edges from bilateral flows.
   *
   * @param axes the table's labels
   * @param t T, R × (R+E)
   * @param most how many edges are kept
   * @param member which regions' flows count; exogenous consumers count where all regions do
   * @return the network of kind {@link Kind#CONSUMER}
   */
  public static NetworkGraph ofConsumers(
      TableAxes axes, double[][] t, int most, IntPredicate member) {
    boolean whole = IntStream.range(0, t.length).allMatch(member);
    IntPredicate counts = s -> s < t.length ? member.test(s) : whole;
    return ofMatrix(
        Kind.CONSUMER, whole ? axes.consumerLabels() : axes.regions().texts(), t, most, counts);
  }

  /**
   * Edges to the regions that deliver the final products: R solves.
   *
   * @param system the factorized table
   * @param inputs the stressor's accounts
   * @param most how many edges are kept
   * @param member which regions' flows count
   * @param progress told how far it is
   * @return the network of kind {@link Kind#PRODUCT}
   */
  public static NetworkGraph ofProducts(
      LeontiefSystem system,
      NetworkInputs inputs,
      int most,
      IntPredicate member,
      Progress progress) {
    TableAxes axes = inputs.axes();
    var byRegion = AxisGroups.consecutive(axes.regions().size(), axes.sectors().size());
    try (var arena = Arena.ofShared()) {
      HostMatrix sums =
          EmbodiedFlows.of(system, inputs.f()).sums(arena, byRegion, byRegion, progress);
      var w = new double[axes.regions().size()][];
      for (int r = 0; r < w.length; r++) {
        w[r] = sums.row(r);
      }
      return ofMatrix(Kind.PRODUCT, axes.regions().texts(), w, most, member);
    }
  }

  /** Rows are the first nodes; further columns are nodes without edges of their own. */
  private static NetworkGraph ofMatrix(
      Kind kind, List<String> labels, double[][] w, int most, IntPredicate member) {
    int nodes = labels.size();
    var out = new double[nodes];
    var in = new double[nodes];
    var own = new double[nodes];
    var kept = new PriorityQueue<>(STRONGEST_FIRST.reversed());
    for (int r = 0; r < w.length; r++) {
      for (int s = 0; s < nodes; s++) {
        if (!member.test(r) || !member.test(s)) {
          continue;
        }
        double weight = w[r][s];
        if (r == s) {
          own[r] = weight;
          continue;
        }
        out[r] += weight;
        in[s] += weight;
        if (weight != 0) {
          kept.add(new NetworkEdge(r, s, weight));
          if (kept.size() > most) {
            kept.poll();
          }
        }
      }
    }
    var edges = new ArrayList<>(kept);
    edges.sort(STRONGEST_FIRST);
    return new NetworkGraph(kind, labels, out, in, own, edges);
  }

  private static final Comparator<NetworkEdge> STRONGEST_FIRST =
      Comparator.<NetworkEdge>comparingDouble(e -> Math.abs(e.weight()))
          .reversed()
          .thenComparingInt(NetworkEdge::from)
          .thenComparingInt(NetworkEdge::to);

  /**
   * Edges between region-sectors, found block by block without an n × n matrix: n solves.
   *
   * @param system the factorized table
   * @param inputs the stressor's accounts
   * @param most how many edges are kept, at least 1
   * @param member which regions' flows count
   * @param progress told the columns done
   * @return the network of kind {@link Kind#REGION_SECTOR}
   */
  public static NetworkGraph ofRegionSectors(
      LeontiefSystem system,
      NetworkInputs inputs,
      int most,
      IntPredicate member,
      Progress progress) {
    TableAxes axes = inputs.axes();
    int n = axes.n();
    IntPredicate counts = i -> member.test(i / axes.sectors().size());
    var flows = EmbodiedFlows.of(system, inputs.f()).only(counts, counts);
    var apart = flows.apart(most, progress);
    try (var arena = Arena.ofShared()) {
      var each = AxisGroups.identity(n);
      var total = AxisGroups.total(n);
      double[] out = flows.sums(arena, each, total, progress).column(0);
      double[] in = flows.sums(arena, total, each, progress).row(0);
      for (int i = 0; i < n; i++) {
        out[i] -= apart.own()[i];
        in[i] -= apart.own()[i];
      }
      return new NetworkGraph(
          Kind.REGION_SECTOR,
          IntStream.range(0, n).mapToObj(axes::rowLabel).toList(),
          out,
          in,
          apart.own(),
          apart.largest().stream()
              .map(f -> new NetworkEdge(f.emitter(), f.product(), f.value()))
              .toList());
    }
  }
}
