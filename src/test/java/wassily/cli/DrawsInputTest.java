package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.io.hdf5.ResultFile;

/** What sweep files and files of cv say of draws: what is refused, and what comes of it. */
class DrawsInputTest extends TinyDraws {
  private static final String Z = "  flows: {kind: perturb, what: Z, ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cells: [{suppliers: {regions: North}}, {users: {sectors: Mills}}], by: block, cv: 0.1} | overlap, for example in North",
        "cells: {users: {regions: North, sectors: Mills}}, keep: row-sums, cv: 0.1} | with one cell in each, so nothing changes",
        "file: cv.csv} | no cv for South",
        "file: unknown.csv} | Norht",
        "file: negative.csv} | negative.csv:2: cv is -0.1",
        "file: huge.csv} | huge.csv:2: cv 1.0E300 draws factors beyond 1e304",
        "file: twice.csv} | these cells have a cv already",
        "by: block, file: cv.csv} | draws one factor for each block",
        "cells: {suppliers: {regions: North, sectors: Mills}}, by: row, keep: total, cv: 0.1} | with one factor in each, so nothing changes",
        "cells: {users: {regions: East}}, cv: 0.1} | East",
        "cv: -0.1} | s.yaml:4: cv of lever flows is",
        "bounds: [1.1, 1.3]} | s.yaml:4: bounds of lever flows are 1.1 to 1.3, which excludes",
        "bounds: [-0.5, 1.9], distribution: uniform} | turns the sign of 21 % of its cells; say negative: zero",
        "cv: 0.6, distribution: normal} | turns the sign of 4.8 % of its cells; say negative: zero",
      })
  void refusesWhatCannotBe(String lever, String message) throws IOException {
    Files.writeString(folder.resolve("cv.csv"), "supplier_region,cv\nNorth,0.1\n");
    Files.writeString(folder.resolve("unknown.csv"), "supplier_region,cv\nNorht,0.1\n");
    Files.writeString(folder.resolve("negative.csv"), "supplier_region,cv\nNorth,-0.1\n");
    Files.writeString(folder.resolve("huge.csv"), "supplier_region,cv\nNorth,1e300\n");
    Files.writeString(folder.resolve("twice.csv"), "user_sector,cv\nMills,0.1\nMills,0.2\n");
    Path sweep = sweep(Z + lever, "draws: {rows: 5, seed: 1}", "all");
    Cli.run("explain", sweep, "--backend", "cpu").refused(Exit.BAD_DATA, message);
  }

  @Test
  void drawsAndWhatIsDrawnNeedEachOther() throws IOException {
    Path without = sweep(Z + "cv: 0.1, when: $w}", "grid: {w: [0, 1]}", "all");
    Cli.run("explain", without, "--backend", "cpu")
        .refused(Exit.BAD_DATA, "s.yaml:4", "the design has no draws");
    Path idle =
        sweep("  a: {kind: intensity-scale, factor: 0.9}", "draws: {rows: 5, seed: 1}", "all");
    Cli.run("explain", idle, "--backend", "cpu").refused(Exit.BAD_DATA, "no lever of kind perturb");
  }

  /** By a file: cv of suppliers; those without uncertainty are not drawn. */
  @Test
  void aFileSaysWhatIsUncertain() throws IOException {
    Files.writeString(folder.resolve("cv.csv"), "supplier_region,cv\nNorth,0.3\nSouth,0\n");
    Path some = folder.resolve("some.h5");
    Cli.run(
            "sweep",
            sweep(Z + "file: cv.csv}", "draws: {rows: 4, seed: 1}", "all"),
            "-o",
            some,
            "--backend",
            "cpu")
        .ok();
    double[] totals = array(some, "total");
    assertEquals(4, Arrays.stream(totals).distinct().count());
    Files.writeString(folder.resolve("cv.csv"), "supplier_region,cv\nNorth,0\nSouth,0\n");
    Path none = folder.resolve("none.h5");
    Cli.run(
            "sweep",
            sweep(Z + "file: cv.csv}", "draws: {rows: 4, seed: 1}", "all"),
            "-o",
            none,
            "--backend",
            "cpu")
        .ok();
    for (double total : array(none, "total")) {
      assertEquals(array(none, "baseline_total")[0], total);
    }
  }

  /** Draws are keyed by the lever's name, of which 32 bits count. */
  @Test
  void leversThatWouldDrawTheSameAreRefused() throws IOException {
    String lever = "  %s: {kind: perturb, what: F, by: block, cv: 0.1}\n";
    Path sweep =
        sweep(
            lever.formatted("plumless") + lever.formatted("buckeroo"),
            "draws: {rows: 5, seed: 1}",
            "all");
    Cli.run("explain", sweep, "--backend", "cpu")
        .refused(Exit.BAD_DATA, "s.yaml:5", "would draw the same numbers as lever plumless");
  }

  /** A scenario in which no Z is drawn has no solution, rather than one without error. */
  @Test
  void solutionsAreThoseOfDrawnTables() throws IOException {
    Path result = folder.resolve("r.h5");
    Path sweep =
        sweep(
            Z + "cv: 0.1, when: $w}",
            "draws: {rows: 6, seed: 1, solve: refactorize}, grid: {w: [1, 0]}",
            "all");
    Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    double[] each =
        array(result, "draw_solution"); // scenario × error, bound, corrections, factorized
    for (int s = 0; s < 12; s++) {
      assertEquals(s % 2 == 0 ? 1 : Double.NaN, each[4 * s + 3], "scenario " + s);
    }
    double[] statistics = array(result, "draw_solution_statistics");
    assertEquals(1, statistics[3], "the mean of factorized");
    assertTrue(Double.isNaN(statistics[statistics.length / 2 + 3]));
    try (var open = ResultFile.open(result)) {
      var check =
          open.result().certificate().checks().stream()
              .filter(c -> c.name().equals("backward_error_componentwise_draws"))
              .findFirst()
              .orElseThrow();
      assertTrue(check.meaning().contains("of 6 scenarios with a drawn Z, 6 of them"));
      assertTrue(check.bound() > 0 && check.passed(), check.toString());
    }
  }

  /** Exogenous consumers are not the last region: they have rows of their own in a file of cv. */
  @Test
  void filesTellExogenousConsumersApart() throws IOException {
    Cli.run("generate", "--regions", 2, "--sectors", 2, "--idle", 0, "-o", table, "--force").ok();
    String regions;
    try (var t = wassily.io.hdf5.TableFile.open(table, 1)) {
      regions =
          t.axes().regions().texts().stream().map(r -> r + ",0.9\n").collect(Collectors.joining());
    }
    Path cv = folder.resolve("cv.csv");
    Path sweep =
        sweep(
            "  y: {kind: perturb, what: Y, file: cv.csv, cells: {consumers: Foreign export}}",
            "draws: {rows: 3, seed: 1}",
            "all");
    Files.writeString(cv, "consumer,cv\n" + regions);
    Cli.run("explain", sweep, "--backend", "cpu")
        .refused(Exit.BAD_DATA, "cv.csv has no cv for", "Foreign export");
    Files.writeString(cv, "category,cv\nHousehold consumption,0.1\n");
    Cli.run("explain", sweep, "--backend", "cpu")
        .refused(Exit.BAD_DATA, "cv.csv has no cv for", "Foreign export");
    Files.writeString(cv, "consumer,category,cv\nForeign export,Household consumption,0.1\n");
    Cli.run("explain", sweep, "--backend", "cpu")
        .refused(Exit.BAD_DATA, "cv.csv:2", "Foreign export has no categories; leave it empty");
    Files.writeString(cv, "consumer,category,cv\nForeign export,,0.1\n");
    Cli.run("explain", sweep, "--backend", "cpu").ok();
    // Certain itself, whatever is said of others: to the last bit the baseline.
    Files.writeString(cv, "consumer,cv\nForeign export,0\n" + regions);
    Path result = folder.resolve("r.h5");
    Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
    for (double total : array(result, "total")) {
      assertEquals(array(result, "baseline_total")[0], total);
    }
  }

  /**
   * Inventory changes of both signs nearly cancel: to keep their sums makes footprints surer, and
   * no draw fails. The emissions of a column whose sum stays do not scatter more than those of a
   * column whose sum scatters too; a ratio of sample deviations of 200 draws is off by 1/√200 = 7
   * %.
   */
  @Test
  void sumsOfBothSignsAreKept() throws IOException {
    Cli.run("generate", "--regions", 6, "--sectors", 5, "--seed", 7, "-o", table, "--force").ok();
    String lever =
        "  y: {kind: perturb, what: Y, cv: 0.3, keep: %s, cells: {categories: Inventory*}}";
    var sd = new double[2];
    for (int kept = 0; kept < 2; kept++) {
      Path result = folder.resolve(kept + ".h5");
      Path sweep =
          sweep(
              lever.formatted(kept == 0 ? "none" : "column-sums"),
              "draws: {rows: 200, seed: 7}",
              "summary");
      Files.writeString(sweep, Files.readString(sweep) + "verify: 5\n");
      Cli.run("sweep", sweep, "-o", result, "--backend", "cpu").ok();
      double[] found = array(result, "D_cba");
      int regions = 6;
      for (int r = 0; r < regions; r++) {
        sd[kept] += Math.pow(found[regions + r], 2);
      }
    }
    assertTrue(sd[1] < sd[0], "kept %s, else %s".formatted(sd[1], sd[0]));
  }
}
