package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import wassily.linalg.HostMatrix;
import wassily.table.TableInfo.OutputSource;

/** Bad labelled files: each is refused in one line that names file, line and label. */
class LabelledCsvErrorsTest extends LabelledCsvFiles {
  @Test
  void soundFilesMakeATable() throws Exception {
    try (var table = read()) {
      assertEquals(List.of("A", "B"), table.axes().regions().texts());
      assertEquals(List.of("s1", "s2"), table.axes().sectors().texts());
      assertEquals(List.of("hh", "gov"), table.axes().categories().texts());
      assertArrayEquals(new double[] {9, 10, 11, 12}, ((HostMatrix) table.z()).row(2));
      assertArrayEquals(new double[] {116, 241, 366, 491}, table.x());
      assertEquals(folder.getFileName().toString(), table.info().title());
    }
  }

  @Test
  void textInANumberCell() throws Exception {
    withZ("9,10,11", "9,n/a,11");
    refused("Z.csv line 4", "row \"B_s1\"", "column \"A_s2\"", "\"n/a\"", "expected a finite");
  }

  @Test
  void emptyCell() throws Exception {
    withY("200,4,5", "200,,5");
    refused("Y.csv line 3", "row \"A_s2\"", "column \"A_gov\"", "empty", "--empty-as-zero");
    options.settings(ImportSettings.DEFAULT.withFormat(TextFormat.DEFAULT.withEmptyAsZero()));
    try (var table = read()) {
      assertEquals(0, table.y().get(1, 1));
    }
  }

  @Test
  void notFinite() throws Exception {
    for (String bad : List.of("NaN", "nan", "Inf", "-inf", "Infinity", "1e999", "0x10", "1d")) {
      withZ("13,14", bad + ",14");
      refused("Z.csv line 5", "column \"A_s1\"", "\"" + bad + "\"");
    }
  }

  @Test
  void wrongNumberOfCells() throws Exception {
    withZ("5,6,7,8", "5,6,7");
    refused("Z.csv line 3", "4 cells, expected 5");
    withZ("5,6,7,8", "5,6,7,8,9");
    refused("Z.csv line 3", "6 cells, expected 5");
  }

  @Test
  void theFirstErrorOfTheFileIsReported() throws Exception {
    file("Z.csv", Z.replace("2,3,4", "2,x,4").replace("9,10,11,12", "9"));
    refused("Z.csv line 2", "\"x\"");
  }

  @Test
  void permutedRows() throws Exception {
    file("Y.csv", Y.replace("A_s1,", "t,").replace("A_s2,", "A_s1,").replace("t,", "A_s2,"));
    refused("Y.csv line 2", "\"A_s2\"", "expected \"A | s1\"", "--reorder");
    options.settings(ImportSettings.DEFAULT.withReorder());
    try (var table = read()) {
      assertEquals(100, table.y().get(1, 0));
      assertEquals(200, table.y().get(0, 0));
    }
  }

  @Test
  void permutedColumnsOfZ() throws Exception {
    withZ("row,A_s1,A_s2,B_s1,B_s2", "row,A_s1,B_s1,A_s2,B_s2");
    refused("Z.csv column 2", "\"B_s1\"", "expected \"A | s2\"", "--reorder");
    options.settings(ImportSettings.DEFAULT.withReorder());
    try (var table = read()) {
      assertArrayEquals(new double[] {1, 3, 2, 4}, ((HostMatrix) table.z()).row(0));
    }
  }

  @Test
  void permutedColumnsOfDemand() throws Exception {
    withY("A_hh,A_gov,B_hh,B_gov", "A_hh,B_hh,A_gov,B_gov");
    refused("Y.csv column 2", "\"B_hh\"", "expected \"A | gov\"", "--reorder");
  }

  @Test
  void duplicateLabels() throws Exception {
    withZ("row,A_s1,A_s2,B_s1,B_s2", "row,A_s1,A_s1,B_s1,B_s2");
    options.labels(new LabelOptions("", "_", LabelOptions.Cut.LAST, List.of()));
    refused("Z.csv", "duplicate label \"A_s1\"", "columns 1 and 2");
    file("Z.csv", Z);
    withY("B_s1,7", "A_s2,7");
    refused("Y.csv line 4", "duplicate label \"A_s2\"", "line 3");
  }

  @Test
  void missingAndUnknownLabels() throws Exception {
    withY("B_s2,10,11,400,12\n", "");
    refused("Y.csv", "no row for \"B | s2\"", "3 of 4");
    withY("B_s2,10", "B_s9,10");
    refused("Y.csv line 5", "\"B_s9\"", "expected \"B | s2\"");
    file("Y.csv", Y + "C_s1,1,1,1,1\n");
    refused("Y.csv line 6", "\"C_s1\"", "no further row");
  }

