package wassily.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import wassily.progress.Progress;
import wassily.study.NetworkCluster.Group;

/** Every indicator of the network study on {@link NetworkTables#pencil}, worked by hand. */
class NetworkPencilTest {
  /**
   * 16·n·eps of the largest number, 130, for n = 6: the componentwise bound of the solves, |L| ≤ 1
   * and no cancellation.
   */
  private static final double TOLERANCE = 16 * 6 * Math.ulp(1.0) * 130;

  private static <T> T pencil(NetworkTables.Use<T> use) throws IOException {
    return NetworkTables.solved(NetworkTables.pencil(), use);
  }

  private static NetworkCluster cluster(NetworkInputs inputs, int... regions) {
    return NetworkCluster.of(inputs.axes().regions(), regions, List.of());
  }

  private static void assertShare(
      double higher, double lower, double ties, double undefined, ImbalanceShare found) {
    assertEquals(higher, found.higherToLower(), TOLERANCE);
    assertEquals(lower, found.lowerToHigher(), TOLERANCE);
    assertEquals(ties, found.ties(), TOLERANCE);
    assertEquals(undefined, found.undefined(), TOLERANCE);
  }

  @Test
  void theInputs() throws IOException {
    pencil(
        (_, in) -> {
          assertArrayEquals(new double[] {20, 5, 15, 0}, in.t()[0], TOLERANCE);
          assertArrayEquals(new double[] {20, 55, 12.5, 2.5}, in.t()[1], TOLERANCE);
          assertArrayEquals(new double[] {0, 15, 37.5, 7.5}, in.t()[2], TOLERANCE);
          // D_pba = 40, 90, 60; D_cba = column sums 40, 75, 65.
          assertArrayEquals(new double[] {0, 15, -5}, in.position(), TOLERANCE);
          assertEquals(0, in.intensity(5), "no output, no intensity");
          return null;
        });
  }

  /**
   * By output S = 40/60, 90/60, 60/20; by value added x − 1'Z = 40, 50, 20 it is 1, 9/5, 3: r3 is
   * dirtier than r2, r2 than r1 in both. Down: r2→r1 20, r3→r1 0, r3→r2 15. Up: r1→r2 5, r1→r3 15,
   * r2→r3 12.5.
   */
  @Test
  void imbalanceByRegion() throws IOException {
    pencil(
        (_, in) -> {
          int[] all = NetworkTables.all(in);
          double[] byOutput = in.intensities(in.x(), "output", all);
          assertArrayEquals(new double[] {40. / 60, 90. / 60, 3}, byOutput, TOLERANCE);
          double[] added = {20, 20, 40, 10, 20, 0};
          double[] byValueAdded = in.intensities(added, "value added", all);
          assertArrayEquals(new double[] {1, 1.8, 3}, byValueAdded, TOLERANCE);
          for (double[] s : List.of(byOutput, byValueAdded)) {
            var share = Imbalance.byRegion(in.t(), all, s);
            assertShare(35, 32.5, 0, 0, share);
            assertEquals(14. / 27, share.share(), TOLERANCE);
          }
          // Within r1 and r2 there are the flows 20 down and 5 up; equal intensities only tie.
          assertShare(20, 5, 0, 0, Imbalance.byRegion(in.t(), new int[] {0, 1}, byOutput));
          var ties = Imbalance.byRegion(in.t(), all, new double[] {1, 1, 1});
          assertShare(0, 0, 67.5, 0, ties);
          assertTrue(Double.isNaN(ties.share()), "nothing counts");
          return null;
        });
  }

  /**
   * s1, S = 1, 2, 3: a→r3 10 up, c→r1 20 down, c→r3 10 up, e→r2 15 down. s2, S = 1/2, 1/2, none:
   * b→r2 5 is a tie; b→r3 5 and d→r3 2.5 have nothing to compare with.
   */
  @Test
  void imbalanceBySector() throws IOException {
    pencil(
        (system, in) -> {
          var flows = ImbalanceFlows.of(system, in, NetworkTables.all(in));
          var sectors = Imbalance.bySector(flows);
          assertShare(35, 20, 0, 0, sectors.get(0));
          assertShare(0, 0, 5, 7.5, sectors.get(1));
          var total = Imbalance.total(sectors);
          assertEquals(35. / 55, total.share(), TOLERANCE);
          assertEquals(7.5 / 67.5, total.undefinedShare(), TOLERANCE);
          return null;
        });
  }

