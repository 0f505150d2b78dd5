package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;
import wassily.linalg.Shape;
import wassily.progress.Progress;
import wassily.result.ResultArray;
import wassily.result.ResultAxis;

/** Results as CSV, and back again. */
class CsvExportTest {
  @TempDir Path folder;

  private static ResultArray account() {
    return new ResultArray(
        "D_cba",
        "",
        "by stressor, region and category",
        List.of(
            new ResultAxis("stressor", List.of("CO2", "NOx"), Map.of("unit", List.of("kt", "t"))),
            new ResultAxis("region", List.of("North", "South, \"new\"")),
            new ResultAxis("category", List.of("hh", "gov"))),
        HostMatrix.of(
            new double[] {1, 0.1},
            new double[] {-2.5, 1e-9},
            new double[] {3, Double.NaN},
            new double[] {1e23, 4}));
  }

  private static String text(ResultArray array, CsvExport.Form form) throws IOException {
    var out = new ByteArrayOutputStream();
    CsvExport.write(array, out, form, Progress.NONE);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void longForm() throws Exception {
    assertEquals(
        """
        stressor,unit,region,category,D_cba
        CO2,kt,North,hh,1.0
        CO2,kt,North,gov,0.1
        CO2,kt,"South, ""new""\",hh,-2.5
        CO2,kt,"South, ""new""\",gov,1.0E-9
        NOx,t,North,hh,3.0
        NOx,t,North,gov,NaN
        NOx,t,"South, ""new""\",hh,1.0E23
        NOx,t,"South, ""new""\",gov,4.0
        """,
        text(account(), CsvExport.Form.LONG));
  }

  @Test
  void wideForm() throws Exception {
    assertEquals(
        """
        stressor,unit,region,hh,gov
        CO2,kt,North,1.0,0.1
        CO2,kt,"South, ""new""\",-2.5,1.0E-9
        NOx,t,North,3.0,NaN
        NOx,t,"South, ""new""\",1.0E23,4.0
        """,
        text(account(), CsvExport.Form.WIDE));
  }

  @Test
  void vector() throws Exception {
    var x =
        new ResultArray(
            "x",
            "M EUR",
            "output",
            List.of(new ResultAxis("region", List.of("N", "S"))),
            HostMatrix.of(new double[][] {{1, 2}}));
    assertEquals("region,x\nN,1.0\nS,2.0\n", text(x, CsvExport.Form.LONG));
    assertEquals(",N,S\nx,1.0,2.0\n", text(x, CsvExport.Form.WIDE));
  }

  @Test
  void whatIsWrittenReadsBackBitForBit() throws Exception {
    long seed = 7;
    var random = new Random(seed);
    int n = 60;
    var labels = new ArrayList<String>();
    for (int i = 0; i < n; i++) {
      labels.add((i < n / 2 ? "A | " : "B, \"x\" | ") + "sector " + i % (n / 2));
    }
    var rows = new double[n][n];
    for (double[] row : rows) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20));
      }
    }
    var l =
        new ResultArray(
            "L",
            "",
            "the Leontief inverse",
            List.of(new ResultAxis("region-sector", labels), new ResultAxis("product", labels)),
            HostMatrix.of(rows));
    Path file = folder.resolve("L.csv.gz");
    CsvExport.write(l, file, false, CsvExport.Form.WIDE, Progress.NONE);
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var back =
          SquareReader.read(
              TextFile.of(file),
              TextFormat.DEFAULT,
              h -> ProductionAxis.of(h, LabelOptions.AUTO),
              false,
              arena,
              1,
              Progress.NONE);
      assertEquals("B, \"x\" | sector 0", back.axis().text(n / 2));
      assertEquals(
          -1,
          back.matrix().segment().mismatch(((HostMatrix) l.values()).segment()),
          "seed " + seed);
    }
  }

  @Test
  void existingFilesAreKept() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), "mine");
    assertThrows(
        FileAlreadyExistsException.class,
        () -> CsvExport.write(account(), file, false, CsvExport.Form.LONG, Progress.NONE));
    assertEquals("mine", Files.readString(file));
    CsvExport.write(account(), file, true, CsvExport.Form.LONG, Progress.NONE);
    assertEquals(text(account(), CsvExport.Form.LONG), Files.readString(file));
  }

  @Test
  void nothingIsLeftWhenTheSourceFails() throws Exception {
    var failing =
        new MatrixSource() {
          @Override
          public Shape shape() {
            return new Shape(2, 2);
          }

          @Override
          public void read(long firstRow, HostMatrix into) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    var array =
        new ResultArray(
            "T",
            "",
            "flows",
            List.of(
                new ResultAxis("from", List.of("a", "b")), new ResultAxis("to", List.of("a", "b"))),
            failing);
    Path file = folder.resolve("T.csv");
    assertThrows(
        IOException.class,
        () -> CsvExport.write(array, file, false, CsvExport.Form.WIDE, Progress.NONE));
    try (var left = Files.list(folder)) {
      assertFalse(left.findAny().isPresent());
    }
  }
}
