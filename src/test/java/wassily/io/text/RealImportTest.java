package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.label.PrimaryInput;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.table.TableInfo.OutputSource;
import wassily.testdata.RealTables;

/**
 * Imports of real tables: numbers compared with the files by an independent, naive reader, and with
 * the figures that the sources publish.
 */
class RealImportTest {
  @Test
  void wiod1995HasEveryNumberOfItsFiles() throws Exception {
    Path csv = RealTables.folder("wiod2013").resolve("csv");
    try (var table = RealTables.wiodFull(1995, OutputSource.FILE)) {
      assertEquals(41, table.axes().regions().size());
      assertEquals(35, table.axes().sectors().size());
      assertEquals(
          List.of("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"),
          table.axes().categories().texts());
      assertEquals("AUS | c1", table.axes().rowLabel(0));
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(csv.resolve("Z_1995.csv.gz"), 1, 1, ","), table.z());
      NaiveNumbers.assertSame(
          NaiveNumbers.naive(csv.resolve("Y_1995.csv.gz"), 1, 1, ","), table.y());
      double[][] x = NaiveNumbers.naive(csv.resolve("x_1995.csv"), 1, 1, ",");
      assertArrayEquals(Arrays.stream(x).mapToDouble(r -> r[0]).toArray(), table.x());
    }
  }

  @Test
  void rowSumsOfWiodAreNearItsPublishedOutput() throws Exception {
    try (var rows = RealTables.wiodFull(2009, OutputSource.ROWS);
        var file = RealTables.wiodFull(2009, OutputSource.FILE)) {
      double gap = 0;
      for (int i = 0; i < rows.x().length; i++) {
        // PROVENANCE: "row sum vs output differ by at most 113 M USD a row, 0.05 % in total"; the
        // numbers are integers, so sums are exact.
        assertTrue(Math.abs(rows.x()[i] - file.x()[i]) <= 113, rows.axes().rowLabel(i));
        gap += Math.abs(rows.x()[i] - file.x()[i]);
      }
      assertEquals(0.0005, gap / NaiveNumbers.sum(file.x()), 0.0001);
      assertEquals(OutputSource.FILE, file.info().output());
    }
  }

  @Test
  void regionNamesMayHoldTheSeparator() throws Exception {
    try (var table = RealTables.wiodRegional(2011)) {
      assertEquals(
          List.of("EURO_ZONE", "NON_EURO_EU", "NAFTA", "CHN", "EAST_ASIA", "BRIIAT", "RoW"),
          table.axes().regions().texts());
      // PROVENANCE: "World totals: output 2011 = 141,767,904" is the full table's; the regional
      // one's
      // "totals agree to <4 M USD" for each of the 7 regions.
      assertEquals(141_767_904, NaiveNumbers.sum(table.x()), 7 * 4);
    }
    try (var table = RealTables.wiodRegional(1995)) {
      double[] rows = new double[table.axes().n()];
      double error = 0;
      for (int i = 0; i < rows.length; i++) {
        rows[i] =
            NaiveNumbers.sum(((HostMatrix) table.z()).row(i)) + NaiveNumbers.sum(table.y().row(i));
        error = Math.max(error, Math.abs(rows[i] - table.x()[i]));
      }
      // PROVENANCE: "Regional tables are full precision: rows balance to 7e-10 (1995)"; relative to
      // outputs of up to 1e7 that is the rounding of the file's 15 digits.
      assertTrue(error <= 7e-10 * Arrays.stream(rows).max().orElseThrow(), "gap " + error);
    }
  }

  @Test
  void wiodCo2StandsAsColumnsAndHouseholdsByRegion() throws Exception {
    try (var table = RealTables.wiod2009Co2()) {
      var co2 = table.satellite("CO2");
      assertEquals("kt", co2.stressors().get(0).unit());
      // PROVENANCE: "2009 28,108.6 + 3,962.6" Mt, printed to 0.1.
      assertEquals(28_108.6, NaiveNumbers.sum(co2.f().row(0)) / 1000, 0.05);
      assertEquals(3_962.6, NaiveNumbers.sum(co2.fY().row(0)) / 1000, 0.05);
      for (int c = 0; c < table.axes().regionalColumns(); c++) {
        boolean household = table.axes().columnLabel(c).endsWith(" | CONS_h");
        assertEquals(household, co2.fY().get(0, c) != 0, table.axes().columnLabel(c));
      }
      Path x = RealTables.folder("wiod2013-co2").resolve("expected/x_from_rowsums_2009.csv.gz");
      double[][] expected = NaiveNumbers.naive(x, 1, 1, ",");
      assertArrayEquals(Arrays.stream(expected).mapToDouble(r -> r[0]).toArray(), table.x());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2010, 2015})
  void brazilTakesColumnsOfOneFile(int year) throws Exception {
    Path vectors =
        RealTables.folder("brazil-12s").resolve("csv").resolve("vectors_" + year + ".csv");
    double[][] columns = NaiveNumbers.naive(vectors, 1, 1, ",");
    List<String> names;
    try (var lines = Files.lines(vectors)) {
      names = List.of(lines.findFirst().orElseThrow().split(","));
    }
    try (var table = RealTables.brazil(year)) {
      assertEquals(List.of("Brazil"), table.axes().regions().texts());
      assertEquals(12, table.axes().n());
      assertEquals(0, table.axes().exogenous().size());
      for (int i = 0; i < 12; i++) {
        assertEquals(columns[i][names.indexOf("y") - 1], table.y().get(i, 0));
        assertEquals(columns[i][names.indexOf("x") - 1], table.x()[i]);
        assertEquals(columns[i][names.indexOf("v") - 1], table.v().get(0, i));
        assertEquals(columns[i][names.indexOf("r") - 1], table.satellite("wages").f().get(0, i));
        assertEquals(columns[i][names.indexOf("e") - 1], table.satellite("jobs").f().get(0, i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 153})
  void ceeioIsMadeDomestic(int sectors) throws Exception {
    Path y = RealTables.folder("ceeio2018").resolve("csv").resolve("Y_IM_GO_" + sectors + ".csv");
    // Columns after sector and code: five categories, exports, imports, gross output.
    double[][] columns = NaiveNumbers.naive(y, 1, 2, ",");
    try (var domestic = RealTables.ceeio(sectors, Imports.CONVERT);
        var raw = RealTables.ceeio(sectors, Imports.LEAVE_OUT)) {
      assertEquals(List.of("exports"), domestic.axes().exogenous().texts());
      assertEquals(
          List.of("rural_hh", "urban_hh", "government", "GFCF", "inventory"),
          domestic.axes().categories().texts());
      var z = (HostMatrix) domestic.z();
      var before = (HostMatrix) raw.z();
      int n = sectors;
      double largest = Arrays.stream(raw.x()).max().orElseThrow();
      for (int i = 0; i < n; i++) {
        double row = NaiveNumbers.sum(z.row(i)) + NaiveNumbers.sum(domestic.y().row(i));
        // PROVENANCE: "rows (Z + Y - IM = GO) to 4e-5 … out of 6e9"; conversion keeps the gap and
        // adds rounding of n sums, far below it.
        assertEquals(columns[i][7], row, 1e-4, domestic.axes().rowLabel(i));
        assertEquals(columns[i][7], domestic.x()[i]);
        double share =
            (columns[i][7] - columns[i][5]) / (columns[i][7] - columns[i][5] + columns[i][6]);
        assertEquals(share * before.get(i, 3), z.get(i, 3), 4 * Math.ulp(before.get(i, 3)));
        assertEquals(columns[i][5], domestic.y().get(i, 5), "exports stay");
      }
      int k = domestic.primaryInputs().size() - 1;
      assertEquals(PrimaryInput.Kind.IMPORTS, domestic.primaryInputs().get(k).kind());
      for (int j = 0; j < n; j++) {
        // What left the column came back as imported inputs; n roundings of the largest cell.
        assertEquals(
            NaiveNumbers.sum(before.column(j)),
            NaiveNumbers.sum(z.column(j)) + domestic.v().get(k, j),
            n * Math.ulp(largest),
            domestic.axes().rowLabel(j));
      }
      var ceeio = domestic.satellite("ceeio");
      int co2 = ceeio.stressors().find("Carbon dioxide").orElseThrow();
      assertEquals("tonne", ceeio.stressors().get(co2).unit());
      // PROVENANCE: "CO2 12,436.5 Mt + 456.1 households", printed to 0.1.
      assertEquals(12_436.5, NaiveNumbers.sum(ceeio.f().row(co2)) / 1e6, 0.05);
      assertEquals(456.1, NaiveNumbers.sum(ceeio.fY().row(co2)) / 1e6, 0.05);
    }
  }

  @Test
  void importCompetitiveTableIsRefusedWithTheCure() {
    RealTables.folder("ceeio2018"); // skips here; inside assertThrows a skip would be a failure
    var e =
        assertThrows(BadDataException.class, () -> RealTables.ceeio(49, Imports.REFUSE).close());
    assertTrue(e.getMessage().contains("Y_IM_GO_49.csv"), e.getMessage());
    assertTrue(e.getMessage().contains("\"imports\""), e.getMessage());
    assertTrue(e.getMessage().contains("--imports convert"), e.getMessage());
  }

  @Test
  void leidenIsRecognizedAndBalances() throws Exception {
    Path raw = RealTables.folder("leiden-eeio-course").resolve("raw");
    assertEquals(ImportFormat.MATRICES, ImportFormat.detect(raw).format());
    try (var table = RealTables.leiden()) {
      NaiveNumbers.assertSame(NaiveNumbers.naive(raw.resolve("Z.txt"), 0, 0, "\t"), table.z());
      NaiveNumbers.assertSame(NaiveNumbers.naive(raw.resolve("Y.txt"), 0, 0, "\t"), table.y());
      NaiveNumbers.assertSame(NaiveNumbers.naive(raw.resolve("V.txt"), 0, 0, "\t"), table.v());
      var account = table.satellite("extensions");
      NaiveNumbers.assertSame(NaiveNumbers.naive(raw.resolve("F.txt"), 0, 0, "\t"), account.f());
      NaiveNumbers.assertSame(NaiveNumbers.naive(raw.resolve("Fhh.txt"), 0, 0, "\t"), account.fY());
      assertEquals("CO2 emissions", account.stressors().get(0).name());
      assertEquals("tonnes/year", account.stressors().get(0).unit());
      assertEquals(List.of("value_added"), table.primaryInputs().texts());
      assertEquals("BRICS | Clothing", table.axes().rowLabel(9));
      // PROVENANCE: "sum x = 118,676,760.27".
      assertEquals(118_676_760.27, NaiveNumbers.sum(table.x()), 0.005);
      double[][] x =
          NaiveNumbers.naive(raw.resolveSibling("expected").resolve("pymrio_x.csv"), 1, 2, ",");
      NaiveNumbers.assertRelative(
          Arrays.stream(x).mapToDouble(r -> r[0]).toArray(), table.x(), NaiveNumbers.PYMRIO);
      // Balanced on both sides to 5e-10 of outputs around 1e6 to 1e7 (PROVENANCE), plus rounding.
      var z = (HostMatrix) table.z();
      for (int j = 0; j < 24; j++) {
        double column = NaiveNumbers.sum(z.column(j)) + table.v().get(0, j);
        assertEquals(table.x()[j], column, 5e-10 * table.x()[j], table.axes().rowLabel(j));
      }
      assertEquals(3, table.population().orElseThrow().length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pymrio-test/raw/mock_mrios/exio3_mock, PYMRIO",
    "wiod2013/csv/Z_1995.csv.gz, LABELLED",
    "leiden-eeio-course/raw, MATRICES"
  })
  void formatsAreRecognized(String path, ImportFormat format) throws Exception {
    Path folder = RealTables.folder(path.substring(0, path.indexOf('/')));
    var detected = ImportFormat.detect(folder.resolveSibling(path));
    assertEquals(format, detected.format());
    assertTrue(!detected.because().isBlank());
  }

  @Test
  void nonCompetitiveTableTakesImportedInputsFromASecondMatrix() throws Exception {
    Path csv = RealTables.folder("china-national-io").resolve("csv");
    Path y = csv.resolve("Yd_x_2018_42.csv");
    try (MrioTable table =
        LabelledCsvImporter.read(
            LabelledCsvOptions.of(csv.resolve("Zd_2018_42.csv"), y)
                .labels(LabelOptions.singleRegion("China"))
                .x(CsvPart.of(y, "gross_output"))
                .v(CsvPart.of(csv.resolve("VA_2018_42.csv")))
                .importedZ(csv.resolve("Zm_2018_42.csv"))
                .build(),
            Progress.NONE)) {
      assertEquals(List.of("export"), table.axes().exogenous().texts());
      int imports = table.primaryInputs().size() - 1;
      assertEquals(PrimaryInput.Kind.IMPORTS, table.primaryInputs().get(imports).kind());
      var z = (HostMatrix) table.z();
      for (int j = 0; j < table.axes().n(); j++) {
        // PROVENANCE: "all rows and columns balance (max 4e-5 of 1e9-1e10)".
        assertEquals(
            table.x()[j],
            NaiveNumbers.sum(z.column(j)) + NaiveNumbers.sum(table.v().column(j)),
            1e-4,
            table.axes().rowLabel(j));
      }
    }
  }
}