  /**
   * With r3 dirtier than r2, r2 than r1: c→r1 20 and e→r2 15 are down in both, a→r3 10 and c→r3 10
   * up in both; the 12.5 of s2 are left. With the regions' order turned round the first are down by
   * sector only, the others by region only.
   */
  @Test
  void imbalanceOverall() throws IOException {
    pencil(
        (system, in) -> {
          var flows = ImbalanceFlows.of(system, in, NetworkTables.all(in));
          assertCross(35, 0, 0, 20, 12.5, Imbalance.overall(flows, new double[] {1, 2, 3}));
          assertCross(0, 20, 35, 0, 12.5, Imbalance.overall(flows, new double[] {3, 2, 1}));
          assertCross(0, 0, 0, 0, 67.5, Imbalance.overall(flows, new double[] {2, 2, 2}));
          var overall = Imbalance.overall(flows, new double[] {1, 2, 3});
          assertEquals(35. / 55, overall.share(), TOLERANCE);
          return null;
        });
  }

  private static void assertCross(
      double both,
      double regionOnly,
      double sectorOnly,
      double neither,
      double left,
      ImbalanceCross c) {
    assertArrayEquals(
        new double[] {both, regionOnly, sectorOnly, neither, left},
        new double[] {c.both(), c.regionOnly(), c.sectorOnly(), c.neither(), c.left()},
        TOLERANCE);
  }

  /** s1: a→r3 (1−3)·10, c→r1 (2−1)·10, c→r3 (2−3)·5, e→r2 (3−2)·5; s2: a tie, and no x in r3. */
  @Test
  void additionalEmissions() throws IOException {
    pencil(
        (system, in) -> {
          var flows = ImbalanceFlows.of(system, in, NetworkTables.all(in));
          var sectors = ImbalanceEmissions.bySector(flows);
          assertEquals(-10, sectors.get(0).net(), TOLERANCE);
          assertEquals(15, sectors.get(0).positive(), TOLERANCE);
          assertEquals(0, sectors.get(1).net(), TOLERANCE);
          assertEquals(0, sectors.get(1).positive(), TOLERANCE);
          assertEquals(-10, ImbalanceEmissions.total(sectors).net(), TOLERANCE);
          return null;
        });
  }

  /** r2 is the net producer, r3 the net consumer; then r1 and r2 as producers: (20+80)/(20+40). */
  @Test
  void intensityRanges() throws IOException {
    pencil(
        (_, in) -> {
          int[] all = NetworkTables.all(in);
          assertEquals(
              List.of(new ImbalanceRange(1, 2, 2, 2), new ImbalanceRange(1, 0.5, 0.5, 0.5)),
              ImbalanceRange.ofNetProducers(in, all));
          var consumers = ImbalanceRange.ofNetConsumers(in, all);
          assertEquals(new ImbalanceRange(1, 3, 3, 3), consumers.get(0));
          assertEquals(0, consumers.get(1).regions());
          assertTrue(Double.isNaN(consumers.get(1).lowest()));
          var both =
              new NetworkInputs(
                  in.axes(),
                  in.stressor(),
                  in.money(),
                  in.f(),
                  in.x(),
                  in.t(),
                  new double[] {1, 1, -1});
          assertEquals(
              new ImbalanceRange(2, 1, 100. / 60, 2),
              ImbalanceRange.ofNetProducers(both, all).get(0));
          return null;
        });
  }

  /** Φ has Φ[c,b] = 2·½·40 = 40 and Φ[e,d] = 3·½·20 = 30 beside its diagonal 20 20 40 10 30 0. */
  @Test
  void driversOfOneSector() throws IOException {
    pencil(
        (system, in) -> {
          // J = {b} in the cluster of r1 and r2: c emits 40 for b, b itself 20.
          var d = drivers(system, in, cluster(in, 0, 1), new int[] {0}, new int[] {1});
          assertEquals(40, d.others(), TOLERANCE);
          assertEquals(40, d.betweenSectors(), TOLERANCE);
          assertEquals(60, d.all(), TOLERANCE);
          // r1 wants 20 of b: c emits 2·½·20, b ½·20; nobody abroad wants b.
          assertEquals(20, d.consumers(), TOLERANCE);
          assertEquals(30, d.consumersAll(), TOLERANCE);
          assertEquals(0, d.exported(), TOLERANCE);
          assertEquals(130, d.clusterEmissions(), TOLERANCE);
          assertEquals(40. / 130, d.share(d.others()), TOLERANCE);
          return null;
        });
  }

  @Test
  void driversOutsideTheCluster() throws IOException {
    pencil(
        (system, in) -> {
          // J = {d}, cluster r3: e emits 30 for d, 3·½·5 of it for e1; r2 wants 10 of d: 15.
          var d = drivers(system, in, cluster(in, 2), new int[] {1}, new int[] {1});
          assertEquals(30, d.others(), TOLERANCE);
          assertEquals(30, d.all(), TOLERANCE);
          assertEquals(7.5, d.exported(), TOLERANCE);
          assertEquals(15, d.consumers(), TOLERANCE);
          assertEquals(0.5, d.share(d.others()), TOLERANCE);
          return null;
        });
  }

