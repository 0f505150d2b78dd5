package wassily.testdata;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import wassily.io.text.CsvAccount;
import wassily.io.text.CsvPart;
import wassily.io.text.DemandColumns;
import wassily.io.text.ImportSettings;
import wassily.io.text.Imports;
import wassily.io.text.LabelOptions;
import wassily.io.text.LabelledCsvImporter;
import wassily.io.text.LabelledCsvOptions;
import wassily.io.text.MatrixFolderImporter;
import wassily.io.text.MatrixFolderOptions;
import wassily.io.text.OutputSolver;
import wassily.io.text.PymrioImporter;
import wassily.io.text.PymrioOptions;
import wassily.io.text.TextFormat;
import wassily.progress.Progress;
import wassily.table.MrioTable;
import wassily.table.TableInfo.OutputSource;

/**
 * The real tables that tests are run on. Each method imports one from the folder named by the
 * system property {@code wassily.testdata}; where that is absent the test is skipped. Callers close
 * the tables.
 */
public final class RealTables {
  private RealTables() {}

  /**
   * The folder of a real table; skips the test when it is absent.
   *
   * @param name the folder's name
   * @return where it is
   */
  public static Path folder(String name) {
    Path folder = Path.of(System.getProperty("wassily.testdata", "../shared/data")).resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: no real tables at " + folder + " (-Dwassily.testdata=FOLDER)");
    return folder;
  }

