package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.label.PrimaryInput;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;
import wassily.testdata.RealTables;

/** Folders and zips as pymrio saves them, in its present and older layouts. */
class PymrioFolderTest {
  private static final String SQUARE_HEADER = "region\t\tA\tA\tB\tB\nsector\t\ts1\ts2\ts1\ts2\n";
  private static final String NAMES = "region\tsector\t\t\t\t\n";
  private static final String Z =
      SQUARE_HEADER
          + NAMES
          + "A\ts1\t1\t2\t3\t4\nA\ts2\t5\t6\t7\t8\nB\ts1\t1\t1\t1\t1\nB\ts2\t2\t2\t2\t2\n";
  private static final String Y =
      "region\t\tA\tB\ncategory\t\thh\thh\nregion\tsector\t\t\nA\ts1\t50\t40\nA\ts2\t34\t40\nB\ts1\t46\t50\nB\ts2\t42\t50\n";
  private static final String F =
      "region\t\tA\tA\tB\tB\nsector\t\ts1\ts2\ts1\ts2\nstressor\tcompartment\t\t\t\t\nCO2\tair\t1\t2\t3\t4\n";
  private static final String F_Y =
      "region\t\tA\tB\ncategory\t\thh\thh\nstressor\tcompartment\t\t\nCO2\tair\t7\t8\n";

  @TempDir Path folder;
  private final Map<String, String> files = new LinkedHashMap<>();

  PymrioFolderTest() {
    files.put("Z.txt", Z);
    files.put("Y.txt", Y);
    files.put(
        "unit.txt",
        "region\tsector\tunit\nA\ts1\tM.EUR\nA\ts2\tM.EUR\nB\ts1\tM.EUR\nB\ts2\tM.EUR\n");
    files.put("metadata.json", "{\"name\": \"IOT_2011_pxp\", \"version\": \"3.8\"}");
    files.put("satellite/F.txt", F);
    files.put("satellite/F_Y.txt", F_Y);
    files.put("satellite/unit.txt", "stressor\tcompartment\tunit\nCO2\tair\tkg\n");
    files.put(
        "factor_inputs/F.txt",
        "region\tA\tA\tB\tB\nsector\ts1\ts2\ts1\ts2\ninputtype\t\t\t\t\nVA\t91\t89\t87\t85\n");
    files.put(
        "file_parameters.json",
        """
        {"systemtype": "IOSystem", "files": {
          "Z": {"name": "Z.txt", "nr_index_col": "2", "nr_header": "2"},
          "Y": {"name": "Y.txt", "nr_index_col": "2", "nr_header": "2"},
          "unit": {"name": "unit.txt", "nr_index_col": "2", "nr_header": "1"}}}
        """);
  }

  private Path write(String under) throws IOException {
    for (var f : files.entrySet()) {
      Path p = folder.resolve(under).resolve(f.getKey());
      Files.createDirectories(p.getParent());
      Files.writeString(p, f.getValue());
    }
    return folder.resolve(under);
  }

