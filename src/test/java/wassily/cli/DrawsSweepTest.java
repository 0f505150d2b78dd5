package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wassily.cli.Cli.Ran;

/** Draws from the sweep file to the result: statistics, contributions, shards. */
class DrawsSweepTest extends TinyDraws {
  private static final int DRAWS = 50;

  private static final String BOTH =
      """
        flows: {kind: perturb, what: Z, cv: 0.1}
        plants: {kind: intensity-scale, sectors: Mills, factor: $f}
        emissions: {kind: perturb, what: F, distribution: normal, cv: 0.1}
      """;

  private static final String DESIGN =
      "draws: {rows: %d, seed: 7, solve: iterate}, grid: {f: [1, 0.5]}".formatted(DRAWS);

  /** Mean, sd, differences and ranks are those of the draws that {@code keep: all} holds. */
  @Test
  void statisticsAreThoseOfTheDraws() throws IOException {
    Path all = folder.resolve("all.h5");
    Path summary = folder.resolve("summary.h5");
    Cli.run("sweep", sweep(BOTH, DESIGN, "all"), "-o", all, "--backend", "cpu").ok();
    Cli.run("sweep", sweep(BOTH, DESIGN, "summary"), "-o", summary, "--backend", "cpu").ok();
    double[] cba = array(all, "D_cba"); // scenario × stressor × region
    double[] statistics = array(summary, "D_cba");
    assertArrayEquals(statistics, array(all, "D_cba_statistics"));
    double[] difference = array(summary, "D_cba_difference");
    double[] rank = array(summary, "D_cba_rank");
    int labels = statistics.length / 4;
    for (int r = 0; r < 2; r++) {
      int region = r;
      double[] first = IntStream.range(0, DRAWS).mapToDouble(d -> cba[4 * d + region]).toArray();
      double[] second =
          IntStream.range(0, DRAWS).mapToDouble(d -> cba[4 * d + 2 + region]).toArray();
      double[] change = IntStream.range(0, DRAWS).mapToDouble(d -> second[d] - first[d]).toArray();
      assertTrue(Arrays.stream(change).allMatch(c -> c < 0), "less from mills");
      requireMoments(first, statistics, r);
      requireMoments(second, statistics, 2 * labels + r);
      requireMoments(change, difference, r);
    }
    long above = IntStream.range(0, DRAWS).filter(d -> cba[4 * d] > cba[4 * d + 1]).count();
    assertEquals((double) above / DRAWS, rank[1]);
    assertEquals(0, rank[0], "nothing ranks above itself");
    String text = Cli.run("results", summary, "--array", "D_cba").ok().out();
    assertTrue(text.contains("± 95 %") && text.contains("1: f=0.5"), text);
    String list = Cli.run("results", summary).ok().out();
    assertTrue(list.contains("backward_error_componentwise_draws"), list);
  }

  /** mean, sd, cv, se; two ways to sum {@value #DRAWS} numbers differ by that many roundings. */
  private static void requireMoments(double[] draws, double[] statistics, int at) {
    double mean = Arrays.stream(draws).average().orElseThrow();
    double squares = Arrays.stream(draws).map(v -> (v - mean) * (v - mean)).sum();
    double sd = Math.sqrt(squares / (DRAWS - 1));
    double close = 4 * DRAWS * Math.ulp(1.0);
    assertEquals(mean, statistics[at], close * Math.abs(mean));
    // The deviations carry the rounding of the values.
    double ofSd = close * (sd + Math.abs(mean));
    assertEquals(sd, statistics[at + 2], ofSd);
    assertEquals(sd / Math.abs(mean), statistics[at + 4], 2 * ofSd / Math.abs(mean));
    assertEquals(sd / Math.sqrt(DRAWS), statistics[at + 6], ofSd);
  }

