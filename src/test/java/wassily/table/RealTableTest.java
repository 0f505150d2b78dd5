package wassily.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.label.Axis;
import wassily.label.Category;
import wassily.label.ExogenousConsumer;
import wassily.label.PrimaryInput;
import wassily.label.Region;
import wassily.label.Sector;
import wassily.label.Stressor;
import wassily.label.TableAxes;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;

/** Checks and aggregation on published tables. */
class RealTableTest {
  /** Printed figures carry 15 digits and up; sums of up to 153 of them. */
  private static final double PRINTED = 1e-12;

  private static String name(String label) {
    return label.replaceFirst("^\\d+ ", "");
  }

  /** CEEIO 2018: one region, exports and (negative) imports as exogenous consumers. */
  private static MrioTable ceeio(int sectors) throws IOException {
    Path folder = Csv.data("ceeio2018");
    Csv z = Csv.read(folder.resolve("Z_%d.csv".formatted(sectors)));
    Csv y = Csv.read(folder.resolve("Y_IM_GO_%d.csv".formatted(sectors)));
    Csv f = Csv.read(folder.resolve("F_%d.csv".formatted(sectors)));
    Csv v = Csv.read(folder.resolve("VA_%d.csv".formatted(sectors)));
    int imports = y.header().indexOf("imports");
    double[][] demand = y.numbers(2, imports + 1);
    for (double[] row : demand) {
      row[row.length - 1] = -row[row.length - 1];
    }
    var categories = y.header().subList(2, imports - 1);
    double[][] direct = f.numbers(2 + sectors);
    for (int k = 0; k < direct.length; k++) {
      direct[k] = Arrays.copyOf(direct[k], categories.size());
    }
    var axes =
        new TableAxes(
            Axis.of("region", List.of(new Region("China"))),
            Axis.of("sector", z.column(0).stream().map(s -> new Sector(name(s))).toList()),
            Axis.of("category", categories.stream().map(Category::new).toList()),
            Axis.of(
                "exogenous consumer",
                List.of(new ExogenousConsumer("exports"), new ExogenousConsumer("imports"))));
    var stressors = f.rows().stream().map(r -> new Stressor(r.get(0), r.get(1))).toList();
    var inputs =
        v.column(0).stream().map(k -> new PrimaryInput(k, PrimaryInput.Kind.VALUE_ADDED)).toList();
    return new MrioTable(
        new TableInfo("CEEIO", 2018, "10000 CNY", "csv", TableInfo.OutputSource.FILE),
        axes,
        HostMatrix.of(z.numbers(1)),
        HostMatrix.of(demand),
        Arrays.stream(y.numbers(imports + 1)).mapToDouble(r -> r[0]).toArray(),
        Axis.of("primary input", inputs),
        HostMatrix.of(v.numbers(1)),
        Optional.empty(),
        List.of(
            new SatelliteAccount(
                "ceeio",
                Axis.of("stressor", stressors),
                HostMatrix.of(f.numbers(2, 2 + sectors)),
                HostMatrix.of(direct))),
        () -> {});
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 96})
  void ceeioAggregatesToWhatWasPublished(int sectors) throws IOException {
    MrioTable published = ceeio(sectors);
    Csv map = Csv.read(Csv.data("ceeio2018").resolve("agg_153_to_%d.csv".formatted(sectors)));
    var concordance =
        new Concordance(
            "agg", map.rows().stream().map(r -> new Concordance.Pair(r.get(0), r.get(1))).toList());
    var aggregation = new Aggregation(Optional.empty(), Optional.of(concordance), Optional.empty());
    MrioTable found = aggregation.of(ceeio(153), 2, Progress.NONE);
    Axis<Sector> to = published.axes().sectors();
    assertEquals(sectors, found.axes().sectors().size());
    // Groups stand in order of first appearance; the published tables have an order of their own.
    int[] at =
        found.axes().sectors().texts().stream().mapToInt(s -> to.find(s).orElseThrow()).toArray();
    for (int i = 0; i < sectors; i++) {
      assertEquals(published.x()[at[i]], found.x()[i], PRINTED * published.x()[at[i]]);
      for (int j = 0; j < sectors; j++) {
        assertClose(
            ((HostMatrix) published.z()).get(at[i], at[j]), ((HostMatrix) found.z()).get(i, j));
      }
      for (int c = 0; c < published.axes().m(); c++) {
        assertClose(published.y().get(at[i], c), found.y().get(i, c));
      }
      for (int k = 0; k < published.primaryInputs().size(); k++) {
        assertClose(published.v().get(k, at[i]), found.v().get(k, i));
      }
      var expected = published.satellites().getFirst();
      assertEquals(28, expected.stressors().size());
      for (int k = 0; k < 28; k++) {
        assertClose(expected.f().get(k, at[i]), found.satellites().getFirst().f().get(k, i));
        assertArrayEquals(expected.fY().row(k), found.satellites().getFirst().fY().row(k));
      }
    }
  }

  private static void assertClose(double expected, double found) {
    assertEquals(expected, found, PRINTED * Math.abs(expected));
  }

  @Test
  void ceeioIsImportCompetitive() throws IOException {
    CheckReport report = new TableChecks(2, Progress.NONE).check(ceeio(49));
    assertTrue(report.failed());
    Finding error = report.findings().getFirst();
    assertEquals(TableChecks.IMPORT_COMPETITIVE, error.code());
    assertTrue(error.labels().getFirst().startsWith("imports: total -"), error.labels().toString());
    // Published: rows close to 4e-5, columns to 5e-6, of an output of up to 6e9.
    assertTrue(report.rows().largestGap() < 4.5e-5, report.rows().toString());
    assertTrue(report.columns().orElseThrow().largestGap() < 5.5e-6);
    assertEquals(2.4955e10, report.totals().output(), 1e5);
  }

  /** A WIOD table; output as published or from row sums. */
  private static MrioTable wiod(String kind, int year, boolean published) throws IOException {
    Path folder = Csv.data("wiod2013");
    Csv z = Csv.read(folder.resolve("%sZ_%d.csv.gz".formatted(kind, year)));
    Csv y = Csv.read(folder.resolve("%sY_%d.csv.gz".formatted(kind, year)));
    Csv x = Csv.read(folder.resolve("%sx_%d.csv".formatted(kind, year)));
    var rows =
        z.column(0).stream()
            .map(l -> l.split("_(?=c\\d+$)"))
            .map(p -> new RegionalSectors.Row(p[0], p[1]))
            .toList();
    var labels = RegionalSectors.ofRows(rows, "Z");
    var categories =
        List.of("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN").stream()
            .map(Category::new)
            .toList();
    var flows = HostMatrix.of(z.numbers(1));
    var demand = HostMatrix.of(y.numbers(1));
    double[] output = Arrays.stream(x.numbers(1)).mapToDouble(r -> r[0]).toArray();
    if (!published) {
      double[] sales = PanelSums.of(flows, 2, Progress.NONE).rows();
      double[] bought = PanelSums.of(demand, 2, Progress.NONE).rows();
      Arrays.setAll(output, i -> sales[i] + bought[i]);
    }
    return new MrioTable(
        new TableInfo(
            "WIOD",
            year,
            "M USD",
            "csv",
            published ? TableInfo.OutputSource.FILE : TableInfo.OutputSource.ROWS),
        new TableAxes(labels.regions(), labels.sectors(), Axis.of("category", categories)),
        flows,
        demand,
        output,
        Axis.of("primary input", List.of()),
        HostMatrix.allocate(Arena.ofAuto(), 0, output.length),
        Optional.empty(),
        List.of(),
        () -> {});
  }

  @Test
  void wiodAggregatesToTheRegionalTable() throws IOException {
    MrioTable countries = wiod("", 1995, true);
    MrioTable published = wiod("regional_", 1995, true);
    Csv map = Csv.read(Csv.data("wiod2013").resolve("country_to_region.csv"));
    var pairs = map.rows().stream().map(r -> new Concordance.Pair(r.get(0), r.get(1))).toList();
    var aggregation =
        new Aggregation(
            Optional.of(new Concordance("country_to_region.csv", pairs)),
            Optional.empty(),
            Optional.empty());
    MrioTable found = aggregation.of(countries, 2, Progress.NONE);
    Axis<Region> to = published.axes().regions();
    var regions = found.axes().regions();
    assertEquals(7, regions.size());
    var members = new double[7];
    pairs.forEach(p -> members[regions.find(p.to()).orElseThrow()]++);
    int sectors = 35;
    for (int i = 0; i < 245; i++) {
      int row = to.find(regions.get(i / sectors).name()).orElseThrow() * sectors + i % sectors;
      assertEquals(published.x()[row], found.x()[i], members[i / sectors]);
      for (int j = 0; j < 245; j++) {
        int column = to.find(regions.get(j / sectors).name()).orElseThrow() * sectors + j % sectors;
        // Cells of the countries' table are whole numbers: each of the added ones is off by ≤ ½.
        assertEquals(
            ((HostMatrix) published.z()).get(row, column),
            ((HostMatrix) found.z()).get(i, j),
            0.5 * members[i / sectors] * members[j / sectors] + 1e-6);
      }
    }
  }

  @Test
  void wiod2009HasTwoNegativeOutputs() throws IOException {
    CheckReport report = new TableChecks(2, Progress.NONE).check(wiod("", 2009, false));
    Finding negative =
        report.findings().stream()
            .filter(f -> f.code().equals(TableChecks.NEGATIVE_OUTPUT))
            .findFirst()
            .orElseThrow();
    assertEquals(Finding.Severity.WARNING, negative.severity());
    assertEquals(2, negative.labels().size());
    assertTrue(
        negative.labels().stream().allMatch(l -> l.endsWith(" = -1")),
        negative.labels().toString());
    assertTrue(report.strict().failed() && !report.failed());
  }
}
