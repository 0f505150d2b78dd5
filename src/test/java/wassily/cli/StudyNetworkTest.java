package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.cli.Cli.Ran;
import wassily.io.hdf5.ResultFile;
import wassily.io.hdf5.TableFile;
import wassily.study.NetworkHeadline;

/** {@code wassily study network} from end to end, and what it refuses. */
class StudyNetworkTest {
  @TempDir private static Path folder;
  private static Path table;
  private static List<String> regions;
  private static List<String> sectors;

  @BeforeAll
  static void makeTable() throws IOException {
    table = folder.resolve("table.h5");
    Cli.run("generate", "--regions", 8, "--sectors", 6, "--seed", 3, "-o", table).ok();
    try (var t = TableFile.open(table, 1)) {
      regions = t.axes().regions().texts();
      sectors = t.axes().sectors().texts();
    }
  }

  private static Ran study(Object... more) {
    var words = new java.util.ArrayList<Object>(List.of("study", "network", table));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray());
  }

  /** Every number of the summary stands where its brackets say. */
  @Test
  void everyHeadlineIsInTheResultFile() throws IOException {
    Path out = folder.resolve("net.h5");
    String text =
        study(
                "-s",
                "NOx",
                "--cluster",
                regions.get(0),
                "--cluster",
                regions.get(1),
                "--cluster",
                regions.get(5),
                "--group",
                "North=" + regions.get(2),
                "--driver-sector",
                sectors.get(1),
                "-o",
                out)
            .ok()
            .out();
    int found = 0;
    try (var open = ResultFile.open(out)) {
      var result = open.result();
      var numbers = result.table("headline").orElseThrow().numbers("value");
      var line = Pattern.compile("^  (\\S+) (%|kt) .* \\[(\\w+)\\[(.*)]]$");
      for (String l : text.lines().toList()) {
        var m = line.matcher(l);
        if (m.matches()) {
          var headline =
              new NetworkHeadline(m.group(3), List.of(m.group(4).split(", ")), 0, "", "");
          double stored = headline.in(result);
          assertEquals(numbers.get(found), stored, l);
          String printed =
              m.group(2).equals("%") ? "%.1f".formatted(100 * stored) : TextTable.number(stored);
          assertEquals(printed, m.group(1), l);
          found++;
        }
      }
      assertEquals(numbers.size(), found, text);
      assertTrue(found >= 12, text);
      assertEquals(9, result.table("node").orElseThrow().rows(), "8 regions, foreign export");
      assertEquals(
          List.of("North", "other regions"), result.array("roles").axes().getFirst().labels());
    }
  }

  @Test
  void csvAndGraphMlHoldTheSameEdges() throws IOException {
    Path csv = folder.resolve("csv");
    Path graph = folder.resolve("net.graphml");
    study("-s", "CO2", "--cluster", "*", "--edges", 5, "--csv", csv, "--graphml", graph).ok();
    var lines = Files.readAllLines(csv.resolve("edge.csv"));
    assertEquals("source,target,weight,share", lines.getFirst());
    assertEquals(6, lines.size());
    String xml = Files.readString(graph);
    assertEquals(5, xml.split("<edge ", -1).length - 1);
    for (String line : lines.subList(1, 6)) {
      assertTrue(xml.contains(">" + line.split(",")[2] + "<"), line);
    }
    assertTrue(Files.exists(csv.resolve("imbalance_sector_share.csv")));
    study("-s", "CO2", "--cluster", "*", "--csv", csv).refused(Exit.USAGE, "exists", "--force");
  }

  @Test
  void clustersAtTheEnds() {
    String one = study("-s", "CO2", "--cluster", regions.get(3)).ok().out();
    assertTrue(one.contains("cluster of 1 region: " + regions.get(3)), one);
    assertTrue(one.contains("nothing flows between its regions"), one);
    assertTrue(one.contains("[roles[other regions, net]]"), one);
    String whole = study("-s", "CO2", "--cluster", "*", "--network", "product").ok().out();
    assertTrue(whole.contains("the cluster is the whole table"), whole);
    String rows =
        study("-s", "CO2", "--cluster", regions.get(3), "--network", "region-sector").ok().out();
    assertTrue(rows.contains("between region-sectors"), rows);
    String by =
        study("-s", "CO2", "--cluster", regions.get(3), "--groups-by", "province").ok().out();
    assertTrue(by.contains("net]]"), by);
  }

  @Test
  void whatIsRefused() {
    String name = regions.get(0);
    String misspelt = name.substring(1);
    study("-s", "CO2", "--cluster", misspelt)
        .refused(Exit.BAD_DATA, misspelt, "did you mean", name);
    study("-s", "CO2", "--cluster", name, "--driver-sector", "Agricultur")
        .refused(Exit.BAD_DATA, "no sector", "did you mean", sectors.get(0));
    study("-s", "CO2", "--cluster", name, "--group", "g=" + name)
        .refused(Exit.BAD_DATA, name, "in the cluster");
    study("--cluster", name).refused(Exit.BAD_DATA, "4 stressors", "--stressor");
    study("-s", "CO2", "--cluster", "").refused(Exit.BAD_DATA, "no region");
    study("-s", "CO2", "--cluster", name, "--edges", 0).refused(Exit.USAGE, "--edges 0");
    study("-s", "CO2", "--cluster", name, "--group", "g").refused(Exit.USAGE, "NAME=REGIONS");
    study("-s", "CO2").refused(Exit.USAGE, "--cluster");
    Cli.run("study").refused(Exit.USAGE, "say which: city, network");
  }
}
