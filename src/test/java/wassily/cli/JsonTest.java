package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.io.hdf5.Tools;

/** What scripts read: JSON of every command, and the same numbers from stored results. */
class JsonTest {
  @TempDir private Path folder;

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(t -> texts.add(t.asText()));
    return texts;
  }

  /** An array of {@link ArrayJson}: its axes fit its values. */
  private static JsonNode array(JsonNode root, String name, String... axes) {
    JsonNode a = root.get(name);
    long expected = 1;
    for (int i = 0; i < axes.length; i++) {
      assertEquals(axes[i], a.get("axes").get(i).get("name").asText());
      expected *= a.get("axes").get(i).get("labels").size();
    }
    assertEquals(axes.length, a.get("axes").size());
    assertEquals(expected, a.get("values").size());
    assertTrue(a.get("description").asText().length() > 5);
    return a;
  }

  @Test
  void infoHasAllLabels() {
    JsonNode info = Cli.run("info", "--json", Cli.smallTable(folder)).ok().json();
    assertEquals(15, info.get("n").asInt());
    assertEquals(3, info.get("regions").size());
    assertEquals(5, info.get("sectors").size());
    assertEquals("M USD", info.get("unit").asText());
    assertEquals("rows", info.get("output").asText());
    assertEquals("CO2", info.at("/satellites/0/stressors/0/name").asText());
    assertEquals("kt", info.at("/satellites/0/stressors/0/unit").asText());
    assertTrue(info.get("population").asBoolean());
  }

  @Test
  void checkHasItsFindings() throws IOException {
    JsonNode check = Cli.run("check", "--json", Cli.smallTable(folder)).ok().json();
    assertEquals(false, check.get("failed").asBoolean());
    assertTrue(check.get("row_gap_share").isDouble());
    var codes = new ArrayList<String>();
    check.get("findings").forEach(f -> codes.add(f.get("code").asText()));
    assertTrue(codes.contains("productive"), codes.toString());
    Path bad =
        TinyTable.write(
            folder.resolve("bad.h5"),
            t -> {
              t.z[0] = new double[] {100, 0, 0, 0};
              t.y[0] = new double[] {0, 0};
            });
    Cli.Ran failed = Cli.run("check", "--json", bad);
    assertEquals(Exit.UNPRODUCTIVE, failed.code());
    assertEquals("singular", failed.json().at("/findings/0/code").asText());
    assertEquals("error", failed.json().at("/findings/0/severity").asText());
  }

  @Test
  void devicesListTheCpu() {
    JsonNode devices = Cli.run("devices", "--json").ok().json();
    assertTrue(devices.get("memory_available_bytes").asLong() > 1 << 20);
    Map<String, JsonNode> byName = new HashMap<>();
    devices.get("backends").forEach(b -> byName.put(b.get("name").asText(), b));
    assertTrue(byName.get("cpu").get("ready").asBoolean(), devices.toString());
    assertTrue(byName.get("cpu").get("description").asText().length() > 3);
  }

  @Test
  void footprintAddsUp() {
    Path table = Cli.smallTable(folder);
    JsonNode json = Cli.run("footprint", table, "-s", "CO2", "-s", "NOx", "--json").ok().json();
    assertEquals(2, json.get("stressors").size());
    for (JsonNode stressor : json.get("stressors")) {
      double total = 0;
      for (JsonNode region : stressor.get("regions")) {
        double d = region.get("D_cba").asDouble();
        total += d;
        double categories = 0;
        for (JsonNode c : region.get("D_cba_by_category")) {
          categories += c.asDouble();
        }
        // Four terms of one sign, up to inventories of a few percent, added in another order.
        assertEquals(d, categories, 16 * Math.ulp(d));
        assertTrue(region.get("D_pba").asDouble() > 0 && region.get("D_imp").asDouble() > 0);
      }
      assertEquals(stressor.get("D_cba").asDouble(), total, 0);
      assertTrue(stressor.get("exogenous").get("Foreign export").asDouble() > 0);
    }
    assertTrue(json.get("certificate").size() > 5);
    json.get("certificate").forEach(c -> assertTrue(c.get("passed").asBoolean(), c.toString()));
    assertTrue(json.get("warnings").isArray());
  }

  @Test
  void flowsAndMultipliersAreLabelledArrays() {
    Path table = Cli.smallTable(folder);
    JsonNode flows = Cli.run("flows", table, "-s", "CO2", "--json").ok().json();
    JsonNode t = array(flows, "T", "stressor", "region", "consumer");
    JsonNode net = Cli.run("flows", table, "-s", "CO2", "--net", "--json").ok().json();
    JsonNode n = array(net, "T_net", "stressor", "region", "partner");
    int consumers = t.get("axes").get(2).get("labels").size();
    for (int r = 0; r < 3; r++) {
      for (int s = 0; s < 3; s++) {
        double difference =
            t.get("values").get(r * consumers + s).asDouble()
                - t.get("values").get(s * consumers + r).asDouble();
        assertEquals(difference, n.get("values").get(r * 3 + s).asDouble(), 0);
      }
    }
    JsonNode m = Cli.run("multipliers", table, "-s", "CO2", "--json").ok().json();
    array(m, "M", "stressor", "region_sector");
    array(m, "S", "stressor", "region_sector");
    array(m, "M_down", "stressor", "region_sector");
    array(m, "linkages", "measure", "region_sector");
    assertEquals(15, texts(m.at("/M/axes/1/labels")).stream().distinct().count());
  }

  /** The same numbers printed as JSON, stored, and exported in each form. */
  @Test
  void whatIsStoredIsWhatIsPrinted() throws IOException {
    Path table = Cli.smallTable(folder);
    Path result = folder.resolve("r.h5");
    JsonNode printed = Cli.run("footprint", table, "--json", "-o", result).ok().json();
    Map<String, Double> expected = new HashMap<>();
    for (JsonNode stressor : printed.get("stressors")) {
      for (JsonNode region : stressor.get("regions")) {
        expected.put(
            stressor.get("name").asText() + "/" + region.get("region").asText(),
            region.get("D_cba").asDouble());
      }
    }
    assertEquals(12, expected.size());

    JsonNode stored = Cli.run("results", result, "--array", "D_cba", "--json").ok().json();
    JsonNode d = array(stored, "D_cba", "stressor", "region");
    List<String> stressors = texts(d.at("/axes/0/labels"));
    List<String> regions = texts(d.at("/axes/1/labels"));
    for (int i = 0; i < d.get("values").size(); i++) {
      String key = stressors.get(i / 3) + "/" + regions.get(i % 3);
      assertEquals(expected.get(key), d.get("values").get(i).asDouble(), key);
    }

    Path csv = folder.resolve("long.csv");
    Path packed = folder.resolve("long.csv.gz");
    Path wide = folder.resolve("wide.csv");
    assertEquals(
        csv + System.lineSeparator(),
        Cli.run("results", result, "--array", "D_cba", "--csv", csv).ok().out());
    Cli.run("results", result, "--array", "D_cba", "--csv", packed).ok();
    Cli.run("results", result, "--array", "D_cba", "--csv", wide, "--wide").ok();
    List<String> lines = Files.readAllLines(csv);
    assertEquals("stressor,unit,region,D_cba", lines.getFirst());
    assertEquals(13, lines.size());
    for (String line : lines.subList(1, 13)) {
      String[] cells = line.split(",");
      assertEquals("kt", cells[1]);
      assertEquals(expected.get(cells[0] + "/" + cells[2]), Double.parseDouble(cells[3]), line);
    }
    try (var unpacked =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(packed))))) {
      assertEquals(lines, unpacked.lines().toList());
    }
    List<String> rows = Files.readAllLines(wide);
    assertEquals("stressor,unit," + String.join(",", regions), rows.getFirst());
    for (String line : rows.subList(1, 5)) {
      String[] cells = line.split(",");
      for (int r = 0; r < 3; r++) {
        assertEquals(
            expected.get(cells[0] + "/" + regions.get(r)), Double.parseDouble(cells[2 + r]), line);
      }
    }
    String python = Tools.python("/wassily/cli/print_array.py", "h5py", result.toString(), "D_cba");
    assertEquals(12, python.lines().count());
    for (String line : python.lines().toList()) {
      String[] cells = line.split("\t");
      assertEquals(expected.get(cells[0] + "/" + cells[1]), Double.parseDouble(cells[2]), line);
    }
  }

  @Test
  void aResultIsListedAndShown() {
    Path result = folder.resolve("r.h5");
    Cli.run("flows", Cli.smallTable(folder), "-s", "CO2", "-o", result).ok();
    String list = Cli.run("results", result).ok().out();
    for (String part : List.of("T ", "T_net", "certificate: passed", "table_sha256: ")) {
      assertTrue(list.contains(part), list);
    }
    String shown = Cli.run("results", result, "--array", "T", "--top", 2).ok().out();
    assertTrue(shown.contains("… and 10 more"), shown);
    assertEquals(5, shown.lines().count(), shown);
    Cli.run("results", result, "--array", "X").refused(Exit.USAGE, "--array", "X", "T");
  }

  @Test
  void timingsAreJson() throws IOException {
    Path timings = folder.resolve("t.json");
    Cli.run("footprint", Cli.smallTable(folder), "--timings", timings).ok();
    JsonNode json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(timings.toFile());
    assertTrue(json.get("phases").size() > 3, json.toString());
  }
}
