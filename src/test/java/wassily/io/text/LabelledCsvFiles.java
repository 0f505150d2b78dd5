package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import wassily.progress.Progress;
import wassily.table.BadDataException;
import wassily.table.MrioTable;

/** Two small labelled files, Z and Y of two regions and two sectors, to be spoiled. */
abstract class LabelledCsvFiles {
  static final String Z =
      """
      row,A_s1,A_s2,B_s1,B_s2
      A_s1,1,2,3,4
      A_s2,5,6,7,8
      B_s1,9,10,11,12
      B_s2,13,14,15,16
      """;

  static final String Y =
      """
      row,A_hh,A_gov,B_hh,B_gov
      A_s1,100,1,2,3
      A_s2,200,4,5,6
      B_s1,7,8,300,9
      B_s2,10,11,400,12
      """;

  @TempDir Path folder;
  LabelledCsvOptions.Builder options;

  @BeforeEach
  void files() throws IOException {
    options = LabelledCsvOptions.of(file("Z.csv", Z), file("Y.csv", Y));
  }

  Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  MrioTable read() throws IOException {
    return LabelledCsvImporter.read(options.build(), Progress.NONE);
  }

  /** The message has all parts, and is one line. */
  void refused(String... parts) {
    var e = assertThrows(BadDataException.class, () -> read().close());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), part + " ∉ " + e.getMessage());
    }
  }

  void withZ(String from, String to) throws IOException {
    assertTrue(Z.contains(from));
    file("Z.csv", Z.replace(from, to));
  }

  void withY(String from, String to) throws IOException {
    assertTrue(Y.contains(from));
    file("Y.csv", Y.replace(from, to));
  }
}
