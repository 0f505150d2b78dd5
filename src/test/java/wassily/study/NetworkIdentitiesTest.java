package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.progress.Progress;
import wassily.study.NetworkCluster.Group;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** What holds on any table: parts make the whole, order does not matter, and what is refused. */
class NetworkIdentitiesTest {
  private static final int REGIONS = 7;
  private static final int SECTORS = 6;

  /**
   * Relative to the sum of all |flows|: 16·n·eps for the solves (n = 42), times 5 because ‖L‖₁ ≤
   * 1/(1 − 0.8) in generated tables; the sums' own rounding is within the 16.
   */
  private static final double SHARE = 16 * REGIONS * SECTORS * Math.ulp(1.0) * 5;

  private static final int[] CLUSTER = {1, 3, 4, 6};

  private static MrioTable table() throws IOException {
    return NetworkTables.generated(REGIONS, SECTORS, 11);
  }

  private static double size(NetworkInputs in) {
    return Arrays.stream(in.t()).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
  }

  @Test
  void sectorFlowsAddUpToBilateralFlows() throws IOException {
    NetworkTables.solved(
        table(),
        (system, in) -> {
          double bound = SHARE * size(in);
          var flows = ImbalanceFlows.of(system, in, CLUSTER);
          double off = 0;
          for (int r = 0; r < CLUSTER.length; r++) {
            for (int s = 0; s < CLUSTER.length; s++) {
              double sum = 0;
              for (int p = 0; p < SECTORS; p++) {
                sum += flows.flow(r, p, s);
              }
              assertEquals(in.t()[CLUSTER[r]][CLUSTER[s]], sum, bound);
              off += r == s ? 0 : sum;
            }
          }
          double[] s = in.intensities(in.x(), "output", CLUSTER);
          var cross = Imbalance.overall(flows, s);
          var region = Imbalance.byRegion(in.t(), CLUSTER, s);
          var sector = Imbalance.total(Imbalance.bySector(flows));
          assertEquals(off, region.all(), bound);
          assertEquals(off, sector.all(), bound);
          double four = cross.both() + cross.regionOnly() + cross.sectorOnly() + cross.neither();
          assertEquals(off, four + cross.left(), bound);
          assertTrue(region.share() > 0 && region.share() < 1, "both directions occur");
          assertTrue(cross.regionOnly() > 0 && cross.sectorOnly() > 0, "the comparisons differ");
          return null;
        });
  }

  /** Σ_{r≠s} Σ_i S[r,i]·W − S[s,i]·W, the first part by the accounts, the second by hand. */
  @Test
  void withoutDifferencesNothingIsSaved() throws IOException {
    NetworkTables.solved(
        table(),
        (system, in) -> {
          // Every sector has the same intensity wherever it is: all flows tie, nothing is saved.
          var f = new double[in.f().length];
          for (int i = 0; i < f.length; i++) {
            f[i] = (1 + i % SECTORS) * in.x()[i];
          }
          var even =
              new NetworkInputs(
                  in.axes(), in.stressor(), in.money(), f, in.x(), in.t(), in.position());
          var flows = ImbalanceFlows.of(system, even, CLUSTER);
          double largest =
              Arrays.stream(f).max().orElseThrow() * SECTORS * CLUSTER.length * CLUSTER.length;
          var saved = ImbalanceEmissions.total(ImbalanceEmissions.bySector(flows));
          // k·x/x differs from k by an ulp at most, for each of the pairs.
          assertEquals(0, saved.net(), Math.ulp(1.0) * SECTORS * largest);
          return null;
        });
  }

  @Test
  void rolesAndStrengthsAddUp() throws IOException {
    NetworkTables.solved(
        table(),
        (system, in) -> {
          double bound = SHARE * size(in);
          var cluster =
              NetworkCluster.of(
                  in.axes().regions(), CLUSTER, List.of(new Group("a", new int[] {0, 5})));
          var roles = ClusterRoles.of(in.t(), cluster);
          double net = roles.net(0) + roles.net(1);
          double expected = 0;
          for (int r : CLUSTER) {
            for (int s = 0; s < REGIONS; s++) {
              expected += in.t()[r][s] - in.t()[s][r]; // within the cluster the terms cancel
            }
          }
          assertEquals(expected, net, bound);
          var g = NetworkGraph.ofConsumers(in.axes(), in.t(), 1000, _ -> true);
          assertEquals(g.total(), Arrays.stream(g.inStrength()).sum(), bound);
          double listed = g.edges().stream().mapToDouble(NetworkEdge::weight).sum();
          assertEquals(g.total(), listed, bound);
          var phi = NetworkGraph.ofRegionSectors(system, in, 1_000_000, _ -> true, Progress.NONE);
          double edges = phi.edges().stream().mapToDouble(NetworkEdge::weight).sum();
          assertEquals(phi.total(), edges, bound);
          assertTrue(phi.edges().stream().noneMatch(e -> e.from() == e.to()), "no self-loops");
          double own = Arrays.stream(phi.own()).sum();
          assertEquals(Arrays.stream(in.f()).sum(), edges + own, bound);
          return null;
        });
  }