  /**
   * WIOD 2013, 41 × 35, M USD.
   *
   * @param year 1995 or 2009
   * @param output where x comes from
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable wiodFull(int year, OutputSource output) throws IOException {
    Path csv = folder("wiod2013").resolve("csv");
    return LabelledCsvImporter.read(wiod(csv, "", year, output).build(), Progress.NONE);
  }

  /**
   * WIOD 2013 in 7 macro-regions; x as published, as decompr takes it.
   *
   * @param year 1995 or 2011
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable wiodRegional(int year) throws IOException {
    Path csv = folder("wiod2013").resolve("csv");
    return LabelledCsvImporter.read(
        wiod(csv, "regional_", year, OutputSource.FILE).build(), Progress.NONE);
  }

  /**
   * WIOD 2009 with CO2 in kt; x from row sums, as pymrio takes it.
   *
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable wiod2009Co2() throws IOException {
    Path csv = folder("wiod2013").resolve("csv");
    Path co2 = folder("wiod2013-co2").resolve("csv");
    return LabelledCsvImporter.read(
        wiod(csv, "", 2009, OutputSource.ROWS)
            .account(
                new CsvAccount(
                    "CO2",
                    CsvPart.of(co2.resolve("F_CO2_kt_2009.csv")),
                    Optional.of(CsvPart.of(co2.resolve("FY_household_CO2_kt_2009.csv"))),
                    Optional.empty(),
                    "kt",
                    "CONS_h"))
            .build(),
        Progress.NONE);
  }

  private static LabelledCsvOptions.Builder wiod(
      Path csv, String prefix, int year, OutputSource output) {
    return LabelledCsvOptions.of(
            csv.resolve(prefix + "Z_" + year + ".csv.gz"),
            csv.resolve(prefix + "Y_" + year + ".csv.gz"))
        .x(CsvPart.of(csv.resolve(prefix + "x_" + year + ".csv")))
        .settings(
            ImportSettings.DEFAULT
                .describing("WIOD 2013 " + prefix + year, year, "M USD")
                .withOutput(output));
  }

  /**
   * Brazil, 12 sectors, M BRL; years 2010 and 2015; accounts {@code wages} (r), {@code jobs} (e)
   * and {@code consumption} (c, household consumption, already part of y).
   *
   * @param year 2010 or 2015
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable brazil(int year) throws IOException {
    Path csv = folder("brazil-12s").resolve("csv");
    Path vectors = csv.resolve("vectors_" + year + ".csv");
    return LabelledCsvImporter.read(
        LabelledCsvOptions.of(csv.resolve("Z_" + year + ".csv"), vectors)
            .labels(LabelOptions.singleRegion("Brazil"))
            .demand(DemandColumns.of("y"))
            .x(CsvPart.of(vectors, "x"))
            .v(CsvPart.of(vectors, "v"))
            .account(CsvAccount.of("wages", CsvPart.of(vectors, "r"), "M BRL"))
            .account(CsvAccount.of("jobs", CsvPart.of(vectors, "e"), "persons"))
            .account(CsvAccount.of("consumption", CsvPart.of(vectors, "c"), "M BRL"))
            .settings(
                ImportSettings.DEFAULT
                    .describing("Brazil " + year, year, "M BRL")
                    .withOutput(OutputSource.FILE))
            .build(),
        Progress.NONE);
  }

  /**
   * China 2018, an import-competitive table of 153, 96, 91, 49 or 45 sectors with 28 stressors.
   *
   * @param imports CONVERT makes it domestic; LEAVE_OUT keeps Z and GO as published, for comparing
   *     aggregations
   * @param sectors how many sectors
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable ceeio(int sectors, Imports imports) throws IOException {
    Path csv = folder("ceeio2018").resolve("csv");
    Path y = csv.resolve("Y_IM_GO_" + sectors + ".csv");
    return LabelledCsvImporter.read(
        LabelledCsvOptions.of(csv.resolve("Z_" + sectors + ".csv"), y)
            .labels(LabelOptions.singleRegion("China"))
            .x(CsvPart.of(y, "gross_output"))
            .v(CsvPart.of(csv.resolve("VA_" + sectors + ".csv")))
            .account(CsvAccount.of("ceeio", CsvPart.of(csv.resolve("F_" + sectors + ".csv")), ""))
            .imports(imports)
            .settings(
                ImportSettings.DEFAULT
                    .describing("CEEIO 2018", 2018, "10000 CNY")
                    .withOutput(OutputSource.FILE))
            .build(),
        Progress.NONE);
  }

  /**
   * The names of the tables that pymrio's parsers made of its mocks, and its own test table.
   *
   * @return names for {@link #pymrioMock}
   */
  public static List<String> mockNames() {
    Path expected = folder("pymrio-test").resolve("expected");
    try (Stream<Path> all = Files.list(expected)) {
      return all.filter(Files::isDirectory).map(p -> p.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * A table that pymrio's parser made of a mock, from pymrio's own Z, Y, F and F_Y; x from rows.
   * The OECD mocks list the columns of Y in another order than Z; empty cells of WIOD's stand for
   * 0.
   *
   * @param name one of {@link #mockNames}
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable pymrioMock(String name) throws IOException {
    Path folder = folder("pymrio-test").resolve("expected").resolve(name);
    var settings =
        ImportSettings.DEFAULT
            .describing(name, 0, "")
            .withFormat(TextFormat.DEFAULT.withEmptyAsZero());
    var options =
        LabelledCsvOptions.of(folder.resolve("Z.csv"), folder.resolve("Y.csv"))
            .x(CsvPart.of(folder.resolve("x.csv")))
            .settings(name.contains("oecd") ? settings.withReorder() : settings);
    try (Stream<Path> all = Files.list(folder)) {
      for (Path extension : all.filter(Files::isDirectory).sorted().toList()) {
        Path fY = extension.resolve("F_Y.csv");
        options.account(
            new CsvAccount(
                extension.getFileName().toString(),
                CsvPart.of(extension.resolve("F.csv")),
                Files.exists(fY) ? Optional.of(CsvPart.of(fY)) : Optional.empty(),
                Optional.of(extension.resolve("unit.csv")),
                "",
                ""));
      }
    }
    return LabelledCsvImporter.read(options.build(), Progress.NONE);
  }

  /**
   * pymrio's test MRIO, 6 × 8, from its raw files.
   *
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable pymrioTest() throws IOException {
    Path data = folder("pymrio-test").resolve("raw/test_mrio/mrio_data");
    return LabelledCsvImporter.read(
        LabelledCsvOptions.of(
                data.resolve("trade_flows_Z.txt"), data.resolve("finald_demand_Y.txt"))
            .account(
                new CsvAccount(
                    "emissions",
                    CsvPart.of(data.resolve("emissions.txt")),
                    Optional.of(CsvPart.of(data.resolve("FDemissions.txt"))),
                    Optional.empty(),
                    "",
                    ""))
            .account(
                CsvAccount.of("factor_inputs", CsvPart.of(data.resolve("factor_input.txt")), ""))
            .population(data.resolve("population.txt"))
            .settings(ImportSettings.DEFAULT.describing("pymrio test MRIO", 0, "Mill USD"))
            .build(),
        Progress.NONE);
  }

  /**
   * Leiden's course table, 3 × 8, world 2015, with CO2, water and jobs.
   *
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable leiden() throws IOException {
    return MatrixFolderImporter.read(
        MatrixFolderOptions.of(
            folder("leiden-eeio-course").resolve("raw"),
            ImportSettings.DEFAULT.describing("Leiden EEIO course", 2015, "M EUR")),
        Progress.NONE);
  }

  /**
   * pymrio's mock of EXIOBASE 3: A, Y and a satellite account.
   *
   * @param solver solves for x
   * @return the table
   * @throws IOException when it cannot be read
   */
  public static MrioTable exiobase3Mock(OutputSolver solver) throws IOException {
    return PymrioImporter.read(
        PymrioOptions.of(
                folder("pymrio-test").resolve("raw/mock_mrios/exio3_mock"), ImportSettings.DEFAULT)
            .withSolver(solver),
        Progress.NONE);
  }
}