  private Path zip(String prefix) throws IOException {
    Path zip = folder.resolve("table.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var f : files.entrySet()) {
        out.putNextEntry(new ZipEntry(prefix + f.getKey()));
        out.write(f.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return zip;
  }

  private static MrioTable read(PymrioOptions options) throws IOException {
    return PymrioImporter.read(options, Progress.NONE);
  }

  private static PymrioOptions at(Path path) {
    return PymrioOptions.of(path, ImportSettings.DEFAULT);
  }

  private static void check(MrioTable table) {
    assertArrayEquals(new double[] {5, 6, 7, 8}, ((HostMatrix) table.z()).row(1));
    assertArrayEquals(new double[] {100, 100, 100, 100}, table.x());
    assertEquals("M.EUR", table.info().unit());
    assertEquals(2011, table.info().year());
    var satellite = table.satellite("satellite");
    assertEquals("CO2 | air", satellite.stressors().get(0).name());
    assertEquals("kg", satellite.stressors().get(0).unit());
    assertArrayEquals(new double[] {1, 2, 3, 4}, satellite.f().row(0));
    assertArrayEquals(new double[] {7, 8}, satellite.fY().row(0));
  }

  @Test
  void savedFolder() throws Exception {
    try (var table = read(at(write("saved")))) {
      check(table);
      assertEquals(2, table.satellites().size());
      assertEquals(0, table.primaryInputs().size());
    }
  }

  @Test
  void zipReadInPlaceWithATopFolder() throws Exception {
    Path zip = zip("IOT_2011_pxp/");
    assertEquals(ImportFormat.PYMRIO, ImportFormat.detect(zip).format());
    try (var table = read(at(zip))) {
      check(table);
    }
  }

  @Test
  void withoutDescriptionAndWithOlderNames() throws Exception {
    files.remove("file_parameters.json");
    files.put("satellite/FY.txt", files.remove("satellite/F_Y.txt"));
    try (var table = read(at(zip("")))) {
      check(table);
    }
  }

  @Test
  void valueAddedFromAnExtension() throws Exception {
    try (var table = read(at(write("saved")).withValueAdded("factor_inputs"))) {
      check(table);
      assertEquals(1, table.satellites().size());
      assertEquals(
          List.of(new PrimaryInput("VA", PrimaryInput.Kind.VALUE_ADDED)),
          table.primaryInputs().labels());
      assertArrayEquals(new double[] {91, 89, 87, 85}, table.v().row(0));
    }
    Path saved = folder.resolve("saved");
    var e = assertThrows(BadDataException.class, () -> read(at(saved).withValueAdded("VA")));
    assertTrue(e.getMessage().contains("[factor_inputs, satellite]"), e.getMessage());
  }

  @Test
  void coefficientsTimesTheOutputOfTheFile() throws Exception {
    files.remove("Z.txt");
    files.put(
        "A.txt",
        SQUARE_HEADER
            + NAMES
            + "A\ts1\t.01\t.02\t.03\t.04\nA\ts2\t.05\t.06\t.07\t.08\nB\ts1\t.01\t.01\t.01\t.01\nB\ts2\t.02\t.02\t.02\t.02\n");
    files.put("x.txt", "region\tsector\tindout\nA\ts1\t100\nA\ts2\t100\nB\ts1\t100\nB\ts2\t100\n");
    try (var table = read(at(write("a")))) {
      // 0.05·100 is exact here; row sums are then 100 up to one rounding of each of 6 terms.
      assertArrayEquals(new double[] {100, 100, 100, 100}, table.x(), 6 * Math.ulp(100.0));
      assertEquals(5, ((HostMatrix) table.z()).get(1, 0));
    }
  }

  @Test
  void severalTablesInOneZipAskForAChoice() throws Exception {
    write("one");
    write("two");
    var e = assertThrows(BadDataException.class, () -> read(at(folder)));
    assertTrue(e.getMessage().contains("[one/, two/]"), e.getMessage());
    assertTrue(e.getMessage().contains("--inside"), e.getMessage());
    var inside =
        new PymrioOptions(
            folder, "two", List.of(), "", java.util.Optional.empty(), ImportSettings.DEFAULT);
    try (var table = read(inside)) {
      check(table);
    }
  }

  @Test
  void badFoldersAreNamed() throws Exception {
    files.put("satellite/F.txt", F.replace("4\n", "\n"));
    Path saved = write("saved");
    var e = assertThrows(BadDataException.class, () -> read(at(saved)));
    assertTrue(e.getMessage().contains("satellite/F.txt line 4"), e.getMessage());
    assertTrue(e.getMessage().contains("column \"B | s2\""), e.getMessage());
    Files.writeString(saved.resolve("file_parameters.json"), "{ not json");
    e = assertThrows(BadDataException.class, () -> read(at(saved)));
    assertTrue(e.getMessage().contains("file_parameters.json: not JSON"), e.getMessage());
    Path empty = Files.createDirectory(folder.resolve("empty"));
    e = assertThrows(BadDataException.class, () -> read(at(empty)));
    assertTrue(e.getMessage().contains("Y.txt beside Z.txt or A.txt"), e.getMessage());
    e = assertThrows(BadDataException.class, () -> ImportFormat.detect(empty));
    assertTrue(e.getMessage().contains("labels.csv"), e.getMessage());
    Path broken = Files.writeString(folder.resolve("broken.zip"), "PK nothing");
    e = assertThrows(BadDataException.class, () -> read(at(broken)));
    assertTrue(e.getMessage().contains("broken.zip"), e.getMessage());
  }

  @Test
  void commaSeparatedFolderWithoutDescription() throws Exception {
    Path calculated = RealTables.folder("pymrio-test").resolve("expected/testmrio_pymrio_calc_all");
    assertEquals(ImportFormat.PYMRIO, ImportFormat.detect(calculated).format());
    try (var table = read(at(calculated));
        var labelled = RealTables.pymrioMock("testmrio_pymrio_calc_all")) {
      assertArrayEquals(labelled.x(), table.x());
      assertEquals(labelled.axes(), table.axes());
      assertEquals(
          labelled.satellite("Emissions").stressors(), table.satellite("Emissions").stressors());
      assertArrayEquals(
          labelled.satellite("Emissions").fY().row(1), table.satellite("Emissions").fY().row(1));
    }
  }

  @Test
  void exiobaseMockFromAZip() throws Exception {
    Path mock = RealTables.folder("pymrio-test").resolve("raw/mock_mrios/exio3_mock");
    files.clear();
    try (var all = Files.walk(mock)) {
      for (Path p : all.filter(Files::isRegularFile).toList()) {
        files.put(mock.relativize(p).toString(), Files.readString(p));
      }
    }
    try (var zipped = read(at(zip("IOT_2009/")).withSolver(NaiveOutput::solve));
        var unpacked = RealTables.exiobase3Mock(NaiveOutput::solve)) {
      assertArrayEquals(unpacked.x(), zipped.x());
    }
  }
}
