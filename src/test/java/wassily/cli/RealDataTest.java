package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.testdata.RealTables;

/** Real tables through the command line, against what others published. */
class RealDataTest {
  @TempDir private Path folder;

  @Test
  void leidenPrintsThePublishedFootprint() throws IOException {
    Path data = RealTables.folder("leiden-eeio-course");
    Path table = folder.resolve("leiden.h5");
    Cli.run("import", data.resolve("raw"), "-o", table, "--unit", "M EUR", "--year", 2015).ok();
    double published =
        new ObjectMapper()
            .readTree(data.resolve("expected/expected.json").toFile())
            .get("printed_in_notebook")
            .get("global CO2 footprint incl. households (t)")
            .asDouble();
    String printed = String.format(Locale.ROOT, "%,.0f", published);
    String out = Cli.run("footprint", table, "--stressor", "CO2*").ok().out();
    assertTrue(out.contains("footprint of all regions " + printed + ","), printed + "\n" + out);
    var json = Cli.run("footprint", table, "--stressor", "CO2*", "--json").ok().json();
    assertEquals(published, json.at("/stressors/0/D_cba").asDouble(), 0.5, "printed to the tonne");
  }

  @Test
  void wiod2009HasNegativeOutputsThatAreWarnings() {
    Path csv = RealTables.folder("wiod2013").resolve("csv");
    Path co2 = RealTables.folder("wiod2013-co2").resolve("csv");
    Path table = folder.resolve("wiod.h5");
    Cli.run(
            "import",
            "--z",
            csv.resolve("Z_2009.csv.gz"),
            "--y",
            csv.resolve("Y_2009.csv.gz"),
            "--f",
            "CO2=" + co2.resolve("F_CO2_kt_2009.csv"),
            "--unit-of",
            "CO2=kt",
            "-o",
            table)
        .ok();
    Cli.Ran check = Cli.run("check", table).ok();
    assertTrue(check.out().contains("warning  2 gross outputs are negative"), check.out());
    Cli.Ran footprint = Cli.run("footprint", table).ok();
    String warning =
        footprint
            .err()
            .lines()
            .filter(l -> l.contains("output is negative"))
            .findFirst()
            .orElse("");
    assertTrue(warning.startsWith("warning: output is negative in 2 region-sectors: "), warning);
    List<String> labels = List.of(warning.substring(warning.lastIndexOf(": ") + 2).split("; "));
    assertEquals(2, labels.size());
    for (String label : labels) {
      assertTrue(check.out().contains(label + " = -1\n"), label + "\n" + check.out());
    }
    Cli.Ran strict = Cli.run("check", "--quick", "--strict", table);
    assertEquals(Exit.BAD_DATA, strict.code());
    assertTrue(strict.complaint().contains(labels.getFirst()), strict.err());
  }
}