  @Test
  void regionsWithDifferentSectors() throws Exception {
    file("Z.csv", Z.replace("B_s2", "B_s3"));
    options.labels(new LabelOptions("", "_", LabelOptions.Cut.LAST, List.of()));
    refused("Z.csv", "region \"A\"", "no sector \"s3\"");
  }

  @Test
  void regionsWithDifferentCategories() throws Exception {
    withY("B_hh,B_gov", "B_hh,B_npish");
    refused("Y.csv", "B");
  }

  @Test
  void labelsWithoutRegion() throws Exception {
    file("Z.csv", "sector,s1,s2\ns1,1,2\ns2,3,4\n");
    file("Y.csv", "sector,hh\ns1,10\ns2,20\n");
    refused("Z.csv", "\"s1\"", "--region", "--separator");
    options.labels(LabelOptions.singleRegion("Here"));
    try (var table = read()) {
      assertEquals("Here | s2", table.axes().rowLabel(1));
      assertEquals("Here | hh", table.axes().columnLabel(0));
    }
  }

  @Test
  void columnsThatNameNoRegionAreExogenous() throws Exception {
    file("Y.csv", Y.replace("B_gov", "B_gov,RoW export").replaceAll("(?m)(_s\\d.*)$", "$1,50"));
    try (var table = read()) {
      assertEquals(List.of("RoW export"), table.axes().exogenous().texts());
      assertEquals(50, table.y().get(3, 4));
      assertEquals(166, table.x()[0]);
    }
  }

  @Test
  void missingFilesAndFolders() throws Exception {
    Files.delete(folder.resolve("Y.csv"));
    refused("Y.csv does not exist");
    Files.createDirectory(folder.resolve("Y.csv"));
    refused("Y.csv is a folder");
  }

  @Test
  void emptyAndTruncatedFiles() throws Exception {
    file("Z.csv", "");
    refused("Z.csv: the file is empty");
    file("Z.csv", "row,A_s1,A_s2,B_s1,B_s2\n");
    refused("Z.csv", "ends after its header");
    Path gz = folder.resolve("Z.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(Z.getBytes(StandardCharsets.UTF_8));
    }
    byte[] all = Files.readAllBytes(gz);
    options = LabelledCsvOptions.of(gz, folder.resolve("Y.csv"));
    try (var table = read()) {
      assertEquals(4, table.axes().n());
    }
    Files.write(gz, Arrays.copyOf(all, all.length / 2));
    refused("Z.csv.gz", "ends too early");
    Files.writeString(gz, Z);
    refused("Z.csv.gz", "not a sound compressed file");
  }

  @Test
  void unbalancedQuote() throws Exception {
    withZ("A_s2,5", "\"A_s2,5");
    refused("Z.csv", "line");
  }

  @Test
  void otherEncodingsAreNamed() throws Exception {
    String z = Z.replace("A_", "北京_");
    String y = Y.replace("A_", "北京_");
    var gb = Charset.forName("GB18030");
    Files.write(folder.resolve("Z.csv"), z.getBytes(gb));
    Files.write(folder.resolve("Y.csv"), y.getBytes(gb));
    refused("Z.csv", "UTF-8", "--charset");
    var format = new TextFormat(TextFormat.SNIFF, gb, TextFormat.AUTO, TextFormat.AUTO, false);
    options.settings(ImportSettings.DEFAULT.withFormat(format));
    try (var table = read()) {
      assertEquals("北京", table.axes().regions().get(0).name());
    }
  }

  @Test
  void otherDelimitersQuotesBomAndLineEnds() throws Exception {
    file("Z.csv", "\uFEFF" + Z.replace(",", ";").replace("\n", "\r\n"));
    file("Y.csv", Y.replace(",", "\t").replace("A_s1", "\"A_s1\"").replaceAll("\n$", ""));
    try (var table = read()) {
      assertArrayEquals(new double[] {116, 241, 366, 491}, table.x());
    }
  }

  @Test
  void severalThreadsReportTheSameErrorAsOne() throws Exception {
    int n = 700;
    var header = new StringBuilder("row");
    for (int j = 0; j < n; j++) {
      header.append(j < n / 2 ? ",A_s" : ",B_s").append(j % (n / 2));
    }
    var text = new StringBuilder(header).append('\n');
    for (int i = 0; i < n; i++) {
      text.append(i < n / 2 ? "A_s" : "B_s").append(i % (n / 2));
      for (int j = 0; j < n; j++) {
        text.append(',').append(i == 400 && j == 7 || i == 650 ? "bad" : "0.125");
      }
      text.append('\n');
    }
    file("Z.csv", text.toString());
    var s = ImportSettings.DEFAULT;
    for (int threads : new int[] {1, 2, 5}) {
      options.settings(
          new ImportSettings("", 0, "", "", OutputSource.ROWS, s.format(), false, threads));
      refused("Z.csv line 402", "column \"A_s7\"", "\"bad\"");
    }
  }
}
