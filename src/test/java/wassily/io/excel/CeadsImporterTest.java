package wassily.io.excel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wassily.io.text.ImportSettings;
import wassily.label.PrimaryInput;
import wassily.linalg.HostMatrix;
import wassily.progress.Progress;
import wassily.table.BadDataException;

/** A workbook that the test wrote, cell by cell, and what is refused. */
class CeadsImporterTest {
  @TempDir private Path folder;

  private CeadsImport read(CeadsWorkbook workbook, Path people) throws IOException {
    Path file = workbook.write(folder.resolve("CEADs.xlsx"));
    return CeadsImporter.read(
        new CeadsOptions(
            file, Optional.of("MRIO 2012"), Optional.ofNullable(people), ImportSettings.DEFAULT),
        Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyNumberAndLabel(boolean chinese) throws IOException {
    Path people =
        Files.write(
            folder.resolve("people.csv"), List.of("region,population", "Beijing,7", "15,8"));
    var read = read(new CeadsWorkbook(chinese), people);
    assertEquals(List.of(), read.warnings());
    try (var table = read.table()) {
      var axes = table.axes();
      assertEquals(List.of("Beijing", "Inner Mongolia"), axes.regions().texts());
      assertEquals("内蒙古", axes.regions().get(1).groups().get("chinese"));
      assertEquals("15", axes.regions().get(1).code());
      assertEquals("Mining and washing of coal", axes.sectors().get(1).name());
      assertEquals("energy and resource", axes.sectors().get(1).groups().get("group"));
      assertEquals("24", axes.sectors().get(2).code());
      assertEquals(
          List.of("Urban household consumption", "Gross fixed capital formation"),
          axes.categories().texts());
      assertEquals(List.of("Foreign export", "Error"), axes.exogenous().texts());
      var z = (HostMatrix) table.z();
      for (int i = 0; i < 6; i++) {
        double sum = 5 + i - 2;
        for (int j = 0; j < 6; j++) {
          assertEquals(CeadsWorkbook.z(i, j), z.get(i, j));
          sum += CeadsWorkbook.z(i, j);
        }
        for (int c = 0; c < 4; c++) {
          assertEquals(CeadsWorkbook.y(i, c), table.y().get(i, c));
          sum += CeadsWorkbook.y(i, c);
        }
        assertEquals(5, table.y().get(i, 4));
        assertEquals(i - 2, table.y().get(i, 5));
        assertEquals(sum, table.x()[i]); // whole numbers
      }
      assertEquals(
          List.of("Imported inputs", "Compensation of employees", "Operating surplus"),
          table.primaryInputs().texts());
      assertEquals(PrimaryInput.Kind.IMPORTS, table.primaryInputs().get(0).kind());
      assertArrayEquals(new double[] {400, 401, 402, 403, 404, 405}, table.v().row(2));
      var co2 = table.satellites().getFirst();
      assertEquals("CO2", co2.stressors().get(0).name());
      assertEquals("Mt", co2.stressors().get(0).unit());
      assertArrayEquals(new double[] {700, 701, 702, 703, 704, 705}, co2.f().row(0));
      assertEquals(2012, table.info().year());
      assertEquals("10000 CNY", table.info().unit());
      assertArrayEquals(new double[] {7, 8}, table.population().orElseThrow());
    }
  }

  /** A cell of the sheet changed: what is said of it. Row, column from 0; the new text; a piece. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "5 ; 4 ; - ; cell E6: Beijing | Mining and washing of coal to Beijing | Mining and washing of coal: found \"-\", expected a number",
        "5 ; 4 ; ; cell E6: Beijing | Mining and washing of coal to Beijing | Mining and washing of coal: empty",
        "7 ; 0 ; Hebei ; cell A8: found the province \"Hebei\", expected Inner Mongolia",
        "8 ; 1 ; Coal ; cell B9: found the sector \"Coal\" of Inner Mongolia, expected \"Mining and washing of coal\"",
        "8 ; 2 ; 3 ; cell C9: found the code \"3\"",
        "2 ; 7 ; Finance ; cell H3: found the sector \"Finance\" of Inner Mongolia",
        "3 ; 7 ; 07 ; cell H4: found the sector 07 of Inner Mongolia, expected 02",
        "3 ; 3 ; first ; cell D4: found \"first\" under \"Beijing\", expected the code 01",
        "1 ; 12 ; Hebei ; cell M2: found final demand of \"Hebei\", expected that of Inner Mongolia",
        "3 ; 13 ; FU202 ; cell N4: found FU202 in final demand of Inner Mongolia, expected FU201",
        "3 ; 16 ; IM ; a column IM",
        "16 ; 5 ; none ; cell F17: CO2 (Mt)",
      })
  void wrongCellsAreNamed(int row, int column, String text, String said) {
    var workbook = new CeadsWorkbook(true);
    workbook.cells[row][column] = text;
    var e = assertThrows(BadDataException.class, () -> read(workbook, null));
    assertTrue(e.getMessage().contains(said), e.getMessage());
    assertTrue(e.getMessage().contains("CEADs.xlsx, sheet MRIO 2012"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aSheetThatEnds() {
    var workbook = new CeadsWorkbook(false);
    for (int i = 8; i < workbook.cells.length; i++) {
      workbook.cells[i] = new Object[0];
    }
    var e = assertThrows(BadDataException.class, () -> read(workbook, null));
    assertTrue(
        e.getMessage().contains("cell A9: the sheet ends, expected Inner Mongolia | Mining"),
        e.getMessage());
  }

  /** Rows and columns exchanged are seen, because GO is there. */
  @Test
  void transposed() {
    var workbook = new CeadsWorkbook(false);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        workbook.cells[4 + i][CeadsWorkbook.FIRST + j] = CeadsWorkbook.z(j, i);
      }
    }
    var e = assertThrows(BadDataException.class, () -> read(workbook, null));
    assertTrue(e.getMessage().contains("sheet MRIO 2012"), e.getMessage());
  }

