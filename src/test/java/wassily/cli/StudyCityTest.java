package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.io.hdf5.ResultFile;
import wassily.result.ResultArray;

/** The command wassily study city: what it writes, and what it refuses. */
class StudyCityTest {
  @TempDir private static Path shared;
  private static Path table;

  @TempDir private Path folder;

  @BeforeAll
  static void makeTable() {
    table = shared.resolve("table.h5");
    Cli.run("generate", "--regions", 12, "--sectors", 12, "--seed", 3, "-o", table).ok();
  }

  private Path study(String... lines) throws IOException {
    var all = new java.util.ArrayList<>(List.of("wassily: 1"));
    all.addAll(List.of(lines));
    return Files.write(folder.resolve("study.yaml"), all);
  }

  /** Every array that the summary names is in the result and in the folder of CSVs. */
  @Test
  void everyNumberCanBeTraced() throws IOException {
    Path out = folder.resolve("s.h5");
    Path csv = folder.resolve("csv");
    var ran = Cli.run("study", "city", table, "-o", out, "--csv", csv).ok();
    var names = Pattern.compile("\\[([A-Za-z_, ]+)\\]").matcher(ran.out());
    try (var open = ResultFile.open(out)) {
      var known = open.result().arrays().stream().map(a -> a.name()).toList();
      int found = 0;
      while (names.find()) {
        for (String name : names.group(1).split(", ")) {
          assertTrue(known.contains(name), name);
          assertTrue(Files.exists(csv.resolve(name + ".csv")), name);
          found++;
        }
      }
      assertTrue(found > 15, ran.out());
      assertTrue(open.result().certificate().passed());
      assertTrue(open.result().provenance().containsKey("table_sha256"));
    }
    var lines = Files.readAllLines(csv.resolve("super_emitters.csv"));
    assertEquals("super_emitter_type,regions,D_cba_share,D_pba_share", lines.getFirst());
    assertEquals(4, lines.size());
  }

  /** The same numbers as in the file, and null where there is none. */
  @Test
  void jsonHoldsTheArrays() throws IOException {
    Path out = folder.resolve("s.h5");
    var ran = Cli.run("study", "city", table, "--json", "-o", out).ok();
    JsonNode json = new ObjectMapper().readTree(ran.out());
    try (var open = ResultFile.open(out)) {
      assertEquals(open.result().arrays().size(), json.size());
      for (ResultArray array : open.result().arrays()) {
        JsonNode found = json.get(array.name());
        assertEquals(array.description(), found.get("description").asText());
        var axis = found.get("axes").get(0);
        assertEquals(array.axes().getFirst().name(), axis.get("name").asText());
        assertEquals(array.axes().getFirst().labels().size(), axis.get("labels").size());
        long rows = array.values().shape().rows();
        long columns = array.values().shape().columns();
        assertEquals(rows * columns, found.get("values").size(), array.name());
      }
      var cells = new ResultCells(open.result());
      JsonNode quota = json.get("quota");
      assertEquals("quota", quota.get("axes").get(1).get("labels").get(1).asText());
      assertEquals("kt", quota.get("axes").get(1).get("unit").get(1).asText());
      assertEquals(
          cells.at("quota", "technology light", "quota"), quota.get("values").get(1).asDouble());
      // No budget was given: the share of it is no number.
      assertTrue(Double.isNaN(cells.at("quota", "technology light", "of_budget")));
      assertTrue(quota.get("values").get(3).isNull(), quota.get("values").get(3).toString());
    }
  }

  /** Seconds of every phase; an existing folder of CSVs is refused before anything is computed. */
  @Test
  void outputsAreAskedForFirst() throws IOException {
    Path timings = folder.resolve("t.json");
    Cli.run("study", "city", table, "--timings", timings).ok();
    assertTrue(new ObjectMapper().readTree(timings.toFile()).size() > 0);
    Path csv = Files.createDirectory(folder.resolve("csv"));
    Files.writeString(csv.resolve("mine.txt"), "kept");
    Cli.run("study", "city", table, "--csv", csv).refused(Exit.USAGE, "--force");
    Cli.run("study", "city", table, "--csv", csv, "--force").ok();
    assertEquals("kept", Files.readString(csv.resolve("mine.txt")));
  }

  /** Groups of other names: nobody is high-tech, which is told. */
  @Test
  void noGroupIsHighTech() throws IOException {
    var sectors = "dirty: ['group:energy and resource', 'group:heavy manufacturing']";
    var rest = "rest: ['group:agriculture', 'group:light*', 'group:high-tech*']";
    String groups = "structure: {groups: {%s, %s}%%s}".formatted(sectors, rest);
    var ran = Cli.run("study", "city", table, study(groups.formatted(""))).ok();
    assertTrue(
        ran.err().contains("no group of sectors is called high-tech and services"), ran.err());
    ran = Cli.run("study", "city", table, study(groups.formatted(", high-tech: rest"))).ok();
    assertFalse(ran.err().contains("no group of sectors"), ran.err());
  }

