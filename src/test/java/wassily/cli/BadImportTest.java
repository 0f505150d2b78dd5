package wassily.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wassily.cli.Cli.Ran;

/** Text files that cannot be imported, as a user meets them. */
class BadImportTest {
  private static final String Z =
      """
      row,A_s1,A_s2,B_s1,B_s2
      A_s1,1,2,3,4
      A_s2,5,6,7,8
      B_s1,9,10,11,12
      B_s2,13,14,15,16
      """;
  private static final String Y =
      """
      row,A_hh,B_hh
      A_s1,100,2
      A_s2,200,5
      B_s1,7,300
      B_s2,10,400
      """;
  private static final String F = "stressor,A_s1,A_s2,B_s1,B_s2\nCO2,1,2,3,4\n";

  @TempDir private Path folder;
  private Path outputs;
  private Path z;
  private Path y;
  private Path f;

  @BeforeEach
  void files() throws IOException {
    outputs = Files.createDirectory(folder.resolve("out"));
    z = Files.writeString(folder.resolve("Z.csv"), Z);
    y = Files.writeString(folder.resolve("Y.csv"), Y);
    f = Files.writeString(folder.resolve("F.csv"), F);
  }

  private Ran run(Object... more) {
    var words =
        new java.util.ArrayList<Object>(
            List.of("import", "--z", z, "--y", y, "--f", "air=" + f, "-o", out()));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private Path out() {
    return outputs.resolve("t.h5");
  }

  @Test
  void soundFilesMakeATableThatComputes() {
    Ran ran = run().ok();
    assertEquals(out() + System.lineSeparator(), ran.out());
    assertTrue(ran.err().contains("warning: the unit of money is unknown; say it with --unit"));
    Cli.run("footprint", out()).ok();
    assertTrue(Cli.run("info", out()).ok().out().contains("unit        unknown"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Z.csv | 9,10,11     | 9,n/a,11      | line 4  | B_s1  | n/a
          Z.csv | 9,10,11     | 9,NaN,11      | line 4  | A_s2  | NaN
          Z.csv | 9,10,11     | 9,,11         | line 4  | A_s2  | --empty-as-zero
          Y.csv | 7,300       | 7,Inf         | line 4  | B_hh  | Inf
          F.csv | CO2,1,2     | CO2,1,1e999   | line 2  | A_s2  | 1e999
          Z.csv | 5,6,7,8     | 5,6,7         | line 3  | 4     | 5
          Z.csv | row,A_s1,A_s2 | row,A_s2,A_s1 | B_s1  | s2 | --reorder
          Y.csv | A_s2,       | A_s9,         | line 3  | A_s9  | s2
          Z.csv | A_s2,5      | A_s1,5        | A_s1    | line 3  | Z.csv
          Y.csv | 300~B_s2,10,400 | 300 | s2 | no row | 3 of 4
          F.csv | B_s1,B_s2   | B_s2,B_s1     | B_s2    | s1    | --reorder
          """)
  void whatIsWrongIsNamed(
      String file, String from, String to, String first, String second, String third)
      throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    String before = from.replace('~', '\n');
    assertTrue(text.contains(before));
    Files.writeString(path, text.replace(before, to));
    run().refused(Exit.BAD_DATA, file, first, second, third);
    assertEquals(List.of(), Cli.names(outputs));
  }

  @Test
  void filesThatAreNotThere() throws IOException {
    Files.delete(y);
    run().refused(Exit.BAD_DATA, y, "does not exist");
    Path gone = folder.resolve("gone");
    Cli.run("import", gone, "-o", out()).refused(Exit.BAD_DATA, gone);
    Path zip = Files.writeString(folder.resolve("a.zip"), "no zip");
    Cli.run("import", zip, "-o", out()).refused(Exit.BAD_DATA, zip);
    assertEquals(List.of(), Cli.names(outputs));
  }

  @Test
  void importsInFinalDemandAreRefusedWithTheOptionThatHelps() throws IOException {
    Files.writeString(y, Y.replace("B_hh", "B_hh,Imports").replaceAll("(?m)(\\d)$", "$1,-1"));
    run().refused(Exit.BAD_DATA, "Y.csv", "Imports", "--imports convert");
    assertEquals(List.of(), Cli.names(outputs));
  }
}