  /** However sharded, the same bytes. */
  @Test
  void shardsDrawTheSame() throws IOException {
    Path sweep = sweep(BOTH, DESIGN, "all");
    Path one = folder.resolve("one.h5");
    Cli.run("sweep", sweep, "-o", one, "--backend", "cpu").ok();
    Path run = folder.resolve("run");
    Cli.run("plan", sweep, "--run", run, "--shards", 3, "--backend", "cpu").ok();
    for (String shard :
        Cli.run("missing", run).ok().out().contains("-") ? List.of("2", "0", "1") : List.of("0")) {
      Cli.run("run", run, "--shard", shard).ok();
    }
    Path three = folder.resolve("three.h5");
    Cli.run("merge", run, "-o", three).ok();
    for (String name : List.of("D_cba", "total", "draw_solution", "D_cba_statistics")) {
      assertArrayEquals(array(one, name), array(three, name), name);
    }
  }

  /** Statistics of kept scenarios are those of the draws of each, not of all in one heap. */
  @Test
  void statisticsAreOfEachScenario() throws IOException {
    Path all = folder.resolve("all.h5");
    Cli.run("sweep", sweep(BOTH, DESIGN, "all"), "-o", all, "--backend", "cpu").ok();
    var json = Cli.run("results", all, "--array", "D_cba", "--statistics", "--json").ok().json();
    double[] stored = array(all, "D_cba_statistics"); // case × statistic × region
    int labels = stored.length / 4;
    for (int g = 0; g < 2; g++) {
      for (int r = 0; r < 2; r++) {
        for (int statistic = 0; statistic < 2; statistic++) {
          double expected = stored[2 * (g * labels + statistic) + r];
          double found = json.at("/D_cba/values").get(4 * statistic + 2 * g + r).asDouble();
          assertEquals(expected, found, 4 * Math.ulp(expected));
        }
      }
    }
    Ran text = Cli.run("results", all, "--array", "D_cba", "--statistics").ok();
    assertTrue(text.out().contains("100 draws of 2 scenarios"), text.out());
    Path csv = folder.resolve("c.csv");
    Cli.run("results", all, "--array", "D_cba", "--statistics", "--convergence", "--csv", csv).ok();
    // 6, 12, 25 and 50 draws · 12 figures · 2 cases · 2 regions.
    assertEquals(1 + 4 * 12 * 4, Files.readAllLines(csv).size());
    Cli.run("results", all, "--array", "D_cba", "--convergence")
        .refused(Exit.USAGE, "--convergence needs --statistics");
    Cli.run("results", all, "--array", "D_cba_statistics", "--statistics")
        .refused(Exit.BAD_DATA, "it holds statistics over draws");
  }

  private static final String TWO =
      """
        north: {kind: perturb, what: F, by: block, distribution: normal, cv: 0.2, cells: {regions: North}}
        south: {kind: perturb, what: F, by: block, distribution: normal, cv: 0.1, cells: {regions: South}}
        plants: {kind: intensity-scale, regions: North, factor: $f}
      """;

