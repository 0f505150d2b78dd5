package wassily.io.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import wassily.linalg.HostMatrix;
import wassily.linalg.MatrixSource;

/** The numbers of a file as a plain reader sees them, and comparisons with them. */
final class NaiveNumbers {
  /** The relative precision that parity with pymrio asks for. */
  static final double PYMRIO = 1e-9;

  private NaiveNumbers() {}

  static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  /** Numbers of a CSV file as Java parses them; the files compared have no quoted numbers. */
  static double[][] naive(Path file, int skipLines, int skipCells, String delimiter)
      throws IOException {
    var raw = Files.newInputStream(file);
    var in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    try (var reader = new BufferedReader(new InputStreamReader(in))) {
      return reader
          .lines()
          .skip(skipLines)
          .map(
              line -> {
                // Quoted labels may hold the delimiter; they all stand before the numbers.
                String[] cells = line.replaceAll("\"[^\"]*\"", "q").split(delimiter, -1);
                return Arrays.stream(cells)
                    .skip(skipCells)
                    .mapToDouble(c -> c.isBlank() ? 0 : Double.parseDouble(c))
                    .toArray();
              })
          .toArray(double[][]::new);
    }
  }

  static void assertSame(double[][] expected, MatrixSource actual) throws IOException {
    var matrix = (HostMatrix) actual;
    assertEquals(expected.length, matrix.rows());
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], matrix.row(i), "row " + i);
    }
  }

  static void assertRelative(double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance * Math.abs(expected[i]), "entry " + i);
    }
  }
}
