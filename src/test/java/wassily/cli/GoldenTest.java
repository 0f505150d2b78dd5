package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wassily.cli.Cli.Ran;

/**
 * What people see, compared with files in {@code src/test/resources/golden}: words and layout.
 * Every number is masked, so that none of ours becomes an expected value. {@code
 * -Dwassily.golden=update} writes the files again.
 */
class GoldenTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("wassily.basedir", "."), "src/test/resources/golden");
  private static final boolean UPDATE = "update".equals(System.getProperty("wassily.golden"));

  @TempDir private static Path folder;
  private static Path table;
  private static Path result;

  @BeforeAll
  static void makeTable() {
    table = Cli.smallTable(folder);
    result = folder.resolve("result.h5");
    Cli.run("footprint", table, "-s", "CO2", "-o", result).ok();
  }

  static Stream<String> commands() {
    return CommandLineTest.commands();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help(String command) throws IOException {
    compare("help-" + command, Cli.run(command, "--help").ok().out());
  }

  @Test
  void overview() throws IOException {
    compare("help", Cli.run("--help").ok().out());
  }

  @Test
  void reports() throws IOException {
    report("info", "info", table);
    report("info-labels", "info", table, "--labels");
    report("check", "check", table);
    report("footprint", "footprint", table, "-s", "CO2");
    report("footprint-by-category", "footprint", table, "-s", "CO2", "--by", "category");
    report("footprint-by-product", "footprint", table, "-s", "CO2", "--by", "product");
    report("footprint-by-sector", "footprint", table, "-s", "CO2", "--by", "sector", "--top", 3);
    report("flows", "flows", table, "-s", "CO2");
    report("flows-net", "flows", table, "-s", "CO2", "--net");
    report("multipliers", "multipliers", table, "-s", "CO2", "--top", 3);
    report("linkages", "multipliers", table, "--linkages", "--top", 3);
    report("sensitivity", "sensitivity", table, "-s", "CO2", "--of", "D_cba", "--top", 3);
    report("results", "results", result);
    report("results-array", "results", result, "--array", "D_cba_category", "--top", 3);
    report("devices", "devices");
  }

  /** A sweep for each kind of scenario that the planner knows. */
  @Test
  void explains() throws IOException {
    Cli.run("generate", "--regions", 6, "--sectors", 5, "--seed", 7, "-o", six()).ok();
    String scale = "{kind: intensity-scale, factor: $a}";
    String less = "{kind: demand-scale, factor: $a}";
    String region = "{kind: coefficient-scale, users: {regions: '@top-quintile'}, factor: $a}";
    String both = "[{D_cba: {by: region}}, {D_pba: {by: region}}]";
    String consumers = "[{D_cba: {by: region}}, {flows: {by: [quintile, quintile]}}]";
    explain("s", "{s: %s}".formatted(scale), both);
    explain("s-and-y", "{s: %s, y: %s}".formatted(scale, less), both);
    explain("y", "{y: %s}".formatted(less), consumers);
    explain("a-by-multipliers", "{a: %s}".formatted(region), consumers);
    explain("a-by-update", "{s: %s, a: %s}".formatted(scale, region), both);
    explain("by-product", "{s: %s}".formatted(scale), "[{D_cba: {by: product}}]");
    explain("plainly", "{a: %s}".formatted(region), "[{D_cba: {by: product}}]");
  }

  /** Scenarios under draws: statistics of each, convergence, and what each lever contributes. */
  @Test
  void draws() throws IOException {
    Path sweep = folder.resolve("draws.yaml");
    Path drawn = folder.resolve("draws.h5");
    Files.writeString(
        sweep,
        """
        wassily: 1
        table: %s
        levers:
          flows: {kind: perturb, what: Z, cv: 0.1}
          emissions: {kind: perturb, what: F, by: column, cv: 0.2}
          s: {kind: intensity-scale, factor: $clean}
        design:
          draws: {rows: 32, seed: 1, contributions: true}
          grid: {clean: [1, 0.5]}
        responses: [total, {D_cba: {by: region}}]
        """
            .formatted(table));
    Cli.run("sweep", sweep, "-o", drawn, "--backend", "cpu").ok();
    String[] one = {"--array", "D_cba", "--top", "2"};
    report("results-statistics", "results", drawn, one[0], one[1], "--statistics", one[2], one[3]);
    report(
        "results-convergence",
        "results",
        drawn,
        one[0],
        one[1],
        "--statistics",
        "--convergence",
        one[2],
        one[3]);
    report(
        "results-contribution", "results", drawn, "--array", "D_cba_contribution", one[2], one[3]);
  }

  @Test
  void sobolIndices() throws IOException {
    Path sweep = folder.resolve("saltelli.yaml");
    Path indices = folder.resolve("saltelli.h5");
    Files.writeString(
        sweep,
        """
        wassily: 1
        table: %s
        levers:
          s: {kind: intensity-scale, factor: $clean}
          y: {kind: demand-scale, factor: $less}
        design: {saltelli: {rows: 16, seed: 1, clean: {uniform: [0.5, 1]}, less: {normal: [1, 0.02]}}}
        responses: [total, {D_cba: {by: region}}]
        """
            .formatted(table));
    Cli.run("sweep", sweep, "-o", indices, "--backend", "cpu").ok();
    report("sobol", "sobol", indices, "--top", 1);
  }

  private static Path six() {
    return folder.resolve("six.h5");
  }

  private void explain(String name, String levers, String responses) throws IOException {
    Path sweep = folder.resolve("explain.yaml");
    Files.writeString(
        sweep,
        """
        wassily: 1
        table: %s
        levers: %s
        design: {grid: {a: {from: 0.5, to: 0.9, steps: 30}}}
        responses: %s
        """
            .formatted(six(), levers, responses));
    report("explain-" + name, "explain", sweep, "--backend", "cpu");
  }

  @Test
  void cityStudy() throws IOException {
    Path cities = folder.resolve("cities.h5");
    Cli.run("generate", "--regions", 30, "--sectors", 12, "--seed", 7, "-o", cities).ok();
    report("study-city", "study", "city", cities);
    compare("help-study-city", Cli.run("study", "city", "--help").ok().out());
  }

  @Test
  void studies() throws IOException {
    report("study-network", "study", "network", table, "-s", "CO2", "--cluster", "*", "--top", 3);
    compare("help-study-network", Cli.run("study", "network", "--help").ok().out());
  }

  @Test
  void demonstration() throws IOException {
    report("demo", "demo", "-o", folder.resolve("demo"));
  }

  private void report(String name, Object... words) throws IOException {
    Ran ran = Cli.run(words).ok();
    compare(name, ran.out() + "---- stderr\n" + ran.err());
  }

  private void compare(String name, String text) throws IOException {
    Path golden = GOLDEN.resolve(name + ".txt");
    String masked = name.startsWith("help") ? text : masked(text);
    if (UPDATE) {
      Files.writeString(golden, masked);
    }
    assertTrue(Files.exists(golden), golden + " is missing: -Dwassily.golden=update writes it");
    assertEquals(Files.readString(golden), masked, name);
  }

  /** Numbers become #, folders and what describes this machine become words in brackets. */
  private String masked(String text) {
    String t =
        text.replace(folder.toString(), "<folder>")
            .replaceAll("(?m)^(  (device|library|java|made|table_sha256|program): ).*$", "$1<$2>")
            .replaceAll("\\(OpenBLAS [^)]*\\)+", "(<library>)")
            // How far the search for CUDA gets; an emulated driver may be loaded in this JVM.
            .replaceAll("(?m)^ {6}\\w+ +(ok|no) .*\\R", "")
            .replaceAll("(?m)^(cpu +ready +|device +cpu: ).*$", "$1<device>")
            .replaceAll("(?m)^(cuda +missing +|using the CPU: ).*$", "$1<why>")
            // How far the search came: with a driver, or with the emulator of an earlier test.
            .replaceAll("(?m)^ {6}(driver|device|toolkit|libraries) +(ok|no) .*\\n", "");
    return t.lines().map(GoldenTest::numbers).collect(Collectors.joining("\n", "", "\n"));
  }

  /** The blanks before and after a number depend on how long it is. */
  private static String numbers(String line) {
    String hidden = line.replaceAll("-?\\d+(,\\d{3})*(\\.\\d+)?([eE][+-]?\\d+)?", "#");
    return hidden.equals(line) ? hidden : hidden.replaceAll("(?<=\\S) {2,}", "  ");
  }

  @Test
  void theMaskLeavesNoNumber() {
    assertEquals("  Litumar  #  # %  #", numbers("  Litumar   48,924   6.7 %   1.5e-05"));
    assertEquals(List.of("at most #: a"), List.of(numbers("at most -3.6e-12: a")));
  }
}