  @Test
  void driversThatAreAllOfTheCluster() throws IOException {
    pencil(
        (system, in) -> {
          // i ∉ J leaves nobody; between different sectors there is only Φ[c,b].
          var d = drivers(system, in, cluster(in, 0, 1), new int[] {0, 1}, new int[] {0, 1});
          assertEquals(0, d.others(), TOLERANCE);
          assertEquals(40, d.betweenSectors(), TOLERANCE);
          assertEquals(130, d.all(), TOLERANCE);
          assertArrayEquals(new int[] {0, 1, 2, 3}, d.drivers());
          assertArrayEquals(new double[4], d.byDriver(), TOLERANCE);
          return null;
        });
  }

  private static IndirectDrivers drivers(
      wassily.account.LeontiefSystem system,
      NetworkInputs in,
      NetworkCluster cluster,
      int[] cities,
      int[] sectors) {
    return IndirectDrivers.of(system, in, cluster, cities, sectors, Progress.NONE);
  }

  /** r2 emits 20 for r1 and causes 5 there, emits 12.5 for r3 and causes 15 there. */
  @Test
  void roles() throws IOException {
    pencil(
        (_, in) -> {
          var cluster =
              NetworkCluster.of(
                  in.axes().regions(), new int[] {1}, List.of(new Group("north", new int[] {0})));
          var roles = ClusterRoles.of(in.t(), cluster);
          assertEquals(List.of("north", NetworkCluster.OTHERS), roles.groups());
          assertEquals(20, roles.producedFor(0), TOLERANCE);
          assertEquals(5, roles.causedIn(0), TOLERANCE);
          assertEquals(15, roles.net(0), TOLERANCE);
          assertEquals(-2.5, roles.net(1), TOLERANCE);
          assertEquals(List.of(), ClusterRoles.of(in.t(), cluster(in, 0, 1, 2)).groups());
          return null;
        });
  }

  @Test
  void networkOfConsumers() throws IOException {
    pencil(
        (_, in) -> {
          var g = NetworkGraph.ofConsumers(in.axes(), in.t(), 4, _ -> true);
          assertEquals(List.of("r1", "r2", "r3", "e1"), g.labels());
          assertArrayEquals(new double[] {20, 35, 22.5, 0}, g.outStrength(), TOLERANCE);
          assertArrayEquals(new double[] {20, 20, 27.5, 10}, g.inStrength(), TOLERANCE);
          assertArrayEquals(new double[] {20, 55, 37.5, 0}, g.own(), TOLERANCE);
          assertEquals(77.5, g.total(), TOLERANCE);
          assertEdges(g, 1, 0, 20, 0, 2, 15, 2, 1, 15, 1, 2, 12.5);
          var inside = NetworkGraph.ofConsumers(in.axes(), in.t(), 9, r -> r < 2);
          assertEdges(inside, 1, 0, 20, 0, 1, 5);
          return null;
        });
  }

  @Test
  void networkOfProducts() throws IOException {
    pencil(
        (system, in) -> {
          var g = NetworkGraph.ofProducts(system, in, 9, _ -> true, Progress.NONE);
          assertEdges(g, 1, 0, 40, 2, 1, 30);
          assertArrayEquals(new double[] {40, 50, 30}, g.own(), TOLERANCE);
          return null;
        });
  }

  @Test
  void networkOfRegionSectors() throws IOException {
    pencil(
        (system, in) -> {
          var g = NetworkGraph.ofRegionSectors(system, in, 9, _ -> true, Progress.NONE);
          assertEquals("r2 | s1", g.labels().get(2));
          assertEdges(g, 2, 1, 40, 4, 3, 30);
          assertArrayEquals(new double[] {20, 20, 40, 10, 30, 0}, g.own(), TOLERANCE);
          assertArrayEquals(new double[] {0, 0, 40, 0, 30, 0}, g.outStrength(), TOLERANCE);
          assertArrayEquals(new double[] {0, 40, 0, 30, 0, 0}, g.inStrength(), TOLERANCE);
          var one = NetworkGraph.ofRegionSectors(system, in, 1, r -> r > 0, Progress.NONE);
          assertEdges(one, 4, 3, 30);
          return null;
        });
  }

  /** From, to and weight of each edge. */
  private static void assertEdges(NetworkGraph g, double... expected) {
    assertEquals(expected.length / 3, g.edges().size(), () -> g.edges().toString());
    for (int e = 0; e < g.edges().size(); e++) {
      NetworkEdge found = g.edges().get(e);
      assertEquals(expected[3 * e], found.from());
      assertEquals(expected[3 * e + 1], found.to());
      assertEquals(expected[3 * e + 2], found.weight(), TOLERANCE);
    }
  }
}