  /** The readings of the drivers nest, and J = everything drives all that is emitted. */
  @Test
  void driversNest() throws IOException {
    NetworkTables.solved(
        table(),
        (system, in) -> {
          double bound = SHARE * size(in);
          var cluster = NetworkCluster.of(in.axes().regions(), CLUSTER, List.of());
          var d =
              IndirectDrivers.of(
                  system, in, cluster, new int[] {1, 3}, new int[] {0, 2}, Progress.NONE);
          assertTrue(d.others() > 0 && d.others() < d.betweenSectors(), d::toString);
          assertTrue(d.betweenSectors() < d.all(), d::toString);
          assertTrue(d.exported() > 0 && d.exported() < d.others(), d::toString);
          assertTrue(d.consumers() > 0 && d.consumers() < d.consumersAll(), d::toString);
          assertEquals(d.others(), Arrays.stream(d.byDriver()).sum(), bound);
          int[] everywhere = NetworkTables.all(in);
          int[] every = IntStream.range(0, SECTORS).toArray();
          var whole = IndirectDrivers.of(system, in, cluster, everywhere, every, Progress.NONE);
          assertEquals(whole.clusterEmissions(), whole.all(), bound);
          assertEquals(0, whole.others(), bound);
          return null;
        });
  }

  @Test
  void theOrderOfRegionsDoesNotMatter() throws IOException {
    int[] order = {4, 0, 6, 2, 5, 1, 3}; // new region r is old region order[r]
    int[] moved =
        Arrays.stream(CLUSTER)
            .map(
                r ->
                    IntStream.range(0, REGIONS)
                        .filter(k -> order[k] == r)
                        .findFirst()
                        .orElseThrow())
            .sorted()
            .toArray();
    double[] before = NetworkTables.solved(table(), (s, in) -> answers(s, in, CLUSTER, 1, 3));
    double[] after =
        NetworkTables.solved(
            NetworkTables.reordered(table(), order), (s, in) -> answers(s, in, moved, 5, 6));
    double size = Arrays.stream(before).map(Math::abs).sum();
    assertArrayEquals(before, after, 2 * SHARE * size);
  }

  /** Everything that does not name a region. */
  private static double[] answers(
      wassily.account.LeontiefSystem system, NetworkInputs in, int[] cluster, int a, int b)
      throws IOException {
    var flows = ImbalanceFlows.of(system, in, cluster);
    double[] s = in.intensities(in.x(), "output", cluster);
    var drivers =
        IndirectDrivers.of(
            system,
            in,
            NetworkCluster.of(in.axes().regions(), cluster, List.of()),
            new int[] {a, b},
            new int[] {0},
            Progress.NONE);
    var emissions = ImbalanceEmissions.total(ImbalanceEmissions.bySector(flows));
    var cross = Imbalance.overall(flows, s);
    var roles = ClusterRoles.of(in.t(), NetworkCluster.of(in.axes().regions(), cluster, List.of()));
    return new double[] {
      Imbalance.byRegion(in.t(), cluster, s).higherToLower(),
      Imbalance.total(Imbalance.bySector(flows)).higherToLower(),
      cross.both(),
      cross.sectorOnly(),
      emissions.net(),
      emissions.positive(),
      drivers.others(),
      drivers.betweenSectors(),
      drivers.consumers(),
      roles.net(0),
      NetworkGraph.ofConsumers(in.axes(), in.t(), 1, _ -> true).edges().getFirst().weight()
    };
  }

  @Test
  void aClusterOfOneHasNoImbalanceAndAWholeTableNoRoles() throws IOException {
    NetworkTables.solved(
        table(),
        (system, in) -> {
          var flows = ImbalanceFlows.of(system, in, new int[] {2});
          assertTrue(Double.isNaN(Imbalance.total(Imbalance.bySector(flows)).share()));
          var all = NetworkCluster.of(in.axes().regions(), NetworkTables.all(in), List.of());
          assertEquals(List.of(), ClusterRoles.of(in.t(), all).groups());
          return null;
        });
  }

  @Test
  void whatIsRefused() throws IOException {
    NetworkTables.solved(
        table(),
        (_, in) -> {
          var regions = in.axes().regions();
          refused("empty", () -> NetworkCluster.of(regions, new int[0], List.of()));
          refused(
              "is empty",
              () -> NetworkCluster.of(regions, CLUSTER, List.of(new Group("g", new int[0]))));
          refused(
              "in the cluster",
              () -> NetworkCluster.of(regions, CLUSTER, List.of(new Group("g", CLUSTER))));
          var twice = List.of(new Group("g", new int[] {0}), new Group("h", new int[] {0, 2}));
          refused("\"h\" and in the group \"g\"", () -> NetworkCluster.of(regions, CLUSTER, twice));
          refused(
              regions.get(1).name() + " is 0.0",
              () -> in.intensities(new double[in.x().length], "value added", CLUSTER));
          return null;
        });
  }

  private static void refused(String words, org.junit.jupiter.api.function.Executable work) {
    var e = assertThrows(BadDataException.class, work);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
