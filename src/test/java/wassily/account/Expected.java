package wassily.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.zip.GZIPInputStream;

/** Numbers that somebody else published or computed, read from their CSV files. */
final class Expected {
  /**
   * Peers print 15 to 17 digits and solve the same systems with other pivots: the forward error is
   * cond₁(I−A)·n·eps, below 10·1435·2.2e-16 = 3e-12 on these tables; 1e-9 is what was asked for.
   */
  static final double RELATIVE = 1e-9;

  /** Cells that are differences of larger numbers carry these numbers' rounding. */
  private static final double OF_LARGEST = 1e-12;

  private static final String NUMBER = "-?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

  private Expected() {}

  /** All cells as text. The files here have no line breaks inside quotes. */
  static List<String[]> cells(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        var csv =
            de.siegmar.fastcsv.reader.CsvReader.builder()
                .ofCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var rows = new ArrayList<String[]>();
      csv.forEach(r -> rows.add(r.getFields().toArray(String[]::new)));
      return rows;
    }
  }

  /** The last {@code columns} cells of every row where they are all numbers. */
  static double[][] numbers(Path file, int columns) throws IOException {
    var rows = new ArrayList<double[]>();
    for (String[] cells : cells(file)) {
      double[] row = numbers(cells, columns);
      if (row != null) {
        rows.add(row);
      }
    }
    return rows.toArray(double[][]::new);
  }

  private static double[] numbers(String[] cells, int columns) {
    if (cells.length < columns) {
      return null;
    }
    var row = new double[columns];
    for (int j = 0; j < columns; j++) {
      String text = cells[cells.length - columns + j].strip();
      if (!text.matches(NUMBER)) {
        return null;
      }
      row[j] = Double.parseDouble(text);
    }
    return row;
  }

  /**
   * Rows of numbers under labelled columns, in the order of the labels asked for.
   *
   * @param file a header line of labels for each level, then lines of numbers
   * @param labels the labels wanted, levels joined by "|"
   */
  static double[][] byLabel(Path file, List<String> labels) throws IOException {
    var rows = cells(file);
    int levels = labels.getFirst().split("\\|").length;
    var at = new ArrayList<Integer>();
    for (String label : labels) {
      String[] parts = label.split("\\|");
      int width = rows.getFirst().length;
      int found = -1;
      for (int j = 0; j < width && found < 0; j++) {
        boolean same = true;
        for (int level = 0; level < levels; level++) {
          same &= rows.get(level)[j].equals(parts[level]);
        }
        found = same ? j : -1;
      }
      assertTrue(found >= 0, label + " in " + file);
      at.add(found);
    }
    var numbers = new ArrayList<double[]>();
    for (String[] row : rows.subList(levels, rows.size())) {
      boolean isNumber =
          at.stream().allMatch(j -> j < row.length && row[j].strip().matches(NUMBER));
      if (isNumber) {
        numbers.add(at.stream().mapToDouble(j -> Double.parseDouble(row[j].strip())).toArray());
      }
    }
    return numbers.toArray(double[][]::new);
  }

  /** One column by its name in the first row. */
  static double[] column(Path file, String name) throws IOException {
    var rows = cells(file);
    int at = List.of(rows.getFirst()).indexOf(name);
    assertTrue(at >= 0, name + " in " + file);
    return rows.stream().skip(1).mapToDouble(r -> Double.parseDouble(r[at].strip())).toArray();
  }

  /** Every number within {@link #RELATIVE} of what is expected; NaN fails. */
  static void assertClose(String what, double[] expected, IntToDoubleFunction found) {
    assertClose(what, expected, 0, found);
  }

  /** The same for differences of numbers as large as {@code scale}. */
  static void assertClose(String what, double[] expected, double scale, IntToDoubleFunction found) {
    double largest = scale;
    for (double e : expected) {
      largest = Math.max(largest, Math.abs(e));
    }
    for (int i = 0; i < expected.length; i++) {
      double value = found.applyAsDouble(i);
      double allowed = RELATIVE * Math.abs(expected[i]) + OF_LARGEST * largest;
      if (!(Math.abs(value - expected[i]) <= allowed)) {
        assertEquals(expected[i], value, allowed, what + " [" + i + "]");
      }
    }
  }

  /** Rows of a matrix. */
  static void assertClose(String what, double[][] expected, Cell found) {
    for (int i = 0; i < expected.length; i++) {
      int row = i;
      assertClose(what + " row " + i, expected[i], j -> found.at(row, j));
    }
  }

  /** A number at a row and a column. */
  @FunctionalInterface
  interface Cell {
    double at(int row, int column);
  }
}