  /** Everybody is lifted to the mean of Q1 and all super-emitters mitigate: some do both. */
  @Test
  void regionsInBothAreNamed() throws IOException {
    Path out = folder.resolve("s.h5");
    Path yaml =
        study(
            "super-emitters: {threshold: 0.05}",
            "lifts: {all: {quintiles: [1, 2, 3, 4, 5], target: Q1}}");
    var ran = Cli.run("study", "city", table, yaml, "-o", out).ok();
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      var both =
          cells.labels("city", 0).stream()
              .filter(r -> cells.at("lifted", "all", r) == 1)
              .filter(r -> cells.at("mitigating", "joint deep", r) == 1)
              .toList();
      assertFalse(both.isEmpty());
      assertEquals(both.size(), cells.at("balance", "joint deep + all", "regions_in_both"));
      String said = "both lifted all and mitigating in joint deep: " + String.join(", ", both);
      assertTrue(ran.out().contains(said), ran.out());
    }
  }

  /** A threshold nobody reaches, lifts to a target below everybody: nothing changes. */
  @Test
  void theNullStudyChangesNothing() throws IOException {
    Path out = folder.resolve("s.h5");
    Path yaml =
        study(
            "super-emitters: {threshold: 0.99}",
            "demand: {deep-share: 1}",
            "lifts: {none: {below: 0.001}}",
            "map: {threshold: 0.99, strength: 1, share: 0.1}");
    var ran = Cli.run("study", "city", table, yaml, "-o", out).ok();
    assertTrue(ran.out().contains("0 super-emitters: 0 demand-side"), ran.out());
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      double base = cells.at("scenario_total", "baseline");
      for (String s : cells.labels("scenario_total", 0)) {
        assertEquals(base, cells.at("scenario_total", s), s);
      }
      assertEquals(0, cells.at("quota_map", "0.99", "1.0", "0.1"));
      assertFalse(cells.has("allocation"), "there is nothing to share out");
    }
  }

  /** The map's row at the study's own threshold and full strength is the deep technology. */
  @Test
  void mapAndScenariosAgree() throws IOException {
    Path out = folder.resolve("s.h5");
    Path yaml =
        study("super-emitters: {threshold: 0.05}", "map: {threshold: 0.05, strength: 1, share: 1}");
    Cli.run("study", "city", table, yaml, "-o", out).ok();
    try (var open = ResultFile.open(out)) {
      var cells = new ResultCells(open.result());
      double deep = cells.at("quota", "technology deep", "quota");
      assertTrue(deep > 0);
      // Sums of 144 products, twice; 16·n·eps of the total.
      double close = 16 * 144 * Math.ulp(1.0) * cells.at("total", "D_pba_table");
      assertEquals(deep, cells.at("quota_map", "0.05", "1.0", "1.0"), close);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stressor: CO3 | no stressor \"CO3\"",
        "exclude: [Nowhere] | :2: no region \"Nowhere\"",
        "structure: {groups: {a: Electricity*, b: Coal*}} | sectors are in no group: Agriculture",
        "structure: {groups: {a: Coal minng and washing, b: '*'}} | ; did you mean Coal mining and washing?",
        "structure: {groups: {a: Coal*, b: '*'}} | is in the groups a and b",
        "key-sectors: [Coall] | no sector \"Coall\"",
        "demand: {from: Building} | no category of final demand \"Building\"",
        "technology: {world: nothing.csv} | nothing.csv does not exist",
        "population: nobody.csv | nobody.csv does not exist",
        "currency: USDX | amounts in USDX, the table is in",
        "lifts: {joint-light: {below: 3}} | a scenario is called joint-light already",
      })
  void wrongFilesAreRefused(String line, String said) throws IOException {
    Cli.run("study", "city", table, study(line)).refused(Exit.BAD_DATA, said);
  }

  @Test
  void aBenchmarkForEverySectorIsNeeded() throws IOException {
    Files.write(
        folder.resolve("world.csv"),
        List.of("sector,value,unit", "Electricity and heat,1,kt/M USD"));
    Cli.run("study", "city", table, study("technology: {world: world.csv}"))
        .refused(Exit.BAD_DATA, "has no benchmark of CO2 for the sector");
  }

  @Test
  void tablesThatAreTooSmallOrHaveNoPeople() throws IOException {
    Path small = Cli.smallTable(folder);
    Cli.run("study", "city", small)
        .refused(Exit.BAD_DATA, "3 regions, expected at least 5 to make quintiles of");
    Path tiny = TinyTable.write(folder.resolve("tiny.h5"), t -> {});
    Cli.run("study", "city", tiny, study("value-added: residual"))
        .refused(Exit.BAD_DATA, "has no population");
    Cli.run("study", "city", tiny).refused(Exit.BAD_DATA, "has no value-added rows");
  }

  @Test
  void unknownPeopleAreNamed() throws IOException {
    Files.write(folder.resolve("people.csv"), List.of("region,population"));
    Cli.run("study", "city", table, study("population: people.csv"))
        .refused(Exit.BAD_DATA, "the population of 12 regions is no positive number", "unknown");
  }
}
