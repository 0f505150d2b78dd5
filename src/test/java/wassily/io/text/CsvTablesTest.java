package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.scenario.CsvTable;
import wassily.scenario.Where;
import wassily.table.BadDataException;

class CsvTablesTest {
  private static final Where NAMED = new Where("sweep.yaml", 3);

  @TempDir Path folder;

  private CsvTable read(String text) throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, text);
    return new CsvTables().read(file, NAMED);
  }

  private String refusal(String text) {
    return assertThrows(BadDataException.class, () -> read(text))
        .getMessage()
        .replace(folder.toString() + "/", "");
  }

  @Test
  void cellsAndLines() throws IOException {
    CsvTable t = read("\uFEFFregion; value\n\n\"A;\nB\";1,5\r\nÄ;\n");
    assertEquals(List.of("region", "value"), t.header());
    assertEquals(2, t.rows().size());
    assertEquals(List.of("A;\nB", "1,5"), t.rows().get(0).cells());
    assertEquals(3, t.rows().get(0).where().line());
    // The quoted cell took two lines.
    assertEquals(5, t.rows().get(1).where().line());
    assertEquals(List.of("Ä", ""), t.rows().get(1).cells());
    assertEquals(folder.resolve("a.csv").toString(), t.file());
  }

  @Test
  void compressed() throws IOException {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of("1", "2"), new CsvTables().read(file, NAMED).rows().getFirst().cells());
  }

  @Test
  void oneColumn() throws IOException {
    CsvTable t = read("tech\n0.5\noff\n");
    assertEquals(List.of("tech"), t.header());
    assertEquals(2, t.rows().size());
  }

  @Test
  void whatIsRefused() throws IOException {
    assertEquals(
        "a.csv:3: 3 cells, the header has 2 (a, b); a cell with a comma in it stands in quotes",
        refusal("a,b\n1,2\n1,2,3\n"));
    assertEquals(
        "a.csv:2: 1 cells, the header has 2 (a, b); a cell with a comma in it stands in quotes",
        refusal("a,b\n1\n"));
    assertEquals("a.csv:1: columns 1 and 3 are both called \"a\"", refusal("a,b,a\n"));
    assertEquals("a.csv:1: column 2 has no name", refusal("a,,c\n"));
    assertEquals(
        "sweep.yaml:3: a.csv is empty, expected a line with the names of the columns", refusal(""));
    Path absent = folder.resolve("absent.csv");
    assertEquals(
        "sweep.yaml:3: " + absent + " does not exist",
        assertThrows(BadDataException.class, () -> new CsvTables().read(absent, NAMED))
            .getMessage());
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "a,b\né,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        latin + ": not written in UTF-8; save it in that encoding",
        assertThrows(BadDataException.class, () -> new CsvTables().read(latin, NAMED))
            .getMessage());
  }
}