  /**
   * Σ D_pba is linear in the factors of two blocks of F, so that each explains its part of the
   * variance: (D·cv)² over their sum, and nothing is left to interactions.
   */
  @Test
  void contributionsOfLeversAreThoseOfASum() throws IOException {
    int samples = 400;
    Path sweep =
        sweep(
            TWO,
            "draws: {rows: %d, seed: 3, contributions: true}, grid: {f: [1, 0.5]}"
                .formatted(samples),
            "summary");
    Files.writeString(sweep, Files.readString(sweep).replace("D_cba:", "D_pba:"));
    Path result = folder.resolve("r.h5");
    Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    double[] part = array(result, "baseline_D_pba"); // of production, less 2 and 3 of households
    double north = Math.pow(0.2 * (part[0] - 2), 2);
    double south = Math.pow(0.1 * (part[1] - 3), 2);
    double[] found = array(result, "total_contribution"); // case × lever × figure
    for (int g = 0; g < 2; g++) {
      double scale = g == 0 ? 1 : 0.25;
      double exact = scale * north / (scale * north + south);
      requireIndex(exact, found, 12 * g);
      requireIndex(exact, found, 12 * g + 3);
      requireIndex(1 - exact, found, 12 * g + 6);
      requireIndex(1 - exact, found, 12 * g + 9);
    }
    double[] ofDifference = array(result, "total_difference_contribution");
    // Under the same draws South is the same: only North is left, in all samples.
    requireIndex(1, ofDifference, 0);
    assertEquals(0, ofDifference[6], 1e-9, "first order of what does not act");
    assertEquals(0, ofDifference[9], 1e-9, "total of what does not act");
    // Mean and spread are those of A and B, 2·400 draws: 4 standard errors of the mean.
    double[] statistics = array(result, "total");
    double sd = Math.sqrt(north + south);
    assertEquals(part[0] + part[1], statistics[0], 4 * sd / Math.sqrt(2 * samples));
    assertEquals(statistics[1] / Math.sqrt(2 * samples), statistics[3], 1e-12 * sd);
    Cli.run("sobol", result).refused(Exit.BAD_DATA, "results --array NAME_contribution");
    String text = Cli.run("results", result, "--array", "total_contribution").ok().out();
    assertTrue(text.contains("north") && text.contains("0: f=1.0") && text.contains(" … "), text);
    Ran explained = Cli.run("explain", sweep, "--backend", "cpu").ok();
    assertTrue(explained.out().contains("3,200"), explained.out()); // 400 · (2 + 2) · 2
  }

  /** Within five standard errors; 3.92 of them is the interval that follows the index. */
  private static void requireIndex(double exact, double[] found, int at) {
    double width = found[at + 2] - found[at + 1];
    assertTrue(width < 0.5, "the interval is %s wide".formatted(width));
    assertEquals(exact, found[at], 5 * width / 3.92);
  }

  /** In Saltelli's design a lever that perturbs is a variable beside the others. */
  @Test
  void sobolCountsLeversThatDraw() throws IOException {
    Path sweep = sweep(TWO, "saltelli: {rows: 256, seed: 3, f: {uniform: [0.5, 1]}}", "all");
    Path result = folder.resolve("r.h5");
    Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    Path indices = folder.resolve("i.h5");
    Ran ran = Cli.run("sobol", result, "--of", "total", "-o", indices).ok();
    assertTrue(ran.out().contains("256 samples of 3 variables, 1,280 scenarios"), ran.out());
    assertTrue(ran.out().contains("draw:north"), ran.out());
    double[] first = array(indices, "first_order_total");
    double[] total = array(indices, "total_order_total");
    // D = N·e·f + S·g: V(e) = 0.04, E(f) = 3/4, V(f) = 1/48, and V(e)·V(f) of both.
    Path cba = folder.resolve("b.h5");
    Files.writeString(sweep, Files.readString(sweep).replace("D_cba:", "D_pba:"));
    Cli.run("sweep", sweep, "-o", cba, "--backend", "cpu").ok();
    double[] part = array(cba, "baseline_D_pba");
    double n = Math.pow(part[0] - 2, 2);
    double s = Math.pow(part[1] - 3, 2);
    double[] alone = {n * 0.04 * 9 / 16, s * 0.01, n / 48};
    double both = n * 0.04 / 48;
    double all = Arrays.stream(alone).sum() + both;
    double[] interacting = {both, 0, both};
    for (int i = 0; i < 3; i++) {
      requireIndex(alone[i] / all, first, 3 * i);
      requireIndex((alone[i] + interacting[i]) / all, total, 3 * i);
    }
  }

  @Test
  void explainSaysHowDrawnTablesAreSolved() throws IOException {
    Ran ran = Cli.run("explain", sweep(BOTH, DESIGN, "all"), "--backend", "cpu").ok();
    assertTrue(ran.out().contains("drawn Z, F"), ran.out());
    assertTrue(ran.out().contains("corrections"), ran.out());
  }
}
