package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;

/** A sweep with Saltelli's design and its indices, from end to end. */
class SobolTest {
  @TempDir private static Path folder;
  private static Path table;
  private static Path result;
  private static List<String> regions;

  /** ΣF by region. */
  private static double[] emitted;

  /**
   * Intensities of two regions times uniform factors: D_pba of a region is linear in its factor,
   * the total in both.
   */
  @BeforeAll
  static void sweep() throws IOException {
    table = folder.resolve("table.h5");
    Cli.run("generate", "--regions", 4, "--sectors", 5, "--seed", 3, "-o", table).ok();
    try (var t = TableFile.open(table, 1)) {
      regions = t.axes().regions().texts();
      emitted = new double[4];
      var f = t.satellites().getFirst().f();
      for (int i = 0; i < 20; i++) {
        emitted[i / 5] += f.get(0, i);
      }
    }
    result = folder.resolve("result.h5");
    Cli.run("sweep", file("all"), "-o", result, "--backend", "cpu").ok();
  }

  private static Path file(String keep) throws IOException {
    Path sweep = folder.resolve("sweep-" + keep + ".yaml");
    Files.writeString(
        sweep,
        """
        wassily: 1
        table: table.h5
        stressors: [CO2]
        levers:
          one: {kind: intensity-scale, regions: "%s", factor: $a}
          two: {kind: intensity-scale, regions: "%s", factor: $b}
        design: {saltelli: {rows: 256, seed: 5, a: {uniform: [0.5, 1.5]}, b: {uniform: [0.5, 1.5]}}}
        responses: [total, {D_pba: {by: region}}]
        keep: %s
        """
            .formatted(regions.get(0), regions.get(2), keep));
    return sweep;
  }

  @Test
  void shareOfTheVarianceIsShareOfTheSquares() {
    JsonNode json = Cli.run("sobol", result, "--json", "--of", "total").ok().json();
    JsonNode first = json.get("first_order_total").get("values");
    JsonNode total = json.get("total_order_total").get("values");
    double all = emitted[0] * emitted[0] + emitted[2] * emitted[2];
    for (int i = 0; i < 2; i++) {
      double exact = emitted[2 * i] * emitted[2 * i] / all;
      for (JsonNode index : List.of(first, total)) {
        double low = index.get(3 * i + 1).asDouble();
        double high = index.get(3 * i + 2).asDouble();
        // 3.92 standard errors wide; five of them.
        assertEquals(exact, index.get(3 * i).asDouble(), 5 * (high - low) / 3.92);
        assertTrue(high - low < 0.4, low + " … " + high);
      }
    }
  }

  @Test
  void regionsThatDoNotVaryAreNamedConstant() throws IOException {
    Path out = folder.resolve("indices.h5");
    Path csv = folder.resolve("indices.csv");
    var ran = Cli.run("sobol", result, "--top", 0, "-o", out, "--csv", csv).ok();
    assertTrue(ran.err().contains("D_pba: 2 of 4 values do not vary"), ran.err());
    String row =
        ran.out().lines().filter(l -> l.contains(regions.get(1))).findFirst().orElseThrow();
    assertTrue(row.endsWith("(constant)"), row);
    assertTrue(ran.out().contains("256 samples of 2 variables, 1,024 scenarios"), ran.out());
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      // Only its own factor moves a region, so all of its variance is explained by it.
      String own = regions.get(2);
      assertEquals(0, cells.at("total_order_D_pba", "CO2", own, "a", "value"));
      assertTrue(cells.at("total_order_D_pba", "CO2", own, "b", "low") > 0.8);
      assertTrue(Double.isNaN(cells.at("first_order_D_pba", "CO2", regions.get(1), "a", "value")));
      assertEquals(
          emitted[1], cells.at("moments_D_pba", "CO2", regions.get(1), "mean"), emitted[1]);
      assertEquals("sobol", open.result().provenance().get("command"));
      assertTrue(open.result().certificate().passed());
    }
    List<String> lines = Files.readAllLines(csv);
    assertTrue(lines.getFirst().startsWith("response,cell,variable,first_order,first_low"));
    assertEquals(1 + 2 * (1 + 4), lines.size());
    String again = Cli.run("sobol", result, "--top", 0).ok().out();
    assertEquals(ran.out(), again, "the same seed, the same intervals");
    Cli.run("sobol", result, "--csv", csv).refused(Exit.USAGE, "exists", "--force");
  }

  /** Mean and interval over the scenarios, from the scenarios and from their statistics. */
  @Test
  void resultsPrintsStatistics() throws IOException {
    Path statistics = folder.resolve("statistics.h5");
    Cli.run("sweep", file("summary"), "-o", statistics, "--backend", "cpu").ok();
    String kept = Cli.run("results", result, "--array", "D_pba", "--statistics").ok().out();
    assertTrue(kept.contains("1,024 scenarios"), kept);
    String one = kept.lines().filter(l -> l.contains(regions.get(0))).findFirst().orElseThrow();
    JsonNode a =
        Cli.run("results", result, "--array", "D_pba", "--statistics", "--json").ok().json();
    JsonNode b =
        Cli.run("results", statistics, "--array", "D_pba", "--statistics", "--json").ok().json();
    for (int figure : new int[] {0, 1, 2, 4, 5}) {
      double expected = a.at("/D_pba/values").get(4 * figure).asDouble();
      double found = b.at("/D_pba/values").get(4 * figure).asDouble();
      // Moments of batches are added in another order: 1,024 scenarios, 1,024·eps of the mean.
      assertEquals(expected, found, 1024 * Math.ulp(1.0) * Math.max(expected, emitted[0]));
      if (figure < 2) {
        assertTrue(one.contains(TextTable.number(expected)), one);
      }
    }
    Path csv = folder.resolve("statistics.csv");
    Cli.run("results", result, "--array", "D_pba", "--statistics", "--csv", csv, "--wide").ok();
    assertEquals(1 + 6, Files.readAllLines(csv).size());
    Cli.run("results", result, "--statistics").refused(Exit.USAGE, "--array NAME");
    Cli.run("results", result, "--array", "design", "--statistics").ok();
    Cli.run("results", result, "--array", "D_pba", "--confidence", 2)
        .refused(Exit.USAGE, "--confidence 2");
  }

  @Test
  void whatIsRefused() throws IOException {
    Cli.run("sobol", result, "--of", "totl").refused(Exit.BAD_DATA, "no response", "total?");
    Cli.run("sobol", result, "--replicates", 1).refused(Exit.USAGE, "--replicates 1");
    Cli.run("sobol", result, "--confidence", 1).refused(Exit.USAGE, "--confidence 1");
    Path statistics = folder.resolve("summary.h5");
    Cli.run("sweep", file("summary"), "-o", statistics, "--backend", "cpu").ok();
    Cli.run("sobol", statistics).refused(Exit.BAD_DATA, "keep: all");
    Path footprint = folder.resolve("f.h5");
    Cli.run("footprint", table, "-s", "CO2", "-o", footprint).ok();
    Cli.run("sobol", footprint).refused(Exit.BAD_DATA, "design: saltelli");
    Cli.run("sobol", folder.resolve("none.h5")).refused(Exit.BAD_DATA, "none.h5");
  }
}