  @Test
  void unknownNamesStayAndAreTold() throws IOException {
    var workbook = new CeadsWorkbook(false);
    workbook.cells[1][6] = "Taiwan";
    workbook.cells[1][12] = "Taiwan";
    workbook.cells[7][0] = "Taiwan";
    var read = read(workbook, null);
    try (var table = read.table()) {
      assertEquals(List.of("Beijing", "Taiwan"), table.axes().regions().texts());
    }
    assertEquals(
        List.of("1 provinces have no known spelling and keep their names: Taiwan"),
        read.warnings());
  }

  /** The sectors of 2012: waste is apart from other manufacturing, two names and not one twice. */
  @Test
  void sectorsOf2012() throws IOException {
    var workbook = new CeadsWorkbook(true);
    for (int r = 0; r < 2; r++) {
      workbook.cells[2][CeadsWorkbook.FIRST + 3 * r] = "Other manufacturing";
      workbook.cells[2][CeadsWorkbook.FIRST + 3 * r + 1] = "Comprehensive use of waste resources";
      workbook.cells[4 + 3 * r][1] = "其他制造产品";
      workbook.cells[5 + 3 * r][1] = "废品废料";
    }
    var read = read(workbook, null);
    try (var table = read.table()) {
      assertEquals(List.of(), read.warnings());
      assertEquals(
          List.of("Other manufacturing", "Comprehensive use of waste resources"),
          table.axes().sectors().texts().subList(0, 2));
    }
  }

  @Test
  void whatIsNoWorkbook() throws IOException {
    Path text = Files.writeString(folder.resolve("text.xlsx"), "Z,1,2\n");
    var e = assertThrows(BadDataException.class, () -> open(text, Optional.empty()));
    assertTrue(e.getMessage().contains("is no xlsx workbook"), e.getMessage());
    Path file = new CeadsWorkbook(true).write(folder.resolve("good.xlsx"));
    var sheet = assertThrows(BadDataException.class, () -> open(file, Optional.of("MRIO 2021")));
    assertTrue(
        sheet.getMessage().contains("no sheet \"MRIO 2021\"; did you mean MRIO 2012?"),
        sheet.getMessage());
    // The first sheet holds something else.
    var first = assertThrows(BadDataException.class, () -> open(file, Optional.empty()));
    assertTrue(first.getMessage().contains("sheet notes, cell A2"), first.getMessage());
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.xlsx"), java.util.Arrays.copyOf(bytes, 900));
    assertThrows(BadDataException.class, () -> open(cut, Optional.empty()));
    assertThrows(
        java.nio.file.NoSuchFileException.class,
        () -> open(folder.resolve("none.xlsx"), Optional.empty()));
  }

  private static void open(Path file, Optional<String> sheet) throws IOException {
    CeadsImporter.read(
        new CeadsOptions(file, sheet, Optional.empty(), ImportSettings.DEFAULT), Progress.NONE);
  }
}
