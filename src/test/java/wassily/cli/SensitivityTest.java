package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.cli.Cli.Ran;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;

/** {@code wassily sensitivity} from end to end, and what it refuses. */
class SensitivityTest {
  @TempDir private static Path folder;
  private static Path table;
  private static List<String> regions;
  private static List<String> sectors;
  private static List<String> categories;

  @BeforeAll
  static void makeTable() throws IOException {
    table = folder.resolve("table.h5");
    Cli.run("generate", "--regions", 6, "--sectors", 5, "--seed", 3, "-o", table).ok();
    try (var t = TableFile.open(table, 1)) {
      regions = t.axes().regions().texts();
      sectors = t.axes().sectors().texts();
      categories = t.axes().categories().texts();
    }
  }

  private static Ran sensitivity(Object... more) {
    var words = new ArrayList<Object>(List.of("sensitivity", table));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray());
  }

  private static JsonNode json(String of, Object... more) {
    var words = new ArrayList<Object>(List.of("-s", "CO2", "--json", "--of", of));
    words.addAll(Arrays.asList(more));
    return sensitivity(words.toArray()).ok().json();
  }

  /** The footprints are those that the command footprint prints, by every way to name them. */
  @Test
  void theFootprintIsTheOneThatIsNamed() {
    JsonNode all = Cli.run("footprint", table, "-s", "CO2", "--json").ok().json();
    JsonNode first = all.at("/stressors/0/regions/0");
    double d = first.get("D_cba").asDouble();
    // Two solves of one system in other company: 16·n·eps·cond, n = 30, cond below 10, of each.
    double same = 2 * 16 * 30 * Math.ulp(1.0) * 10;
    String name = regions.get(0);
    for (String of :
        List.of("D_cba:" + name, "D_cba: " + name.toUpperCase(java.util.Locale.ROOT))) {
      assertEquals(d, json(of).get("D").asDouble(), same * d);
    }
    assertEquals(
        first.get("D_pba").asDouble(), json("D_pba:" + name).get("D").asDouble(), same * d * 10);
    assertEquals(
        first.at("/D_cba_by_category/" + categories.get(0)).asDouble(),
        json("D_cba:%s | category: %s".formatted(name, categories.get(0))).get("D").asDouble(),
        same * d);
    double total = all.at("/stressors/0/D_cba").asDouble();
    for (String of : List.of("D_cba", "D_cba:", "D_cba:*")) {
      assertEquals(total, json(of).get("D").asDouble(), same * total);
    }
    assertEquals(
        all.at("/stressors/0/exogenous/Foreign export").asDouble(),
        json("D_cba:Foreign export").get("D").asDouble(),
        same * total);
    // Parts of a footprint, each without direct emissions, add up to the whole without them.
    JsonNode whole = json("D_cba:" + name);
    for (String part : List.of("product", "sector")) {
      double sum = 0;
      for (String sector : sectors) {
        sum += json("D_cba:%s | %s:%s".formatted(name, part, sector)).get("D").asDouble();
      }
      assertEquals(d - whole.get("direct").asDouble(), sum, same * d * 5);
    }
    double sum = 0;
    for (String from : regions) {
      sum += json("D_cba:%s | from:%s".formatted(name, from)).get("D").asDouble();
    }
    assertEquals(d - whole.get("direct").asDouble(), sum, same * d * 6);
  }

  /** Printed, stored and exported: the same cells. */
  @Test
  void textJsonCsvAndResultAgree() throws IOException {
    Path out = folder.resolve("s.h5");
    Path csv = folder.resolve("s.csv");
    String of = "D_cba:" + regions.get(1);
    String text =
        sensitivity(
                "-s", "CO2", "--of", of, "--top", 7, "-o", out, "--csv", csv, "--of-cells", "Z,Y")
            .ok()
            .out();
    JsonNode cells = json(of, "--top", 7, "--of-cells", "z,y").get("cells");
    List<String> lines = Files.readAllLines(csv);
    assertEquals("rank,matrix,from,to,value,derivative,elasticity", lines.getFirst());
    assertEquals(8, lines.size());
    assertEquals(7, cells.size());
    try (var open = ResultFile.open(out)) {
      var result = open.result();
      assertTrue(result.certificate().passed());
      assertEquals(of, result.provenance().get("footprint"));
      var stored = result.table("sensitive_cell").orElseThrow();
      for (int i = 0; i < 7; i++) {
        JsonNode cell = cells.get(i);
        double elasticity = cell.get("elasticity").asDouble();
        assertEquals(elasticity, stored.numbers("elasticity").get(i));
        assertEquals(cell.get("from").asText(), stored.texts("from").get(i));
        assertTrue(lines.get(i + 1).endsWith("," + elasticity), lines.get(i + 1));
        assertTrue(text.contains(cell.get("from").asText()), text);
        assertTrue(text.contains(TextTable.number(elasticity)), text);
      }
      var numbers = new ResultCells(result);
      double m = numbers.at("adjoint_M", cells.get(0).get("from").asText());
      assertEquals(
          cells.get(0).get("matrix").asText().equals("Y")
              ? m
              : m * numbers.at("adjoint_u", cells.get(0).get("to").asText()),
          cells.get(0).get("derivative").asDouble());
      assertEquals(
          List.of(
              "D",
              "adjoint_M",
              "adjoint_u",
              "elasticity_sum",
              "elasticity_region",
              "elasticity_sector"),
          result.arrays().stream().map(a -> a.name()).toList());
      // Y is all of the supply chains' part.
      double share = numbers.at("D", "supply chains") / numbers.at("D", "all");
      assertEquals(share, numbers.at("elasticity_sum", "Y", "sum"), 64 * Math.ulp(1.0));
    }
    sensitivity("-s", "CO2", "--of", of, "--csv", csv).refused(Exit.USAGE, "exists", "--force");
    sensitivity("-s", "CO2", "--of", of, "-o", out).refused(Exit.USAGE, "exists", "--force");
    sensitivity("-s", "CO2", "--of", of, "--csv", csv, "--force").ok();
  }

  @Test
  void rankedByDerivative() {
    JsonNode cells = json("D_cba:" + regions.get(2), "--by", "derivative").get("cells");
    assertEquals(20, cells.size());
    double last = Double.POSITIVE_INFINITY;
    for (JsonNode cell : cells) {
      double size = Math.abs(cell.get("derivative").asDouble());
      assertTrue(size <= last);
      last = size;
    }
    JsonNode one = json("D_pba:" + regions.get(2), "--of-cells", "F_Y").get("cells");
    assertEquals(1, one.get(0).get("derivative").asDouble());
    assertEquals("kt", one.get(0).get("unit").asText());
    assertTrue(one.get(0).get("to").asText().startsWith(regions.get(2) + " | "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "D_cab:NAME; no footprint \"D_cab\"; did you mean D_cba?",
        "T:NAME; expected D_cba:REGION or D_pba:REGION; ",
        "D_cba:NAMEx; no consumer \"NAMEx\"; did you mean NAME",
        "D_pba:Foreign export; no region \"Foreign export\"; ",
        "D_cba:NAME | categry:x; no part \"categry\"; did you mean category?",
        "D_cba:NAME | category:Housold consumption; no category of final demand; did you mean Household",
        "D_cba:NAME | category; names nothing; write category:",
        "D_cba:NAME | sector:a* | sector:b*; stands twice; sector",
        "D_pba:NAME | category:x; D_pba has no part \"category\"; sector",
        "D_cba:province; no consumer \"province\"; "
      })
  void whatIsRefused(String of, String one, String other) {
    String name = regions.get(0);
    String hint = other == null ? "" : other;
    sensitivity("-s", "CO2", "--of", of.replace("NAME", name))
        .refused(Exit.BAD_DATA, "--of: ", one.replace("NAME", name), hint.replace("NAME", name));
  }

  @Test
  void badOptions() {
    String of = "D_cba:" + regions.get(0);
    sensitivity("-s", "CO2").refused(Exit.USAGE, "--of");
    sensitivity("--of", of).refused(Exit.BAD_DATA, "4 stressors", "--stressor");
    sensitivity("-s", "CO3", "--of", of).refused(Exit.BAD_DATA, "CO3");
    sensitivity("-s", "CO2", "--of", of, "--top", 0).refused(Exit.USAGE, "--top 0", "1,000,000");
    sensitivity("-s", "CO2", "--of", of, "--of-cells", "X").refused(Exit.USAGE, "Z, Y, F, F_Y");
    sensitivity("-s", "CO2", "--of", of, "--by", "x").refused(Exit.USAGE, "elasticity, derivative");
  }
}
